// What the three clouds' printers share: freezing, folder names, and refusing what a document cannot say.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emitters/emit.hpp"

namespace shelflife {

// Everything that does not move deletes.
inline bool moves(ActionKind kind) {
  return kind == ActionKind::transition || kind == ActionKind::transition_noncurrent;
}

// A native rule as it goes into a document. With freeze its deletes are disabled: a rule that also moves
// becomes two, and the moves keep the id. GCS rules have one action each and cannot be disabled: there
// deletes are left out.
struct EmittedRule {
  std::string id;
  const NativeRule* from = nullptr;
  std::vector<NativeAction> actions;
  bool enabled = true;
};
std::vector<EmittedRule> emitted_rules(const NativeDocument& document, bool freeze);

// The folder of a document under DIR: its name made safe for a path, and unique among the documents.
std::string folder_name(const Lowered& lowered, const NativeDocument& document);

const DefaultLock* default_lock(const Lowered& lowered, StoreId store);

// Inclusive bounds as the exclusive ones that S3 and GCS take. A bound that no object can pass is left out;
// `largest` is the provider's largest value.
struct SizeBounds {
  std::optional<std::uint64_t> above, below;
};
SizeBounds exclusive_sizes(const NativeFilter& filter, std::uint64_t largest);

// An action or filter that the target cannot express would be a wrong delete if it were dropped: a bug,
// thrown.
[[noreturn]] void refuse(const NativeRule& rule, std::string_view what);

}  // namespace shelflife
