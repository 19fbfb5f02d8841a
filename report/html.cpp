#include "report/html.hpp"

#include "grammar/diagnostics.hpp"
#include "report/style.hpp"
#include "report/svg.hpp"

namespace shelflife::report {

std::string escape_html(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

Text marked(std::string_view text) {
  Text out;
  while (!text.empty()) {
    const std::size_t begin = text.find('`');
    const std::size_t end = begin == std::string_view::npos ? begin : text.find('`', begin + 1);
    if (end == std::string_view::npos) {
      out.plain(std::string(text));
      break;
    }
    if (begin > 0) out.plain(std::string(text.substr(0, begin)));
    if (end > begin + 1) out.code(std::string(text.substr(begin + 1, end - begin - 1)));
    text.remove_prefix(end + 1);
  }
  return out;
}

namespace {

std::string inline_text(const Text& text) {
  std::string out;
  for (const Run& run : text.runs) out += run.code ? "<code><bdi>" + escape_html(run.text) + "</bdi></code>" : escape_html(run.text);
  return out;
}

std::string_view word_of(Tone tone) {
  switch (tone) {
    case Tone::good: return "good";
    case Tone::warning: return "warning";
    case Tone::bad: return "bad";
    case Tone::plain: break;
  }
  return "plain";
}

// How a cell may break: short ones stay on their line, so that a long key beside them is what wraps.
std::string cell_class(const Text& text, bool number) {
  constexpr std::size_t short_text = 24;
  std::size_t length = 0;
  for (const Run& run : text.runs) length += run.text.size();
  if (number) return " class=\"number\"";
  return length <= short_text ? " class=\"short\"" : " class=\"long\"";
}

class Printer {
 public:
  explicit Printer(const Page& page) : page_(page) {}

  std::string print() {
    out_ += "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
    // No script, no image, no font, no connection: nothing that a name in a listing could bring in or send out.
    out_ += "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '" + std::string(style_hash()) + "'; base-uri 'none'; form-action 'none'\">\n";
    out_ += "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n";
    out_ += "<title>" + escape_html(page_.title) + "</title>\n<style>" + std::string(style()) + "</style>\n</head>\n<body>\n";
    out_ += "<a class=\"skip\" href=\"#content\">Skip to the content</a>\n<header>\n<h1>" + escape_html(page_.title) + "</h1>\n<p class=\"subtitle\">" + inline_text(page_.subtitle) + "</p>\n</header>\n";
    contents();
    out_ += "<main id=\"content\">\n";
    figures();
    for (const Section& section : page_.sections) {
      out_ += "<section aria-labelledby=\"" + section.id + "\">\n<h2 id=\"" + section.id + "\">" + escape_html(section.title) + "</h2>\n";
      for (const Block& block : section.blocks) std::visit([&](const auto& one) { put(one); }, block);
      out_ += "</section>\n";
    }
    out_ += "</main>\n<footer>\n<p>" + inline_text(page_.footer) + "</p>\n</footer>\n</body>\n</html>\n";
    return std::move(out_);
  }

 private:
  void contents() {
    out_ += "<nav aria-label=\"Contents\">\n<ol>\n";
    for (const Section& section : page_.sections) out_ += "<li><a href=\"#" + section.id + "\">" + escape_html(section.title) + "</a></li>\n";
    out_ += "</ol>\n</nav>\n";
  }

  void figures() {
    if (page_.figures.empty()) return;
    out_ += "<dl class=\"figures\">\n";
    for (const Figure& figure : page_.figures) {
      out_ += "<div class=\"" + std::string(word_of(figure.tone)) + "\"><dt>" + escape_html(figure.label) + "</dt><dd class=\"value\">" + escape_html(figure.value) + "</dd>";
      if (!figure.note.empty()) out_ += "<dd>" + escape_html(figure.note) + "</dd>";
      out_ += "</div>\n";
    }
    out_ += "</dl>\n";
  }

  void put(const Paragraph& p) { out_ += "<p>" + inline_text(p.text) + "</p>\n"; }
  void put(const Notice& n) { out_ += "<p class=\"notice " + std::string(word_of(n.tone)) + "\"><strong>" + escape_html(n.word) + "</strong> " + inline_text(n.text) + "</p>\n"; }
  void put(const Items& items) {
    out_ += "<ul>\n";
    for (const Text& one : items.list) out_ += "<li>" + inline_text(one) + "</li>\n";
    out_ += "</ul>\n";
  }

  void put(const Table& table) {
    if (table.rows.empty()) return;
    const std::string id = "table-" + std::to_string(++tables_);
    // It scrolls by itself on a narrow screen, so that a keyboard can reach all of it.
    out_ += "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"" + id + "\">\n<table>\n<caption id=\"" + id + "\">" + escape_html(table.caption) + "</caption>\n<thead><tr>";
    for (const Column& column : table.columns) out_ += std::string("<th scope=\"col\"") + (column.number ? " class=\"number\"" : "") + ">" + escape_html(column.title) + "</th>";
    out_ += "</tr></thead>\n<tbody>\n";
    for (const std::vector<Text>& row : table.rows) {
      out_ += "<tr>";
      for (std::size_t i = 0; i < row.size(); ++i) {
        const std::string kind = cell_class(row[i], table.columns[i].number);
        out_ += i == 0 ? "<th scope=\"row\"" + kind + ">" + inline_text(row[i]) + "</th>" : "<td" + kind + ">" + inline_text(row[i]) + "</td>";
      }
      out_ += "</tr>\n";
    }
    out_ += "</tbody>\n</table>\n</div>\n";
    if (table.more > 0) out_ += "<p class=\"more\">and " + std::to_string(table.more) + " more</p>\n";
  }

  template <class Chart>
  void chart(const Chart& chart) {
    if (chart.rows.empty()) return;
    const std::string id = "chart-" + std::to_string(++charts_);
    out_ += "<figure>\n<figcaption>" + escape_html(chart.title) + "</figcaption>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"" + escape_html("Chart: " + chart.title) + "\">\n" + to_svg(chart, id) + "</div>\n";
    put(chart.table);
    out_ += "</figure>\n";
  }
  void put(const Bars& one) { chart(one); }
  void put(const Timeline& one) { chart(one); }
  void put(const Lines& one) { chart(one); }

  const Page& page_;
  std::string out_;
  std::size_t tables_ = 0, charts_ = 0;
};

}  // namespace

std::string to_html(const Page& page) { return Printer(page).print(); }

}  // namespace shelflife::report
