// Every pack by example: cases/NAME.shelf is a policy that honours the pack NAME. `#a TEXT` behind a line is what stands there in
// variant `a`, which falls a day short of an obligation (`#a` alone: the line is left out); each variant has to fail at the pack, with an object.
// What is said is in cases/NAME.expected; SHELFLIFE_UPDATE=1 rewrites it, to be read in review.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "compiler/lowering/lowering.hpp"
#include "compiler/packs/packs.hpp"
#include "compiler/require/require.hpp"
#include "compiler/resolve/resolve.hpp"
#include "grammar/parse.hpp"

using namespace shelflife;
namespace fs = std::filesystem;

namespace {

const fs::path cases = fs::path(SHELFLIFE_SOURCE_DIR) / "tests/packs/cases";

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

bool is_mark(std::string_view line, std::size_t at) {
  return line[at] == '#' && at + 1 < line.size() && line[at + 1] >= 'a' && line[at + 1] <= 'z' && (at + 2 == line.size() || line[at + 2] == ' ');
}

// The policy of one variant; ' ' is the one that honours the pack. Adds the variants that it finds.
std::string variant_of(const std::string& whole, char variant, std::set<char>& variants) {
  std::string out;
  std::istringstream in(whole);
  for (std::string line; std::getline(in, line);) {
    std::string chosen;
    bool said = false;
    std::size_t end = line.size();
    for (std::size_t at = line.size(); at-- > 0;) {
      if (!is_mark(line, at)) continue;
      variants.insert(line[at + 1]);
      if (line[at + 1] == variant) chosen = line.substr(at + 2, end - at - 2), said = true;
      end = at;
    }
    out += (said ? chosen : line.substr(0, end)) + "\n";
  }
  return out;
}

struct Outcome {
  std::string text;  // of the errors
  std::size_t errors = 0, witnesses = 0, outside = 0;  // outside: not at the pack
  std::set<std::uint32_t> broken;  // obligations, by their index in the only `require`
};

Outcome check(const std::string& name, const std::string& text) {
  SourceManager sources;
  Diagnostics diagnostics;
  const FileId root = sources.add(name + ".shelf", text);
  const Policy policy = resolve(sources, root, [](const std::string&) { return std::nullopt; }, diagnostics);
  std::vector<BrokenRequire> broken;
  if (!diagnostics.has_errors()) {
    Diagnostics lowering;
    const Lowered lowered = lower(policy, lowering, &sources);
    diagnostics.append(lowering);
    check_requires(policy, lowered, &sources, diagnostics, &broken);
    REQUIRE(policy.requires_.size() == 1);
  }
  Outcome out;
  diagnostics.sort();
  for (const Diagnostic& d : diagnostics.all()) {
    if (d.severity != Severity::error) continue;
    ++out.errors;
    out.outside += sources.source(d.span.file).path != "pack:" + name;
    out.text += render_concise(d, sources) + "\n";
  }
  out.witnesses = broken.size();
  for (const BrokenRequire& one : broken) out.broken.insert(one.obligation);
  return out;
}

std::size_t obligations_of(const Pack& pack) {
  SourceManager sources;
  Diagnostics diagnostics;
  const ast::File file = parse(sources, sources.add("pack", std::string(pack.text)), diagnostics);
  std::size_t count = 0;
  for (const ast::Item& item : file.items)
    if (const auto* require = std::get_if<ast::Require>(&item)) count += require->obligations.size();
  return count;
}

}  // namespace

TEST_CASE("every pack holds on a policy that honours it, and fails with an object a day short of each obligation") {
  const bool update = std::getenv("SHELFLIFE_UPDATE") != nullptr;
  for (const Pack& pack : packs()) {
    const std::string name(pack.name);
    CAPTURE(name);
    const std::string whole = slurp(cases / (name + ".shelf"));
    REQUIRE_FALSE(whole.empty());
    std::set<char> variants;
    const Outcome honoured = check(name, variant_of(whole, ' ', variants));
    CHECK(honoured.text == "");
    std::string seen;
    std::set<std::uint32_t> broken;
    for (const char variant : variants) {
      CAPTURE(variant);
      std::set<char> ignored;
      const Outcome outcome = check(name, variant_of(whole, variant, ignored));
      CHECK(outcome.errors > 0);
      CHECK(outcome.witnesses == outcome.errors);
      CHECK(outcome.outside == 0);
      broken.insert(outcome.broken.begin(), outcome.broken.end());
      seen += std::string("== ") + variant + "\n" + outcome.text;
    }
    CHECK(broken.size() == obligations_of(pack));
    const fs::path expected = cases / (name + ".expected");
    if (update) std::ofstream(expected, std::ios::binary) << seen;
    CHECK(seen == slurp(expected));
  }
}

TEST_CASE("there is no case without a pack") {
  for (const auto& entry : fs::directory_iterator(cases)) {
    CAPTURE(entry.path().filename().string());
    CHECK(find_pack(entry.path().stem().string()) != nullptr);
  }
}
