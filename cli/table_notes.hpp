// The sentences under the table of `build`: what can be recovered, what a stopped pruner means, what would be native.
#pragma once

#include <string>

#include "compiler/lowering/lowering.hpp"
#include "compiler/model/policy.hpp"
#include "grammar/source.hpp"

namespace shelflife::cli {

std::string cloud_name(Provider provider);      // "S3", "Azure", "GCS"
std::size_t rule_limit(Provider provider);      // rules that one lifecycle document may have
bool has_native_delete(const NativeDocument& document);  // of bytes; ending uploads and markers is none
// "21" in the root file, "teams/vision.shelf:4" in others.
std::string place_text(const Policy& policy, const SourceManager& sources, const Span& span);

// `speaking`: rules_by_store.
void append_document_notes(std::string& out, const Policy& policy, const NativeDocument& document, const std::vector<std::vector<std::uint32_t>>& speaking,
                           const SourceManager& sources, bool wants_deletes);
void append_policy_notes(std::string& out, const Policy& policy, const Lowered& lowered);

}  // namespace shelflife::cli
