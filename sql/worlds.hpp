// What the table cannot say: each unread fact with the values that make a difference, and all their combinations, the worlds
// that simulate tries one by one. Here a set of worlds is a few integers, a bit for each world; where nothing can be unread
// there is one world, and a set is a truth value.
#pragma once

#include <functional>
#include <optional>

#include "sql/scope.hpp"

namespace shelflife::sql {

using Worlds = std::vector<Expr>;  // a set: its words

enum class Unread : std::uint8_t { promoted, retired, referenced, orphan, accessed, field };

struct Variable {
  Unread kind = Unread::field;
  FieldId field = no_id;
  Expr unread = truth(true);            // on which rows
  std::vector<ObjectState> choices;     // one object for each; only this fact is set
  Policy alone;                         // field: as if it were a tag, wherever it is from: what a key binds is the row's
};

class WorldSet {
 public:
  explicit WorldSet(const Scope& scope);

  std::size_t size() const { return worlds_.size(); }  // 0: too many
  bool single() const { return worlds_.size() == 1; }
  const std::vector<Variable>& variables() const { return variables_; }
  const Variable* find(Unread kind, FieldId field = no_id) const;

  // Those in which the choice of a variable passes; alike on every row.
  Worlds where(const Variable& variable, const std::function<bool(const ObjectState&)>& passes) const;
  Worlds of(const Expr& condition) const;  // all of them or none
  Worlds none() const { return of(truth(false)); }
  Worlds both(const Worlds& a, const Worlds& b) const;
  Worlds either(const Worlds& a, const Worlds& b) const;
  Worlds any_of(std::vector<Worlds> list) const;  // as a balanced tree: engines limit how deep an expression is
  Worlds without(const Worlds& a, const Worlds& b) const;
  Worlds choose(const Expr& condition, const Worlds& then, const Worlds& otherwise) const;

  Worlds possible() const;                        // on this row: nobody read an object before it was written
  Expr everywhere(const Worlds& set) const;       // the set has all that are possible
  Expr somewhere(const Worlds& set) const;
  Worlds first(const Worlds& set) const;          // its first world
  Expr in_first_of_all(const Worlds& set) const;  // it has the first world that there is

  // The same sets as columns of a stage: names with a number behind.
  Worlds columns(const std::string& name) const;

 private:
  void enumerate();
  Worlds constant(const std::function<bool(std::size_t)>& has) const;
  std::int64_t full(std::size_t w) const;
  std::size_t words() const;

  const Scope& scope_;
  std::vector<Variable> variables_;
  std::vector<std::vector<std::uint16_t>> worlds_;  // choices, by variable
};

// Whether the choice says so of an atom of a predicate, as compiler/objects evaluates it.
Truth truth_in(const Policy& policy, StoreId store, const Predicate& atom, const Variable& variable, const ObjectState& choice);

}  // namespace shelflife::sql
