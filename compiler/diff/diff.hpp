// Which objects change fate between two policies, decided over all objects. Texts are never compared: two policies that mean the
// same have no changes however they are written, and whatever cannot be decided is told as `undecided`, never left out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/model/policy.hpp"
#include "compiler/objects/object.hpp"
#include "compiler/regions/space.hpp"

namespace shelflife {

// Worst first. Changes are told in this order.
enum class ChangeKind : std::uint8_t {
  more_deleted,         // deleted now, never before
  sooner,               // deleted earlier
  less_kept,            // a keep that held no longer does, and no delete is coming either
  less_locked,          // a lock is shorter, weaker or gone
  hold_lifted,          // a hold that held no longer does
  undecided,            // could be any of them
  require_weakened,     // an obligation is gone, shorter or narrower
  safeguards_loosened,
  moves,                // sooner, later, colder or warmer
  uploads,              // uploads in progress are given up at another time
  settings,             // of a store: what they are is in `before` and `after`
  later,                // deleted later
  less_deleted,         // deleted before, never now
  more_kept,
  more_locked,
  hold_added,
  require_strengthened,
  safeguards_tightened,
};
std::string_view name_of(ChangeKind kind);  // "more-deleted"
bool harmless(ChangeKind kind);             // the object is as safe as it was, or safer

// Where a statement stands that has a part in a change, and what it says.
struct ChangeSource {
  Span span;
  std::string text;  // "delete after 14 days", `hold "case 4711"`; for a setting its own text
  std::string rule;  // its rule's id; may be empty
};

// The objects that a change speaks of. Fields and buckets are those of PolicyDiff::space.
struct ChangeArea {
  StoreId bucket = no_id;   // no_id: the change speaks of no objects, or its condition is too wide to be expanded
  std::vector<Part> parts;  // in any of them; they may overlap
  // Where no region says what a statement speaks of: the statement or hold itself, in its own policy.
  struct Speaker {
    bool after = false;  // of the new policy
    StatementRef ref;
    std::uint32_t hold = no_id;  // else `ref`
  };
  std::vector<Speaker> speakers;
};

struct Change {
  ChangeKind kind = ChangeKind::undecided;
  std::string store;           // its name (the new one); empty: the whole policy
  std::string region;          // "stage == dev and size >= 1 MiB"; "every object"; empty where no object is meant
  std::string before, after;   // what happens to them: "kept for ever", "deleted after 14 days"
  std::vector<ChangeSource> old_sources, new_sources;
  std::optional<std::string> witness;      // an object, as `why --object` takes it, read with the new policy
  std::optional<std::string> old_witness;  // where the old policy's ranks or labels need another text
  std::optional<ObjectState> object;       // the witness in the new policy's ids (the old one's where the store is gone)
  std::optional<ObjectState> old_object;   // the same in the old policy's ids; nothing for a new store
  std::string note;                        // why it is undecided
  ChangeArea area;                         // what `region` says in words
};

// A bucket that either policy declares; no_id: not there.
struct ComparedBucket {
  StoreId before = no_id, after = no_id;
  bool revisions = false;  // there may be noncurrent ones; else no change speaks of them
};

struct PolicyDiff {
  std::vector<Change> changes;  // worst kind first, then by store, then by place
  Policy space;                 // fields, layouts and stores (one a bucket) of both; nothing is required in it
  std::vector<ComparedBucket> buckets;  // by store of `space`
};

// Both policies must be free of errors. Spans of the changes are in the sources that the policies came from.
PolicyDiff diff(const Policy& before, const Policy& after);

}  // namespace shelflife
