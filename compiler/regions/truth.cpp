// Predicates to regions: negation pushed to the literals, then expanded to a union of boxes.
#include <algorithm>

#include "compiler/regions/region.hpp"

namespace shelflife {

namespace {

constexpr std::uint64_t all_codes = ~std::uint64_t{0};

// Codes of the numbers that compare so with n: 2n is n itself, 2n+1 what lies between n and n+1.
Interval codes_of(Comparison comparison, std::uint64_t n, bool negated) {
  const std::uint64_t at = 2 * n;
  switch (comparison) {
    case Comparison::less: return negated ? Interval{at, all_codes} : Interval{0, at - 1};
    case Comparison::less_equal: return negated ? Interval{at + 1, all_codes} : Interval{0, at};
    case Comparison::greater: return negated ? Interval{0, at} : Interval{at + 1, all_codes};
    case Comparison::greater_equal: return negated ? Interval{0, at - 1} : Interval{at, all_codes};
  }
  return {};
}

Interval bytes_of(Comparison comparison, std::uint64_t n, bool negated) {
  constexpr Interval none{1, 0};
  const Interval below = n == 0 ? none : Interval{0, n - 1};
  const Interval above = n == all_codes ? none : Interval{n + 1, all_codes};
  switch (comparison) {
    case Comparison::less: return negated ? Interval{n, all_codes} : below;
    case Comparison::less_equal: return negated ? above : Interval{0, n};
    case Comparison::greater: return negated ? Interval{0, n} : above;
    case Comparison::greater_equal: return negated ? below : Interval{n, all_codes};
  }
  return {};
}

class Expander {
 public:
  Expander(const Policy& policy, Reading reading) : policy_(policy), reading_(reading) {}

  bool too_wide() const { return too_wide_; }

  std::vector<Box> expand(const Predicate& p, bool negated) {
    switch (p.kind) {
      case PredicateKind::always: return negated ? std::vector<Box>{} : std::vector<Box>(1);
      case PredicateKind::negation: return expand(p.children[0], !negated);
      case PredicateKind::all: return negated ? unite(p, true) : meet(p, false);
      case PredicateKind::any: return negated ? meet(p, true) : unite(p, false);
      default: break;
    }
    std::vector<Box> out(1);
    narrow(out[0], p, negated);
    if (empty(out[0])) out.clear();
    return out;
  }

  // Leaves of the boxes what is in the predicate too.
  void meet(std::vector<Box>& out, const Predicate& child, bool negated) {
    const Predicate* literal = &child;
    bool literal_negated = negated;
    for (; literal->kind == PredicateKind::negation; literal = &literal->children[0]) literal_negated = !literal_negated;
    const bool compound = literal->kind == PredicateKind::always || literal->kind == PredicateKind::all || literal->kind == PredicateKind::any;
    if (!compound && out.size() <= 1) {  // most conditions are a few literals: no box is made for each
      if (out.empty()) return;
      narrow(out[0], *literal, literal_negated);
      if (empty(out[0])) out.clear();
      return;
    }
    const std::vector<Box> right = expand(child, negated);
    std::vector<Box> next;
    for (const Box& a : out) {
      for (const Box& b : right) {
        Box box = intersect(a, b);
        if (!empty(box)) add(next, std::move(box));
      }
      if (next.size() > max_boxes) too_wide_ = true;
      if (too_wide_) return;
    }
    out = std::move(next);
  }

 private:
  std::vector<Box> unite(const Predicate& p, bool negated) {
    std::vector<Box> out;
    for (const Predicate& child : p.children) {
      for (Box& box : expand(child, negated)) add(out, std::move(box));
      if (out.size() > max_boxes) too_wide_ = true;
      if (too_wide_) return {};
    }
    return out;
  }

  std::vector<Box> meet(const Predicate& p, bool negated) {
    std::vector<Box> out(1);
    for (const Predicate& child : p.children) {
      meet(out, child, negated);
      if (too_wide_) return {};
    }
    return out;
  }

  // Joins a box to one that differs only in the values of one field: `a or b` on one field stays one box.
  static void add(std::vector<Box>& boxes, Box box) {
    for (Box& have : boxes) {
      if (contains(have, box)) return;
      if (have.texts.size() != box.texts.size()) continue;
      FieldId differs = no_id;
      std::size_t differences = 0;
      for (std::size_t i = 0; i < have.texts.size(); ++i) {
        if (have.texts[i].first != box.texts[i].first) differences = 2;
        else if (have.texts[i].second != box.texts[i].second) {
          differs = have.texts[i].first;
          ++differences;
        }
      }
      if (differences != 1) continue;
      const TextSet& left = *have.text(differs);
      const TextSet& right = *box.text(differs);
      if (left.cofinite || right.cofinite || left.missing != right.missing) continue;
      Box rest = box;
      rest.set_text(differs, left);
      if (rest != have) continue;
      TextSet joined = left;
      std::vector<std::string> values;
      std::set_union(left.values.begin(), left.values.end(), right.values.begin(), right.values.end(), std::back_inserter(values));
      joined.values = std::move(values);
      have.set_text(differs, std::move(joined));
      return;
    }
    boxes.push_back(std::move(box));
  }

  // Values outside a label's list count as missing, so a listed label is always a finite set.
  TextSet known_values(FieldId field) const {
    TextSet set;
    set.missing = false;
    const Field& f = policy_.fields[field];
    if (!f.values.empty()) {
      set.cofinite = false;
      set.values = f.values;
      std::sort(set.values.begin(), set.values.end());
    }
    return set;
  }

  // `is missing` and its negation: what they say of a value that is not there. A required label is unread then.
  bool missing_satisfies(FieldId field, bool said) const {
    return policy_.fields[field].required && reading_ != Reading::as_read ? reading_ != Reading::certain : said;
  }

  // Any comparison with a value that is not there is unknown.
  bool unknown_satisfies(FieldId field) const { return reading_ == Reading::not_false || missing_satisfies(field, false); }

  static void narrow_text(Box& box, FieldId field, TextSet set) {
    if (const TextSet* have = box.text(field)) set = intersect(*have, set);
    box.set_text(field, std::move(set));
  }
  static void narrow_number(Box& box, FieldId field, const NumberSet& set) {
    const auto at = std::lower_bound(box.numbers.begin(), box.numbers.end(), field, [](const auto& e, FieldId f) { return e.first < f; });
    if (at == box.numbers.end() || at->first != field) box.numbers.emplace(at, field, set);
    else at->second = {intersect(at->second.codes, set.codes), at->second.missing && set.missing};
  }

  // `set` is finite without patterns, or cofinite with one pattern or none.
  void narrow_listed(Box& box, FieldId field, TextSet set) const {
    const std::vector<std::string>& list = policy_.fields[field].values;
    if (!list.empty() && set.cofinite) set = intersect(set, known_values(field));
    else if (!list.empty()) std::erase_if(set.values, [&](const std::string& value) { return std::find(list.begin(), list.end(), value) == list.end(); });
    set.missing = unknown_satisfies(field);
    narrow_text(box, field, std::move(set));
  }

  void narrow(Box& box, const Predicate& p, bool negated) const {
    switch (p.kind) {
      case PredicateKind::one_of: {
        TextSet set;
        set.cofinite = negated;
        set.values = p.texts;
        if (set.values.size() > 1) {
          std::sort(set.values.begin(), set.values.end());
          set.values.erase(std::unique(set.values.begin(), set.values.end()), set.values.end());
        }
        return narrow_listed(box, p.field, std::move(set));
      }
      case PredicateKind::starts_with:
      case PredicateKind::ends_with: {
        TextPattern pattern{p.kind == PredicateKind::starts_with, negated, p.texts[0]};
        if (p.field != no_id) return narrow_listed(box, p.field, TextSet{true, false, {}, {std::move(pattern)}});
        const auto at = std::lower_bound(box.key.begin(), box.key.end(), pattern);
        if (at == box.key.end() || *at != pattern) box.key.insert(at, std::move(pattern));
        return;
      }
      case PredicateKind::number: return narrow_number(box, p.field, {codes_of(p.comparison, p.number, negated), unknown_satisfies(p.field)});
      case PredicateKind::missing: return narrow_missing(box, p.field, negated);
      case PredicateKind::size: box.size = intersect(box.size, bytes_of(p.comparison, p.number, negated)); return;
      case PredicateKind::accessed_within: box.accessed = intersect(box.accessed, codes_of(Comparison::less, p.duration.days, negated)); return;
      case PredicateKind::flag:
        (negated ? box.flags.may_be_true : box.flags.may_be_false) &= static_cast<std::uint8_t>(~bit(p.flag));
        return;
      default: return;
    }
  }

  void narrow_missing(Box& box, FieldId field, bool negated) const {
    const Field& f = policy_.fields[field];
    if (f.type == FieldType::number) {
      NumberSet set;
      if (negated) set.missing = missing_satisfies(field, false);
      else set = NumberSet{f.required && reading_ == Reading::possible ? Interval{} : Interval{1, 0}, missing_satisfies(field, true)};
      return narrow_number(box, field, set);
    }
    TextSet set;
    if (negated) set = known_values(field);
    else set = TextSet{false, true, {}, {}};
    set.missing = missing_satisfies(field, !negated);
    narrow_text(box, field, std::move(set));
  }

  const Policy& policy_;
  Reading reading_;
  bool too_wide_ = false;
};

}  // namespace

Region truth(const Policy& policy, const Predicate& predicate, Reading reading) {
  Expander expander(policy, reading);
  Region region;
  region.boxes = expander.expand(predicate, false);
  region.exact = !expander.too_wide();
  if (!region.exact) region.boxes.clear();
  return region;
}

Region truth_of_both(const Policy& policy, const Predicate& a, const Region& truth_of_a, const Predicate& b, Reading reading) {
  const bool folds = truth_of_a.exact && a.kind != PredicateKind::always && a.kind != PredicateKind::any && a.kind != PredicateKind::negation;
  if (b.kind == PredicateKind::always) return truth_of_a;
  if (!folds) return truth(policy, both(a, b), reading);
  Expander expander(policy, reading);
  Region region = truth_of_a;
  if (b.kind != PredicateKind::all) expander.meet(region.boxes, b, false);
  for (std::size_t i = 0; b.kind == PredicateKind::all && i < b.children.size() && !expander.too_wide(); ++i) expander.meet(region.boxes, b.children[i], false);
  region.exact = !expander.too_wide();
  if (!region.exact) region.boxes.clear();
  return region;
}

}  // namespace shelflife
