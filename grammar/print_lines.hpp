// The lines of a policy before they are laid out: which tokens and comments stand on which logical line.
#pragma once

#include <string_view>
#include <vector>

#include "grammar/tree.hpp"

namespace shelflife {

struct Atom {
  Kind kind = Kind::blank;
  std::string_view text;
  bool own_line = false;  // a comment before which a line break stood
};
// A declaration without a block, the head of a block with its `{`, a line of a block, a `}`, or a comment by itself.
// Comments among and behind its tokens belong to it.
struct PrintLine {
  std::vector<Atom> atoms;
  bool blank_before = false;
  bool in_block = false;
  bool only_comment() const { return atoms.front().kind == Kind::comment; }
};
struct PrintBlock {
  std::size_t head = 0;     // index of the line with `{`
  std::size_t end = 0;      // index of the line with `}`
  bool aligned = false;     // of the kinds whose lines may be aligned
  bool one_line = false;    // the source has it on one line
};
struct PrintLines {
  std::vector<PrintLine> lines;
  std::vector<PrintBlock> blocks;
};

PrintLines split_lines(const Tree& tree, std::string_view text);

}  // namespace shelflife
