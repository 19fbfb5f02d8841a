// Two policies from texts, compared.
#pragma once

#include <map>
#include <string>

#include "compiler/diff/diff.hpp"
#include "grammar/source.hpp"

namespace shelflife::test {

using Files = std::map<std::string, std::string>;  // imports, by path

// A policy with the sources that it came from. Fails the test where it has errors.
struct Loaded {
  Loaded(const std::string& text, const Files& imports = {});
  SourceManager sources;
  Policy policy;
  std::string errors;  // empty: it has none
};

// A store on S3 under a layout with a few labels, where the statements of these tests live.
extern const std::string prelude;
extern const std::string versioned_prelude;

// One line a change: "sooner | stage == dev | deleted after 14 days -> deleted after 7 days".
std::string brief(const PolicyDiff& diff);
std::string compare(const std::string& before, const std::string& after);

}  // namespace shelflife::test
