// The verdict on every object of a world, by the language's meaning alone: slow, and meant to be read.
#pragma once

#include <string>
#include <vector>

#include "tests/reference/evaluator/view.hpp"

namespace shelflife::reference {

// A statement that speaks of the world's store.
struct InEffect {
  const Rule* rule = nullptr;
  const Statement* statement = nullptr;
  std::string id;  // "rule/2": the rule's id and the statement's place in it, from 1
};
std::vector<InEffect> in_effect(const World& world);

struct Lock {
  Time until = 0;
  LockMode mode = LockMode::governance;
};
enum class MarkAction { leave, write, take_off };

struct Decision {
  bool may_be_deleted = false;
  std::string due;      // the first statement by which a delete is due in every case; "" when none is
  std::string kept_by;  // a keep, "hold NAME", a lock, "lock found" or "hold found" that protects, or could
  Tier floor = Tier::hot;        // at least as cold as this
  std::optional<Lock> lock;      // retention that the object must have now
  MarkAction mark = MarkAction::leave;
  std::string mark_by;           // write: the quarantine that asks for it
};

// One entry an object, in the order of world.objects.
std::vector<Decision> decide(const World& world);

}  // namespace shelflife::reference
