// The policy model (IR): what a root file and all it imports mean, with every name looked up.
// Plain values. Equality ignores places, so policies can be compared by meaning.
// All durations are whole days of 24 hours; months and years count as the longest span that many can have.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "grammar/source.hpp"

namespace shelflife {

enum class Provider : std::uint8_t { s3, azure, gcs };
enum class Tier : std::uint8_t { hot, cool, cold, archive, deep_archive };  // warmest to coldest
enum class LockMode : std::uint8_t { governance, compliance };

using FieldId = std::uint32_t;
using StoreId = std::uint32_t;
inline constexpr std::uint32_t no_id = 0xffffffffU;

// ---- durations
enum class Unit : std::uint8_t { days, weeks, months, years };
struct Duration {
  std::uint32_t days = 0;  // the longest that `count` `unit`s can be (6 years = 2192)
  std::uint32_t count = 0;  // as written (a let is looked through)
  Unit unit = Unit::days;
  friend bool operator==(const Duration& a, const Duration& b) { return a.days == b.days; }
};
// Largest and smallest number of days that n units can have (n years from any date, n months from any date).
std::uint32_t longest_days(std::uint32_t count, Unit unit);
std::uint32_t shortest_days(std::uint32_t count, Unit unit);

// ---- fields: everything that a predicate can name with a value
enum class FieldSource : std::uint8_t { path, tag, registry };
enum class FieldType : std::uint8_t { text, date, number };
struct Field {
  std::string name;
  FieldSource source = FieldSource::path;
  std::string external;  // its name in the tags or the registry (the field's own name unless said otherwise)
  FieldType type = FieldType::text;
  std::vector<std::string> values;  // `in` list, in source order; empty: any text
  bool required = false;
  bool builtin = false;  // registry `status` that no label declares
  Origin origin;
  friend bool operator==(const Field&, const Field&) = default;
};

// ---- layouts
// One path segment: `prefix{field}suffix`, or literal text (field == no_id, all of it in prefix).
struct Segment {
  std::string prefix;
  FieldId field = no_id;
  std::string suffix;
  bool literal() const { return field == no_id; }
  friend bool operator==(const Segment&, const Segment&) = default;
};
struct Layout {
  std::string pattern;  // as written
  std::vector<Segment> segments;  // a trailing `/` adds no segment; every segment is matched only when closed by `/`
  std::vector<StoreId> stores;    // empty: every store
  Origin origin;
  friend bool operator==(const Layout&, const Layout&) = default;
};

// ---- predicates
enum class Flag : std::uint8_t { promoted, retired, referenced, orphan, noncurrent };
enum class Comparison : std::uint8_t { less, less_equal, greater, greater_equal };
enum class PredicateKind : std::uint8_t {
  always,           // no `where`
  all,              // children; at least two
  any,              // children; at least two
  negation,         // children[0]; `!=`, `not in` and `is not missing` arrive as a negation
  one_of,           // field has one of texts (== and in)
  starts_with,      // field (or key when field == no_id) starts with texts[0]
  ends_with,        // the same for the end
  number,           // field (type number) comparison number
  size,             // bytes comparison number
  accessed_within,  // last access less than `days` ago
  missing,          // field has no value
  flag,
};
struct Predicate {
  PredicateKind kind = PredicateKind::always;
  Comparison comparison = Comparison::less;
  Flag flag = Flag::promoted;
  FieldId field = no_id;
  std::uint64_t number = 0;  // number: the integer; size: bytes
  Duration duration;         // accessed_within
  std::vector<std::string> texts;
  std::vector<Predicate> children;
  Origin origin;
  friend bool operator==(const Predicate&, const Predicate&) = default;
};
// Conjunction that drops `always`. Keeps the order.
Predicate both(const Predicate& a, const Predicate& b);

// ---- statements
enum class ClockKind : std::uint8_t { created, accessed, promoted, retired, field, noncurrent };
struct Clock {
  ClockKind kind = ClockKind::created;
  FieldId field = no_id;  // ClockKind::field: a field of type date
  friend bool operator==(const Clock&, const Clock&) = default;
};
enum class Period : std::uint8_t { none, daily, weekly, monthly, yearly };
struct Ranking {
  bool best = false;  // else latest
  std::uint32_t count = 0;
  Period period = Period::none;
  FieldId unit = no_id;          // path field whose values are ranked; `version` by default
  std::vector<FieldId> per;      // as written; the group also has every path field left of each
  FieldId by = no_id;            // best: a number field
  bool highest = true;
  std::optional<Duration> at_most;
  friend bool operator==(const Ranking&, const Ranking&) = default;
};
enum class StatementKind : std::uint8_t {
  keep_forever, keep_for, keep_ranked, remove, remove_noncurrent, move, move_noncurrent, lock, abort_uploads, quarantine,
};
struct Statement {
  StatementKind kind = StatementKind::keep_forever;
  Duration duration;  // not for keep_forever and keep_ranked
  Clock clock;        // keep_for, remove, move; remove_noncurrent and move_noncurrent: noncurrent
  Ranking ranking;    // keep_ranked
  FieldId whole = no_id;             // remove, quarantine: `whole F`
  std::uint32_t keeping_newer = 0;   // remove_noncurrent; 0: not said
  Tier tier = Tier::cool;            // move, move_noncurrent
  LockMode mode = LockMode::governance;  // lock
  Predicate where;    // the statement's own; `always` when not said
  Origin origin;
  friend bool operator==(const Statement&, const Statement&) = default;
};
bool is_keep(StatementKind kind);
bool is_delete(StatementKind kind);  // remove, remove_noncurrent, quarantine
bool is_move(StatementKind kind);    // move, move_noncurrent

struct Rule {
  std::string name;   // as written
  std::string id;     // unique in the policy: the name, with the file's stem in front where names clash
  std::string reason; // may be empty
  std::string owner;  // `by`, may be empty
  std::vector<StoreId> stores;  // sorted; all of the policy's stores when no `on`
  bool every_store = true;      // no `on` was written
  Predicate where;    // with the conditions of the imports conjoined
  std::vector<Statement> statements;
  Origin origin;
  friend bool operator==(const Rule&, const Rule&) = default;
};

struct Date {
  int year = 0, month = 0, day = 0;
  friend auto operator<=>(const Date&, const Date&) = default;
};
struct Hold {
  std::string name, owner;
  std::optional<Date> until;  // held to the end of the day before: the hold is over at 00:00 UTC of this date
  Predicate where;
  Origin origin;
  friend bool operator==(const Hold&, const Hold&) = default;
};

// ---- stores
enum class Encryption : std::uint8_t { unsaid, managed, kms };
enum class Sweep : std::uint8_t { direct, marked };
enum class QuarantineBy : std::uint8_t { tag, move };
struct Store {
  std::string name;
  Provider provider = Provider::s3;
  std::string bucket;     // S3, GCS: the bucket; Azure: the container
  std::string account;    // Azure: the storage account; else empty
  std::string region;     // may be empty
  std::optional<bool> versioning;
  std::optional<Duration> recoverable;      // default 7 days
  Encryption encryption = Encryption::unsaid;
  std::string kms_key;
  bool object_lock = false;
  std::optional<std::string> access_log;
  std::optional<bool> access_tracking;
  std::optional<std::string> replicate_to;  // a bucket name (a declared store is resolved to its bucket)
  StoreId replicate_store = no_id;          // when it names a declared store
  std::optional<bool> public_access;        // off -> false
  Sweep sweep = Sweep::direct;
  QuarantineBy quarantine = QuarantineBy::tag;
  std::string quarantine_target;            // quarantine move to
  Duration orphan_after{14, 14, Unit::days};
  std::string redundancy;                   // Azure: lrs, zrs, grs, gzrs; empty: unsaid
  Origin origin;
  friend bool operator==(const Store&, const Store&) = default;

  bool versioned() const { return versioning.value_or(false) || object_lock; }  // object lock needs versions
  std::uint32_t recoverable_days() const { return recoverable ? recoverable->days : 7; }
};

struct Safeguards {
  bool declared = false;
  std::optional<std::uint32_t> percent;  // of a store's objects per run; 10 when nothing is declared
  std::optional<std::uint64_t> objects;
  std::optional<std::uint64_t> bytes;
  Duration registry_age{2, 2, Unit::days};
  Duration inventory_age{2, 2, Unit::days};
  friend bool operator==(const Safeguards&, const Safeguards&) = default;
};

// ---- requirements, roles, manifests
enum class ObligationKind : std::uint8_t {
  never_deleted, never_deleted_before, deleted_within, locked, locked_compliance, not_moved_before, labelled,
  stored_versioned, stored_encrypted, stored_encrypted_kms, stored_logged, stored_replicated, stored_with_manifest,
};
struct Obligation {
  ObligationKind kind = ObligationKind::never_deleted;
  Duration duration;
  Clock clock;
  FieldId field = no_id;
  Origin origin;
  friend bool operator==(const Obligation&, const Obligation&) = default;
};
struct Require {
  std::string reason, owner;
  std::vector<StoreId> stores;
  bool every_store = true;
  Predicate where;
  std::vector<Obligation> obligations;
  Origin origin;
  friend bool operator==(const Require&, const Require&) = default;
};
enum class Access : std::uint8_t { read, write, tag, remove, logs };
struct Allow {
  Access access = Access::read;
  Predicate where;
  Origin origin;
  friend bool operator==(const Allow&, const Allow&) = default;
};
struct Role {
  std::string name;
  std::vector<Allow> allows;
  Origin origin;
  friend bool operator==(const Role&, const Role&) = default;
};
struct Manifest {
  std::string file;  // name of the manifest file in a package
  bool checksum_sha256 = false, size = false;
  std::vector<FieldId> required_fields;
  Origin origin;
  friend bool operator==(const Manifest&, const Manifest&) = default;
};

bool speaks_of(const Rule& rule, StoreId store);
bool speaks_of(const Require& require, StoreId store);

// Storage class of a tier at a provider, after `tiers on`. Empty: the provider has none.
struct TierMap {
  std::string classes[5];  // by Tier; hot: STANDARD / Hot / STANDARD
  friend bool operator==(const TierMap&, const TierMap&) = default;
};
TierMap default_tiers(Provider provider);

struct Policy {
  FileId root = no_file;
  std::vector<Field> fields;
  std::vector<Layout> layouts;
  std::vector<Store> stores;
  TierMap tiers[3];  // by Provider
  Safeguards safeguards;
  std::vector<Rule> rules;  // root file first, then imports in order of their import lines
  std::vector<Hold> holds;
  std::vector<Require> requires_;
  std::vector<Role> roles;
  std::vector<Manifest> manifests;
  friend bool operator==(const Policy& a, const Policy& b) {
    return a.fields == b.fields && a.layouts == b.layouts && a.stores == b.stores && a.tiers[0] == b.tiers[0] &&
           a.tiers[1] == b.tiers[1] && a.tiers[2] == b.tiers[2] && a.safeguards == b.safeguards && a.rules == b.rules &&
           a.holds == b.holds && a.requires_ == b.requires_ && a.roles == b.roles && a.manifests == b.manifests;
  }
};

// Whether the condition asks for something that only the registry knows: a flag of it, or a field from it.
bool asks_registry(const Policy& policy, const Predicate& predicate);

// One statement of one rule: the unit that lowering places and reports speak of.
struct StatementRef {
  std::uint32_t rule = 0;
  std::uint32_t statement = 0;
  friend auto operator<=>(const StatementRef&, const StatementRef&) = default;
};

}  // namespace shelflife
