// cost: what a policy changes of the storage bill, from a description of what is stored.

#include "cli/commands.hpp"
#include "cli/cost_report.hpp"
#include "cli/files.hpp"
#include "cli/listing_run.hpp"
#include "cli/moment.hpp"
#include "cli/roots.hpp"
#include "cli/terminal.hpp"
#include "compiler/model/print.hpp"

namespace shelflife::cli {

namespace {

// Findings of descriptions go to standard error, whatever the answer's format.
int tell(Session& session, const Arguments& arguments) {
  Arguments text = arguments;
  text.format = "text";
  report(session, text);
  return exit_misuse;
}

int list(const cost::Tables& tables) {
  std::string out;
  for (const cost::PriceTable& table : tables) {
    out += printable(table.name) + "  " + to_text(table.provider) + " " + printable(table.region) + ", " + printable(table.date) + ", USD a GB (" + (table.gb_bytes == 1000000000 ? "10^9" : "2^30") + " bytes) and month:";
    for (const cost::ClassPrices& one : table.classes) {
      const std::optional<cost::Nano> price = one.at(cost::Price::storage);
      std::string digits = price ? std::to_string(*price % 1000000000) : "?";
      if (price) digits = std::to_string(*price / 1000000000) + "." + std::string(9 - digits.size(), '0') + digits;
      if (price) digits.erase(std::max(digits.find_last_not_of('0') + 1, digits.find('.') + 2));
      out += "\n  " + printable(one.name) + " " + digits;
    }
    for (const std::string& source : table.sources) out += "\n  source: " + printable(source);
    for (const std::string& note : table.notes) out += "\n  note: " + printable(note);
    out += "\n";
  }
  return write_out(out) ? exit_ok : exit_misuse;
}

int answer(const cost::Estimate& estimate, const Policy* policy, const Arguments& arguments) {
  return write_out(arguments.format == "json" ? cost_json(estimate, policy) : cost_text(estimate, policy, use_color(Stream::out, arguments.color))) ? exit_ok : exit_misuse;
}

int with_policy(const Arguments& arguments, const cost::Tables& tables, Instant start) {
  Session session;
  int status = exit_ok;
  const std::optional<LoweredRoot> root = load_lowered(session, arguments, arguments.paths[0], status);
  if (!root) return status;
  std::vector<cost::Group> groups;
  for (std::size_t i = 0; i < arguments.describe.size(); ++i) {
    const std::string name = arguments.describe.size() == 1 ? "--describe" : "--describe " + std::to_string(i + 1);
    const FileId file = session.sources.add(name, arguments.describe[i]);
    if (std::optional<cost::Group> group = cost::read_group(root->policy, session.sources, file, start, session.diagnostics)) groups.push_back(std::move(*group));
  }
  if (session.diagnostics.has_errors()) return tell(session, arguments);
  const Evaluator evaluator(root->policy);
  return answer(cost::estimate(evaluator, root->lowered, tables, std::move(groups), start), &root->policy, arguments);
}

// "5%": 5. Nothing where it is no share.
std::optional<std::uint32_t> percent(const std::string& text) {
  if (text.empty()) return 0;
  const std::string digits = text.substr(0, text.size() - 1);
  if (text.back() != '%' || digits.empty() || digits.size() > 3 || digits.find_first_not_of("0123456789") != std::string::npos || std::stoul(digits) > 100) return std::nullopt;
  return static_cast<std::uint32_t>(std::stoul(digits));
}

int of_listing(const Arguments& arguments, const cost::Tables& tables, Instant start) {
  const std::optional<std::uint32_t> read = percent(arguments.read);
  if (!read) return misuse("`" + printable(arguments.read) + "` is no share", "`--read 5%`");
  Session session;
  int status = exit_ok;
  const std::optional<LoweredRoot> root = load_lowered(session, arguments, arguments.paths[0], status);
  if (!root) return status;
  const Evaluator evaluator(root->policy);
  RunOverListings run(session, arguments, evaluator, start);
  if (const std::optional<int> ends = run.read(listings_of(arguments))) return *ends;
  std::optional<cost::ListingGroups> groups;
  const RunOverListings::Teller teller = [&]() -> EachDecision {
    groups.emplace(evaluator);
    return [&](const Row& row, const ObjectState& object, const Decision& decision) { groups->add(row, object, decision); };
  };
  if (const std::optional<int> ends = run.run(teller)) return *ends;
  return answer(cost::estimate(*groups, root->lowered, tables, start, *read), &root->policy, arguments);
}

int without_policy(const Arguments& arguments, const cost::Tables& tables) {
  Session session;
  std::vector<cost::Group> groups;
  for (std::size_t i = 0; i < arguments.assume.size(); ++i) {
    const std::string name = arguments.assume.size() == 1 ? "--assume" : "--assume " + std::to_string(i + 1);
    if (std::optional<cost::Group> group = cost::read_assumption(session.sources, session.sources.add(name, arguments.assume[i]), session.diagnostics)) groups.push_back(std::move(*group));
  }
  if (session.diagnostics.has_errors()) return tell(session, arguments);
  return answer(cost::estimate(tables, std::move(groups)), nullptr, arguments);
}

}  // namespace

int command_cost(const Arguments& arguments) {
  const std::optional<cost::Tables> tables = read_price_tables(arguments);
  if (!tables) return exit_misuse;
  if (arguments.list_prices) return list(*tables);
  const std::optional<Instant> start = instant_asked(arguments);
  if (!start) return exit_misuse;
  if (arguments.inventories.empty() && (arguments.skip_bad_rows || !arguments.columns.empty() || !(arguments.registry + arguments.store + arguments.read).empty()))
    return misuse("--registry, --store, --columns, --skip-bad-rows and --read are of a listing, and none is named", "`shelflife cost policy.shelf --inventory listing.jsonl`; a description says such things itself");
  if (!arguments.assume.empty()) {
    if (!arguments.inventories.empty()) return misuse("--assume says itself what happens, and a listing is named beside it", "name a policy: `shelflife cost policy.shelf --inventory listing.jsonl`");
    if (!arguments.paths.empty() || !arguments.describe.empty())
      return misuse("--assume says itself what happens, and a policy is named beside it", "leave the policy out, or describe what is stored by --describe");
    return without_policy(arguments, *tables);
  }
  if (!arguments.inventories.empty()) {
    if (!arguments.describe.empty()) return misuse("what is stored is described, and listed too", "leave one of them out: --describe or --inventory");
    if (const std::optional<int> wrong = RunOverListings::misused(arguments, "`shelflife cost policy.shelf --inventory listing.jsonl`")) return *wrong;
    return of_listing(arguments, *tables, *start);
  }
  if (arguments.paths.empty()) return misuse("no policy is named", "`shelflife cost policy.shelf --describe 'stage=staging size=2TB objects=4000000 age=0d..365d'`");
  if (arguments.paths.size() > 1) return misuse("one policy at a time", "`shelflife cost policy.shelf --describe '...'`");
  if (arguments.describe.empty()) return misuse("what is stored is not said", "add `--describe 'stage=staging size=2TB objects=4000000 age=0d..365d'`, once for each group of objects");
  return with_policy(arguments, *tables, *start);
}

}  // namespace shelflife::cli
