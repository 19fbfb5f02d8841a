// The word of a severity, as findings and lists print it.
#pragma once

#include <string_view>

#include "grammar/diagnostics.hpp"

namespace shelflife::cli {

inline std::string_view to_word(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "note";
}

}  // namespace shelflife::cli
