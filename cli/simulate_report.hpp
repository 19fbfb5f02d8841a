// A simulated run as text and as JSON (docs/schema/simulate-1.schema.json), and its decisions as rows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/long_file.hpp"
#include "grammar/source.hpp"
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

 private:
  const Policy& policy_;
  bool csv_;
  LongFile& file_;
};

}  // namespace shelflife::cli
