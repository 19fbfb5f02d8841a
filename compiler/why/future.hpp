// What becomes of one object: who deletes, moves or marks it and when, as dated events.
#pragma once

#include <string>
#include <vector>

#include "compiler/lowering/lowering.hpp"
#include "compiler/objects/timeline.hpp"

namespace shelflife {

enum class EventKind : std::uint8_t {
  due,             // a delete's clock has run
  keep_begins,     // a keep or lock starts to hold (a condition became true)
  keep_ends,       // a keep or lock of the policy stops holding
  hold_ends,
  lock_found_ends, // a lock that somebody set on the object
  moved,           // to `tier`
  marked,          // a quarantine's mark is written
  deletable,       // a delete is due and nothing keeps it
  undeletable,     // something keeps it again
  hidden,          // the cloud puts a delete marker on a locked revision: it becomes noncurrent, and the lock keeps the bytes
  deleted,         // the current revision; on a versioned store it becomes noncurrent
  bytes_gone,      // nothing brings it back
};
std::string_view to_text(EventKind kind);  // "keep ends"

struct FateEvent {
  Instant at = 0;                         // not before this
  std::optional<Instant> latest;          // what a cloud does: within its stated lag
  EventKind kind = EventKind::due;
  std::optional<StatementRef> statement;  // the one behind it
  std::optional<std::uint32_t> hold;
  // Who acts (`moved`, `marked`, `hidden`, `deleted`, `bytes_gone`): the plan, the cloud, the plan with the cloud behind it, by mark.
  Who who = Who::nobody;
  std::string native_rule;                // the cloud's rule: its id
  Tier tier = Tier::hot;                  // moved
  friend bool operator==(const FateEvent&, const FateEvent&) = default;
};

struct Future {
  std::vector<FateEvent> events;      // by time; those of one instant in the order of EventKind
  std::vector<VerdictChange> changes;  // of the revision as it is at first, as if nobody acted
  std::optional<FateEvent> deleted;   // of the current revision; a noncurrent or hidden one is deleted when its bytes go
  std::optional<FateEvent> gone;      // nothing: the bytes stay
};

// The future of a fully known object from `now` on. The pruner is taken to run at every instant, and every native rule to be
// deployed: so `at` is the earliest, and nothing happens before it.
Future future_of(const Evaluator& evaluator, const Lowered& lowered, const ObjectState& object, Instant now);

}  // namespace shelflife
