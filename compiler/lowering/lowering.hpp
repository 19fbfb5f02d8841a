// What each cloud enforces by itself and what is left to the plan.
// The native model here is provider-independent; emitters print it, docs/architecture.md explains it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "compiler/model/policy.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife {

enum class ActionKind : std::uint8_t {
  transition,             // current objects to a colder class
  transition_noncurrent,
  expire,                 // current objects; on a versioned store they become noncurrent
  expire_noncurrent,      // clock noncurrent (S3, GCS) or created (Azure versions: their age counts from creation)
  expire_snapshots,       // Azure; clock created (of the snapshot)
  expired_markers,        // S3: delete markers with nothing behind them
  abort_uploads,          // multipart uploads in progress
};
bool deletes(ActionKind kind);  // expire*, expired_markers, abort_uploads

enum class NativeClock : std::uint8_t { created, accessed, noncurrent };

struct NativeAction {
  ActionKind kind = ActionKind::expire;
  NativeClock clock = NativeClock::created;
  // Acts when the age is at least this many days. Azure's `...GreaterThan` takes the same number: it then acts up to
  // a day later, never earlier. Lowering writes 0 only for expire_noncurrent with clock created.
  std::uint32_t days = 0;
  std::uint32_t newer_noncurrent = 0;  // only while at least that many newer noncurrent revisions exist; 0: unsaid
  Tier tier = Tier::cool;              // transitions
  std::string storage_class;           // transitions: after `tiers on`
  // Of a document that somebody else wrote: it acts on an unknown part of what the filter matches, or at times that no age
  // tells. For safety it is judged as if on all of it; it is never counted as doing what a statement asks.
  bool partial = false;
  std::string partial_why;             // "acts on append blobs only"
  std::vector<StatementRef> from;      // the statements it enforces, in source order; empty for expired_markers
  std::optional<StatementRef> lead;    // the one whose days act
  friend bool operator==(const NativeAction&, const NativeAction&) = default;
};

// Conjunction of its parts. Bounds are inclusive here; emitters turn them into the cloud's exclusive ones.
struct NativeFilter {
  std::vector<std::string> prefixes;  // any of; empty: every key. Without the container name on Azure.
  std::vector<std::string> suffixes;  // GCS; any of; empty: every key
  std::vector<std::pair<std::string, std::string>> tags;  // all of: S3 object tags, Azure index tags; sorted
  std::optional<std::uint64_t> size_min, size_max;        // bytes
  friend auto operator<=>(const NativeFilter&, const NativeFilter&) = default;
};

// One rule of the cloud's document (on GCS one action a rule). Valid and unique ids for that provider.
struct NativeRule {
  std::string id;
  StoreId store = no_id;
  NativeFilter filter;
  std::vector<NativeAction> actions;
  std::string reason;  // one sentence for provenance
};

// One lifecycle document: an S3 or GCS bucket, or an Azure account with all its containers.
struct NativeDocument {
  Provider provider = Provider::s3;
  std::string name;              // folder under DIR: the store's name; Azure: the account
  std::vector<StoreId> stores;
  std::vector<NativeRule> rules; // empty: no lifecycle document is written and a deployed one is to be removed
};

enum class Who : std::uint8_t {
  cloud,           // the provider's own rules do all of it
  plan,            // the pruner does
  cloud_and_plan,  // the provider does a part, the pruner the rest
  mark,            // sweep marked: the pruner tags, one native rule deletes
  setting,         // a bucket setting (default lock) together with the plan for what is already there
  nobody,          // nothing to do on this store (reason says why: blocks expire by themselves, not versioned, ...)
};
std::string to_text(Who who);            // for people; may change
std::string_view machine_name(Who who);  // in the plan and in JSON: "cloud_and_plan"

// One row of the build table: what becomes of one statement on one store.
struct Placement {
  StatementRef statement;
  StoreId store = no_id;
  Who who = Who::plan;
  std::string because;                    // one line
  std::vector<std::string> native_rules;  // ids in the store's document
  bool in_plan() const { return who == Who::plan || who == Who::cloud_and_plan || who == Who::mark || who == Who::setting; }
};

// `lock` over all of a store: the bucket's default retention.
struct DefaultLock {
  StoreId store = no_id;
  StatementRef statement;
  LockMode mode = LockMode::governance;
  Duration duration;
};

struct Lowered {
  std::vector<NativeDocument> documents;  // in source order of their first store
  std::vector<Placement> placements;      // by store, then source order; keeps and holds have no row
  std::vector<std::pair<std::size_t, std::size_t>> rows;  // by StoreId: its placements, first and one past the last
  std::span<const Placement> placements_of(StoreId store) const;
  // Null where the statement has no row: keeps, and what does not speak of the store.
  const Placement* placement(StoreId store, StatementRef statement) const;
  std::vector<DefaultLock> default_locks; // at most one a store: the longest; stricter mode
  std::vector<std::string> notes;         // for the user, after the table
};

// Lowers a resolved policy. Reports what no cloud and no plan can express, a provider's own refusals, and limits
// that do not fit; outputs must not be written when diagnostics has errors.
// With `sources`, the reasons name lines.
Lowered lower(const Policy& policy, Diagnostics& diagnostics, const SourceManager* sources = nullptr);

}  // namespace shelflife
