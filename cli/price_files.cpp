// The price tables of the program and those of --prices.
#include "cli/cost_report.hpp"
#include "cli/files.hpp"
#include "cli/terminal.hpp"
#include "compiler/prices/prices.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife::cli {

std::optional<cost::Tables> read_price_tables(const Arguments& arguments) {
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

}  // namespace shelflife::cli
