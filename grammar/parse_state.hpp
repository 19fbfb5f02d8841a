// What one parse knows besides the input: the tree so far, the errors so far, the depth.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "grammar/scan.hpp"
#include "grammar/syntax_error.hpp"
#include "grammar/tree_builder.hpp"

namespace shelflife {

inline constexpr std::uint32_t max_depth = 100;
inline constexpr std::size_t max_errors = 1000;  // a file; hostile text must not cost more than its length

// Thrown when max_errors is reached.
struct TooManyErrors {};

class ParseState {
 public:
  ParseState(std::string_view text, FileId file, Diagnostics& diagnostics)
      : stop(static_cast<std::uint32_t>(text.size())), tree(text), text_(text), file_(file), diagnostics_(diagnostics) {}
  ParseState(const ParseState&) = delete;
  ParseState& operator=(const ParseState&) = delete;
  virtual ~ParseState() = default;

  // Where a construct began, to come back to its level.
  struct Mark {
    std::size_t events;
    std::uint32_t depth;
    std::uint32_t line_begin;
    std::uint32_t leaf_end;
  };
  Mark begin_line() {
    const Mark mark{tree.mark(), depth, line_begin_, tree.leaf_end()};
    line_begin_ = tree.next();
    return mark;
  }
  void end_line(const Mark& mark) { line_begin_ = mark.line_begin; }

  // After an error: report it, close what is open, skip to where the next line, `{` or declaration begins.
  void recover_line(const SyntaxError& error, const Mark& mark, bool statements);
  bool recover_header(const SyntaxError& error, const Mark& mark);  // false: there is no block to go on with
  void recover_item(const SyntaxError& error, const Mark& mark);
  // The next token ends a block, be it `}`, the end of the file or the next declaration.
  bool at_block_end() const;
  // Puts everything from here to the end of the text into one error node.
  void give_up();

  // The events since the last call are one declaration (or what stands for one).
  virtual void item_done() = 0;

  // Begins anew at a place where a declaration begins.
  void start_at(std::uint32_t offset) {
    depth = 0;
    failed = false;
    tree.start_at(offset);
  }
  std::string_view text() const { return text_; }
  std::size_t errors() const { return errors_; }  // reported so far
  bool gave_up() const { return gave_up_; }
  // How many were reported for what stands before, so that the limit counts them.
  void set_errors(std::size_t before) { errors_ = before; }

  std::uint32_t stop;  // no declaration that begins here or behind is read
  std::uint32_t depth = 0;
  bool failed = false;  // an error since it was last reset
  TreeBuilder tree;

 protected:
  FileId file() const { return file_; }
  Diagnostics& diagnostics() { return diagnostics_; }

 private:
  enum class Until { line, statement, block, item };
  void report(const SyntaxError& error);
  void skip(Until until, bool progress);
  bool stops(Until until, const Scanned& token, const Scanned& before, bool new_line, std::uint32_t braces) const;

  std::string_view text_;
  FileId file_;
  Diagnostics& diagnostics_;
  std::size_t errors_ = 0;
  bool gave_up_ = false;
  std::uint32_t line_begin_ = 0;

 public:
  // Offsets already reported by the check of the bytes, ascending.
  std::span<const std::uint32_t> bad_bytes;
};

// Reads declarations from `begin` on, which is 0 or where one begins, until one begins at or behind state.stop.
// state.tree.next() is then where. In parse.cpp.
void parse_range(ParseState& state, std::uint32_t begin);

}  // namespace shelflife
