// A run over listings for the commands that tell what it decides: `simulate`, `cost`, `report`.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/listing_rows.hpp"
#include "cli/session.hpp"
#include "simulate/simulation.hpp"

namespace shelflife {
class ListingRun;
}

namespace shelflife::cli {

class RunOverListings {
 public:
  // All must outlive it.
  RunOverListings(Session& session, const Arguments& arguments, const Evaluator& evaluator, Instant at);
  ~RunOverListings();

  // What is wrong with --inventory, --registry, --store, --columns and --memory, told; else nothing.
  static std::optional<int> misused(const Arguments& arguments, std::string_view example);
  // Reads the registry and finds the listings. How the command ends where something cannot be read, which is told.
  std::optional<int> read(const std::vector<std::string>& listings);

  // Whoever is told of each revision; made anew when the rows come once more from the beginning. It may give nothing.
  using Teller = std::function<EachDecision()>;
  // One run, then what is below is known. `rows`: gets each decision as a row, may be null. As read().
  std::optional<int> run(const Teller& teller, DecisionRows* rows = nullptr);
  // A run a day up to `to`.
  std::optional<int> range(Instant to, const Teller& teller);

  Totals totals;
  std::vector<Day> days;   // of a range
  RowCounts counts;
  ListingHead head;        // as the listings say it
  std::vector<Refusal> refused;
  const Registry* registry() const { return registry_ ? &*registry_ : nullptr; }

 private:
  std::optional<int> held(std::optional<Instant> to, const Teller& teller);
  std::optional<int> finish(Totals&& all, const RowCounts& counted, const std::vector<std::string>& twice);
  ListingRows::Result in_order(shelflife::ListingRun& run);
  ListingRows::Result sorted(shelflife::ListingRun& run);
  std::optional<int> settled(const RowCounts& counted, const std::vector<std::string>& twice) const;
  int tell();

  Session& session_;
  const Arguments& arguments_;
  const Evaluator& evaluator_;
  const Policy& policy_;
  Instant at_;
  std::optional<Registry> registry_;
  std::optional<StoreNames> names_;
  std::vector<ListingFile> files_;
  std::optional<ListingRows> rows_;
};

// The listings that are named: `--inventory a b` takes the words behind it, too.
std::vector<std::string> listings_of(const Arguments& arguments);

}  // namespace shelflife::cli
