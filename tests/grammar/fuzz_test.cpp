// Seeded mutations of every policy we have: no crash, no hang, the tree balances and tiles, what has no errors formats.
#include <doctest/doctest.h>

#include <cstdlib>
#include <random>

#include "grammar/format.hpp"
#include "support.hpp"

namespace {

using namespace shelflife;
using namespace shelflife::test;

// SHELFLIFE_MUTATIONS asks for fewer (a sanitizer run) or more (a night's).
int wanted_rounds() {
  const char* said = std::getenv("SHELFLIFE_MUTATIONS");
  const int number = said != nullptr ? std::atoi(said) : 0;
  return number > 0 ? number : 12'000;
}
const int rounds = wanted_rounds();

// Text that turns up where it should not, more often than single bytes do.
const std::vector<std::string> pieces = {
    "{", "}", "(", ")", "\"", "#", "\n", "\r\n", ",", "=", "==", "!=", ":", "%", ";", "*", "not ", "and ", "or ", "where ",
    "rule x ", "rule rule {", "keep ", "delete ", "then delete", "14days", "0", "007", "9999999999", "\\", "\xFF", "\xE2\x80\xAE",
    "\xEF\xBB\xBF", "in (", "is missing", " after ", "7b", "x-", "1.5", "--", "//", "&&", "let x = 1 day ", "hold ", "\t"};

class Mutator {
 public:
  explicit Mutator(unsigned seed) : random_(seed) {}

  std::string mutate(std::string text, const std::string& other) {
    for (std::size_t i = 0, n = 1 + below(6); i < n; ++i) {
      const std::size_t at = below(text.size() + 1);
      const std::size_t length = std::min(below(20), text.size() - at);
      switch (below(6)) {
        case 0: text.erase(at, length); break;
        case 1: text.insert(at, pieces[below(pieces.size())]); break;
        case 2: text.insert(at, text.substr(at, length)); break;
        case 3: if (at < text.size()) text[at] = static_cast<char>(below(256)); break;
        case 4: {
          const std::size_t from = below(other.size() + 1);  // a statement each: every compiler draws in this order
          text.insert(at, other.substr(from, below(80)));
          break;
        }
        default: text.resize(at); break;
      }
    }
    return text;
  }
  std::size_t below(std::size_t n) { return n == 0 ? 0 : random_() % n; }

 private:
  std::mt19937 random_;
};

TEST_CASE("mutated policies") {
  std::vector<std::string> seeds;
  for (const auto& path : all_policies()) {
    std::string text = read_file(path);
    if (text.size() < 20'000) seeds.push_back(std::move(text));
  }
  REQUIRE(seeds.size() > 5);
  Mutator mutator(20261124);
  int valid = 0;
  for (int round = 0; round < rounds; ++round) {
    const std::string& seed = seeds[mutator.below(seeds.size())];
    const std::string& other = seeds[mutator.below(seeds.size())];
    const std::string text = mutator.mutate(seed, other);
    CAPTURE(round);
    CAPTURE(text);
    const std::string fault = fault_of(tree_of(text));
    REQUIRE(fault == "");
    const Parsed parsed(text);
    for (const Diagnostic& diagnostic : parsed.diagnostics.all()) {
      REQUIRE(diagnostic.span.begin <= diagnostic.span.end);
      REQUIRE(diagnostic.span.end <= text.size());
      REQUIRE_FALSE(render(diagnostic, parsed.sources, false).empty());
    }
    if (parsed.diagnostics.has_errors()) continue;
    ++valid;
    Diagnostics diagnostics;
    const auto once = format(parsed.sources, parsed.file.id, diagnostics);
    REQUIRE(once);
    SourceManager sources;
    REQUIRE(format(sources, sources.add("p", *once), diagnostics) == once);
  }
  CHECK(valid > rounds / 100);  // else the mutations are too wild to test anything but errors
}

}  // namespace
