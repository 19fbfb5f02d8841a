// report: what a policy does to a listing, as one page for people.
#include <algorithm>

#include "cli/audit_report.hpp"
#include "cli/check_run.hpp"
#include "cli/commands.hpp"
#include "cli/cost_report.hpp"
#include "cli/listing_run.hpp"
#include "cli/moment.hpp"
#include "cli/replace_files.hpp"
#include "cli/report_page.hpp"
#include "cli/roots.hpp"
#include "cli/terminal.hpp"
#include "compiler/why/why.hpp"
#include "report/html.hpp"
#include "report/markdown.hpp"

namespace shelflife::cli {

namespace {

constexpr std::string_view example = "`shelflife report policy.shelf --inventory listing.jsonl -o report.html`";

// The findings of `check` on the policy, as the configuration has them.
bool check(const Arguments& arguments, Instant now, ReportData& data) {
  if (arguments.paths[0] == "-") return true;
  data.checked = true;
  Session session;
  const std::optional<Config> config = load_config(session, arguments);
  if (!config) return report(session, arguments), false;
  check_files(session, {arguments.paths[0]}, *config, date_of(now), false);
  for (const Diagnostic& d : session.diagnostics.all()) {
    if (d.suppressed) ++data.suppressed;
    else data.findings.push_back({d.severity, std::string(d.about->id), place_text(d.span, session.sources), whole_message(d), std::string(hint_of(d))});
  }
  return true;
}

// The statement that deletes each first, which the run did not have to know.
void name_statements(const Evaluator& evaluator, const Lowered& lowered, Instant at, std::vector<Going>& list) {
  for (Going& one : list) {
    const Answer answer = why(evaluator, lowered, one.told, at, 0);
    for (const Case& which : answer.cases.list) {
      const auto event = std::find_if(which.future.events.begin(), which.future.events.end(), [](const FateEvent& e) { return (e.kind == EventKind::deleted || e.kind == EventKind::bytes_gone || e.kind == EventKind::hidden) && e.statement; });
      if (event != which.future.events.end() && !one.statement) one.statement = event->statement;
    }
  }
}

int run(const Arguments& arguments, Instant at, std::optional<Instant> to, const cost::Tables& tables, bool markdown) {
  Session session;
  int status = exit_ok;
  const std::optional<LoweredRoot> root = load_lowered(session, arguments, arguments.paths[0], status);
  if (!root) return status;
  const Evaluator evaluator(root->policy);
  RunOverListings run(session, arguments, evaluator, at);
  if (const std::optional<int> ends = run.read(listings_of(arguments))) return *ends;

  std::optional<audit::Auditor> auditor;
  std::optional<cost::ListingGroups> groups;
  std::optional<GoingObjects> going;
  const RunOverListings::Teller teller = [&]() -> EachDecision {
    auditor.emplace(evaluator, *wanted_audit(root->policy, arguments));
    groups.emplace(evaluator);
    going.emplace(root->policy);
    return [&](const Row& row, const ObjectState& object, const Decision& decision) {
      auditor->add(row, object, decision);
      groups->add(row, object, decision);
      going->add(row, object, decision);
    };
  };
  if (const std::optional<int> ends = run.run(teller)) return *ends;
  ReportData data{root->policy, session.sources, arguments.paths[0], listings_of(arguments), arguments.registry, at, to, run.registry(), run.head, run.counts.rows, run.counts.undeclared,
                  {}, {}, {}, {}, {}, {}, {}, {}, {}, 0, false};
  data.totals = std::move(run.totals);
  data.refusals = std::move(run.refused);
  data.audit = auditor->finish();
  data.estimate = cost::estimate(*groups, root->lowered, tables, at, 0, &data.forecast);
  data.now = std::move(going->now);
  data.next = std::move(going->next);
  name_statements(evaluator, root->lowered, at, data.next);
  if (to) {
    if (const std::optional<int> ends = run.range(*to, {})) return *ends;
    data.days = std::move(run.days);
  }
  if (!check(arguments, at, data)) return exit_misuse;

  const report::Page page = report_page(data);
  const std::string text = markdown ? report::to_markdown(page) : report::to_html(page);
  if (arguments.output.empty() || arguments.output == "-") return write_out(text) ? exit_ok : exit_misuse;
  if (const std::string problem = put_file(arguments.output, text); !problem.empty()) return misuse("cannot write `" + printable(arguments.output) + "`: " + problem, {});
  return exit_ok;
}

}  // namespace

int command_report(const Arguments& arguments) {
  if (const std::optional<int> wrong = RunOverListings::misused(arguments, example)) return *wrong;
  if (const std::string wrong = wrong_audit(arguments); !wrong.empty()) return misuse(wrong, "`--older-than 365d --manifests copies`");
  const std::optional<AskedTime> time = time_asked(arguments);
  if (!time) return exit_misuse;
  const std::optional<cost::Tables> tables = read_price_tables(arguments);
  if (!tables) return exit_misuse;
  const bool markdown = arguments.format == "markdown" || (arguments.format == "text" && arguments.output.ends_with(".md"));
  return run(arguments, time->at, time->to, *tables, markdown);
}

}  // namespace shelflife::cli
