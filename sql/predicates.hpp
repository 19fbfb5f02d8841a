// Conditions as SQL, in the three ways in which they are asked: surely (unread is null), in which worlds, and whether they could
// be true at some time.
#pragma once

#include <functional>

#include "sql/worlds.hpp"

namespace shelflife::sql {

class Predicates {
 public:
  Predicates(const Scope& scope, const WorldSet& worlds) : scope_(scope), worlds_(worlds) {}

  // SQL's own logic: null where it is unknown, and where something unread is asked. `within`: what stands for "accessed
  // within so many days"; without it, now.
  using Within = std::function<Expr(std::uint32_t days)>;
  Expr plain(const Predicate& predicate, const Within& within = {}) const;
  Expr plain(const Spoken& statement, const Within& within = {}) const;  // with its rule's, and what `whole` asks

  // Whether it asks a fact that can be unread here.
  bool varies(const Predicate& predicate) const;
  bool varies(const Spoken& statement) const;

  // In which worlds it is true.
  Worlds in_worlds(const Predicate& predicate) const;
  Worlds in_worlds(const Spoken& statement) const;

  // Whether it could be true now or later, whatever is unread; never null.
  Expr could(const Predicate& predicate) const;
  Expr could(const Spoken& statement) const;
  // Whether a row has something unread that the condition or the statement's clock asks for.
  Expr asks_unread(const Predicate& predicate) const;
  Expr asks_unread(const Spoken& statement) const;

 private:
  struct Two {
    Worlds yes, no;
  };
  Two two(const Predicate& predicate) const;
  Two two_of_atom(const Predicate& atom) const;
  Expr could(const Predicate& predicate, bool wanted) const;
  Expr atom(const Predicate& p, const Within& within) const;
  Expr orphan_possible() const;  // old enough, and bound to something
  const Variable* variable_of(const Predicate& atom) const;

  const Scope& scope_;
  const WorldSet& worlds_;
};

}  // namespace shelflife::sql
