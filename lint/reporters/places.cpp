#include "lint/reporters/places.hpp"

#include <algorithm>

#include "grammar/utf8.hpp"
#include "lint/fingerprint.hpp"

namespace shelflife::lint {

namespace {

std::uint32_t column_of(const SourceManager& sources, FileId file, const Position& at) {
  const std::string_view text = sources.line(file, at.line);
  const std::size_t end = std::min<std::size_t>(at.column - 1, text.size());
  std::size_t i = at.line == 1 && text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  std::uint32_t column = 1;
  while (i < end) {
    const CodePoint c = decode_utf8(text, i);
    column += c.value > 0xFFFF ? 2U : 1U;
    i += std::max<std::uint32_t>(1, c.length);
  }
  return column;
}

}  // namespace

std::optional<Place> place_of(const Span& span, const SourceManager& sources) {
  if (span.file >= sources.size()) return std::nullopt;
  const Position begin = sources.position(span.file, span.begin), end = sources.position(span.file, std::max(span.begin, span.end));
  return Place{report_path(sources.source(span.file).path), begin.line, column_of(sources, span.file, begin), end.line, column_of(sources, span.file, end)};
}

std::string told_in_one_line(const Diagnostic& diagnostic) {
  const std::string_view hint = hint_of(diagnostic);
  std::string out = printable(whole_message(diagnostic));
  if (!hint.empty()) out.append("; ").append(printable(hint.substr(0, hint.find('\n'))));
  return out;
}

std::string titled(const Diagnostic& diagnostic) { return std::string(diagnostic.about->id) + " " + std::string(diagnostic.about->name); }

}  // namespace shelflife::lint
