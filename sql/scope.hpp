// One store's question: which statements, holds and fields it is about, and what the columns are called in every stage.
#pragma once

#include <map>
#include <set>

#include "compiler/objects/evaluate.hpp"
#include "sql/expression.hpp"
#include "sql/table.hpp"

namespace shelflife::sql {

struct Spoken {
  StatementRef ref;
  const Rule* rule = nullptr;
  const Statement* statement = nullptr;
  std::string id;      // "experiments/2"
  std::string column;  // "s3": the prefix of its columns
  bool is(StatementKind kind) const { return statement->kind == kind; }
};

inline constexpr std::int64_t never = 4000000000000000000;  // an instant that does not come

class Scope {
 public:
  Scope(const Evaluator& evaluator, StoreId store, const Table& table);

  const Policy& policy;
  const Evaluator& evaluator;
  const StoreId store_id;
  const Store& store;
  const Table& table;
  std::vector<Spoken> statements;  // of the store, uploads left out
  std::vector<std::uint32_t> layouts;       // that apply, by number
  std::set<FieldId> fields;        // that something asks for
  std::set<FieldId> bound;         // path fields whose text is asked for, those of units included
  bool asks_orphan = false, asks_size = false, asks_accessed = false;

  // Columns of ours.
  Expr now() const { return column("now_s", Type::integer); }
  Expr key() const { return column("object_key", Type::text); }
  Expr size() const { return column("object_size", Type::integer); }
  Expr created() const { return column("object_created", Type::integer); }  // never after now
  Expr accessed() const;     // null: unread
  Expr current() const;
  Expr since() const { return column("object_since", Type::integer); }  // noncurrent since
  Expr newer() const { return column("object_newer", Type::integer); }
  Expr managed() const;
  Expr value(FieldId field) const;   // text; null: missing or unread
  Expr raw(FieldId field) const;     // as the key has it
  Expr date(FieldId field) const;    // seconds; null: no date
  Expr unread(FieldId field) const;  // whether it is
  Expr locked() const;               // a lock or hold found on the object runs
  Expr mark() const;                 // the tag of a quarantine
  bool versions() const { return table.find(Role::is_latest) != nullptr || table.find(Role::noncurrent_since) != nullptr; }
  bool reads_tags() const { return table.find(Role::tags) != nullptr || table.find(Role::tag) != nullptr; }
  bool reads_mark() const;
  bool quarantines() const;
  // Nothing, where a unit of these fields has no name; else a text that only objects of one unit have.
  Expr unit(const std::vector<FieldId>& fields) const;
  Expr binds(FieldId field) const;  // the key does, to a value of its list
  // Whether the object could be bound to a version or a run.
  Expr may_have_run_or_version() const;

 private:
  void ask(const Predicate& predicate);
  void ask(const Statement& statement);
  void ask_unit(const std::vector<FieldId>& fields);
};

std::string column_name(char prefix, FieldId id, const Policy& policy);
Expr listed(const Field& field, Expr raw);  // whether a text is of the field's list; never null where the text is not
// event + days <= now: whether a clock has run; null where the event is.
Expr has_run(const Scope& scope, Expr event, std::uint32_t days);

}  // namespace shelflife::sql
