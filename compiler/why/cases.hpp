// What an object could be, told apart by what becomes of it: the fewest cases, each with what it is if.
#pragma once

#include <string>
#include <vector>

#include "compiler/why/future.hpp"

namespace shelflife {

struct Case {
  std::vector<std::string> conditions;  // all of them: "referenced", "status is failed"; none: whatever is unread
  ObjectState object;                   // one that is so
  Future future;
};

struct Cases {
  std::vector<Case> list;        // never empty unless `complete` is false
  std::vector<std::string> unread;  // unread facts that make a difference to some case, as conditions name them
  bool complete = true;          // false: too many combinations; nothing may be decided, the object is to be kept
};

// `size_unknown`: sizes are tried on both sides of each bound that a statement names.
Cases cases_of(const Evaluator& evaluator, const Lowered& lowered, const ObjectState& object, Instant now, bool size_unknown);

}  // namespace shelflife
