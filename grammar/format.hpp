// One canonical style; comments kept.
#pragma once

#include <optional>
#include <string>

#include "grammar/diagnostics.hpp"

namespace shelflife {

// The file in canonical style, or nothing when it has syntax errors (which are reported). Proves itself: the result
// is parsed again and must give an equal tree and the same comments, else an internal error is reported.
std::optional<std::string> format(const SourceManager& sources, FileId file, Diagnostics& diagnostics);

}  // namespace shelflife
