// cost: what a policy changes of the storage bill, from a description of what is stored.

#include "cli/commands.hpp"
#include "cli/cost_report.hpp"
#include "cli/files.hpp"
#include "cli/moment.hpp"
#include "cli/roots.hpp"
#include "cli/terminal.hpp"
#include "compiler/model/print.hpp"
#include "compiler/prices/prices.hpp"

namespace shelflife::cli {

namespace {

// Findings of descriptions go to standard error, whatever the answer's format.
int tell(Session& session, const Arguments& arguments) {
  Arguments text = arguments;
  text.format = "text";
  report(session, text);
  return exit_misuse;
}

// The tables of the program, then those that the user named.
std::optional<cost::Tables> read_tables(const Arguments& arguments) {
  cost::Tables tables;
  for (const PriceText& one : price_texts()) {
    cost::ReadPrices read = cost::read_prices(one.name, one.text);
    if (!read.table) {
      complain("prices/" + std::string(one.name) + ".json cannot be read: " + read.problem);
      return std::nullopt;
    }
    tables.push_back(std::move(*read.table));
  }
  for (const std::string& path : arguments.prices) {
    const ReadResult file = path == "-" ? read_standard_input() : read_file(path);
    if (!file.text) {
      complain("cannot read `" + printable(path) + "`: " + printable(file.problem));
      return std::nullopt;
    }
    std::string name = path.substr(path.find_last_of('/') + 1);
    if (name.ends_with(".json")) name.resize(name.size() - 5);
    cost::ReadPrices read = cost::read_prices(name, *file.text);
    if (!read.table) {
      complain("`" + printable(path) + "` is no table of prices: " + read.problem, "docs/cost.md says how one is written; `shelflife cost --list-prices` has the built-in ones");
      return std::nullopt;
    }
    tables.push_back(std::move(*read.table));
  }
  return tables;
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
  const std::optional<cost::Tables> tables = read_tables(arguments);
  if (!tables) return exit_misuse;
  if (arguments.list_prices) return list(*tables);
  const std::optional<Instant> start = instant_asked(arguments);
  if (!start) return exit_misuse;
  if (!arguments.assume.empty()) {
    if (!arguments.paths.empty() || !arguments.describe.empty())
      return misuse("--assume says itself what happens, and a policy is named beside it", "leave the policy out, or describe what is stored by --describe");
    return without_policy(arguments, *tables);
  }
  if (arguments.paths.empty()) return misuse("no policy is named", "`shelflife cost policy.shelf --describe 'stage=staging size=2TB objects=4000000 age=0d..365d'`");
  if (arguments.paths.size() > 1) return misuse("one policy at a time", "`shelflife cost policy.shelf --describe '...'`");
  if (arguments.describe.empty()) return misuse("what is stored is not said", "add `--describe 'stage=staging size=2TB objects=4000000 age=0d..365d'`, once for each group of objects");
  return with_policy(arguments, *tables, *start);
}

}  // namespace shelflife::cli
