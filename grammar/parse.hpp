// Text to syntax tree. The only code that knows PEGTL is behind this header.
#pragma once

#include "grammar/ast.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife {

// Parses one file of the manager. Reports every error that it can reach to `diagnostics` and returns what did parse;
// the result is usable for further checks when errors were reported, but must not be built from.
ast::File parse(const SourceManager& sources, FileId file, Diagnostics& diagnostics);

}  // namespace shelflife
