// simulate: what a run would do to a real listing.
#include <algorithm>

#include "cli/audit_report.hpp"
#include "cli/commands.hpp"
#include "cli/listing_run.hpp"
#include "cli/long_file.hpp"
#include "cli/moment.hpp"
#include "cli/roots.hpp"
#include "cli/simulate_report.hpp"
#include "cli/terminal.hpp"

namespace shelflife::cli {

namespace {

constexpr std::string_view example = "`shelflife simulate policy.shelf --inventory listing.jsonl`";

int answer(Session& session, const Arguments& arguments, const Policy& policy, Instant at, std::optional<Instant> to) {
  const Evaluator evaluator(policy);
  RunOverListings run(session, arguments, evaluator, at);
  if (const std::optional<int> ends = run.read(listings_of(arguments))) return *ends;
  std::optional<LongFile> file;
  std::optional<DecisionRows> rows;
  if (!arguments.decisions.empty()) {
    file.emplace(arguments.decisions);
    rows.emplace(policy, arguments.decisions.ends_with(".csv"), *file);
  }
  std::optional<audit::Auditor> auditor;
  if (to) {
    const RunOverListings::Teller teller = [&]() -> EachDecision {
      if (!rows) return {};
      return [&](const Row& row, const ObjectState& object, const Decision& decision) { rows->add(row, object, decision); };
    };
    if (const std::optional<int> ends = run.range(*to, teller)) return *ends;
  } else {
    RunOverListings::Teller teller;
    if (arguments.audit) teller = [&]() -> EachDecision {
      auditor.emplace(evaluator, *wanted_audit(policy, arguments));
      return [&](const Row& row, const ObjectState& object, const Decision& decision) { auditor->add(row, object, decision); };
    };
    if (const std::optional<int> ends = run.run(teller, rows ? &*rows : nullptr)) return *ends;
  }
  SimulateReport report{policy, session.sources, run.registry(), at, to, run.counts, run.head, std::move(run.totals), std::move(run.refused), std::move(run.days), {}};
  if (auditor) report.audit = auditor->finish();
  if (file) {
    if (const std::string problem = file->finish(); !problem.empty()) return misuse("cannot write `" + printable(arguments.decisions) + "`: " + problem, {});
  }
  const bool color = use_color(Stream::out, arguments.color);
  if (!write_out(arguments.format == "json" ? simulate_json(report) : simulate_text(report, color))) return exit_misuse;
  const auto trips = [](const Refusal& refusal) { return refusal.declared; };
  const bool stopped = std::any_of(report.refusals.begin(), report.refusals.end(), trips) ||
                       std::any_of(report.days.begin(), report.days.end(), [&](const Day& day) { return std::any_of(day.refusals.begin(), day.refusals.end(), trips); });
  return stopped ? exit_findings : exit_ok;
}

}  // namespace

int command_simulate(const Arguments& arguments) {
  if (const std::optional<int> wrong = RunOverListings::misused(arguments, example)) return *wrong;
  const bool range = !arguments.from.empty() || !arguments.to.empty();
  const bool known = arguments.decisions.empty() || arguments.decisions.ends_with(".csv") || arguments.decisions.ends_with(".jsonl");
  if (!known) return misuse("`" + printable(arguments.decisions) + "` ends neither in .csv nor in .jsonl", "`--decisions decisions.csv`");
  if (arguments.audit && range) return misuse("--audit is of one run, --from and --to are many", "`--audit --at 2027-03-31`");
  if (!arguments.audit && !(arguments.older_than + arguments.manifests).empty()) return misuse("--older-than and --manifests belong to --audit", "add `--audit`");
  if (const std::string wrong = wrong_audit(arguments); !wrong.empty()) return misuse(wrong, "`--audit --older-than 365d --manifests copies`");
  const std::optional<AskedTime> time = time_asked(arguments);
  if (!time) return exit_misuse;
  Session session;
  int status = exit_ok;
  const std::optional<LoweredRoot> root = load_lowered(session, arguments, arguments.paths[0], status);
  if (!root) return status;
  return answer(session, arguments, root->policy, time->at, time->to);
}

}  // namespace shelflife::cli
