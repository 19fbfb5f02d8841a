// The typed syntax tree: what the text says, before any name is looked up. string_views point into the Source, lists
// and parts into the arena of the File (or of the DeclarationReader) that they came with; nodes are small and are copied freely.
// Equality ignores places (Origin), so that the formatter can prove that it changed nothing.
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "grammar/arena.hpp"
#include "grammar/source.hpp"
#include "grammar/tree.hpp"

namespace shelflife::ast {

struct Name {
  std::string_view text;
  Origin origin;
  friend bool operator==(const Name&, const Name&) = default;
};

// A quoted string, escapes already decoded.
struct String {
  std::string_view value;
  Origin origin;  // with the quotes
  friend bool operator==(const String&, const String&) = default;
};

enum class ValueForm : std::uint8_t { string, name, digits };
// A value of a field: `dev`, `"7b"`, `0012`. Text is decoded.
struct Value {
  std::string_view text;
  ValueForm form = ValueForm::name;
  Origin origin;
  friend bool operator==(const Value& a, const Value& b) { return a.text == b.text; }
};

struct Integer {
  std::uint32_t value = 0;  // 1..999999999
  Origin origin;
  friend bool operator==(const Integer&, const Integer&) = default;
};

struct Date {
  int year = 0, month = 0, day = 0;  // exists in the calendar
  Origin origin;
  friend bool operator==(const Date&, const Date&) = default;
};

enum class DurationUnit : std::uint8_t { days, weeks, months, years };
struct Duration {
  std::uint32_t count = 0;
  DurationUnit unit = DurationUnit::days;
  std::string_view let;  // non-empty: the name of a let, count and unit are unset
  Origin origin;
  friend bool operator==(const Duration&, const Duration&) = default;
};

struct Size {
  std::uint64_t bytes = 0;     // saturates never: an overflow is a syntax diagnostic
  std::string_view spelling;   // "128 KiB" as written
  std::string_view let;        // non-empty: the name of a let
  Origin origin;
  friend bool operator==(const Size& a, const Size& b) { return a.bytes == b.bytes && a.let == b.let; }
};

enum class Comparison : std::uint8_t { less, less_equal, greater, greater_equal };
enum class PredicateKind : std::uint8_t {
  any,              // a or b or ...   (children)
  all,              // a and b and ... (children)
  negation,         // not a           (children[0])
  size,             // size OP size
  accessed_within,  // accessed within duration
  starts_with,      // subject starts with pattern; subject "key" or a field
  ends_with,
  equal,            // field == values[0]
  not_equal,
  number,           // field OP integer
  in,               // field in (values)
  not_in,
  missing,          // field is missing
  not_missing,
  flag,             // subject: promoted, retired, referenced, orphan, noncurrent
};
// Parentheses leave no node of their own.
struct Predicate {
  PredicateKind kind = PredicateKind::all;
  Comparison comparison = Comparison::less;
  Name subject;
  List<Value> values;
  Maybe<String> pattern;    // starts_with, ends_with
  Integer integer;          // number
  Maybe<Size> size;         // size
  Maybe<Duration> duration; // accessed_within
  List<Predicate> children;
  Origin origin;
  friend bool operator==(const Predicate&, const Predicate&) = default;
};

struct Import {
  String path;
  Maybe<Predicate> where;
  Origin origin;
  friend bool operator==(const Import&, const Import&) = default;
};

// `let a = 5 days`, `let a = 1 GiB`, `let a = other`. Only one of the members after name is set.
struct Let {
  Name name;
  Maybe<Duration> duration;
  Maybe<Size> size;
  Maybe<Name> alias;
  Origin origin;
  friend bool operator==(const Let&, const Let&) = default;
};

struct Layout {
  String pattern;
  List<Name> stores;
  Origin origin;
  friend bool operator==(const Layout&, const Layout&) = default;
};

enum class LabelType : std::uint8_t { text, date, number };
enum class LabelFrom : std::uint8_t { unsaid, path, tag, registry };
struct Label {
  Name name;
  List<Value> values;  // `in a, b`; empty: open
  LabelType type = LabelType::text;
  bool required = false;
  LabelFrom from = LabelFrom::unsaid;
  Maybe<String> external;  // the name it has in the tags or the registry
  Origin origin;
  friend bool operator==(const Label&, const Label&) = default;
};

struct TierName {
  Name tier;  // cool, cold, archive, deep_archive
  Name storage_class;
  friend bool operator==(const TierName&, const TierName&) = default;
};
struct Tiers {
  Name provider;
  List<TierName> entries;
  Origin origin;
  friend bool operator==(const Tiers&, const Tiers&) = default;
};

// One line of a store block. `name` is the setting's first words joined by one space where the form has
// fixed words: "region", "versioning", "recoverable for", "encryption kms", "encryption managed", "object_lock",
// "access_log to", "access_tracking", "replicate to", "public_access", "sweep", "quarantine by tag",
// "quarantine move to", "orphan after", "redundancy".
struct Setting {
  std::string_view name;
  Maybe<String> text;      // region, encryption kms, access_log to, replicate to, quarantine move to
  Maybe<Name> word;        // on, off, direct, marked, lrs, zrs, grs, gzrs
  Maybe<Duration> duration;
  Origin origin;
  friend bool operator==(const Setting&, const Setting&) = default;
};
struct Store {
  Name name;
  Name provider;  // s3, azure, gcs
  String bucket;  // Azure: "account/container"
  List<Setting> settings;
  Origin origin;
  friend bool operator==(const Store&, const Store&) = default;
};

enum class LimitKind : std::uint8_t { percent, objects, bytes, registry_age, inventory_age };
struct Limit {
  LimitKind kind = LimitKind::percent;
  Integer count;      // percent, objects
  Size size;          // bytes
  Duration duration;  // registry_age, inventory_age
  Origin origin;
  friend bool operator==(const Limit&, const Limit&) = default;
};
struct Safeguard {
  List<Limit> limits;
  Origin origin;
  friend bool operator==(const Safeguard&, const Safeguard&) = default;
};

enum class Period : std::uint8_t { none, daily, weekly, monthly, yearly };
// `latest 5 [weekly] versions per model`, `best 3 versions per model by highest accuracy`.
struct Ranked {
  bool best = false;
  Integer count;
  Period period = Period::none;
  Name unit;  // "version" for both `version` and `versions`, else a field
  List<Name> per;
  bool highest = true;
  Maybe<Name> by;            // best only
  Maybe<Duration> at_most;   // for at most D
  friend bool operator==(const Ranked&, const Ranked&) = default;
};

enum class StatementKind : std::uint8_t {
  keep_forever, keep_for, keep_ranked, remove, remove_noncurrent, move, move_noncurrent, lock, abort_uploads, quarantine,
};
struct Statement {
  StatementKind kind = StatementKind::keep_forever;
  Duration duration;               // keep for, delete after, move after, lock for, abort after, quarantine for
  Maybe<Name> since;       // created, accessed, promoted, retired or a date label
  Maybe<Ranked> ranked;    // keep_ranked
  Maybe<Name> whole;       // delete whole F, quarantine whole F
  Maybe<Integer> keeping;  // delete noncurrent ... keeping N newer
  Maybe<Name> tier;        // move: deep_archive, archive, cool, cold
  bool compliance = false;         // lock
  Maybe<Predicate> where;
  Origin origin;
  friend bool operator==(const Statement&, const Statement&) = default;
};

struct Rule {
  Name name;  // any word, keywords included
  Maybe<String> reason;
  Maybe<String> owner;  // by "..."
  List<Name> stores;     // on a, b
  Maybe<Predicate> where;
  List<Statement> statements;
  Origin origin;
  friend bool operator==(const Rule&, const Rule&) = default;
};

struct Hold {
  String name;
  String owner;
  Maybe<Date> until;
  Predicate where;
  Origin origin;
  friend bool operator==(const Hold&, const Hold&) = default;
};

enum class ObligationKind : std::uint8_t {
  never_deleted, never_deleted_before, deleted_within, locked, locked_compliance, not_moved_before, labelled,
  stored_versioned, stored_encrypted, stored_encrypted_kms, stored_logged, stored_replicated, stored_with_manifest,
};
struct Obligation {
  ObligationKind kind = ObligationKind::never_deleted;
  Duration duration;
  Maybe<Name> since;
  Maybe<Name> field;  // labelled
  Origin origin;
  friend bool operator==(const Obligation&, const Obligation&) = default;
};
struct Require {
  String reason;
  Maybe<String> owner;
  List<Name> stores;
  Maybe<Predicate> where;
  List<Obligation> obligations;
  Origin origin;
  friend bool operator==(const Require&, const Require&) = default;
};

struct Allow {
  Name action;  // read, write, tag, delete, logs
  Maybe<Predicate> where;
  Origin origin;
  friend bool operator==(const Allow&, const Allow&) = default;
};
struct Role {
  Name name;
  List<Allow> allows;
  Origin origin;
  friend bool operator==(const Role&, const Role&) = default;
};

enum class ManifestItemKind : std::uint8_t { checksum_sha256, size, requires_field };
struct ManifestItem {
  ManifestItemKind kind = ManifestItemKind::size;
  Maybe<Name> field;
  Origin origin;
  friend bool operator==(const ManifestItem&, const ManifestItem&) = default;
};
struct Manifest {
  String file;
  List<ManifestItem> items;
  Origin origin;
  friend bool operator==(const Manifest&, const Manifest&) = default;
};

using Item = std::variant<Import, Let, Layout, Label, Tiers, Store, Safeguard, Rule, Hold, Require, Role, Manifest>;

// A rule, hold or require that was left in the text: a large file is not held twice. DeclarationReader reads it again.
struct Unread {
  std::uint32_t begin = 0;
  Kind kind = Kind::rule_item;
};

struct File {
  FileId id = no_file;
  std::vector<Item> items;     // in source order; items that did not parse are left out (and diagnosed)
  std::vector<Unread> unread;  // in source order; parse() leaves none
  std::vector<Arena> arenas;   // what the items point into
  friend bool operator==(const File& a, const File& b) { return a.items == b.items; }
};

}  // namespace shelflife::ast
