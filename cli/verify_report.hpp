// What `verify` has found, before it is printed. docs/verify.md documents the JSON.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/verify/verify.hpp"
#include "emitters/reading/document.hpp"
#include "grammar/source.hpp"

namespace shelflife::cli {

struct VerifyReport {
  const Policy* policy = nullptr;
  const SourceManager* sources = nullptr;
  StoreId store = 0;
  std::string path;                        // of the document, as the user gave it, with its place in a folder or plan
  std::size_t rules = 0;                   // enabled rules that speak of the store
  bool judged = true;                      // false: not understood, or past the engine's bounds; never called safe then
  Verification proof;
  std::vector<std::string> contradictions; // settings that do not honour the policy
  std::vector<Remark> remarks;
  std::size_t more_remarks = 0;
  std::vector<std::string> notes;

  std::string_view verdict() const {
    if (!judged || !contradictions.empty() || proof.verdict == VerifyVerdict::unsafe || proof.verdict == VerifyVerdict::undecided) return "unsafe";
    return proof.verdict == VerifyVerdict::incomplete ? "incomplete" : "safe";
  }
};

std::string verify_text(const VerifyReport& report);
std::string verify_json(const VerifyReport& report);

}  // namespace shelflife::cli
