#include "report/markdown.hpp"

#include <algorithm>

#include "grammar/diagnostics.hpp"

namespace shelflife::report {

namespace {

constexpr std::size_t long_table = 12;  // rows from which on it is folded

// A zero-width space keeps `@name` from being a mention.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    if (c == '&') out += "&amp;";
    else if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '@') out += "@\xe2\x80\x8b";
    else {
      if (std::string_view("\\`*_{}[]#|~$!").find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
  }
  return out;
}

// A code span, in a cell or outside: its fence is longer than any run of back quotes, and a bar ends no cell.
std::string span(std::string_view text) {
  const std::string shown = printable(text);
  std::size_t longest = 0, run = 0;
  for (const char c : shown) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  const std::string pad = shown.empty() || shown.front() == '`' || shown.back() == '`' || shown.front() == ' ' ? " " : "";
  std::string inside;
  for (const char c : shown) inside += c == '|' ? std::string("\\|") : std::string(1, c);
  return fence + pad + inside + pad + fence;
}

std::string inline_text(const Text& text) {
  std::string out;
  for (const Run& run : text.runs) out += run.code ? span(run.text) : escaped(run.text);
  return out;
}

std::string table(const Table& table) {
  if (table.rows.empty()) return {};
  std::string out = "|", rule = "|";
  for (const Column& column : table.columns) {
    out += " " + escaped(column.title) + " |";
    rule += column.number ? " ---: |" : " --- |";
  }
  out += "\n" + rule + "\n";
  for (const std::vector<Text>& row : table.rows) {
    out += "|";
    for (const Text& cell : row) out += " " + inline_text(cell) + " |";
    out += "\n";
  }
  if (table.more > 0) out += "\nand " + std::to_string(table.more) + " more\n";
  if (table.rows.size() < long_table) return "**" + escaped(table.caption) + "**\n\n" + out + "\n";
  return "<details><summary>" + escaped(table.caption) + "</summary>\n\n" + out + "\n</details>\n\n";
}

struct Printer {
  std::string operator()(const Paragraph& p) const { return inline_text(p.text) + "\n\n"; }
  std::string operator()(const Notice& n) const { return "> **" + escaped(n.word) + "** " + inline_text(n.text) + "\n\n"; }
  std::string operator()(const Items& items) const {
    std::string out;
    for (const Text& one : items.list) out += "- " + inline_text(one) + "\n";
    return out + "\n";
  }
  std::string operator()(const Table& t) const { return table(t); }
  std::string operator()(const Bars& chart) const { return table(chart.table); }
  std::string operator()(const Timeline& chart) const { return table(chart.table); }
  std::string operator()(const Lines& chart) const { return table(chart.table); }
};

}  // namespace

std::string to_markdown(const Page& page) {
  std::string out = "## " + escaped(page.title) + "\n\n" + inline_text(page.subtitle) + "\n\n";
  for (const Figure& figure : page.figures) out += "- " + escaped(figure.label) + ": **" + escaped(figure.value) + "**" + (figure.note.empty() ? "" : ", " + escaped(figure.note)) + "\n";
  out += "\n";
  for (const Section& section : page.sections) {
    out += "### " + escaped(section.title) + "\n\n";
    for (const Block& block : section.blocks) out += std::visit(Printer{}, block);
  }
  out += inline_text(page.footer) + "\n";
  return out;
}

}  // namespace shelflife::report
