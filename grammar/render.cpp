// Diagnostics as text for people. Nothing of the user's text reaches the terminal unescaped.
#include <algorithm>
#include <string>

#include "grammar/diagnostics.hpp"
#include "grammar/utf8.hpp"

namespace shelflife {

namespace {

constexpr std::size_t frame_before = 60;  // bytes of the line kept before the caret
constexpr std::size_t frame_after = 60;

struct Colors {
  const char *bold, *error, *warning, *note, *frame, *off;
};
constexpr Colors no_colors{"", "", "", "", "", ""};
constexpr Colors ansi_colors{"\x1b[1m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m", "\x1b[34m", "\x1b[0m"};

const char* word(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::note: break;
  }
  return "note";
}

void append_escaped(std::string& out, char32_t value, bool byte) {
  static constexpr char hex[] = "0123456789abcdef";
  const int digits = byte || value < 0x80 ? 2 : value < 0x10000 ? 4 : 6;
  out += digits == 2 ? "\\x" : "\\u";
  for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) out += hex[(value >> static_cast<unsigned>(shift)) & 0xFU];
}

// What stands in a code frame for `text`: one line, tabs as blanks.
std::string frame_text(std::string_view text) {
  std::string out;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t tab = std::min(text.find('\t', begin), text.size());
    out += printable(text.substr(begin, tab - begin));
    if (tab < text.size()) out += "    ";
    begin = tab + 1;
  }
  return out;
}

std::size_t width(std::string_view printed) {
  return static_cast<std::size_t>(std::count_if(
      printed.begin(), printed.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// Moves a cut to the start of a character.
std::size_t boundary(std::string_view line, std::size_t at) {
  for (int i = 0; i < 3 && at > 0 && at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0U) == 0x80U; ++i) --at;
  return at;
}

void append_frame(std::string& out, const Span& span, const SourceManager& sources, const Colors& colors) {
  const Position at = sources.position(span.file, span.begin);
  const std::string_view line = sources.line(span.file, at.line);
  const std::size_t column = std::min<std::size_t>(at.column - 1, line.size());
  const std::size_t marked_end = std::clamp<std::size_t>(column + (span.end - span.begin), column, line.size());

  const std::size_t from = column > frame_before ? boundary(line, column - frame_before) : 0;
  const std::size_t to = line.size() - column > frame_after ? boundary(line, column + frame_after) : line.size();
  std::string before = from > 0 ? "..." : "";
  before += frame_text(line.substr(from, column - from));
  const std::size_t cut = std::max(std::min(marked_end, to), column);
  const std::string marked = frame_text(line.substr(column, cut - column));
  std::string after = frame_text(line.substr(cut, to - cut));
  if (to < line.size()) after += "...";

  const std::string number = std::to_string(at.line);
  const std::string gutter(number.size(), ' ');
  out.append("  ").append(colors.frame).append(number).append(" |").append(colors.off).append(" ");
  out.append(before).append(marked).append(after).append("\n  ");
  out.append(colors.frame).append(gutter).append(" |").append(colors.off).append(" ");
  out.append(width(before), ' ').append(colors.error);
  out.append(std::max<std::size_t>(1, width(marked)), '^').append(colors.off).append("\n");
}

void append_place(std::string& out, const Span& span, const SourceManager& sources) {
  if (span.file >= sources.size()) {
    out += "shelflife";
    return;
  }
  const Position at = sources.position(span.file, span.begin);
  out += printable(sources.source(span.file).path);
  out.append(":").append(std::to_string(at.line)).append(":").append(std::to_string(at.column));
}

void append_head(std::string& out, const Diagnostic& diagnostic, const SourceManager& sources, const Colors& colors) {
  out += colors.bold;
  append_place(out, diagnostic.span, sources);
  out.append(": ").append(colors.off);
  const Severity severity = diagnostic.severity;
  out += severity == Severity::error ? colors.error : severity == Severity::warning ? colors.warning : colors.note;
  out.append(word(severity)).append(" ").append(diagnostic.about->id).append(colors.off).append(": ");
  out += printable(diagnostic.message);
}

// `label: text`, further lines of the text below its first one.
void append_labelled(std::string& out, std::string_view label, std::string_view text, const Colors& colors) {
  if (text.empty()) return;
  out.append("  ").append(colors.bold).append(label).append(":").append(colors.off);
  const std::string indent(label.size() + 3, ' ');
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (begin != 0) out += indent;
    out.append(" ").append(printable(text.substr(begin, end - begin))).append("\n");
    begin = end + 1;
  }
}

std::string_view hint_of(const Diagnostic& diagnostic) {
  return diagnostic.hint.empty() ? diagnostic.about->help : std::string_view(diagnostic.hint);
}

}  // namespace

std::string in_back_quotes(std::string_view text) {
  constexpr std::size_t longest = 40;
  const bool cut = text.size() > longest;
  std::string result(1, '`');
  result.append(text.substr(0, cut ? boundary(text, longest) : text.size()));
  return result.append(cut ? "...`" : "`");
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text, i);
    if (c.length == 0) {
      append_escaped(out, static_cast<unsigned char>(text[i]), true);
      ++i;
      continue;
    }
    if (c.value == '\n') {
      out += "\\n";
    } else if (c.value == '\t') {
      out += "\\t";
    } else if (c.value == '\r') {
      out += "\\r";
    } else if (is_unprintable(c.value)) {
      append_escaped(out, c.value, false);
    } else {
      out += text.substr(i, c.length);
    }
    i += c.length;
  }
  return out;
}

std::string render(const Diagnostic& diagnostic, const SourceManager& sources, bool color) {
  const Colors& colors = color ? ansi_colors : no_colors;
  std::string out;
  append_head(out, diagnostic, sources, colors);
  out += "\n";
  if (diagnostic.span.file < sources.size()) append_frame(out, diagnostic.span, sources, colors);
  for (const Related& related : diagnostic.related) {
    out += "  ";
    append_place(out, related.span, sources);
    out.append(": ").append(colors.note).append("note").append(colors.off).append(": ");
    out.append(printable(related.message)).append("\n");
    if (related.span.file < sources.size()) append_frame(out, related.span, sources, colors);
  }
  append_labelled(out, "help", hint_of(diagnostic), colors);
  append_labelled(out, "example", diagnostic.about->example, colors);
  return out;
}

std::string render_concise(const Diagnostic& diagnostic, const SourceManager& sources) {
  std::string out;
  append_head(out, diagnostic, sources, no_colors);
  const std::string_view hint = hint_of(diagnostic);
  if (!hint.empty()) out.append("; ").append(printable(hint.substr(0, hint.find('\n'))));
  return out;
}

}  // namespace shelflife
