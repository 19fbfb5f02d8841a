// Ranks: which units count, and whether a ranked keep holds for an object.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/reference/evaluator/view.hpp"

namespace shelflife::reference {

// An object with all the ways it could look, and what its key binds.
struct Seen {
  const Object* object = nullptr;
  Walk path;
  std::vector<View> views;
};

// One unit (a version, say) is named by the texts of its field and every path field left of it.
using Identity = std::vector<std::pair<FieldId, std::string>>;
// Nothing when the key does not bind the field, or binds it to a value outside its list.
std::optional<Identity> identity(const World& world, const Seen& seen, FieldId field);
// The fields of several: the union, in path order.
std::optional<Identity> identity(const World& world, const Seen& seen, const std::vector<FieldId>& fields);

// Does the rank hold the object? `counts(seen)`: is the keep's condition true of that object whatever was not read.
// Units that may or may not count do not: fewer newer units never make a rank larger, so this errs towards keeping.
class Ranks {
 public:
  Ranks(const World& world, const std::vector<Seen>& all, const Ranking& ranking, std::vector<bool> counts);
  bool holds(const Seen& seen) const;

 private:
  struct UnitFacts {
    Identity group;
    Time created = 0;              // of its earliest current object
    bool has_current = false;
    bool counted = false;
    std::optional<double> metric;  // the best of its current objects
    bool metric_unread = false;
  };
  bool newer_or_better(const UnitFacts& a, const UnitFacts& b) const;
  const World& world_;
  const Ranking& ranking_;
  std::map<Identity, UnitFacts> units_;
};

}  // namespace shelflife::reference
