// Source lines with places marked in them, and text that keeps to a width.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "grammar/source.hpp"

namespace shelflife {

struct Mark {
  Span span;
  char sign = '^';        // what underlines it: marks differ without colour too
  std::string label;      // printable, behind the underline
  std::string_view color;  // empty: none
};
struct FrameColors {
  std::string_view gutter, off;
};

// Whether both places can stand in one frame: the same file, few lines apart, and, on one line, near each other.
bool share_a_frame(const Span& a, const Span& b, const SourceManager& sources, std::size_t width);
// The lines of the marks, each once, and `...` where some are left out. One file, at least one mark, in any order. Long lines
// are cut around their first mark. No line is wider than `width`, but for words of labels that are.
void append_frame(std::string& out, std::vector<Mark> marks, const SourceManager& sources, std::size_t width, const FrameColors& colors);

// Columns that printable text takes.
std::size_t text_columns(std::string_view printed);
// Breaks at blanks, not inside of back quotes where that can be helped. Lines begin with `indent`; the first takes `used` columns already.
std::string wrapped(std::string_view printed, std::size_t width, std::size_t used, std::string_view indent);

}  // namespace shelflife
