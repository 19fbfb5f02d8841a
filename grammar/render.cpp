// Diagnostics as text for people. Nothing of the user's text reaches the terminal unescaped.
#include <algorithm>
#include <string>

#include "grammar/diagnostics.hpp"
#include "grammar/frame.hpp"
#include "grammar/utf8.hpp"

namespace shelflife {

namespace {

struct Colors {
  const char *bold, *error, *warning, *note, *frame, *off;
};
constexpr Colors no_colors{"", "", "", "", "", ""};
constexpr Colors ansi_colors{"\x1b[1m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m", "\x1b[34m", "\x1b[0m"};

void append_escaped(std::string& out, char32_t value, bool byte) {
  static constexpr char hex[] = "0123456789abcdef";
  const int digits = byte || value < 0x80 ? 2 : value < 0x10000 ? 4 : 6;
  out += digits == 2 ? "\\x" : "\\u";
  for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) out += hex[(value >> static_cast<unsigned>(shift)) & 0xFU];
}

// Moves a cut to the start of a character.
std::size_t boundary(std::string_view line, std::size_t at) {
  for (int i = 0; i < 3 && at > 0 && at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0U) == 0x80U; ++i) --at;
  return at;
}

const char* color_of(Severity severity, const Colors& colors) {
  return severity == Severity::error ? colors.error : severity == Severity::warning ? colors.warning : colors.note;
}

// Without the message.
void append_head(std::string& out, const Diagnostic& diagnostic, const SourceManager& sources, const Colors& colors) {
  out.append(colors.bold).append(place_text(diagnostic.span, sources)).append(": ").append(colors.off);
  out.append(color_of(diagnostic.severity, colors)).append(to_word(diagnostic.severity)).append(" ");
  out.append(diagnostic.about->id).append(colors.off).append(": ");
}

// `label: text`, further lines of the text below its first one.
void append_labelled(std::string& out, std::string_view label, std::string_view text, std::size_t width, const Colors& colors) {
  if (text.empty()) return;
  out.append("  ").append(colors.bold).append(label).append(":").append(colors.off);
  const std::string indent(label.size() + 4, ' ');
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (begin != 0) out.append(indent, 1);
    const std::string line = printable(text.substr(begin, end - begin));
    out.append(" ").append(width == 0 ? line : wrapped(line, width, indent.size(), indent)).append("\n");
    begin = end + 1;
  }
}

// The places: those near the first in its frame, each other one below its own line.
void append_frames(std::string& out, const Diagnostic& diagnostic, const SourceManager& sources, std::size_t width, const Colors& colors) {
  const FrameColors frame{colors.frame, colors.off};
  const bool placed = diagnostic.span.file < sources.size();
  std::vector<Mark> marks;
  std::vector<const Related*> elsewhere;
  if (placed) marks.push_back({diagnostic.span, '^', {}, color_of(diagnostic.severity, colors)});
  for (const Related& related : diagnostic.related) {
    if (placed && share_a_frame(diagnostic.span, related.span, sources, width)) marks.push_back({related.span, '-', printable(related.message), colors.note});
    else elsewhere.push_back(&related);
  }
  if (placed) append_frame(out, std::move(marks), sources, width, frame);
  for (const Related* related : elsewhere) {
    out.append("  ").append(place_text(related->span, sources)).append(": ").append(colors.note).append("note").append(colors.off).append(": ");
    out.append(printable(related->message)).append("\n");
    if (related->span.file < sources.size()) append_frame(out, {{related->span, '-', {}, colors.note}}, sources, width, frame);
  }
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

std::string_view hint_of(const Diagnostic& diagnostic) {
  return diagnostic.hint.empty() ? diagnostic.about->help : std::string_view(diagnostic.hint);
}

std::string whole_message(const Diagnostic& diagnostic) {
  return diagnostic.witness.empty() ? diagnostic.message : diagnostic.message + ", for example on " + diagnostic.witness;
}

std::string place_text(const Span& span, const SourceManager& sources) {
  if (span.file >= sources.size()) return "shelflife";
  const Position at = sources.position(span.file, span.begin);
  return printable(sources.source(span.file).path) + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
}

std::string render(const Diagnostic& diagnostic, const SourceManager& sources, bool color, std::size_t width) {
  const Colors& colors = color ? ansi_colors : no_colors;
  std::string out;
  append_head(out, diagnostic, sources, colors);
  out.append(printable(diagnostic.message)).append(" [").append(diagnostic.about->name).append("]\n");
  append_frames(out, diagnostic, sources, width, colors);
  append_labelled(out, "object", diagnostic.witness, 0, colors);  // whole: it is made to be copied
  append_labelled(out, "help", hint_of(diagnostic), width, colors);
  append_labelled(out, "example", diagnostic.about->example, 0, colors);
  for (const Fix& fix : diagnostic.fixes) {
    const char* const how = fix.kind == FixKind::safe ? " (--fix)" : fix.kind == FixKind::suggestion ? " (--fix-suggestions)" : " (by hand)";
    append_labelled(out, "fix", fix.title + how, width, colors);
  }
  return out;
}

std::string render_concise(const Diagnostic& diagnostic, const SourceManager& sources) {
  std::string out;
  append_head(out, diagnostic, sources, no_colors);
  out += printable(whole_message(diagnostic));
  const std::string_view hint = hint_of(diagnostic);
  if (!hint.empty()) out.append("; ").append(printable(hint.substr(0, hint.find('\n'))));
  return out;
}

}  // namespace shelflife
