// Lowering by example: each cases/NAME.shelf has its outcome beside it in cases/NAME.expected; SHELFLIFE_UPDATE=1
// rewrites the outcomes, which are then read in review. A name that begins with fail_ must be refused.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "compiler/lowering/lowering.hpp"
#include "compiler/model/capability.hpp"
#include "compiler/model/print.hpp"
#include "compiler/resolve/resolve.hpp"
#include "grammar/parse.hpp"

using namespace shelflife;
namespace fs = std::filesystem;

namespace {

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

const char* action_name(ActionKind kind) {
  switch (kind) {
    case ActionKind::transition: return "move";
    case ActionKind::transition_noncurrent: return "move noncurrent";
    case ActionKind::expire: return "expire";
    case ActionKind::expire_noncurrent: return "expire noncurrent";
    case ActionKind::expire_snapshots: return "expire snapshots";
    case ActionKind::expired_markers: return "expired markers";
    case ActionKind::abort_uploads: return "abort uploads";
  }
  return "";
}

std::string show(const NativeRule& rule) {
  std::string text = fmt::format("  {}: ", rule.id);
  text += rule.filter.prefixes.empty() ? "*" : fmt::format("{}", fmt::join(rule.filter.prefixes, " "));
  for (const std::string& s : rule.filter.suffixes) text += " *" + s;
  for (const auto& [key, value] : rule.filter.tags) text += fmt::format(" {}={}", key, value);
  if (rule.filter.size_min) text += fmt::format(" >={}B", *rule.filter.size_min);
  if (rule.filter.size_max) text += fmt::format(" <={}B", *rule.filter.size_max);
  text += " ->";
  for (const NativeAction& a : rule.actions) {
    text += fmt::format(" [{}", action_name(a.kind));
    if (!a.storage_class.empty()) text += " to " + a.storage_class;
    if (a.kind != ActionKind::expired_markers) text += fmt::format(" {}d", a.days);
    if (a.clock == NativeClock::accessed) text += " since access";
    if (a.clock == NativeClock::noncurrent) text += " noncurrent";
    if (a.newer_noncurrent > 0) text += fmt::format(" keeping {}", a.newer_noncurrent);
    text += "]";
  }
  return text + "\n";
}

std::string outcome(const fs::path& path, bool& refused) {
  SourceManager sources;
  Diagnostics diagnostics;
  const FileId root = sources.add(path.filename().string(), slurp(path));
  const Policy policy = resolve(sources, root, [](const std::string&) { return std::nullopt; }, diagnostics);
  Lowered lowered;
  if (!diagnostics.has_errors()) lowered = lower(policy, diagnostics, &sources);
  refused = diagnostics.has_errors();
  diagnostics.sort();
  std::string text;
  for (const Diagnostic& d : diagnostics.all()) {
    text += render_concise(d, sources) + "\n";
    for (const Related& r : d.related) text += "    " + r.message + "\n";
  }
  if (refused) return text;
  for (const NativeDocument& document : lowered.documents) {
    text += fmt::format("{} {}\n", to_text(document.provider), document.name);
    for (const NativeRule& rule : document.rules) text += show(rule);
  }
  for (const DefaultLock& lock : lowered.default_locks) {
    text += fmt::format("default lock {} {} {}d\n", policy.stores[lock.store].name,
                        lock.mode == LockMode::compliance ? "compliance" : "governance", lock.duration.days);
  }
  for (const Placement& p : lowered.placements) {
    const Statement& s = policy.rules[p.statement.rule].statements[p.statement.statement];
    text += fmt::format("{} | {} | {} | {} | {}\n", policy.stores[p.store].name, policy.rules[p.statement.rule].id,
                        to_text(policy, s), to_text(p.who), p.because);
  }
  return text;
}

}  // namespace

TEST_CASE("lowering cases") {
  const fs::path folder = fs::path(SHELFLIFE_SOURCE_DIR) / "tests/lowering/cases";
  std::vector<fs::path> cases;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".shelf") cases.push_back(entry.path());
  }
  std::sort(cases.begin(), cases.end());
  REQUIRE(cases.size() > 20);
  const bool update = std::getenv("SHELFLIFE_UPDATE") != nullptr;
  for (const fs::path& path : cases) {
    CAPTURE(path.filename().string());
    bool refused = false;
    const std::string actual = outcome(path, refused);
    CHECK(refused == path.filename().string().starts_with("fail_"));
    fs::path expected = path;
    expected.replace_extension(".expected");
    if (update) std::ofstream(expected, std::ios::binary) << actual;
    CHECK(actual == slurp(expected));
  }
}
