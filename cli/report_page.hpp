// What `report` tells, as sections of a page: one function each, in report_*.cpp. How they look is report/'s.
#pragma once

#include <string>
#include <vector>

#include "audit/audit.hpp"
#include "compiler/objects/object_text.hpp"
#include "cost/estimate.hpp"
#include "report/page.hpp"
#include "simulate/simulation.hpp"

namespace shelflife::cli {

// An object that goes, now or soon.
struct Going {
  Instant at = 0;
  std::string store, key, revision;
  std::optional<std::uint64_t> size;
  Seconds age = 0;
  std::optional<StatementRef> statement;
  ToldObject told;  // to ask `why`, where the run did not say the statement
};

// The few objects that a report names, of however many rows.
class GoingObjects {
 public:
  explicit GoingObjects(const Policy& policy) : policy_(policy) {}
  void add(const Row& row, const ObjectState& object, const Decision& decision);
  std::vector<Going> now;   // the largest that the run deletes
  std::vector<Going> next;  // the first that go after it

 private:
  const Policy& policy_;
};

struct CheckFinding {
  Severity severity = Severity::note;
  std::string code, place, message, hint;
};

struct ReportData {
  const Policy& policy;
  const SourceManager& sources;
  std::string path;                 // of the policy, as it was named
  std::vector<std::string> listings;
  std::string registry_path;        // empty: there was none
  Instant at = 0;
  std::optional<Instant> to;        // a range: its end
  const Registry* registry = nullptr;
  ListingHead head;
  std::uint64_t rows = 0, undeclared = 0;
  Totals totals;                    // of the run at `at`
  std::vector<Refusal> refusals;
  std::vector<Day> days;            // of a range
  audit::Audit audit;
  cost::Estimate estimate;
  cost::Forecast forecast;
  std::vector<Going> now, next;
  std::vector<CheckFinding> findings;
  std::size_t suppressed = 0;
  bool checked = false;             // false: the policy came from standard input, which can be read only once
};

report::Page report_page(const ReportData& data);

// The parts of it.
report::Section section_next(const ReportData& data);
report::Section section_rules(const ReportData& data);
report::Section section_stored(const ReportData& data);
report::Section section_kept(const ReportData& data);
report::Section section_cost(const ReportData& data);
report::Section section_safeguards(const ReportData& data);
report::Section section_findings(const ReportData& data);
report::Section section_audit(const ReportData& data);
report::Section section_basis(const ReportData& data);

// Words that several of them use.
std::string objects_text(const Sum& sum);                 // "-", "1,204"
std::string bytes_text(const Sum& sum);                   // "", "1.5 GiB +?" where some sizes are not known
std::string statement_words(const Policy& policy, StatementRef ref);
std::string place_words(const ReportData& data, const Span& span);  // "policy.shelf:12"

}  // namespace shelflife::cli
