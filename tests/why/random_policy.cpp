#include "tests/why/random_policy.hpp"

#include "compiler/resolve/resolve.hpp"
#include "tests/differential/policy_text.hpp"

namespace shelflife::testing {

std::optional<Policy> random_policy(differential::Random& random, std::string& text) {
  const differential::PolicyText written = differential::random_policy(random);
  text = written.root() + written.team();
  SourceManager sources;
  Diagnostics diagnostics;
  const FileId root = sources.add("policy.shelf", written.root());
  const ReadFile read = [&](const std::string& path) -> std::optional<std::string> {
    return path == "team.shelf" ? std::optional<std::string>(written.team()) : std::nullopt;
  };
  Policy policy = resolve(sources, root, read, diagnostics);
  return diagnostics.has_errors() ? std::nullopt : std::optional(std::move(policy));
}

}  // namespace shelflife::testing
