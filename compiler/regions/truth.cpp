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
      case PredicateKind::always: return negated ? std::vector<Box>{} : std::vector<Box>{Box{}};
      case PredicateKind::negation: return expand(p.children[0], !negated);
      case PredicateKind::all: return negated ? unite(p, true) : meet(p, false);
      case PredicateKind::any: return negated ? meet(p, true) : unite(p, false);
      default: break;
    }
    Box box = literal(p, negated);
    return empty(box) ? std::vector<Box>{} : std::vector<Box>{std::move(box)};
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
    std::vector<Box> out{Box{}};
    for (const Predicate& child : p.children) {
      const std::vector<Box> right = expand(child, negated);
      std::vector<Box> next;
      for (const Box& a : out) {
        for (const Box& b : right) {
          Box box = intersect(a, b);
          if (!empty(box)) add(next, std::move(box));
        }
        if (next.size() > max_boxes) too_wide_ = true;
        if (too_wide_) return {};
      }
      out = std::move(next);
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

  Box text_literal(FieldId field, TextSet set) const {
    Box box;
    set = intersect(set, known_values(field));
    set.missing = unknown_satisfies(field);
    box.set_text(field, std::move(set));
    return box;
  }

  Box literal(const Predicate& p, bool negated) const {
    Box box;
    switch (p.kind) {
      case PredicateKind::one_of: {
        TextSet set;
        set.cofinite = negated;
        set.values = p.texts;
        std::sort(set.values.begin(), set.values.end());
        set.values.erase(std::unique(set.values.begin(), set.values.end()), set.values.end());
        set.missing = false;
        return text_literal(p.field, std::move(set));
      }
      case PredicateKind::starts_with:
      case PredicateKind::ends_with: {
        TextPattern pattern{p.kind == PredicateKind::starts_with, negated, p.texts[0]};
        if (p.field == no_id) {
          box.key.push_back(std::move(pattern));
          return box;
        }
        return text_literal(p.field, TextSet{true, false, {}, {std::move(pattern)}});
      }
      case PredicateKind::number:
        box.numbers.emplace_back(p.field, NumberSet{codes_of(p.comparison, p.number, negated), unknown_satisfies(p.field)});
        return box;
      case PredicateKind::missing: return missing_literal(p.field, negated);
      case PredicateKind::size: box.size = bytes_of(p.comparison, p.number, negated); return box;
      case PredicateKind::accessed_within: box.accessed = codes_of(Comparison::less, p.duration.days, negated); return box;
      case PredicateKind::flag:
        (negated ? box.flags.may_be_true : box.flags.may_be_false) &= static_cast<std::uint8_t>(~bit(p.flag));
        return box;
      default: return box;
    }
  }

  Box missing_literal(FieldId field, bool negated) const {
    Box box;
    const Field& f = policy_.fields[field];
    if (f.type == FieldType::number) {
      NumberSet set;
      if (negated) set.missing = missing_satisfies(field, false);
      else set = NumberSet{f.required && reading_ == Reading::possible ? Interval{} : Interval{1, 0}, missing_satisfies(field, true)};
      box.numbers.emplace_back(field, set);
      return box;
    }
    TextSet set;
    if (negated) set = known_values(field);
    else set = TextSet{false, true, {}, {}};
    set.missing = missing_satisfies(field, !negated);
    box.set_text(field, std::move(set));
    return box;
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

}  // namespace shelflife
