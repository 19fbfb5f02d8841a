// Regions of the object space: unions of boxes, one set a dimension. The one place where predicates become sets.
// Kleene logic needs no third value here: a predicate is *true* exactly when, in negation normal form, each literal
// that makes it true finds its attribute present, so the truth set of a literal never holds `missing` (but for
// `is missing`).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/model/policy.hpp"

namespace shelflife {

// A prefix or suffix condition on a text.
struct TextPattern {
  bool prefix = true;  // else suffix
  bool negated = false;
  std::string text;
  friend auto operator<=>(const TextPattern&, const TextPattern&) = default;
};

// A set of states of one text attribute; a state is a value or `missing`.
struct TextSet {
  bool cofinite = true;             // `values` are left out instead of being all
  bool missing = true;
  std::vector<std::string> values;  // sorted, unique
  std::vector<TextPattern> patterns;  // sorted; all hold on every value in the set
  friend auto operator<=>(const TextSet&, const TextSet&) = default;

  bool everything() const { return cofinite && missing && values.empty() && patterns.empty(); }
  bool nothing() const { return !cofinite && values.empty() && !missing; }
  bool has(const std::string& value) const;
};
TextSet intersect(const TextSet& a, const TextSet& b);
TextSet subtract(const TextSet& a, const TextSet& b);  // b without patterns
bool subset(const TextSet& a, const TextSet& b);       // false when in doubt
bool disjoint(const TextSet& a, const TextSet& b);     // the intersection is nothing
// Whether every text that all of a match is one that all of b match; false when in doubt.
bool implies(const std::vector<TextPattern>& a, const std::vector<TextPattern>& b);
bool matches(const TextPattern& pattern, std::string_view text);
// Some demand of `a` and some demand of `b` are met by no text together.
bool clash(const std::vector<TextPattern>& a, const std::vector<TextPattern>& b);

// Closed interval of unsigned codes; lo > hi is empty.
struct Interval {
  std::uint64_t lo = 0;
  std::uint64_t hi = ~std::uint64_t{0};
  friend auto operator<=>(const Interval&, const Interval&) = default;
  bool everything() const { return lo == 0 && hi == ~std::uint64_t{0}; }
  bool nothing() const { return lo > hi; }
};
Interval intersect(const Interval& a, const Interval& b);
bool subset(const Interval& a, const Interval& b);

// A number attribute: the interval is over codes 2n (the integer n) and 2n+1 (between n and n+1).
struct NumberSet {
  Interval codes;
  bool missing = true;
  friend auto operator<=>(const NumberSet&, const NumberSet&) = default;
};

// Flags a box allows to be true, and to be false, as bits (1 << Flag).
struct FlagSet {
  std::uint8_t may_be_true = 0x1f, may_be_false = 0x1f;
  friend auto operator<=>(const FlagSet&, const FlagSet&) = default;
};
inline constexpr std::uint8_t bit(Flag flag) { return static_cast<std::uint8_t>(1U << static_cast<unsigned>(flag)); }

// A conjunction of one set per attribute. Attributes that are not listed are free.
struct Box {
  std::vector<std::pair<FieldId, TextSet>> texts;      // sorted by field, never `everything`
  std::vector<std::pair<FieldId, NumberSet>> numbers;  // sorted by field
  std::vector<TextPattern> key;                        // sorted; conditions on the whole key
  Interval size;                                       // bytes
  Interval accessed;                                   // codes of the days since the last access
  FlagSet flags;
  friend auto operator<=>(const Box&, const Box&) = default;

  const TextSet* text(FieldId field) const;
  void set_text(FieldId field, TextSet set);  // erases when `everything`
};
bool empty(const Box& box);  // true only when certainly empty
Box intersect(const Box& a, const Box& b);
// True only when the two share no object for certain (fields, flags, intervals; keys are the KeySpace's business).
bool disjoint(const Box& a, const Box& b);
// True only when every object in `inner` is in `outer` for certain.
bool contains(const Box& outer, const Box& inner);

enum class Reading : std::uint8_t {
  certain,   // true whatever an unread attribute is: a missing `required` label never satisfies
  possible,  // could be true: a missing `required` label could have any value
  not_false, // true or unknown: a comparison with anything missing is never false
  as_read,   // true where every source was read: a `required` label may be missing like any other
};
// Union of boxes; `exact` is false when the predicate is too wide to be expanded (then boxes is empty).
struct Region {
  std::vector<Box> boxes;
  bool exact = true;
};
// Boxes of one region are expanded up to this many; beyond it the region is not exact and callers keep the object.
inline constexpr std::size_t max_boxes = 512;
Region truth(const Policy& policy, const Predicate& predicate, Reading reading);
// truth(policy, both(a, b), reading), where that of `a` is known.
Region truth_of_both(const Policy& policy, const Predicate& a, const Region& truth_of_a, const Predicate& b, Reading reading);

}  // namespace shelflife
