#include "grammar/parse_state.hpp"

#include <algorithm>

namespace shelflife {

void ParseState::report(const SyntaxError& error) {
  failed = true;
  if (error.reported) return;
  // The check of the bytes has already said what is wrong with this token.
  const Scanned token = scan(text_, error.offset);
  const auto bad = std::lower_bound(bad_bytes.begin(), bad_bytes.end(), token.begin);
  if (bad != bad_bytes.end() && *bad < std::max(token.end, token.begin + 1)) return;
  Diagnostic diagnostic = explain(error.expected, {file_, text_, error.offset, tree.leaf_end(), line_begin_});
  Diagnostic& added = diagnostics_.add(diagnostic.code, diagnostic.span, std::move(diagnostic.message),
                                       std::move(diagnostic.hint));
  added.related = std::move(diagnostic.related);
  if (++errors_ >= max_errors) throw TooManyErrors{};
}

void ParseState::recover_line(const SyntaxError& error, const Mark& mark, bool statements) {
  report(error);
  skip(statements ? Until::statement : Until::line, tree.leaf_end() == mark.leaf_end);
  tree.close_open_nodes(mark.events);
  depth = mark.depth;
  end_line(mark);
}

bool ParseState::recover_header(const SyntaxError& error, const Mark& mark) {
  report(error);
  skip(Until::block, false);
  tree.close_open_nodes(mark.events);
  depth = mark.depth;
  const Scanned token = scan(text_, tree.next());
  return token.kind == Kind::open_brace || is_statement_word(token.kind);
}

void ParseState::recover_item(const SyntaxError& error, const Mark& mark) {
  report(error);
  skip(Until::item, tree.leaf_end() == mark.leaf_end);
  tree.close_open_nodes(mark.events);
  depth = mark.depth;
  end_line(mark);
}

bool ParseState::at_block_end() const {
  if (tree.next() < text_.size() && text_[tree.next()] == '}') return true;
  const Scanned token = scan(text_, tree.next());
  return token.kind == Kind::close_brace || token.kind == Kind::blank || is_declaration_word(token.kind);
}

// Words that begin something are reserved, so that they stop the skipping wherever they stand, but for the names of
// rules and roles and for `then delete`.
bool ParseState::stops(Until until, const Scanned& token, const Scanned& before, bool new_line,
                       std::uint32_t braces) const {
  if (token.kind == Kind::blank) return true;
  const bool may_be_name = before.kind == Kind::kw_rule || before.kind == Kind::kw_role;
  if (is_declaration_word(token.kind) && (new_line || (braces == 0 && !may_be_name))) return true;
  if (braces != 0) return false;
  const bool statement = is_statement_word(token.kind) && before.kind != Kind::kw_then;
  switch (until) {
    case Until::block:
      return token.kind == Kind::open_brace || token.kind == Kind::close_brace || (statement && new_line);
    case Until::statement:
      if (statement) return true;
      [[fallthrough]];
    case Until::line:
      if (token.kind == Kind::close_brace) return true;
      break;
    case Until::item:
      break;
  }
  const bool word = is_keyword(token.kind) || token.kind == Kind::name;
  const bool obligation = until == Until::line && token.kind == Kind::kw_not && scan(text_, token.end).kind == Kind::kw_moved;
  return new_line && word && (obligation || !is_continuation_word(token.kind));
}

void ParseState::skip(Until until, bool progress) {
  tree.open(Kind::error);
  std::uint32_t braces = 0;
  Scanned before;
  for (bool first = true;; first = false) {
    const Scanned token = scan(text_, tree.next());
    if (token.kind == Kind::blank) break;
    const std::string_view gap = text_.substr(tree.leaf_end(), token.begin - tree.leaf_end());
    const bool new_line = gap.find('\n') != std::string_view::npos;
    // The token that is wrong is passed over, unless it begins a line or ends what is broken.
    const bool ends = until != Until::item && (token.kind == Kind::close_brace ||
                                               (until == Until::block && token.kind == Kind::open_brace));
    const bool pass = first && (progress || (!new_line && !ends));
    if (!pass && stops(until, token, before, new_line, braces)) break;
    if (token.kind == Kind::open_brace) ++braces;
    if (token.kind == Kind::close_brace && braces > 0) --braces;
    tree.leaf(token.kind, token.end);
    const std::uint32_t behind = skip_trivia(text_, token.end);
    if (text_.substr(token.end, behind - token.end).find('#') != std::string_view::npos) tree.saw_comment();
    tree.blanks_until(behind);
    before = token;
    if (until == Until::item && token.kind == Kind::close_brace && braces == 0) break;
  }
  tree.close(Kind::error);
}

void ParseState::give_up() {
  gave_up_ = true;
  tree.open(Kind::error);
  const auto end = static_cast<std::uint32_t>(text_.size());
  if (tree.next() < end) tree.leaf(Kind::junk, end);
  tree.close(Kind::error);
  tree.close_open_nodes(0);
  const Scanned here = scan(text_, tree.next());
  diagnostics_.add(Code::too_many_errors, Span{file_, here.begin, here.begin},
                   "stopped after " + std::to_string(max_errors) + " errors; the rest of the file was not checked");
}

}  // namespace shelflife
