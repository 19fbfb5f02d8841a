#include "grammar/print_lines.hpp"

#include <algorithm>

namespace shelflife {

namespace {

std::string_view trimmed(std::string_view text) {
  const auto last = text.find_last_not_of(" \t\r");
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

class Splitter {
 public:
  Splitter(const Tree& tree, std::string_view text) : tree_(tree), text_(text) {}

  PrintLines run() {
    for (const Event& event : tree_.events) {
      if (event.type == EventType::open && (is_declaration(event.kind) || is_block_line(event.kind))) {
        item_ = is_declaration(event.kind) ? event.kind : item_;
        fresh_ = true;
      }
      if (event.type == EventType::close && (is_declaration(event.kind) || is_block_line(event.kind))) fresh_ = true;
      if (event.type == EventType::leaf) leaf(event);
    }
    return std::move(result_);
  }

 private:
  void leaf(const Event& event) {
    const std::uint32_t begin = at_ + event.blank;
    const std::string_view gap = text_.substr(at_, event.blank);
    gap_breaks_ += std::count(gap.begin(), gap.end(), '\n');
    at_ = event.offset;
    const std::string_view token = text_.substr(begin, event.offset - begin);
    if (event.kind == Kind::blank) {  // the mark at the start of the file, or a very wide gap
      gap_breaks_ += std::count(token.begin(), token.end(), '\n');
      return;
    }
    if (event.kind == Kind::comment)
      comment(token);
    else if (event.kind == Kind::close_brace)
      close_block(token);
    else
      word(event.kind, token);
    gap_breaks_ = 0;
  }

  void begin_line() {
    PrintLine line;
    const bool after_open = !result_.lines.empty() && in_block_ && result_.lines.size() == result_.blocks.back().head + 1;
    line.blank_before = gap_breaks_ > 1 && !result_.lines.empty() && !after_open;
    line.in_block = in_block_;
    result_.lines.push_back(std::move(line));
    fresh_ = false;
  }

  void word(Kind kind, std::string_view token) {
    if (fresh_) begin_line();
    if (gap_breaks_ > 0 && in_block_) result_.blocks.back().one_line = false;
    result_.lines.back().atoms.push_back({kind, token, false});
    if (kind != Kind::open_brace) return;
    in_block_ = true;
    fresh_ = true;
    const bool aligned = item_ == Kind::store_item || item_ == Kind::rule_item;
    result_.blocks.push_back({result_.lines.size() - 1, 0, aligned, true});
  }

  void comment(std::string_view token) {
    const bool own_line = gap_breaks_ > 0 || result_.lines.empty();
    if (fresh_ && own_line) {
      begin_line();
      fresh_ = true;
    } else if (result_.lines.empty()) {
      begin_line();
    }
    if (in_block_) result_.blocks.back().one_line = false;
    result_.lines.back().atoms.push_back({Kind::comment, trimmed(token), own_line});
  }

  void close_block(std::string_view token) {
    PrintBlock& block = result_.blocks.back();
    if (gap_breaks_ > 0) block.one_line = false;
    in_block_ = false;
    gap_breaks_ = 0;
    begin_line();
    block.end = result_.lines.size() - 1;
    result_.lines.back().atoms.push_back({Kind::close_brace, token, false});
    fresh_ = true;
  }

  const Tree& tree_;
  std::string_view text_;
  PrintLines result_;
  Kind item_ = Kind::rule_item;
  std::uint32_t at_ = 0;
  std::ptrdiff_t gap_breaks_ = 0;
  bool fresh_ = true;
  bool in_block_ = false;
};

}  // namespace

PrintLines split_lines(const Tree& tree, std::string_view text) { return Splitter(tree, text).run(); }

}  // namespace shelflife
