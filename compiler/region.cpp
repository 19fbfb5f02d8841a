#include "compiler/region.hpp"

#include <algorithm>

namespace shelflife {

namespace {

// Merges two sorted lists of (field, set), intersecting where both have the field.
template <class Set, class Meet>
std::vector<std::pair<FieldId, Set>> meet_fields(const std::vector<std::pair<FieldId, Set>>& a,
                                                 const std::vector<std::pair<FieldId, Set>>& b, Meet meet) {
  std::vector<std::pair<FieldId, Set>> out;
  auto i = a.begin();
  auto j = b.begin();
  while (i != a.end() || j != b.end()) {
    if (j == b.end() || (i != a.end() && i->first < j->first)) out.push_back(*i++);
    else if (i == a.end() || j->first < i->first) out.push_back(*j++);
    else {
      out.emplace_back(i->first, meet(i->second, j->second));
      ++i;
      ++j;
    }
  }
  return out;
}

NumberSet meet_numbers(const NumberSet& a, const NumberSet& b) {
  return {intersect(a.codes, b.codes), a.missing && b.missing};
}
TextSet meet_texts(const TextSet& a, const TextSet& b) { return intersect(a, b); }

bool patterns_clash(const std::vector<TextPattern>& patterns) {
  TextSet all;
  all.missing = false;
  for (const TextPattern& p : patterns) {
    all = intersect(all, TextSet{true, false, {}, {p}});
    if (all.nothing()) return true;
  }
  return false;
}

}  // namespace

const TextSet* Box::text(FieldId field) const {
  const auto at = std::lower_bound(texts.begin(), texts.end(), field, [](const auto& e, FieldId f) { return e.first < f; });
  return at != texts.end() && at->first == field ? &at->second : nullptr;
}

void Box::set_text(FieldId field, TextSet set) {
  const auto at = std::lower_bound(texts.begin(), texts.end(), field, [](const auto& e, FieldId f) { return e.first < f; });
  const bool present = at != texts.end() && at->first == field;
  if (set.everything()) {
    if (present) texts.erase(at);
  } else if (present) {
    at->second = std::move(set);
  } else {
    texts.emplace(at, field, std::move(set));
  }
}

bool empty(const Box& box) {
  for (const auto& [field, set] : box.texts) {
    if (set.nothing()) return true;
  }
  for (const auto& [field, set] : box.numbers) {
    if (set.codes.nothing() && !set.missing) return true;
  }
  if (box.size.nothing() || box.accessed.nothing()) return true;
  if ((box.flags.may_be_true | box.flags.may_be_false) != 0x1f) return true;
  const bool must_be_orphan = (box.flags.may_be_false & bit(Flag::orphan)) == 0;
  const bool must_be_referenced = (box.flags.may_be_false & bit(Flag::referenced)) == 0;
  if (must_be_orphan && must_be_referenced) return true;  // a law: an orphan is not referenced
  return box.key.size() > 1 && patterns_clash(box.key);
}

Box intersect(const Box& a, const Box& b) {
  Box out;
  out.texts = meet_fields(a.texts, b.texts, meet_texts);
  out.numbers = meet_fields(a.numbers, b.numbers, meet_numbers);
  std::merge(a.key.begin(), a.key.end(), b.key.begin(), b.key.end(), std::back_inserter(out.key));
  out.key.erase(std::unique(out.key.begin(), out.key.end()), out.key.end());
  out.size = intersect(a.size, b.size);
  out.accessed = intersect(a.accessed, b.accessed);
  out.flags.may_be_true = a.flags.may_be_true & b.flags.may_be_true;
  out.flags.may_be_false = a.flags.may_be_false & b.flags.may_be_false;
  return out;
}

namespace {

bool nothing_in_common(const TextSet& a, const TextSet& b) {
  if ((a.missing && b.missing) || (a.cofinite && b.cofinite)) return false;
  const TextSet& finite = a.cofinite ? b : a;
  const TextSet& other = a.cofinite ? a : b;
  return std::none_of(finite.values.begin(), finite.values.end(), [&](const std::string& v) { return other.has(v); });
}

// What tells most pairs apart, found without building the intersection.
bool clearly_disjoint(const Box& a, const Box& b) {
  if (a.size.lo > b.size.hi || b.size.lo > a.size.hi || a.accessed.lo > b.accessed.hi || b.accessed.lo > a.accessed.hi) return true;
  if (((a.flags.may_be_true & b.flags.may_be_true) | (a.flags.may_be_false & b.flags.may_be_false)) != 0x1f) return true;
  for (auto i = a.texts.begin(), j = b.texts.begin(); i != a.texts.end() && j != b.texts.end();) {
    if (i->first < j->first) ++i;
    else if (j->first < i->first) ++j;
    else if (nothing_in_common(i->second, j->second)) return true;
    else ++i, ++j;
  }
  return false;
}

}  // namespace

bool disjoint(const Box& a, const Box& b) { return clearly_disjoint(a, b) || empty(intersect(a, b)); }

bool contains(const Box& outer, const Box& inner) {
  static const TextSet any_text;
  for (const auto& [field, set] : outer.texts) {
    const TextSet* have = inner.text(field);
    if (!subset(have != nullptr ? *have : any_text, set)) return false;
  }
  for (const auto& [field, set] : outer.numbers) {
    const auto at = std::find_if(inner.numbers.begin(), inner.numbers.end(), [f = field](const auto& e) { return e.first == f; });
    const NumberSet have = at != inner.numbers.end() ? at->second : NumberSet{};
    if (!subset(have.codes, set.codes) || (have.missing && !set.missing)) return false;
  }
  if (!implies(inner.key, outer.key)) return false;
  if (!subset(inner.size, outer.size) || !subset(inner.accessed, outer.accessed)) return false;
  return (inner.flags.may_be_true & ~outer.flags.may_be_true) == 0 &&
         (inner.flags.may_be_false & ~outer.flags.may_be_false) == 0;
}

}  // namespace shelflife
