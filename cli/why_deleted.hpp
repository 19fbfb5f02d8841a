// why --deleted: for many lost keys, the statements that could have deleted each.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/why_text.hpp"
#include "compiler/why/suspects.hpp"
#include "inventory/registry.hpp"

namespace shelflife::cli {

struct LostKey {
  std::string name;     // as it was written
  std::size_t group = 0;
};
// Keys that the same statements could have deleted.
struct LostGroup {
  bool declared = true;            // false: no store declares their bucket, or which of several is not said
  std::vector<Suspect> suspects;   // empty: no statement could
  std::size_t count = 0;
  std::vector<std::string> examples;
};
struct Lost {
  std::vector<LostKey> keys;
  std::vector<LostGroup> groups;  // biggest first
};

// Reads one key or URI a line, or rows (JSONL, CSV with a header) with what is known of each. `registry` may be null.
Lost find_lost(const Evaluator& evaluator, const Lowered& lowered, const SourceManager& sources, FileId file, const Registry* registry,
               Instant now, Diagnostics& diagnostics);

std::string lost_text(const WhyContext& context, const Lost& lost, Instant now);
std::string lost_json(const WhyContext& context, const Lost& lost, Instant now);

}  // namespace shelflife::cli
