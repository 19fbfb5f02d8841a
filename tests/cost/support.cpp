#include "tests/cost/support.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace shelflife::cost_test {

namespace fs = std::filesystem;

std::string round_prices() {
  return R"({
  "format": "shelflife-prices-1", "provider": "s3", "region": "nowhere", "date": "2026-01-01", "currency": "USD",
  "gb_bytes": 1000000000, "minimum_from": "move", "move_ends_minimum": true, "sources": ["made up"], "notes": [],
  "classes": [
    {"name": "STANDARD", "storage_gb_month": "0.01", "write_1000": "0.005", "move_in_1000": "0", "read_1000": "0.0004", "retrieval_gb": "0", "monitoring_1000_month": "0",
     "minimum_days": 0, "least_billed_bytes": 0, "overhead_bytes": 0, "overhead_hot_bytes": 0},
    {"name": "STANDARD_IA", "storage_gb_month": "0.001", "write_1000": "0.01", "move_in_1000": "0.1", "read_1000": "0.001", "retrieval_gb": "0.02", "monitoring_1000_month": "0",
     "minimum_days": 30, "least_billed_bytes": 131072, "overhead_bytes": 0, "overhead_hot_bytes": 0},
    {"name": "GLACIER_IR", "storage_gb_month": "0.001", "write_1000": "0.01", "read_1000": "0.001", "retrieval_gb": "0.02", "monitoring_1000_month": "0",
     "minimum_days": 90, "least_billed_bytes": 131072, "overhead_bytes": 0, "overhead_hot_bytes": 0},
    {"name": "GLACIER", "storage_gb_month": "0.001", "write_1000": "0.01", "move_in_1000": "0.1", "read_1000": "0.001", "retrieval_gb": "0.02", "monitoring_1000_month": "0.5",
     "minimum_days": 0, "least_billed_bytes": 0, "overhead_bytes": 32768, "overhead_hot_bytes": 8192}
  ]
})";
}

cost::PriceTable round_table() {
  const cost::ReadPrices read = cost::read_prices("round", round_prices());
  REQUIRE_MESSAGE(read.table, read.problem);
  return *read.table;
}

std::string read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

Ran run_cost(const std::string& policy, const std::string& words, const std::string& listing) {
  std::string name = (fs::temp_directory_path() / "shelflife-cost-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  const fs::path folder(name);
  std::ofstream(folder / "prices.json") << round_prices();
  std::ofstream(folder / "policy.shelf") << policy;
  if (!listing.empty()) std::ofstream(folder / "listing.jsonl") << listing;
  const std::string command = "cd " + name + " && " SHELFLIFE_BINARY " cost " + words + " >out 2>err </dev/null";
  const int status = std::system(command.c_str());
  Ran ran{WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_text(name + "/out"), read_text(name + "/err")};
  fs::remove_all(folder);
  return ran;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace shelflife::cost_test
