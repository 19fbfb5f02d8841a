// The policies that the benchmarks of growth build: realistic rules (projects x stages, tags, sizes), spread over stores so
// that each provider's limit of rules is kept.
#pragma once

#include <cstddef>
#include <string>

namespace shelflife::bench {

inline constexpr std::size_t rules_per_store = 200;  // an S3 document holds 1000; a rule here gives up to three

// Rule i: its project and stage; every third has a tag, every fifth a size, some move first.
inline void append_rule(std::string& out, std::size_t i) {
  const std::string project = "project" + std::to_string(i / 3), store = "store" + std::to_string(i / rules_per_store);
  const char* const stages[] = {"dev", "staging", "production"};
  out += "rule r" + std::to_string(i) + " on " + store + " where project == " + project + " and stage == " + stages[i % 3] + " {\n";
  if (i % 3 == 2) {
    out += "  keep for 2 years\n  move to archive after 180 days\n";
  } else {
    if (i % 3 == 1) out += "  move to cool after 30 days\n";
    out += "  delete after " + std::to_string(45 + i % 50) + " days";
    if (i % 5 == 4) out += " where size >= 1 MiB";
    out += "\n";
    if (i % 7 == 3) out += "  delete after 40 days where status == failed\n";
  }
  out += "}\n";
}

inline std::string policy_of(std::size_t rules) {
  std::string out =
      "layout \"ml/{stage}/{project}/{model}/{version}/\"\n"
      "label stage in dev, staging, production required\n"
      "label status in failed, done from tag\n";
  for (std::size_t store = 0; store * rules_per_store < rules; ++store) {
    const std::string number = std::to_string(store);
    out += "store store" + number + " on s3 \"acme-ml-" + number + "\" { versioning on recoverable for 14 days }\n";
  }
  for (std::size_t i = 0; i < rules; ++i) append_rule(out, i);
  return out;
}

}  // namespace shelflife::bench
