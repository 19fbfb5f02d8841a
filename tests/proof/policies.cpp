#include "tests/proof/policies.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "compiler/resolve/resolve.hpp"

namespace shelflife::proofs {

namespace fs = std::filesystem;

namespace {

std::optional<std::string> text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::unique_ptr<BuiltPolicy> build(const std::string& name, const fs::path& path) {
  auto out = std::make_unique<BuiltPolicy>();
  out->name = name;
  Diagnostics diagnostics;
  const FileId root = out->sources.add(path.filename().string(), text_of(path).value_or(""));
  out->policy = resolve(out->sources, root, [&](const std::string& file) { return text_of(path.parent_path() / file); }, diagnostics);
  if (!diagnostics.has_errors()) out->lowered = lower(out->policy, diagnostics, &out->sources);
  for (const Diagnostic& d : diagnostics.all()) {
    if (d.severity == Severity::error) return nullptr;
  }
  return out;
}

}  // namespace

std::vector<std::unique_ptr<BuiltPolicy>> golden_policies() {
  std::vector<std::pair<std::string, fs::path>> found;
  const fs::path root = SHELFLIFE_SOURCE_DIR;
  for (const auto& entry : fs::directory_iterator(root / "tests/lowering/cases")) {
    const std::string name = entry.path().stem().string();
    if (entry.path().extension() == ".shelf" && !name.starts_with("fail_")) found.emplace_back(name, entry.path());
  }
  for (const auto& folder : fs::directory_iterator(root / "examples")) {
    if (!folder.is_directory()) continue;
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (entry.path().extension() != ".shelf") continue;
      if (text_of(entry.path()).value_or("").find("\nstore ") != std::string::npos) found.emplace_back("examples/" + folder.path().filename().string(), entry.path());
    }
  }
  std::sort(found.begin(), found.end());
  std::vector<std::unique_ptr<BuiltPolicy>> out;
  for (const auto& [name, path] : found) {
    if (auto built = build(name, path)) out.push_back(std::move(built));
  }
  REQUIRE(out.size() > 25);
  return out;
}

std::vector<NativeRule> rules_of(const Lowered& lowered, StoreId store) {
  std::vector<NativeRule> out;
  for (const NativeDocument& document : lowered.documents) {
    std::copy_if(document.rules.begin(), document.rules.end(), std::back_inserter(out), [&](const NativeRule& r) { return r.store == store; });
  }
  return out;
}

bool clean(const Verification& proof) { return proof.verdict == VerifyVerdict::safe && proof.notes.empty(); }

}  // namespace shelflife::proofs
