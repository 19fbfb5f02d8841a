// Text to syntax tree. The only code that knows PEGTL is behind this header.
#pragma once

#include <cstdint>
#include <memory>

#include "grammar/ast.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife {

// Parses one file of the manager. Reports every error that it can reach to `diagnostics` and returns what did parse;
// the result is usable for further checks when errors were reported, but must not be built from.
ast::File parse(const SourceManager& sources, FileId file, Diagnostics& diagnostics);

// The same, but rules, holds and requires of a large file stay unread, so that it costs little more memory than its
// text. Large files are parsed by as many threads as there are processors; what comes out is the same.
ast::File parse_declarations(const SourceManager& sources, FileId file, Diagnostics& diagnostics);

// Reads what parse_declarations() left unread. Its errors were reported then, and are not reported again.
class DeclarationReader {
 public:
  DeclarationReader(const SourceManager& sources, FileId file);
  ~DeclarationReader();
  DeclarationReader(DeclarationReader&&) noexcept;
  // Good until the next call.
  const ast::Item& read(const ast::Unread& unread);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace shelflife
