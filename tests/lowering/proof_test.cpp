// The output check against itself: every lowering case passes it, and every mutation of a native rule is caught.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>

#include "compiler/resolve/resolve.hpp"
#include "compiler/verify/verify.hpp"
#include "emitters/check_output.hpp"

using namespace shelflife;
namespace fs = std::filesystem;

namespace {

struct Built {
  SourceManager sources;
  Policy policy;
  Lowered lowered;
};

std::unique_ptr<Built> build(const fs::path& path) {
  auto out = std::make_unique<Built>();
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  Diagnostics diagnostics;
  const FileId root = out->sources.add(path.filename().string(), text.str());
  out->policy = resolve(out->sources, root, [](const std::string&) { return std::nullopt; }, diagnostics);
  if (!diagnostics.has_errors()) out->lowered = lower(out->policy, diagnostics, &out->sources);
  REQUIRE(!diagnostics.has_errors());
  return out;
}

std::vector<std::unique_ptr<Built>> all_cases() {
  std::vector<std::unique_ptr<Built>> out;
  for (const auto& entry : fs::directory_iterator(fs::path(SHELFLIFE_SOURCE_DIR) / "tests/lowering/cases")) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() == ".shelf" && !name.starts_with("fail_")) out.push_back(build(entry.path()));
  }
  return out;
}

// A mutation says whether it applies and changes one action or filter for the worse.
struct Mutation {
  const char* name;
  std::function<bool(NativeRule&, NativeAction&)> apply;
};

bool by_creation(const NativeAction& a) {
  return (a.kind == ActionKind::expire_noncurrent || a.kind == ActionKind::expire_snapshots) && a.clock == NativeClock::created;
}

const std::vector<Mutation>& mutations() {
  static const std::vector<Mutation> list{
      {"a day earlier", [](NativeRule& r, NativeAction& a) {
         const bool swept = !r.filter.tags.empty() && r.filter.tags[0].first == "shelflife-sweep";
         if (a.kind == ActionKind::expired_markers || swept || by_creation(a)) return false;
         --a.days;
         return true;
       }},
      {"no prefix", [](NativeRule& r, NativeAction&) {
         if (r.filter.prefixes.empty()) return false;
         r.filter.prefixes.clear();
         return true;
       }},
      {"prefix without its slash", [](NativeRule& r, NativeAction&) {
         if (r.filter.prefixes.empty()) return false;
         r.filter.prefixes[0].pop_back();
         return true;
       }},
      {"no tags", [](NativeRule& r, NativeAction&) {
         if (r.filter.tags.empty()) return false;
         r.filter.tags.clear();
         return true;
       }},
      {"another tag value", [](NativeRule& r, NativeAction&) {
         if (r.filter.tags.empty()) return false;
         r.filter.tags[0].second += "x";
         return true;
       }},
      {"keeping fewer", [](NativeRule&, NativeAction& a) {
         if (a.newer_noncurrent == 0) return false;
         --a.newer_noncurrent;
         return true;
       }},
      {"a colder class", [](NativeRule&, NativeAction& a) {
         if (a.storage_class.empty()) return false;
         a.storage_class = "DEEP_ARCHIVE";
         return true;
       }},
      {"created instead of noncurrent", [](NativeRule&, NativeAction& a) {
         if (a.kind != ActionKind::expire_noncurrent || a.clock != NativeClock::noncurrent) return false;
         a.kind = ActionKind::expire;
         a.clock = NativeClock::created;
         a.days = 1;
         return true;
       }},
      {"created instead of accessed", [](NativeRule&, NativeAction& a) {
         if (a.clock != NativeClock::accessed) return false;
         a.clock = NativeClock::created;
         return true;
       }},
  };
  return list;
}

}  // namespace

TEST_CASE("what lowering gives is proved") {
  for (const auto& built : all_cases()) {
    for (const NativeDocument& document : built->lowered.documents) {
      for (const StoreId store : document.stores) {
        std::vector<NativeRule> rules;
        for (const NativeRule& rule : document.rules) {
          if (rule.store == store) rules.push_back(rule);
        }
        const Verification proof = verify(built->policy, store, built->lowered, rules, &built->sources);
        for (const Violation& v : proof.violations) FAIL_CHECK(built->sources.source(0).path << ": " << v.what << ": " << to_text(built->policy, v.witness));
        for (const Undecided& u : proof.undecided) FAIL_CHECK(built->sources.source(0).path << ": " << u.what);
        for (const Gap& gap : proof.gaps) FAIL_CHECK(built->sources.source(0).path << ": " << gap.what);
        for (const std::string& note : proof.notes) FAIL_CHECK(built->sources.source(0).path << ": " << note);
        CHECK(proof.verdict == VerifyVerdict::safe);
      }
    }
  }
}

TEST_CASE("what the emitters print reads back as it was lowered, and is proved") {
  std::size_t documents = 0;
  for (const auto& built : all_cases()) {
    Diagnostics diagnostics;
    const std::vector<OutputFile> files = emit(built->policy, built->lowered, built->sources, {});
    check_output(built->policy, built->lowered, files, {}, built->sources, diagnostics);
    for (const Diagnostic& d : diagnostics.all()) FAIL_CHECK(render_concise(d, built->sources));
    for (const OutputFile& file : files) documents += file.path.ends_with("lifecycle.json") || file.path.ends_with("management-policy.json") ? 1 : 0;
  }
  CHECK(documents > 15);
}

TEST_CASE("every mutation of a native rule is caught") {
  std::size_t tried = 0, caught = 0;
  for (const auto& built : all_cases()) {
    for (const NativeDocument& document : built->lowered.documents) {
      for (const NativeRule& rule : document.rules) {
        for (std::size_t a = 0; a < rule.actions.size(); ++a) {
          for (const Mutation& mutation : mutations()) {
            NativeRule mutant = rule;
            mutant.actions = {rule.actions[a]};
            if (!mutation.apply(mutant, mutant.actions[0])) continue;
            ++tried;
            const Verification proof = verify(built->policy, rule.store, built->lowered, {mutant}, &built->sources);
            const bool found = !proof.violations.empty() || !proof.notes.empty();
            caught += found ? 1 : 0;
            if (!found) MESSAGE(built->sources.source(0).path << " rule " << rule.id << " survives: " << mutation.name);
          }
        }
      }
    }
  }
  MESSAGE("mutations caught: " << caught << " of " << tried);
  CHECK(tried > 80);
  CHECK(caught == tried);
}

TEST_CASE("a document that does too much or too little is refused with an object and both verdicts") {
  const auto built = build(fs::path(SHELFLIFE_SOURCE_DIR) / "tests/lowering/cases/prefix.shelf");
  const auto told = [&](const std::string& from, const std::string& to, const EmitOptions& options) {
    std::vector<OutputFile> files = emit(built->policy, built->lowered, built->sources, {});
    bool changed = false;
    for (OutputFile& file : files) {
      const std::size_t at = file.path.ends_with("lifecycle.json") ? file.content.find(from) : std::string::npos;
      if (at == std::string::npos) continue;
      file.content.replace(at, from.size(), to);
      changed = true;
    }
    CHECK(changed);
    Diagnostics diagnostics;
    check_output(built->policy, built->lowered, files, options, built->sources, diagnostics);
    std::string text;
    for (const Diagnostic& d : diagnostics.all()) text += render_concise(d, built->sources) + "\n";
    return text;
  };
  const std::string sooner = told("\"Days\": 14", "\"Days\": 13", {});
  CAPTURE(sooner);
  CHECK(sooner.find("SL0320") != std::string::npos);
  CHECK(sooner.find("created=13d") != std::string::npos);
  CHECK(sooner.find("the native rule deletes it, the policy does not ask for that then") != std::string::npos);
  const std::string later = told("\"Days\": 14", "\"Days\": 15", {});
  CAPTURE(later);
  CHECK(later.find("only after 15 days") != std::string::npos);
  CHECK(later.find("the policy asks for it, the native rules and the plan leave it") != std::string::npos);
  CHECK(told("\"Days\": 14", "\"Days\": 15", EmitOptions{true, {}}).empty());  // frozen: nothing is to be done
}
