#include "grammar/scan.hpp"

#include <algorithm>

#include "grammar/keywords.hpp"
#include "grammar/utf8.hpp"

namespace shelflife {

namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word_char(char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::uint32_t line_end(std::string_view text, std::uint32_t at) {
  auto end = std::min(text.find('\n', at), text.size());
  if (end > at && text[end - 1] == '\r') --end;
  return static_cast<std::uint32_t>(end);
}

Kind word_kind(std::string_view word) {
  for (std::size_t i = 0; i < keyword_count; ++i)
    if (keywords[i].spelling == word) return static_cast<Kind>(first_keyword + i);
  return word.back() == '-' ? Kind::junk : Kind::name;
}

Scanned scan_string(std::string_view text, std::uint32_t begin) {
  std::uint32_t at = begin + 1;
  for (; at < text.size() && text[at] != '\n' && text[at] != '\r'; ++at) {
    if (text[at] == '"') return {Kind::string, begin, at + 1};
    if (text[at] == '\\' && at + 1 < text.size() && text[at + 1] != '\n' && text[at + 1] != '\r') ++at;
  }
  return {Kind::junk, begin, at};
}

// A quoted text in any other quotes is one token, so that one mistake is one error.
Scanned scan_foreign_quotes(std::string_view text, std::uint32_t begin, std::string_view open, std::string_view close) {
  const std::uint32_t limit = line_end(text, begin);
  const auto found = text.substr(0, limit).find(close, begin + open.size());
  if (found == std::string_view::npos) return {Kind::junk, begin, begin + static_cast<std::uint32_t>(open.size())};
  return {Kind::junk, begin, static_cast<std::uint32_t>(found + close.size())};
}

Kind sign_kind(std::string_view two, std::uint32_t& length) {
  length = 2;
  if (two == "==") return Kind::equal;
  if (two == "!=") return Kind::not_equal;
  if (two == "<=") return Kind::less_equal;
  if (two == ">=") return Kind::greater_equal;
  length = two == "&&" || two == "||" ? 2 : 1;
  switch (two[0]) {
    case ',': return Kind::comma;
    case ':': return Kind::colon;
    case '%': return Kind::percent;
    case '=': return Kind::assign;
    case '{': return Kind::open_brace;
    case '}': return Kind::close_brace;
    case '(': return Kind::open_paren;
    case ')': return Kind::close_paren;
    case '<': return Kind::less;
    case '>': return Kind::greater;
    default: return Kind::junk;
  }
}

}  // namespace

std::uint32_t skip_trivia(std::string_view text, std::uint32_t at) {
  while (at < text.size() && (is_blank(text[at]) || text[at] == '#')) {
    if (text[at] == '#')
      at = static_cast<std::uint32_t>(std::min(text.find('\n', at), text.size()));
    else
      ++at;
  }
  return at;
}

Scanned scan(std::string_view text, std::uint32_t at) {
  const std::uint32_t begin = skip_trivia(text, at);
  if (begin >= text.size()) return {Kind::blank, begin, begin};
  const std::string_view rest = text.substr(begin);
  const char c = rest[0];
  if (is_letter(c) || is_digit(c) || c == '_') {
    std::uint32_t end = begin + 1;
    while (end < text.size() && is_word_char(text[end])) ++end;
    const std::string_view word = text.substr(begin, end - begin);
    if (is_letter(c)) return {word_kind(word), begin, end};
    const bool number = std::all_of(word.begin(), word.end(), is_digit);
    return {number ? Kind::digits : Kind::junk, begin, end};
  }
  if (c == '"') return scan_string(text, begin);
  if (c == '\'' || c == '`') return scan_foreign_quotes(text, begin, rest.substr(0, 1), rest.substr(0, 1));
  if (rest.substr(0, 2) == "//" || rest.substr(0, 2) == "/*" || rest.substr(0, 2) == "--")
    return {Kind::junk, begin, line_end(text, begin)};
  if (rest.substr(0, 3) == "\xE2\x80\x9C" || rest.substr(0, 3) == "\xE2\x80\x9D" || rest.substr(0, 3) == "\xE2\x80\x9E")
    return scan_foreign_quotes(text, begin, rest.substr(0, 3), "\xE2\x80\x9D");
  if (rest.substr(0, 3) == "\xE2\x80\x98" || rest.substr(0, 3) == "\xE2\x80\x99")
    return scan_foreign_quotes(text, begin, rest.substr(0, 3), "\xE2\x80\x99");
  if (rest.substr(0, 2) == "\xC2\xAB") return scan_foreign_quotes(text, begin, rest.substr(0, 2), "\xC2\xBB");
  if (static_cast<unsigned char>(c) >= 0x80) {
    const CodePoint point = decode_utf8(text, begin);
    return {Kind::junk, begin, begin + std::max<std::uint32_t>(1, point.length)};
  }
  std::uint32_t length = 1;
  const Kind kind = sign_kind(rest.substr(0, 2), length);
  return {kind, begin, begin + std::min(length, static_cast<std::uint32_t>(rest.size()))};
}

bool is_declaration_word(Kind kind) { return kind >= Kind::kw_import && kind <= Kind::kw_manifest; }
bool is_statement_word(Kind kind) { return kind >= Kind::kw_keep && kind <= Kind::kw_quarantine; }

bool is_continuation_word(Kind kind) {
  switch (kind) {
    case Kind::kw_and: case Kind::kw_or: case Kind::kw_not: case Kind::kw_in: case Kind::kw_is:
    case Kind::kw_missing: case Kind::kw_where: case Kind::kw_since: case Kind::kw_keeping: case Kind::kw_then:
    case Kind::kw_per: case Kind::kw_from: case Kind::kw_by: case Kind::kw_required: case Kind::kw_on:
    case Kind::kw_for: case Kind::kw_after:
      return true;
    default:
      return false;
  }
}

}  // namespace shelflife
