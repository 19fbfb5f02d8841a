// A table of round prices, and shelflife run as a user would.
#pragma once

#include <string>
#include <utility>

#include "cost/bill.hpp"

namespace shelflife::cost_test {

// prices.json: a GB is 10^9 bytes. Per GB and month: STANDARD $0.01, STANDARD_IA, GLACIER_IR and GLACIER $0.001.
std::string round_prices();
cost::PriceTable round_table();

struct Ran {
  int status = -1;
  std::string out, err;
};
// In a folder that has prices.json and policy.shelf, and listing.jsonl where one is given; `words` as a shell reads them.
Ran run_cost(const std::string& policy, const std::string& words, const std::string& listing = {});

std::string read_text(const std::string& path);
bool has(const std::string& text, const std::string& part);

}  // namespace shelflife::cost_test
