#include "cli/listing_run.hpp"

#include <algorithm>

#include "cli/listing_files.hpp"
#include "cli/terminal.hpp"
#include "cli/words.hpp"

namespace shelflife::cli {

std::vector<std::string> listings_of(const Arguments& arguments) {
  std::vector<std::string> out = arguments.inventories;
  out.insert(out.end(), arguments.paths.begin() + std::min<std::ptrdiff_t>(1, static_cast<std::ptrdiff_t>(arguments.paths.size())), arguments.paths.end());
  return out;
}

ListingRun::ListingRun(Session& session, const Arguments& arguments, const Evaluator& evaluator, Instant at)
    : session_(session), arguments_(arguments), evaluator_(evaluator), policy_(evaluator.policy()), at_(at) {}

std::optional<int> ListingRun::misused(const Arguments& arguments, std::string_view example) {
  if (arguments.paths.empty()) return misuse("no policy is named", example);
  if (arguments.inventories.empty()) return misuse("no listing is named: nothing is asked of any cloud", example);
  const std::vector<std::string> listings = listings_of(arguments);
  const auto from_standard_input = std::count(listings.begin(), listings.end(), "-") + (arguments.registry == "-" ? 1 : 0) + (arguments.paths[0] == "-" ? 1 : 0);
  if (from_standard_input > 1) return misuse("standard input can be read only once", example);
  std::string problem;
  if (!arguments.columns.empty() && !listing_columns(arguments.columns, problem))
    return misuse(problem, "`--columns bucket,key,version_id,is_latest,delete_marker,size,last_modified,storage_class,tags`; `-` skips one, docs/inventory.md has them all");
  return std::nullopt;
}

std::optional<int> ListingRun::read(const std::vector<std::string>& listings) {
  StoreId store = no_id;
  if (!arguments_.store.empty()) {
    const auto found = std::find_if(policy_.stores.begin(), policy_.stores.end(), [&](const Store& s) { return s.name == arguments_.store; });
    std::vector<std::string> names;
    for (const Store& one : policy_.stores) names.push_back(one.name);
    if (found == policy_.stores.end()) return misuse("the policy has no store `" + printable(arguments_.store) + "`", "its stores are " + listed(names));
    store = static_cast<StoreId>(found - policy_.stores.begin());
  }
  if (!arguments_.registry.empty()) {
    const FileId file = read_source(session_, arguments_.registry);
    if (file == no_file) return tell();
    registry_ = read_registry(session_.sources, file, session_.diagnostics);
    if (session_.diagnostics.has_errors()) return tell();
  }
  simulation_.emplace(evaluator_, registry(), store);
  if (!read_rows(listings)) return tell();
  if (simulation_->unnamed > 0) return misuse(std::to_string(simulation_->unnamed) + " rows do not say which of several stores they are in", "name it: `--store " + printable(policy_.stores[0].name) + "`, or give each row its `bucket` (Azure: `ACCOUNT/CONTAINER`)");
  const std::vector<std::string> twice = simulation_->settle(at_);
  if (!twice.empty()) return misuse("`" + printable(twice[0]) + "` is listed twice as the same revision or as current" + (twice.size() > 1 ? ", and so are " + std::to_string(twice.size() - 1) + " more keys" : ""), "give each listing once, and each row its `version_id` and `is_latest` where the store has versions");
  return std::nullopt;
}

// False where a row cannot be read: a total that is short of some rows would be wrong.
bool ListingRun::read_rows(const std::vector<std::string>& listings) {
  const std::optional<std::vector<ListingFile>> files = read_listing_files(session_, listings, arguments_.columns);
  if (!files) return false;
  bool whole = true;
  Diagnostics problems;
  for (const ListingFile& file : *files) {
    const std::uint64_t before = simulation_->rows;
    ListingHead head = read_listing(session_.sources, file.file, [&](Row&& row) { simulation_->add(std::move(row)); }, problems, Rows::store, file.columns);
    if (!head.began) head.began = file.began;
    simulation_->add(head);
    const bool none = simulation_->rows == before;  // not one row: it is no listing at all
    whole = whole && (head.bad_rows == 0 || (arguments_.skip_bad_rows && !none));
  }
  session_.diagnostics.append(problems);
  return whole;
}

Totals ListingRun::run(const EachDecision& each) { return simulation_->run(at_, true, each); }
Range ListingRun::range(Instant to) { return run_range(policy_, *simulation_, registry(), at_, to); }
std::vector<Refusal> ListingRun::refused(const Totals& totals) const { return refusals(policy_, totals, simulation_->listed(), registry(), at_); }

// Findings go to standard error, whatever the answer's format.
int ListingRun::tell() {
  Arguments text = arguments_;
  text.format = "text";
  report(session_, text);
  return exit_misuse;
}

}  // namespace shelflife::cli
