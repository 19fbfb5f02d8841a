// Random policies as text, in pieces that can be taken out one by one to find a small failing one.
#pragma once

#include <string>
#include <vector>

#include "tests/differential/random.hpp"

namespace shelflife::differential {

struct RuleText {
  std::string header;  // up to the `{`
  std::vector<std::string> statements;
  bool imported = false;  // stands in team.shelf
};

struct PolicyText {
  std::string provider, bucket;
  std::vector<std::string> layouts, labels, settings, holds;
  std::string import;  // the line, when a rule is imported
  std::vector<RuleText> rules;

  std::string root() const;  // text of the root file
  std::string team() const;  // text of team.shelf
};

PolicyText random_policy(Random& random);

// Every text that is one piece shorter.
std::vector<PolicyText> smaller(const PolicyText& text);

// Durations that random policies use, so that objects can be given ages close to them.
const std::vector<std::uint32_t>& used_days();

}  // namespace shelflife::differential
