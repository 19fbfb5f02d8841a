#include "grammar/printer.hpp"

#include <algorithm>

#include "grammar/print_lines.hpp"

namespace shelflife {

namespace {

constexpr std::size_t indent_width = 2;
constexpr std::size_t continuation_indent = 4;
constexpr std::size_t widest_rule_padding = 3;  // `keep   latest`, but not `keep       latest` beside `quarantine`

bool space_between(const Atom& before, const Atom& after) {
  switch (after.kind) {
    case Kind::comma: case Kind::colon: case Kind::percent: case Kind::close_paren: return false;
    default: break;
  }
  return before.kind != Kind::open_paren;
}

// Bytes that continue a character take no column.
std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// The width of the tokens on one line, comments apart; `first_width` is that of the padded first token.
std::size_t width(const PrintLine& line, std::size_t first_width) {
  std::size_t total = 0;
  const Atom* before = nullptr;
  for (const Atom& atom : line.atoms) {
    if (atom.kind == Kind::comment) continue;
    if (before != nullptr && space_between(*before, atom)) ++total;
    total += before == nullptr ? std::max(first_width, columns(atom.text)) : columns(atom.text);
    before = &atom;
  }
  return total;
}

bool comment_inside(const PrintLine& line) {
  return !line.only_comment() && std::any_of(line.atoms.begin(), line.atoms.end() - 1,
                                             [](const Atom& atom) { return atom.kind == Kind::comment; });
}

class Printer {
 public:
  explicit Printer(const PrintLines& lines) : lines_(lines.lines), blocks_(lines.blocks) {}

  std::string run() {
    std::size_t next_block = 0;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (lines_[i].blank_before) out_ += '\n';
      if (next_block == blocks_.size() || blocks_[next_block].head != i) {
        print(lines_[i], 0);
        continue;
      }
      const PrintBlock& block = blocks_[next_block++];
      if (fits_one_line(block)) {
        one_line(block);
      } else {
        print(lines_[i], 0);
        const std::size_t padding = first_width(block);
        for (std::size_t j = i + 1; j < block.end; ++j) {
          if (lines_[j].blank_before) out_ += '\n';
          print(lines_[j], padding);
        }
        print(lines_[block.end], 0);
      }
      i = block.end;
    }
    return std::move(out_);
  }

 private:
  bool fits_one_line(const PrintBlock& block) const {
    if (!block.one_line || block.end - block.head > 2) return false;
    std::size_t total = width(lines_[block.head], 0) + 2;
    if (block.end == block.head + 2) total += 1 + width(lines_[block.head + 1], 0);
    return total <= max_columns && !comment_inside(lines_[block.head]);
  }

  void one_line(const PrintBlock& block) {
    PrintLine joined = lines_[block.head];
    for (std::size_t j = block.head + 1; j <= block.end; ++j)
      joined.atoms.insert(joined.atoms.end(), lines_[j].atoms.begin(), lines_[j].atoms.end());
    print(joined, 0);
  }

  // The width to which the first words of a block are padded; 0 where that would not be easy on the eye.
  std::size_t first_width(const PrintBlock& block) const {
    if (!block.aligned) return 0;
    std::size_t widest = 0, narrowest = max_columns;
    for (std::size_t j = block.head + 1; j < block.end; ++j) {
      if (lines_[j].only_comment()) continue;
      if (comment_inside(lines_[j])) return 0;
      widest = std::max(widest, lines_[j].atoms.front().text.size());
      narrowest = std::min(narrowest, lines_[j].atoms.front().text.size());
    }
    const bool rule = lines_[block.head].atoms.front().kind == Kind::kw_rule;
    if (rule && widest > narrowest + widest_rule_padding) return 0;
    for (std::size_t j = block.head + 1; j < block.end; ++j)
      if (!lines_[j].only_comment() && width(lines_[j], widest) + indent_width > max_columns) return 0;
    return widest;
  }

  void print(const PrintLine& line, std::size_t padding) {
    const std::size_t indent = line.in_block ? indent_width : 0;
    const bool wrap = indent + width(line, padding) > max_columns;
    out_.append(indent, ' ');
    std::size_t column = indent;
    std::size_t parens = 0;
    const Atom* before = nullptr;
    for (std::size_t i = 0; i < line.atoms.size(); ++i) {
      const Atom& atom = line.atoms[i];
      if (atom.kind == Kind::comment) {
        if (before != nullptr && (atom.own_line || before->kind == Kind::comment))
          out_.append("\n").append(indent + continuation_indent, ' ');
        else if (before != nullptr)
          out_ += "   ";
        out_ += atom.text;
        before = &atom;
        continue;
      }
      const bool first = before == nullptr;
      const bool breakable = parens == 0 && (atom.kind == Kind::kw_where || atom.kind == Kind::kw_and ||
                                             atom.kind == Kind::kw_or || atom.kind == Kind::open_brace);
      if (!first && (before->kind == Kind::comment ||
                     (wrap && breakable && column + 1 + segment(line, i, parens) > max_columns))) {
        const std::size_t at = atom.kind == Kind::open_brace ? 0 : indent + continuation_indent;
        out_.append("\n").append(at, ' ');
        column = at;
      } else if (!first && space_between(*before, atom)) {
        out_ += ' ';
        ++column;
      }
      if (atom.kind == Kind::open_paren) ++parens;
      if (atom.kind == Kind::close_paren) --parens;
      out_ += atom.text;
      column += columns(atom.text);
      const bool more = i + 1 < line.atoms.size() && line.atoms[i + 1].kind != Kind::comment;
      if (first && more && padding > columns(atom.text)) {
        out_.append(padding - columns(atom.text), ' ');
        column = indent + padding;
      }
      before = &atom;
    }
    out_ += '\n';
  }

  // The width from atom i to the next place where a line may break.
  static std::size_t segment(const PrintLine& line, std::size_t i, std::size_t parens) {
    std::size_t total = 0;
    for (std::size_t j = i; j < line.atoms.size() && line.atoms[j].kind != Kind::comment; ++j) {
      const Atom& atom = line.atoms[j];
      if (j > i && parens == 0 && (atom.kind == Kind::kw_and || atom.kind == Kind::kw_or || atom.kind == Kind::kw_where))
        break;
      if (atom.kind == Kind::open_paren) ++parens;
      if (atom.kind == Kind::close_paren) --parens;
      total += columns(atom.text) + (j > i && space_between(line.atoms[j - 1], atom) ? 1 : 0);
    }
    return total;
  }

  const std::vector<PrintLine>& lines_;
  const std::vector<PrintBlock>& blocks_;
  std::string out_;
};

}  // namespace

std::string print_canonical(const Tree& tree, std::string_view text) {
  const PrintLines lines = split_lines(tree, text);
  return Printer(lines).run();
}

}  // namespace shelflife
