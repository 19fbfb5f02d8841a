// A run over listings for commands that count what it decides: `cost`, `report`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/session.hpp"
#include "simulate/simulation.hpp"

namespace shelflife::cli {

class ListingRun {
 public:
  // All must outlive it.
  ListingRun(Session& session, const Arguments& arguments, const Evaluator& evaluator, Instant at);

  // What is wrong with --inventory, --registry, --store and --columns, told; else nothing.
  static std::optional<int> misused(const Arguments& arguments, std::string_view example);
  // Reads the registry and the listings. How the command ends where something cannot be read, which is told.
  std::optional<int> read(const std::vector<std::string>& listings);

  // One run, then, where `to` is said, one a day up to it, the first of which is that run.
  Totals run(const EachDecision& each);
  Range range(Instant to);
  std::vector<Refusal> refused(const Totals& totals) const;

  const Simulation& simulation() const { return *simulation_; }
  const Registry* registry() const { return registry_ ? &*registry_ : nullptr; }

 private:
  bool read_rows(const std::vector<std::string>& listings);
  int tell();

  Session& session_;
  const Arguments& arguments_;
  const Evaluator& evaluator_;
  const Policy& policy_;
  Instant at_;
  std::optional<Registry> registry_;
  std::optional<Simulation> simulation_;
};

// The listings that are named: `--inventory a b` takes the words behind it, too.
std::vector<std::string> listings_of(const Arguments& arguments);

}  // namespace shelflife::cli
