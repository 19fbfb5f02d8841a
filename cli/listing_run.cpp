#include "cli/listing_run.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "cli/registry_source.hpp"
#include "cli/terminal.hpp"
#include "cli/words.hpp"
#include "compiler/objects/object_text.hpp"
#include "simulate/listing_run.hpp"
#include "simulate/row_sorter.hpp"

namespace shelflife::cli {

namespace {

constexpr std::uint64_t least_memory = 16ULL << 20;

// In TMPDIR, gone with the process.
std::FILE* temporary_file() {
  const char* const folder = std::getenv("TMPDIR");
  std::string name = std::string(folder != nullptr && *folder != '\0' ? folder : "/tmp") + "/shelflife-XXXXXX";
  const int descriptor = ::mkstemp(name.data());
  if (descriptor < 0) return nullptr;
  ::unlink(name.c_str());
  return ::fdopen(descriptor, "w+");
}

}  // namespace

std::vector<std::string> listings_of(const Arguments& arguments) {
  std::vector<std::string> out = arguments.inventories;
  out.insert(out.end(), arguments.paths.begin() + std::min<std::ptrdiff_t>(1, static_cast<std::ptrdiff_t>(arguments.paths.size())), arguments.paths.end());
  return out;
}

RunOverListings::RunOverListings(Session& session, const Arguments& arguments, const Evaluator& evaluator, Instant at)
    : session_(session), arguments_(arguments), evaluator_(evaluator), policy_(evaluator.policy()), at_(at) {}

RunOverListings::~RunOverListings() = default;

std::optional<int> RunOverListings::misused(const Arguments& arguments, std::string_view example) {
  if (arguments.paths.empty()) return misuse("no policy is named", example);
  if (arguments.inventories.empty()) return misuse("no listing is named: nothing is asked of any cloud", example);
  const std::vector<std::string> listings = listings_of(arguments);
  const auto from_standard_input = std::count(listings.begin(), listings.end(), "-") + (arguments.registry == "-" ? 1 : 0) + (arguments.paths[0] == "-" ? 1 : 0);
  if (from_standard_input > 1) return misuse("standard input can be read only once", example);
  std::string problem;
  if (!arguments.columns.empty() && !listing_columns(arguments.columns, problem))
    return misuse(problem, "`--columns bucket,key,version_id,is_latest,delete_marker,size,last_modified,storage_class,tags`; `-` skips one, docs/inventory.md has them all");
  const std::optional<std::uint64_t> memory = parse_size(arguments.memory);
  if (!memory || *memory < least_memory) return misuse("`" + printable(arguments.memory) + "` is no size, or less than 16 MiB", "`--memory 2GiB`");
  return std::nullopt;
}

std::optional<int> RunOverListings::read(const std::vector<std::string>& listings) {
  StoreId store = no_id;
  if (!arguments_.store.empty()) {
    const auto found = std::find_if(policy_.stores.begin(), policy_.stores.end(), [&](const Store& s) { return s.name == arguments_.store; });
    std::vector<std::string> names;
    for (const Store& one : policy_.stores) names.push_back(one.name);
    if (found == policy_.stores.end()) return misuse("the policy has no store `" + printable(arguments_.store) + "`", "its stores are " + listed(names));
    store = static_cast<StoreId>(found - policy_.stores.begin());
  }
  names_.emplace(policy_, store);
  if (!arguments_.registry.empty()) {
    registry_ = read_registry_source(session_, arguments_.registry, policy_);
    if (!registry_) return tell();
  }
  std::optional<std::vector<ListingFile>> files = find_listing_files(session_, listings, arguments_.columns);
  if (!files) return tell();
  files_ = std::move(*files);
  rows_.emplace(session_, files_, arguments_.skip_bad_rows);
  return std::nullopt;
}

// Region by region, in the order of the keys: as the rows come, else sorted. All rows at once only where the policy needs it.
std::optional<int> RunOverListings::run(const Teller& teller, DecisionRows* rows) {
  const auto each = [&]() -> EachDecision {
    EachDecision told = teller ? teller() : EachDecision();
    if (rows == nullptr) return told;
    rows->restart();
    return [rows, told](const Row& row, const ObjectState& object, const Decision& decision) {
      rows->add(row, object, decision);
      if (told) told(row, object, decision);
    };
  };
  if (!teller) {
    if (std::optional<QuickTotals> quick = rows_->quick(evaluator_, registry(), *names_, at_, rows)) return finish(std::move(quick->totals), quick->counts, quick->twice);
  }
  for (const bool sort : {false, true}) {
    const EachDecision told = each();
    shelflife::ListingRun run(evaluator_, registry(), *names_, rows_->head(), at_, true, told);
    if (!run.possible()) break;
    const ListingRows::Result result = sort ? sorted(run) : in_order(run);
    if (result == ListingRows::Result::stopped) continue;
    if (result == ListingRows::Result::told) return exit_misuse;
    if (result != ListingRows::Result::whole) return tell();
    Totals all = run.finish();
    return finish(std::move(all), run.counts, run.twice);
  }
  return held(std::nullopt, each);
}

std::optional<int> RunOverListings::range(Instant to, const Teller& teller) { return held(to, teller); }

ListingRows::Result RunOverListings::in_order(shelflife::ListingRun& run) {
  bool disorder = false;
  return rows_->read([&](Row&& row) { disorder = disorder || !run.add(std::move(row)); }, disorder);
}

ListingRows::Result RunOverListings::sorted(shelflife::ListingRun& run) {
  RowSorter sorter(*parse_size(arguments_.memory), temporary_file);
  std::string problem;
  bool stop = false;
  const ListingRows::Result result = rows_->read([&](Row&& row) {
    if (stop) return;
    const StoreId store = names_->take(row, run.counts);
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

std::optional<int> RunOverListings::held(std::optional<Instant> to, const Teller& teller) {
  // Once more where what is known of the listings turned out otherwise.
  for (int attempt = 0;; ++attempt) {
    Simulation simulation(evaluator_, registry(), *names_);
    const bool never = false;
    const ListingRows::Result result = rows_->read([&](Row&& row) { simulation.add(std::move(row)); }, never);
    if (result == ListingRows::Result::stopped && attempt == 0) continue;
    if (result != ListingRows::Result::whole) return tell();
    ListingHead known = rows_->told_head();
    known.bad_rows = rows_->head().bad_rows;
    simulation.add(known);
    if (const std::optional<int> ends = settled(simulation.counts, simulation.settle(at_))) return ends;
    const EachDecision told = teller ? teller() : EachDecision();
    if (!to) return finish(simulation.run(at_, true, told), simulation.counts, {});
    Range range = run_range(policy_, simulation, registry(), at_, *to, told);
    days = std::move(range.days);
    const std::optional<int> ends = finish(std::move(range.totals), simulation.counts, {});
    const auto first = std::find_if(days.begin(), days.end(), [](const Day& day) { return !day.refusals.empty(); });
    refused = first != days.end() ? first->refusals : std::vector<Refusal>();
    return ends;
  }
}

std::optional<int> RunOverListings::settled(const RowCounts& counted, const std::vector<std::string>& twice) const {
  if (counted.unnamed > 0)
    return misuse(std::to_string(counted.unnamed) + " rows do not say which of several stores they are in", "name it: `--store " + printable(policy_.stores[0].name) + "`, or give each row its `bucket` (Azure: `ACCOUNT/CONTAINER`)");
  if (!twice.empty())
    return misuse("`" + printable(twice[0]) + "` is listed twice as the same revision or as current" + (twice.size() > 1 ? ", and so are " + std::to_string(twice.size() - 1) + " more keys" : ""), "give each listing once, and each row its `version_id` and `is_latest` where the store has versions");
  return std::nullopt;
}

std::optional<int> RunOverListings::finish(Totals&& all, const RowCounts& counted, const std::vector<std::string>& twice) {
  if (const std::optional<int> ends = settled(counted, twice)) return ends;
  totals = std::move(all);
  counts = counted;
  head = rows_->told_head();
  head.bad_rows = rows_->head().bad_rows;
  refused = refusals(policy_, totals, head, registry(), at_);
  if (session_.diagnostics.has_errors()) tell();  // rows that were left out
  return std::nullopt;
}

// Findings go to standard error, whatever the answer's format.
int RunOverListings::tell() {
  Arguments text = arguments_;
  text.format = "text";
  report(session_, text);
  return exit_misuse;
}

}  // namespace shelflife::cli
