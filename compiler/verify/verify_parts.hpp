// What the two halves of the proof share: native actions as boxes, instants, witnesses. compiler/verify*.cpp only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/objects/evaluate.hpp"
#include "compiler/regions/space.hpp"
#include "compiler/verify/verify.hpp"

namespace shelflife::verifying {

// The earliest ages that something needs, seconds. Deletes, moves and the ends of keeps are monotone in each age, so what
// holds at the earliest instant of a part holds at every later one.
struct Ages {
  Seconds created = 0, accessed = 0, noncurrent = 0;
  std::uint32_t newer = 0;
  // What Azure's soft delete adds to the noncurrent span of a version after its delete.
  Seconds soft = 0;
};

// One action on what one prefix and suffix of its rule's filter match.
struct NativeBox {
  const NativeRule* rule = nullptr;
  const NativeAction* action = nullptr;
  std::string prefix, suffix;
  Box box;               // of the policy's attributes
  bool whole = true;     // acts on all of the box: no condition that the policy's attributes cannot say
};

// All that is decided about one store.
struct Question {
  const StoreSpace& space;
  const Evaluator& evaluator;
  const std::vector<const Placement*>& placements;
  const Lowered& lowered;
  const std::vector<NativeRule>& rules;
  Verification& out;
  mutable std::size_t parts_left;  // of the store's bound

  const Policy& policy() const { return space.view.policy; }
  const Store& store() const { return space.view.store; }
  const Statement& statement(StatementRef ref) const { return policy().rules[ref.rule].statements[ref.statement]; }
  const Placement* placement(StatementRef ref) const;
};

bool on_noncurrent(ActionKind kind);
bool is_transition(ActionKind kind);
bool by_mark(const Question& q, const NativeRule& rule, const NativeAction& action);
std::vector<NativeBox> native_boxes(const Question& q, const NativeRule& rule, const NativeAction& action);
// The warmest tier with that class at the store's provider; nothing: none has it.
std::optional<Tier> tier_of(const Question& q, const std::string& storage_class);
Seconds soft_delete(const Question& q);

// The least age of the last access that the part's conditions allow.
Seconds first_access(const Part& part);
// Raises ages to what the part's conditions and the laws created <= accessed, created <= noncurrent since ask for.
void follow_laws(const Question& q, const Part& part, Ages& at);
Ages earliest(const Question& q, const NativeAction& action, const Part& part);
// Whether the action acts on what its filter matches at that instant, as far as ages go.
bool acts(const NativeAction& action, const Ages& at);

// Whether objects of the part may lack a required label.
bool lacks_a_label(const Policy& policy, const Part& part);
// Keeps, locks and holds that could hold an object of the part.
std::vector<const Protection*> holders(const StoreSpace& space, const Part& part);
// `delete noncurrent` statements that could speak of it.
std::vector<const Protection*> explicit_noncurrent(const StoreSpace& space, const Part& part);
bool is_over(const Protection& protection, const Ages& at);

// The parts of a box: keys under a layout with every required path field, keys that lack one of them (`unread` only), and
// keys under none.
std::vector<Part> parts_of(const Question& q, const Box& box, bool unread);
// Where a condition is true for certain; nothing when it is too wide to be expanded. `unread`: where a required label is
// missing too.
std::optional<std::vector<Part>> region_of(const Question& q, const Predicate& where, bool unread);
// Searches within the store's bound.
std::optional<Search::Hole> find(const Question& q, Search& search, std::vector<Part> parts);

// An object of the part at that instant that nothing in the policy favours: other clocks have just begun, ranks are first.
std::optional<ObjectState> kept_witness(const Question& q, const Part& part, const Ages& at, const NativeBox& native);
// The same with ranks past every count and other clocks run out.
std::optional<ObjectState> due_witness(const Question& q, const Part& part, const Ages& at, StatementRef due);
bool matches(const Policy& policy, const NativeBox& native, const ObjectState& object);
// What the policy says of the object, whatever its unread labels are.
struct Say {
  bool may_be_deleted = true;  // for every value
  Tier floor = Tier::deep_archive;
  bool decided = true;         // false: too many values to try
  std::vector<StatementRef> due;  // deletes and moves that are due, for some value
};
Say say(const Question& q, const ObjectState& object, bool dated_holds);

void check_safety(const Question& q);
void check_completeness(const Question& q);
void check_the_rest(const Question& q);

}  // namespace shelflife::verifying
