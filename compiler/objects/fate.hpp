// What a policy does with one object at one instant, given which statements speak of it. The one place that says how keeps,
// deletes, moves and locks come together; proof, verify, diff, why and the findings all ask it.
#pragma once

#include <optional>
#include <vector>

#include "compiler/model/policy.hpp"
#include "compiler/objects/object.hpp"

namespace shelflife {

// Statements (their rule's and own `where` true of the object) and holds that speak of one object. Sorted.
struct Speaking {
  std::vector<StatementRef> statements;
  std::vector<std::uint32_t> holds;  // those whose date has not come
  friend bool operator==(const Speaking&, const Speaking&) = default;
};

struct Verdict {
  bool may_be_deleted = false;            // some delete is due and nothing keeps it
  std::vector<StatementRef> due;          // deletes that are due
  std::vector<StatementRef> kept_by;      // keeps and locks that hold
  std::vector<std::uint32_t> held_by;     // holds
  bool lock_found = false;                // a lock or hold that somebody set on the object runs
  Tier floor = Tier::hot;                 // at least as cold as this
  std::optional<StatementRef> floor_by;
  std::optional<Seconds> locked_until;    // age since creation at which the policy's locks end; nothing: none runs
  LockMode lock_mode = LockMode::governance;
  std::optional<StatementRef> mark;       // a quarantine that asks for a mark now
};

// Every attribute that a speaking statement asks for must be known (no Fact::unread, ranks listed): callers that have unread
// attributes try each value that could make a difference.
Verdict judge(const Policy& policy, const ObjectState& object, const Speaking& speaking);

// Age of the object on a clock; nothing when its event has not happened.
std::optional<Seconds> age_on(const Policy& policy, const Clock& clock, const ObjectState& object);
// Whether a keep or lock whose condition is true holds the object now.
bool holds_now(const Policy& policy, StatementRef keep, const ObjectState& object);
// Whether a delete whose condition is true is due on the object now. `speaking`: all that speaks of it.
bool due_now(const Policy& policy, StatementRef remove, const ObjectState& object, const Speaking& speaking);
// Whether a move whose condition is true is due on the object now.
bool move_due_now(const Policy& policy, StatementRef move, const ObjectState& object);

// A statement that names a size speaks of small objects too; S3 moves none under this size otherwise.
inline constexpr std::uint64_t smallest_moved_on_s3 = 128ULL * 1024;
bool names_size(const Predicate& predicate);

}  // namespace shelflife
