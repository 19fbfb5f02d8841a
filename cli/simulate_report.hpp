// A simulated run as text and as JSON (docs/schema/simulate-1.schema.json), and its decisions as rows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audit/audit.hpp"
#include "cli/long_file.hpp"
#include "grammar/source.hpp"
#include "simulate/csv_stretch.hpp"
#include "simulate/simulation.hpp"

namespace shelflife::cli {

struct SimulateReport {
  const Policy& policy;
  const SourceManager& sources;
  const Registry* registry = nullptr;
  Instant at = 0;                 // of the run, or of the first of a range
  std::optional<Instant> to;      // a range: its end
  RowCounts counts;
  ListingHead head;               // as the listings said it
  Totals totals;
  std::vector<Refusal> refusals;  // of the run; of a range: of its first run that is refused
  std::vector<Day> days;          // of a range
  std::optional<audit::Audit> audit;  // where it was asked for
};

std::string simulate_text(const SimulateReport& report, bool color);
std::string simulate_json(const SimulateReport& report);

// One row a decision, as CSV or as JSONL.
class DecisionRows {
 public:
  // `file`: where they go; it must outlive this.
  DecisionRows(const Policy& policy, bool csv, LongFile& file);
  void restart();
  void add(const Row& row, const ObjectState& object, const Decision& decision);
  // The same rows as texts, and where they go in the end. `store`: of all of them.
  TellRow teller(StoreId store) const;
  void add(std::string_view rows) { file_.add(rows); }

 private:
  std::string line(std::string_view key, std::string_view revision, StoreId store, const Decision& decision) const;

  const Policy& policy_;
  bool csv_;
  LongFile& file_;
};

}  // namespace shelflife::cli
