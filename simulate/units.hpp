// `whole F`: which units of a store may go, for each statement that speaks of whole units.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "inventory/listing.hpp"
#include "simulate/worlds.hpp"

namespace shelflife {

class Units {
 public:
  // `statement`: one with `whole`.
  Units(const Policy& policy, StatementRef statement) : policy_(policy), statement_(statement) {}

  // One revision, with all that it could be; none: too many. `row`: for its mark.
  void add(const Binding& binding, const std::vector<Judged>& worlds, const Row& row, Instant now);

  struct Unit {
    bool kept = false;     // something keeps some of it, or could
    bool spoken = true;    // the statement speaks of each current object, whatever is unread
    bool due = true;       // and is due on each
    std::optional<Seconds> newest;  // age of its newest current object
  };
  // Null: the object is of no unit.
  const Unit* find(const Binding& binding) const;
  StatementRef statement() const { return statement_; }

 private:
  const Policy& policy_;
  StatementRef statement_;
  std::unordered_map<std::string, Unit> units_;
};

// Whether a quarantine's mark stands on the row for as long as it asks for.
bool mark_has_run(const Policy& policy, StatementRef quarantine, const Row& row, Instant now);

}  // namespace shelflife
