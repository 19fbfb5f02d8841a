#include "compiler/regions/region.hpp"

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

// Whether `apart` says yes to the two sets of some field; a field that a list does not have is free there.
template <class Set, class Apart>
bool any_field(const std::vector<std::pair<FieldId, Set>>& a, const std::vector<std::pair<FieldId, Set>>& b, Apart apart) {
  auto i = a.begin();
  auto j = b.begin();
  static const Set everything;
  while (i != a.end() || j != b.end()) {
    const bool left = j == b.end() || (i != a.end() && i->first <= j->first);
    const bool right = i == a.end() || (j != b.end() && j->first <= i->first);
    if (apart(left ? i->second : everything, right ? j->second : everything)) return true;
    if (left) ++i;
    if (right) ++j;
  }
  return false;
}

// What no object has: flags that are neither true nor false, or that a law excludes together.
bool impossible(FlagSet flags) {
  if ((flags.may_be_true | flags.may_be_false) != 0x1f) return true;
  const bool must_be_orphan = (flags.may_be_false & bit(Flag::orphan)) == 0;
  const bool must_be_referenced = (flags.may_be_false & bit(Flag::referenced)) == 0;
  return must_be_orphan && must_be_referenced;  // a law: an orphan is not referenced
}

FlagSet meet_flags(FlagSet a, FlagSet b) {
  return {static_cast<std::uint8_t>(a.may_be_true & b.may_be_true), static_cast<std::uint8_t>(a.may_be_false & b.may_be_false)};
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
  return impossible(box.flags) || clash(box.key, box.key);
}

Box intersect(const Box& a, const Box& b) {
  Box out;
  out.texts = meet_fields(a.texts, b.texts, meet_texts);
  out.numbers = meet_fields(a.numbers, b.numbers, meet_numbers);
  std::merge(a.key.begin(), a.key.end(), b.key.begin(), b.key.end(), std::back_inserter(out.key));
  out.key.erase(std::unique(out.key.begin(), out.key.end()), out.key.end());
  out.size = intersect(a.size, b.size);
  out.accessed = intersect(a.accessed, b.accessed);
  out.flags = meet_flags(a.flags, b.flags);
  return out;
}

// As empty(intersect(a, b)), without making the intersection: most pairs of a policy are asked about.
bool disjoint(const Box& a, const Box& b) {
  if (any_field(a.texts, b.texts, [](const TextSet& x, const TextSet& y) { return disjoint(x, y); })) return true;
  const auto no_number = [](const NumberSet& x, const NumberSet& y) { return intersect(x.codes, y.codes).nothing() && !(x.missing && y.missing); };
  if (any_field(a.numbers, b.numbers, no_number)) return true;
  if (intersect(a.size, b.size).nothing() || intersect(a.accessed, b.accessed).nothing()) return true;
  return impossible(meet_flags(a.flags, b.flags)) || clash(a.key, b.key) || clash(a.key, a.key) || clash(b.key, b.key);
}

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
