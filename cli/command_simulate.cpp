// simulate: what a run would do to a real listing.
#include <algorithm>

#include "cli/commands.hpp"
#include "cli/listing_files.hpp"
#include "cli/moment.hpp"
#include "cli/registry_source.hpp"
#include "cli/replace_files.hpp"
#include "cli/roots.hpp"
#include "cli/simulate_report.hpp"
#include "cli/terminal.hpp"
#include "cli/words.hpp"

namespace shelflife::cli {

namespace {

constexpr std::string_view example = "`shelflife simulate policy.shelf --inventory listing.jsonl`";
constexpr Seconds longest_range = 10 * 366 * seconds_a_day;

class Simulate {
 public:
  Simulate(Session& session, const Arguments& arguments, const Policy& policy, Instant at, std::optional<Instant> to)
      : session_(session), arguments_(arguments), policy_(policy), evaluator_(policy), at_(at), to_(to) {}

  int run(const std::vector<std::string>& listings) {
    StoreId store = no_id;
    if (!arguments_.store.empty()) {
      const auto found = std::find_if(policy_.stores.begin(), policy_.stores.end(), [&](const Store& s) { return s.name == arguments_.store; });
      if (found == policy_.stores.end()) return misuse("the policy has no store `" + printable(arguments_.store) + "`", "its stores are " + stores());
      store = static_cast<StoreId>(found - policy_.stores.begin());
    }
    if (!arguments_.registry.empty() && !read_facts()) return tell();
    Simulation simulation(evaluator_, registry_ ? &*registry_ : nullptr, store);
    if (!read(simulation, listings)) return tell();
    if (simulation.unnamed > 0) return misuse(std::to_string(simulation.unnamed) + " rows do not say which of several stores they are in", "name it: `--store " + printable(policy_.stores[0].name) + "`, or give each row its `bucket` (Azure: `ACCOUNT/CONTAINER`)");
    const std::vector<std::string> twice = simulation.settle(at_);
    if (!twice.empty()) return misuse("`" + printable(twice[0]) + "` is listed twice as the same revision or as current" + (twice.size() > 1 ? ", and so are " + std::to_string(twice.size() - 1) + " more keys" : ""), "give each listing once, and each row its `version_id` and `is_latest` where the store has versions");
    return answer(simulation);
  }

 private:
  int answer(Simulation& simulation) {
    SimulateReport report{policy_, session_.sources, simulation, registry_ ? &*registry_ : nullptr, at_, to_, simulation.listed(), {}, {}, {}};
    DecisionRows rows(policy_, arguments_.decisions.ends_with(".csv"));
    const bool list = !arguments_.decisions.empty();
    const EachDecision each = [&](const Row& row, const ObjectState& object, const Decision& decision) {
      if (list) rows.add(row, object, decision);
    };
    if (to_) {
      Range range = run_range(policy_, simulation, report.registry, at_, *to_, each);
      report.totals = std::move(range.totals);
      report.days = std::move(range.days);
      const auto refused = std::find_if(report.days.begin(), report.days.end(), [](const Day& day) { return !day.refusals.empty(); });
      if (refused != report.days.end()) report.refusals = refused->refusals;
    } else {
      report.totals = simulation.run(at_, true, each);
      report.refusals = refusals(policy_, report.totals, report.head, report.registry, at_);
    }
    if (list) {
      if (const std::string problem = put_file(arguments_.decisions, rows.text); !problem.empty())
        return misuse("cannot write `" + printable(arguments_.decisions) + "`: " + problem, {});
    }
    const bool color = use_color(Stream::out, arguments_.color);
    if (!write_out(arguments_.format == "json" ? simulate_json(report) : simulate_text(report, color))) return exit_misuse;
    const auto trips = [](const Refusal& refusal) { return refusal.declared; };
    const bool stopped = std::any_of(report.refusals.begin(), report.refusals.end(), trips) ||
                         std::any_of(report.days.begin(), report.days.end(), [&](const Day& day) { return std::any_of(day.refusals.begin(), day.refusals.end(), trips); });
    return stopped ? exit_findings : exit_ok;
  }

  bool read_facts() {
    registry_ = read_registry_source(session_, arguments_.registry, policy_);
    return registry_.has_value();
  }

  // False where a row cannot be read: a total that is short of some rows would be wrong.
  bool read(Simulation& simulation, const std::vector<std::string>& listings) {
    const std::optional<std::vector<ListingFile>> files = read_listing_files(session_, listings, arguments_.columns);
    if (!files) return false;
    bool whole = true;
    Diagnostics problems;
    for (const ListingFile& file : *files) {
      const std::uint64_t before = simulation.rows;
      ListingHead head = read_listing(session_.sources, file.file, [&](Row&& row) { simulation.add(std::move(row)); }, problems, Rows::store, file.columns);
      if (!head.began) head.began = file.began;
      simulation.add(head);
      const bool none = simulation.rows == before;  // not one row: it is no listing at all
      whole = whole && (head.bad_rows == 0 || (arguments_.skip_bad_rows && !none));
    }
    session_.diagnostics.append(problems);
    if (whole && problems.has_errors()) tell();
    return whole;
  }

  std::string stores() const {
    std::vector<std::string> names;
    for (const Store& store : policy_.stores) names.push_back(store.name);
    return listed(names);
  }

  // Findings go to standard error, whatever the answer's format.
  int tell() {
    Arguments text = arguments_;
    text.format = "text";
    report(session_, text);
    return exit_misuse;
  }

  Session& session_;
  const Arguments& arguments_;
  const Policy& policy_;
  Evaluator evaluator_;
  Instant at_;
  std::optional<Instant> to_;
  std::optional<Registry> registry_;
};

}  // namespace

int command_simulate(const Arguments& arguments) {
  if (arguments.paths.empty()) return misuse("no policy is named", example);
  std::vector<std::string> listings = arguments.inventories;
  listings.insert(listings.end(), arguments.paths.begin() + 1, arguments.paths.end());  // --inventory a b
  if (arguments.inventories.empty()) return misuse("no listing is named: nothing is asked of any cloud", example);
  const auto from_standard_input = std::count(listings.begin(), listings.end(), "-") + (arguments.registry == "-" ? 1 : 0) + (arguments.paths[0] == "-" ? 1 : 0);
  if (from_standard_input > 1) return misuse("standard input can be read only once", example);
  const bool range = !arguments.from.empty() || !arguments.to.empty();
  if (range && (arguments.from.empty() || arguments.to.empty())) return misuse("a range has two ends", "`--from 2027-01-01 --to 2027-03-31`");
  if (range && !arguments.at.empty()) return misuse("--at is one run, --from and --to are many", "`--from 2027-01-01 --to 2027-03-31`");
  const bool known = arguments.decisions.empty() || arguments.decisions.ends_with(".csv") || arguments.decisions.ends_with(".jsonl");
  if (!known) return misuse("`" + printable(arguments.decisions) + "` ends neither in .csv nor in .jsonl", "`--decisions decisions.csv`");
  std::string problem;
  if (!arguments.columns.empty() && !listing_columns(arguments.columns, problem))
    return misuse(problem, "`--columns bucket,key,version_id,is_latest,delete_marker,size,last_modified,storage_class,tags`; `-` skips one, docs/inventory.md has them all");
  const std::optional<Instant> at = range ? instant_of(arguments.from, "--from") : instant_asked(arguments);
  const std::optional<Instant> to = range ? instant_of(arguments.to, "--to") : std::nullopt;
  if (!at || (range && !to)) return exit_misuse;
  if (to && (*to < *at || *to - *at > longest_range)) return misuse("the range ends before it begins, or lasts more than ten years", "`--from 2027-01-01 --to 2027-03-31`");
  Session session;
  int status = exit_ok;
  const std::optional<LoweredRoot> root = load_lowered(session, arguments, arguments.paths[0], status);
  if (!root) return status;
  return Simulate(session, arguments, root->policy, *at, to).run(listings);
}

}  // namespace shelflife::cli
