// The changes between two policies as text, as Markdown for a pull request, and as JSON (docs/schema/diff-1.schema.json).
#pragma once

#include <string>

#include "compiler/diff/diff.hpp"
#include "grammar/source.hpp"

namespace shelflife::cli {

std::string diff_text(const PolicyDiff& diff, const SourceManager& sources, bool color);
std::string diff_markdown(const PolicyDiff& diff, const SourceManager& sources);
std::string diff_json(const PolicyDiff& diff, const SourceManager& sources);

// Of one kind, text and Markdown show this many.
inline constexpr std::size_t most_shown = 20;
std::string place_of(const SourceManager& sources, const ChangeSource& source);  // "policy.shelf:12"
// "3 changes: 1 more-deleted, 2 later"; "no object changes fate" where there is none.
std::string diff_summary(const PolicyDiff& diff);

}  // namespace shelflife::cli
