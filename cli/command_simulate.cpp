// simulate: what a run would do to a real listing.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "cli/commands.hpp"
#include "cli/listing_rows.hpp"
#include "cli/moment.hpp"
#include "cli/registry_source.hpp"
#include "cli/roots.hpp"
#include "cli/simulate_report.hpp"
#include "cli/terminal.hpp"
#include "cli/words.hpp"
#include "simulate/listing_run.hpp"
#include "compiler/objects/object_text.hpp"
#include "simulate/row_sorter.hpp"

namespace shelflife::cli {

namespace {

constexpr std::string_view example = "`shelflife simulate policy.shelf --inventory listing.jsonl`";
constexpr std::uint64_t least_memory = 16ULL << 20;
constexpr Seconds longest_range = 10 * 366 * seconds_a_day;

// In TMPDIR, gone with the process.
std::FILE* temporary_file() {
  const char* const folder = std::getenv("TMPDIR");
  std::string name = std::string(folder != nullptr && *folder != '\0' ? folder : "/tmp") + "/shelflife-XXXXXX";
  const int descriptor = ::mkstemp(name.data());
  if (descriptor < 0) return nullptr;
  ::unlink(name.c_str());
  return ::fdopen(descriptor, "w+");
}

class Simulate {
 public:
  Simulate(Session& session, const Arguments& arguments, const Policy& policy, Instant at, std::optional<Instant> to, std::uint64_t memory)
      : session_(session), arguments_(arguments), policy_(policy), evaluator_(policy), at_(at), to_(to), memory_(memory) {
    if (arguments.decisions.empty()) return;
    file_.emplace(arguments.decisions);
    rows_.emplace(policy, arguments.decisions.ends_with(".csv"), *file_);
  }

  int run(const std::vector<std::string>& listings) {
    StoreId store = no_id;
    if (!arguments_.store.empty()) {
      const auto found = std::find_if(policy_.stores.begin(), policy_.stores.end(), [&](const Store& s) { return s.name == arguments_.store; });
      if (found == policy_.stores.end()) return misuse("the policy has no store `" + printable(arguments_.store) + "`", "its stores are " + stores());
      store = static_cast<StoreId>(found - policy_.stores.begin());
    }
    if (!arguments_.registry.empty() && !read_facts()) return tell();
    std::optional<std::vector<ListingFile>> files = find_listing_files(session_, listings, arguments_.columns);
    if (!files) return tell();
    const StoreNames names(policy_, store);
    SimulateReport report{policy_, session_.sources, registry_ ? &*registry_ : nullptr, at_, to_, {}, {}, {}, {}, {}};
    ListingRows rows(session_, *files, arguments_.skip_bad_rows);
    const Answer answer = to_ ? run_held(rows, names, report) : run_once(rows, names, report);
    if (answer == Answer::unreadable) return tell();
    if (answer == Answer::told) return exit_misuse;
    return show(report);
  }

 private:
  enum class Answer { whole, unreadable, told };

  const Registry* registry() const { return registry_ ? &*registry_ : nullptr; }

  EachDecision each() {
    if (!rows_) return {};
    rows_->restart();
    return [&](const Row& row, const ObjectState& object, const Decision& decision) { rows_->add(row, object, decision); };
  }

  // Region by region, in the order of the keys: as the rows come, else sorted. All rows at once only where the policy needs it.
  Answer run_once(ListingRows& rows, const StoreNames& names, SimulateReport& report) {
    if (!rows_) {
      if (std::optional<QuickTotals> quick = rows.quick(evaluator_, registry(), names, at_)) {
        if (!quick->twice.empty()) return twice(quick->twice);
        report.totals = std::move(quick->totals);
        return finish(quick->counts, rows, report);
      }
    }
    for (const bool sorted : {false, true}) {
      const EachDecision told = each();
      ListingRun run(evaluator_, registry(), names, rows.head(), at_, true, told);
      if (!run.possible()) return run_held(rows, names, report);
      const ListingRows::Result result = sorted ? sort(rows, names, run) : in_order(rows, run);
      if (result == ListingRows::Result::stopped) continue;
      if (result == ListingRows::Result::told) return Answer::told;
      if (result != ListingRows::Result::whole) return Answer::unreadable;
      if (run.counts.unnamed > 0) return unnamed(run.counts);
      report.totals = run.finish();
      if (!run.twice.empty()) return twice(run.twice);
      return finish(run.counts, rows, report);
    }
    return run_held(rows, names, report);
  }

  Answer finish(const RowCounts& counts, const ListingRows& rows, SimulateReport& report) const {
    report.counts = counts;
    report.head = rows.told_head();
    report.refusals = refusals(policy_, report.totals, report.head, registry(), at_);
    return Answer::whole;
  }

  static ListingRows::Result in_order(ListingRows& rows, ListingRun& run) {
    bool disorder = false;
    return rows.read([&](Row&& row) { disorder = disorder || !run.add(std::move(row)); }, disorder);
  }

  ListingRows::Result sort(ListingRows& rows, const StoreNames& names, ListingRun& run) {
    RowSorter sorter(memory_, temporary_file);
    std::string problem;
    bool stop = false;
    const ListingRows::Result result = rows.read([&](Row&& row) {
      if (stop) return;
      const StoreId store = names.take(row, run.counts);
      if (store != no_id) problem = sorter.add(store, std::move(row));
      stop = !problem.empty();
    }, stop);
    if (problem.empty() && result != ListingRows::Result::whole) return result;
    bool ordered = true;
    if (problem.empty()) problem = sorter.finish([&](StoreId store, Row&& row) { ordered = ordered && run.add(store, std::move(row)); });
    if (problem.empty()) return ordered ? ListingRows::Result::whole : ListingRows::Result::stopped;
    misuse(problem, "give it more: `--memory 4GiB`, or a folder with room: `TMPDIR=/var/tmp`");
    return ListingRows::Result::told;
  }

  Answer run_held(ListingRows& rows, const StoreNames& names, SimulateReport& report) {
    Simulation simulation(evaluator_, registry(), names);
    const bool never = false;
    const ListingRows::Result result = rows.read([&](Row&& row) { simulation.add(std::move(row)); }, never);
    if (result != ListingRows::Result::whole) return Answer::unreadable;
    ListingHead head = rows.told_head();
    head.bad_rows = rows.head().bad_rows;
    simulation.add(head);
    if (simulation.counts.unnamed > 0) return unnamed(simulation.counts);
    if (const std::vector<std::string> keys = simulation.settle(at_); !keys.empty()) return twice(keys);
    report.counts = simulation.counts;
    report.head = rows.told_head();
    if (to_) {
      Range range = run_range(policy_, simulation, registry(), at_, *to_, each());
      report.totals = std::move(range.totals);
      report.days = std::move(range.days);
      const auto refused = std::find_if(report.days.begin(), report.days.end(), [](const Day& day) { return !day.refusals.empty(); });
      if (refused != report.days.end()) report.refusals = refused->refusals;
    } else {
      report.totals = simulation.run(at_, true, each());
      report.refusals = refusals(policy_, report.totals, rows.told_head(), registry(), at_);
    }
    return Answer::whole;
  }

  Answer unnamed(const RowCounts& counts) {
    misuse(std::to_string(counts.unnamed) + " rows do not say which of several stores they are in", "name it: `--store " + printable(policy_.stores[0].name) + "`, or give each row its `bucket` (Azure: `ACCOUNT/CONTAINER`)");
    return Answer::told;
  }

  static Answer twice(const std::vector<std::string>& keys) {
    misuse("`" + printable(keys[0]) + "` is listed twice as the same revision or as current" + (keys.size() > 1 ? ", and so are " + std::to_string(keys.size() - 1) + " more keys" : ""), "give each listing once, and each row its `version_id` and `is_latest` where the store has versions");
    return Answer::told;
  }

  int show(const SimulateReport& report) {
    if (file_) {
      if (const std::string problem = file_->finish(); !problem.empty())
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
  std::uint64_t memory_;
  std::optional<LongFile> file_;  // of --decisions
  std::optional<DecisionRows> rows_;
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
  const std::optional<std::uint64_t> memory = parse_size(arguments.memory);
  if (!memory || *memory < least_memory) return misuse("`" + printable(arguments.memory) + "` is no size, or less than 16 MiB", "`--memory 2GiB`");
  Session session;
  int status = exit_ok;
  const std::optional<LoweredRoot> root = load_lowered(session, arguments, arguments.paths[0], status);
  if (!root) return status;
  return Simulate(session, arguments, root->policy, *at, to, *memory).run(listings);
}

}  // namespace shelflife::cli
