// The page: nobody's name becomes markup in HTML, SVG or Markdown, and what the example says stays as it is.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "report/html.hpp"
#include "report/markdown.hpp"
#include "tests/compiler/support.hpp"
#include "tests/shell.hpp"

using namespace shelflife;
using namespace shelflife::report;
namespace fs = std::filesystem;

namespace {

const std::string hostile[] = {
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onload='alert(1)", "</title></svg><script>x</script>", "a|b`c``d\\e", "](https://evil.example/)", "@everyone #1 ~~x~~ *y* _z_ $m$", "<!-- x -->\n\n# heading",
    "&lt;b&gt; &amp;", "\x1b[31mred\x1b[0m", "\xe2\x80\xae" "gnp.exe", "\xff\xfe", "{{7*7}}${x}", "</style><style>*{}", "x\" class=\"step0"};

// A page that has the text wherever a text may stand.
Page page_of(const std::string& text) {
  const Table table{text, {{text, false}, {text, true}}, {{code(text), Text(text)}}, 2};
  Bars bars{text, text, {text}, true, {{text, {{1, text}}, text}}, table};
  Timeline timeline{text, text, {text, text}, {{text, true, {{1, text}, {0, text}}, text}, {text, false, {{0, text}, {2, text}}, text}}, table};
  Lines lines{text, text, text, {text, text}, {{text, {{1, text}, {2, text}}}, {text, {{2, text}, {1, text}}}}, table};
  Page page;
  page.title = text;
  page.subtitle = Text(text).code(text);
  page.figures = {{text, text, text, Tone::bad}};
  page.sections = {{"one", text, {Paragraph{code(text)}, Notice{Tone::good, text, Text(text)}, Items{{Text(text)}}, table, bars, timeline, lines}}};
  page.footer = code(text);
  return page;
}

// Tags of the page, without what stands between them.
std::string tags(const std::string& html) {
  std::string out;
  bool inside = false;
  for (std::size_t i = html.find("</style>"); i < html.size(); ++i) {
    if (html[i] == '<') inside = true;
    if (inside) out += html[i];
    if (html[i] == '>') inside = false;
  }
  return out;
}

// Attributes take a title with them: those are cut out before tags are compared.
std::string without_labels(std::string text) {
  for (std::size_t at = 0; (at = text.find("aria-label=\"", at)) != std::string::npos; at += 12) text.erase(at + 12, text.find('"', at + 12) - at - 12);
  return text;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++n;
  return n;
}

// Markdown without its code spans and escaped characters: what is left is read as markup.
std::string bare(const std::string& markdown) {
  std::string out;
  for (std::size_t i = 0; i < markdown.size(); ++i) {
    if (markdown[i] == '\\') {
      ++i;
    } else if (markdown[i] == '`') {
      const std::size_t end = std::min(markdown.find_first_not_of('`', i), markdown.size());
      const std::string fence = markdown.substr(i, end - i);
      std::size_t close = end;
      while ((close = markdown.find(fence, close)) != std::string::npos) {
        const std::size_t after = std::min(markdown.find_first_not_of('`', close), markdown.size());
        if (after - close == fence.size()) break;
        close = after;
      }
      REQUIRE(close != std::string::npos);
      i = close + fence.size() - 1;
    } else {
      out += markdown[i];
    }
  }
  return out;
}

struct Temporary {
  fs::path path;
  Temporary() {
    std::string name = (fs::temp_directory_path() / "shelflife-report-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Temporary() { fs::remove_all(path); }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
};

test::ShellRun run(const fs::path& folder, const std::string& words) { return test::run_in_shell("cd '" + folder.string() + "' && '" SHELFLIFE_BINARY "' --color never report " + words + " 2>&1 </dev/null"); }
const std::string asked = "policy.shelf --inventory listing.csv --registry registry.jsonl --at 2027-03-31T12:00:00Z";

}  // namespace

TEST_CASE("a hostile text changes no tag of the page") {
  // Widths and cuts follow the length of a text, so the harmless one has the same number of characters.
  for (const std::string& text : hostile) {
    CAPTURE(text);
    const std::string html = to_html(page_of(text));
    CHECK(count(html, "<script") == 0);
    CHECK(count(html, "<img") == 0);
    CHECK(count(html, "</style>") == 1);
    CHECK(count(html, "</title>") == 4);  // of the page and of three charts
    CHECK(html.find('\x1b') == std::string::npos);
    CHECK(html.find("\xe2\x80\xae") == std::string::npos);
    CHECK(html.find('\xff') == std::string::npos);
    const std::string shown = tags(without_labels(html));
    const std::string harmless = tags(without_labels(to_html(page_of(std::string(text.size(), 'x')))));
    const auto names = [](const std::string& list) {  // tags without figures, which follow the text's length
      std::string out;
      for (const char c : list)
        if ((c < '0' || c > '9') && c != '.') out += c;
      return out;
    };
    CHECK(names(shown) == names(harmless));
  }
}

TEST_CASE("a hostile text makes no markup in Markdown") {
  for (const std::string& text : hostile) {
    CAPTURE(text);
    const std::string markdown = to_markdown(page_of(text));
    const std::string read = bare(markdown);
    CHECK(read.find('<') == std::string::npos);
    CHECK(read.find("](") == std::string::npos);
    CHECK(read.find("@everyone") == std::string::npos);
    CHECK(markdown.find("\n# ") == std::string::npos);
    CHECK(markdown.find('\x1b') == std::string::npos);
    // Each row of a table keeps its cells: bars that are no cell's end are escaped.
    std::istringstream lines(markdown);
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with("| ")) continue;
      std::size_t bars = 0;
      for (std::size_t i = 0; i < line.size(); ++i) bars += line[i] == '|' && (i == 0 || line[i - 1] != '\\') ? 1U : 0U;
      CHECK(bars == 3);
    }
  }
  const std::string markdown = to_markdown(page_of("<script>@all"));
  CHECK(markdown.find("&lt;script&gt;@\xe2\x80\x8b" "all") != std::string::npos);
}

TEST_CASE("a page says nothing that would be fetched or run") {
  const std::string html = to_html(page_of("x"));
  for (const char* part : {"http:", "https:", "//", "src=", "<link", "<iframe", "javascript:", "@import", "url(", " style=", "onclick"}) {
    CAPTURE(part);
    CHECK(html.find(part) == std::string::npos);
  }
  CHECK(html.find("default-src 'none'") != std::string::npos);
  CHECK(html.find("<html lang=\"en\">") != std::string::npos);
  CHECK(count(html, "<h1>") == 1);
}

TEST_CASE("charts have a title, a description and a table") {
  const std::string html = to_html(page_of("x"));
  CHECK(count(html, "<svg") == 3);
  CHECK(count(html, "role=\"img\"") == 3);
  CHECK(count(html, "<desc id=") == 3);
  CHECK(count(html, "<table>") == 4);
  for (int i = 1; i <= 3; ++i) CHECK(html.find("aria-labelledby=\"chart-" + std::to_string(i) + "-title chart-" + std::to_string(i) + "-desc\"") != std::string::npos);
}

TEST_CASE("parts in back quotes are code") {
  const Text text = marked("`a` and `b` of c`");
  REQUIRE(text.runs.size() == 4);
  CHECK(text.runs[0].code);
  CHECK(text.runs[0].text == "a");
  CHECK(text.runs[2].text == "b");
  CHECK(text.runs[3].text == " of c`");
}

TEST_CASE("the example's page is as it is kept") {
  const fs::path example = SHELFLIFE_SOURCE_DIR "/examples/dry-run";
  for (const auto& entry : {std::pair{"report.html", ""}, std::pair{"report.md", " --format markdown"}}) {
    const std::string file = entry.first, words = entry.second;
    CAPTURE(file);
    const test::ShellRun made = run(example, asked + words);
    CHECK(made.status == 0);
    if (std::getenv("SHELFLIFE_UPDATE") != nullptr) {
      std::ofstream(example / file, std::ios::binary) << made.out;
      continue;
    }
    CHECK(made.out == testing::read_text(example / file));
    CHECK(made.out == run(example, asked + words).out);
  }
}

TEST_CASE("names of a listing stand on the page as text") {
  const Temporary folder;
  std::ofstream(folder.path / "policy.shelf") << "layout \"ml/{stage}/{model}/\"\nstore s on s3 \"acme-ml\" {}\nrule dev \"<b>why</b>\" where stage == dev { delete after 1 day }\nhold \"<i>case</i>\" by \"x\" where model == \"h\"\n";
  std::ofstream(folder.path / "listing.jsonl") << "{\"listing_began\": \"2027-03-31T06:00:00Z\", \"complete\": true}\n"
                                                  "{\"key\": \"ml/dev/<script>alert(1)<\\/script>/x\", \"created\": \"2027-01-01T00:00:00Z\", \"size\": 7}\n"
                                                  "{\"key\": \"ml/<img src=x onerror=1>/m/`|x\", \"created\": \"2020-01-01T00:00:00Z\", \"size\": 9}\n"
                                                  "{\"key\": \"ml/dev/h/\\\"'&\", \"created\": \"2027-01-01T00:00:00Z\", \"size\": 8}\n";
  const test::ShellRun html = run(folder.path, "policy.shelf --inventory listing.jsonl --at 2027-03-31T12:00:00Z");
  CHECK(html.status == 0);
  CHECK(html.out.find("&lt;script&gt;alert(1)&lt;/script&gt;") != std::string::npos);
  for (const char* part : {"<script", "<img", "<i>", "<b>why"}) CHECK(html.out.find(part) == std::string::npos);
  const test::ShellRun markdown = run(folder.path, "policy.shelf --inventory listing.jsonl --at 2027-03-31T12:00:00Z --format markdown");
  CHECK(markdown.status == 0);
  CHECK(markdown.out.find("``ml/<img src=x onerror=1>/m/`\\|x``") != std::string::npos);
}

TEST_CASE("the file is written whole or left alone, and its ending says what it is") {
  const Temporary folder;
  const fs::path example = SHELFLIFE_SOURCE_DIR "/examples/dry-run";
  const std::string out = (folder.path / "r.html").string(), markdown = (folder.path / "r.md").string();
  std::ofstream(out) << "before\n";
  CHECK(run(example, "policy.shelf --inventory nothing.csv -o " + out).status == 2);
  CHECK(testing::read_text(out) == "before\n");
  CHECK(run(example, asked + " -o " + out).status == 0);
  CHECK(testing::read_text(out).starts_with("<!doctype html>"));
  CHECK(run(example, asked + " -o " + markdown).status == 0);
  CHECK(testing::read_text(markdown).starts_with("## "));
  CHECK(std::distance(fs::directory_iterator(folder.path), fs::directory_iterator()) == 2);
  CHECK(run(example, asked + " -o " + (folder.path / "no/such/r.html").string()).status != 1);
}

TEST_CASE("a range adds its days, and misuse is told") {
  const fs::path example = SHELFLIFE_SOURCE_DIR "/examples/dry-run";
  const std::string range = "policy.shelf --inventory listing.csv --registry registry.jsonl --from 2027-03-31T12:00:00Z --to 2027-05-31";
  const test::ShellRun days = run(example, range);
  CHECK(days.status == 0);
  CHECK(days.out.find("What each day does") != std::string::npos);
  CHECK(run(example, asked + " --from 2027-01-01 --to 2027-02-01").status == 2);
  CHECK(run(example, "policy.shelf --inventory listing.csv --from 2027-01-01").status == 2);
  CHECK(run(example, "policy.shelf").status == 2);
  CHECK(run(example, asked + " --older-than soon").status == 2);
  CHECK(run(example, asked + " --format pdf").status == 2);
  const test::ShellRun piped = test::run_in_shell("cd '" + example.string() + "' && cat policy.shelf | '" SHELFLIFE_BINARY "' report - --inventory listing.csv --registry registry.jsonl --at 2027-03-31T12:00:00Z 2>&1");
  CHECK(piped.status == 0);
  CHECK(piped.out.find("not checked:") != std::string::npos);
}
