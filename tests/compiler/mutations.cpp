// Policies with pieces cut out, doubled or moved: resolve() ends, crashes nowhere, and an answer without
// errors prints.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "compiler/model/print.hpp"
#include "emitters/ir_json.hpp"
#include "tests/compiler/support.hpp"

using namespace shelflife;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text) {
    word += c;
    if (c == ' ' || c == '\n') words.push_back(std::exchange(word, {}));
  }
  words.push_back(word);
  return words;
}

}  // namespace

TEST_CASE("mutated policies resolve to an answer or to errors") {
  std::mt19937 engine(7);
  const auto below = [&](std::size_t n) { return static_cast<std::ptrdiff_t>(engine() % n); };
  std::size_t clean = 0, total = 0;
  for (const fs::directory_entry& entry :
       fs::directory_iterator(fs::path(SHELFLIFE_SOURCE_DIR) / "tests/cases-resolve")) {
    if (entry.path().extension() != ".shelf") continue;
    const std::vector<std::string> words = words_of(testing::read_text(entry.path()));
    for (int round = 0; round < 40; ++round) {
      std::vector<std::string> mutated = words;
      for (std::ptrdiff_t edits = 1 + below(3); edits > 0; --edits) {
        const std::ptrdiff_t at = below(mutated.size());
        const std::ptrdiff_t other = below(mutated.size());
        switch (below(3)) {
          case 0:
            if (mutated.size() > 1) mutated.erase(mutated.begin() + at);
            break;
          case 1:
            mutated.insert(mutated.begin() + at, std::string(mutated[static_cast<std::size_t>(other)]));
            break;
          default:
            std::swap(mutated[static_cast<std::size_t>(at)], mutated[static_cast<std::size_t>(other)]);
            break;
        }
      }
      std::string text;
      for (const std::string& word : mutated) text += word;
      testing::Resolved result;
      testing::resolve_text(result, text);
      ++total;
      if (result.diagnostics.has_errors()) {
        for (const Diagnostic& d : result.diagnostics.all()) CHECK_FALSE(d.message.empty());
      } else {
        ++clean;
      }
      // Also of policies with errors: whoever shows them must not crash.
      CHECK(ir_json(result.policy, result.sources).size() > 100);
    }
  }
  CHECK(clean > 0);
  CHECK(clean < total);
}
