// Slices of a group, each of one age, and what becomes of each: what `why` says of one such object.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "compiler/lowering/lowering.hpp"
#include "compiler/objects/evaluate.hpp"
#include "cost/group.hpp"

namespace shelflife::cost {

enum class StepKind : std::uint8_t { moved, cheaper, old, gone };  // old: deleted, and its bytes can still be brought back
struct Step {
  Seconds at = 0;  // since the start
  StepKind kind = StepKind::gone;
  Tier tier = Tier::hot;                  // moved
  std::uint32_t percent = 0;              // cheaper by so much
  std::optional<StatementRef> statement;  // the one behind it
  friend bool operator==(const Step&, const Step&) = default;
};

struct Cohort {
  Seconds written = 0;  // since the start; negative: it was there before
  bool flows_in = false;
  std::uint64_t bytes = 0, objects = 0;
  Tier tier = Tier::hot;
  std::string class_name;   // where it lies at first, if that is the class of no tier; else empty
  bool old = false;         // noncurrent from the start
  std::vector<Step> steps;  // by time, none before the start or its writing; at most one `gone`, last
};

struct Cohorts {
  std::vector<Cohort> list;          // what is there, youngest first; then what comes, by time
  std::set<std::string> undecided;   // what was assumed of unread facts
  bool kept_undecided = false;       // too many facts are unread: it is taken as kept
};

inline constexpr std::uint64_t most_slices = 365;  // of a day in a year

// `dearer(a, b)`: whether the steps `a` leave a bill for the cohort that is higher than that of `b`. Where facts are unread the
// dearest case is taken, so that no saving is promised that the policy may not bring.
class Dearer {
 public:
  virtual ~Dearer() = default;
  virtual bool operator()(const Cohort& cohort, const std::vector<Step>& a, const std::vector<Step>& b) const = 0;
};

// What becomes of one object of the cohort from `at` on, as `why` tells it.
struct Course {
  std::vector<Step> steps;
  std::string assumed;   // the case that was taken, where several are possible; else empty
  bool complete = true;  // false: too many facts are unread, and it is taken as kept
};
Course course_of(const Evaluator& evaluator, const Lowered& lowered, ToldObject told, Instant at, Instant start, const Cohort& cohort, const Dearer& dearer);

Cohorts cohorts_of(const Evaluator& evaluator, const Lowered& lowered, const Group& group, Instant start, const Dearer& dearer);
// Without a policy, by what the group says of itself.
Cohorts cohorts_of(const Group& group);

}  // namespace shelflife::cost
