#include "grammar/frame.hpp"

#include <algorithm>

#include "grammar/diagnostics.hpp"

namespace shelflife {

namespace {

constexpr std::uint32_t most_lines_apart = 6;
constexpr std::string_view dots = "...";

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

// Moves a cut to the start of a character.
std::size_t boundary(std::string_view line, std::size_t at) {
  for (int i = 0; i < 3 && at > 0 && at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0U) == 0x80U; ++i) --at;
  return at;
}

// The part of a line that is shown, in bytes. Printed text may be wider: what is escaped is.
struct Window {
  std::size_t from = 0, to = 0;
};

// All of the line where it fits, else as much on both sides of `column`.
Window window(std::string_view line, std::size_t column, std::size_t columns) {
  if (line.size() <= columns && text_columns(frame_text(line)) <= columns) return {0, line.size()};
  const std::size_t side = columns > 2 * dots.size() + 20 ? (columns - 2 * dots.size()) / 2 : 10;
  return {column > side ? boundary(line, column - side) : 0, line.size() - column > side ? boundary(line, column + side) : line.size()};
}

std::size_t digits(std::size_t number) { return std::to_string(number).size(); }

// Columns that are left for code beside the gutter of the file's last line.
std::size_t code_columns(std::size_t width, std::size_t number_width) { return width > number_width + 25 ? width - number_width - 5 : 20; }

std::size_t column_of(const Span& span, const SourceManager& sources, std::uint32_t& line) {
  const Position at = sources.position(span.file, span.begin);
  line = at.line;
  return std::min<std::size_t>(at.column - 1, sources.line(span.file, at.line).size());
}

}  // namespace

std::size_t text_columns(std::string_view printed) {
  return static_cast<std::size_t>(std::count_if(printed.begin(), printed.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string wrapped(std::string_view printed, std::size_t width, std::size_t used, std::string_view indent) {
  std::string out;
  std::size_t at = used;   // columns of the line so far
  bool fresh = true;       // nothing stands on the line yet
  for (std::size_t begin = 0; begin < printed.size();) {
    std::size_t end = std::min(printed.find(' ', begin), printed.size());
    // A quoted text stays whole, if a line can take it.
    const auto quotes = [&] { return std::count(printed.begin() + static_cast<std::ptrdiff_t>(begin), printed.begin() + static_cast<std::ptrdiff_t>(end), '`') % 2 != 0; };
    if (quotes()) {
      const std::size_t close = printed.find('`', end);
      if (close != std::string_view::npos && text_columns(printed.substr(begin, close - begin)) + text_columns(indent) < width) end = std::min(printed.find(' ', close), printed.size());
    }
    const std::string_view word = printed.substr(begin, end - begin);
    const std::size_t columns = text_columns(word);
    if (!fresh && at + 1 + columns > width) {
      out.append("\n").append(indent);
      at = text_columns(indent);
      fresh = true;
    }
    if (!fresh) out += ' ', ++at;
    out += word;
    at += columns;
    fresh = false;
    begin = end + 1;
  }
  return out;
}

bool share_a_frame(const Span& a, const Span& b, const SourceManager& sources, std::size_t width) {
  if (a.file != b.file || a.file >= sources.size()) return false;
  std::uint32_t line = 0, other = 0;
  const std::size_t column = column_of(a, sources, line), other_column = column_of(b, sources, other);
  if (line != other) return (line > other ? line - other : other - line) <= most_lines_apart;
  const Window shown = window(sources.line(a.file, line), column, code_columns(width, digits(line)));
  return other_column >= shown.from && other_column < shown.to;
}

void append_frame(std::string& out, std::vector<Mark> marks, const SourceManager& sources, std::size_t width, const FrameColors& colors) {
  struct Placed {
    std::uint32_t line;
    std::size_t column;
    const Mark* mark;
  };
  std::vector<Placed> placed;
  std::uint32_t last = 0;
  for (const Mark& mark : marks) {
    std::uint32_t line = 0;
    const std::size_t column = column_of(mark.span, sources, line);
    placed.push_back({line, column, &mark});
    last = std::max(last, line);
  }
  std::stable_sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) { return a.line < b.line; });
  const FileId file = marks.front().span.file;
  const std::size_t number_width = digits(last), columns = code_columns(width, number_width);
  const auto gutter = [&](std::string_view text) {
    out.append("  ").append(colors.gutter).append(number_width - text.size(), ' ').append(text).append(" |").append(colors.off).append(" ");
  };
  const std::string bar = "  " + std::string(number_width, ' ') + " | ";
  for (std::size_t i = 0; i < placed.size(); ++i) {
    const std::uint32_t number = placed[i].line;
    if (i > 0 && number > placed[i - 1].line + 1) out.append("  ").append(dots).append("\n");
    const std::string_view line = sources.line(file, number);
    const Window shown = window(line, placed[i].column, columns);
    const std::string start = shown.from > 0 ? std::string(dots) : std::string();
    gutter(std::to_string(number));
    out.append(start).append(frame_text(line.substr(shown.from, shown.to - shown.from))).append(shown.to < line.size() ? dots : "").append("\n");
    for (;; ++i) {
      const Mark& mark = *placed[i].mark;
      const std::size_t column = std::clamp(placed[i].column, shown.from, shown.to);
      const std::size_t end = std::clamp<std::size_t>(placed[i].column + (mark.span.end - mark.span.begin), column, shown.to);
      const std::size_t before = text_columns(start) + text_columns(frame_text(line.substr(shown.from, column - shown.from)));
      const std::size_t marked = std::max<std::size_t>(1, text_columns(frame_text(line.substr(column, end - column))));
      gutter("");
      out.append(before, ' ').append(mark.color).append(marked, mark.sign).append(mark.color.empty() ? std::string_view() : colors.off);
      if (!mark.label.empty()) {
        const std::size_t used = bar.size() + before + marked + 1;
        if (used + text_columns(mark.label) <= width) out.append(" ").append(mark.label);
        else out.append("\n").append(bar).append("  ").append(wrapped(mark.label, width, bar.size() + 2, bar + "  "));
      }
      out += "\n";
      if (i + 1 == placed.size() || placed[i + 1].line != number) break;
    }
  }
}

}  // namespace shelflife
