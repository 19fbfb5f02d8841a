// A report as data: sections of text, tables and charts, and nothing of how they look. report/html.hpp and report/markdown.hpp
// print it. All texts may be anybody's: escaping is the printers' task, never that of who fills this in.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace shelflife::report {

// Text with parts that are names, keys or policy text: those are set apart, and never read as markup.
struct Run {
  std::string text;
  bool code = false;
};
struct Text {
  std::vector<Run> runs;
  Text() = default;
  Text(const char* text) : Text(std::string(text)) {}
  Text(std::string text) {
    if (!text.empty()) runs.push_back({std::move(text), false});
  }
  Text& plain(std::string text) {
    runs.push_back({std::move(text), false});
    return *this;
  }
  Text& code(std::string text) {
    runs.push_back({std::move(text), true});
    return *this;
  }
};
inline Text code(std::string text) {
  Text out;
  out.code(std::move(text));
  return out;
}
// "`a` and b" with parts in back quotes as code, as messages of the program have them.
Text marked(std::string_view text);

enum class Tone : std::uint8_t { plain, good, warning, bad };

struct Paragraph {
  Text text;
};
// One line that says how things stand; `word` says it without colour: "refused".
struct Notice {
  Tone tone = Tone::plain;
  std::string word;
  Text text;
};
struct Items {
  std::vector<Text> list;
};

struct Column {
  std::string title;
  bool number = false;
};
struct Table {
  std::string caption;
  std::vector<Column> columns;  // the first names the row
  std::vector<std::vector<Text>> rows;
  std::size_t more = 0;         // rows that were left out
};

// A value with what is printed for it.
struct Value {
  double amount = 0;
  std::string text;
};
// Each chart has a title, a sentence that says what it shows, and a table with its figures beside it.
struct Bars {  // a bar a row, of parts
  std::string title, description;
  std::vector<std::string> parts;  // what the segments are
  bool ordered = true;             // the parts are steps of one scale, from light to dark
  struct Row {
    std::string name;
    std::vector<Value> values;  // by part
    std::string total;
  };
  std::vector<Row> rows;
  Table table;
};
struct Timeline {  // a row a statement, a column a month or day
  std::string title, description;
  std::vector<std::string> columns;  // "2027-01"
  struct Row {
    std::string name;
    bool removes = true;  // else it moves
    std::vector<Value> values;
    std::string total;
  };
  std::vector<Row> rows;
  Table table;
};
struct Lines {  // two courses over time
  std::string title, description;
  std::string unit;                  // before a number of the scale: "$"
  std::vector<std::string> columns;
  struct Row {
    std::string name;
    std::vector<Value> values;
  };
  std::vector<Row> rows;  // the first is drawn broken, the second whole
  Table table;
};

using Block = std::variant<Paragraph, Notice, Items, Table, Bars, Timeline, Lines>;

struct Section {
  std::string id, title;  // id: letters, digits and `-`
  std::vector<Block> blocks;
};
struct Figure {
  std::string label, value, note;
  Tone tone = Tone::plain;
};
struct Page {
  std::string title;
  Text subtitle;
  std::vector<Figure> figures;
  std::vector<Section> sections;
  Text footer;
};

}  // namespace shelflife::report
