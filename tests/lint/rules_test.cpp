// Every rule of the linter: its manual is whole and its examples are run; its planted faults are found, and nothing else is.
// tests/lint/rules/<rule_name>/fault_*.shelf have the fault, clean_*.shelf do not; beside each fault lies what is said of it
// (.expected, all findings of every rule). SHELFLIFE_UPDATE=1 rewrites those, and the pages in docs/rules, which are then read.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "lint/catalogue.hpp"
#include "lint/manual.hpp"
#include "tests/lint/support.hpp"

using namespace shelflife;
using namespace shelflife::test;
namespace fs = std::filesystem;

namespace {

const fs::path root(SHELFLIFE_SOURCE_DIR);

bool updating() { return std::getenv("SHELFLIFE_UPDATE") != nullptr; }

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void compare(const fs::path& path, const std::string& text) {
  if (updating()) std::ofstream(path, std::ios::binary) << text;
  CAPTURE(path.string());
  CHECK(text == slurp(path));
}

std::string file_name(const lint::LintRule& rule) {
  std::string name(rule.info.name);
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

std::vector<fs::path> policies_in(const fs::path& folder) {
  std::vector<fs::path> out;
  if (!fs::is_directory(folder)) return out;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".shelf") out.push_back(entry.path());
  std::sort(out.begin(), out.end());
  return out;
}

// As nobody has selected anything, but for `rule`: what is off by itself says nothing.
void drop_what_is_off(Linted& linted, const lint::LintRule* rule = nullptr) {
  std::erase_if(linted.found, [&](const Diagnostic& d) {
    const lint::LintRule* const by = lint::rule_of(*d.about);
    return by != nullptr && by != rule && !by->on;
  });
}

std::size_t count(const Linted& linted, std::string_view id) {
  return static_cast<std::size_t>(std::count_if(linted.found.begin(), linted.found.end(), [&](const Diagnostic& d) { return d.about->id == id; }));
}

}  // namespace

TEST_CASE("every rule has its manual") {
  std::set<std::string_view> ids, names;
  std::string_view last;
  for (const lint::LintRule* rule : lint::all_rules()) {
    CAPTURE(rule->info.name);
    CHECK(ids.insert(rule->info.id).second);
    CHECK(names.insert(rule->info.name).second);
    CHECK(last < rule->info.id);  // lint/rules.def is in the order of codes
    last = rule->info.id;
    for (const std::string_view text : {rule->info.title, rule->info.help, rule->since, rule->why, rule->bad, rule->good, rule->source}) CHECK(!text.empty());
    CHECK(!rule->info.title.ends_with("."));
    CHECK(!rule->info.help.ends_with("."));
    CHECK(rule->why.ends_with("."));
    CHECK(rule->bad.ends_with("\n"));
    CHECK(rule->good.ends_with("\n"));
    CHECK((rule->check != nullptr) + (rule->check_item != nullptr) <= 1);
    const bool engine = rule->check == nullptr && rule->check_item == nullptr;
    CHECK(engine == (rule->info.code != Code::of_a_rule));
    if (engine) {
      CHECK(info(rule->info.code).id == rule->info.id);
      CHECK(info(rule->info.code).name == rule->info.name);
      CHECK(info(rule->info.code).severity == rule->info.severity);
      CHECK(info(rule->info.code).title == rule->info.title);
    } else {
      CHECK(find_diagnostic(rule->info.id) == nullptr);
      CHECK(find_diagnostic(rule->info.name) == nullptr);
    }
    CHECK(fs::exists(root / "lint/rules" / (file_name(*rule) + ".cpp")));
  }
}

TEST_CASE("the examples of the manuals show what they say") {
  const std::unique_ptr<Linted> head = lint_text("head.shelf", std::string(lint::example_head()));
  drop_what_is_off(*head);
  CHECK(told(*head) == "");
  for (const lint::LintRule* rule : lint::all_rules()) {
    CAPTURE(rule->info.name);
    const std::unique_ptr<Linted> bad = lint_text("bad.shelf", lint::whole_example(rule->bad));
    CAPTURE(told(*bad));
    CHECK(count(*bad, rule->info.id) > 0);
    const std::unique_ptr<Linted> good = lint_text("good.shelf", lint::whole_example(rule->good));
    CAPTURE(told(*good));
    CHECK(good->sound);
    CHECK(count(*good, rule->info.id) == 0);
  }
}

TEST_CASE("planted faults are found") {
  std::size_t planted = 0, recalled = 0, others = 0;
  for (const lint::LintRule* rule : lint::all_rules()) {
    const fs::path folder = root / "tests/lint/rules" / file_name(*rule);
    CAPTURE(rule->info.name);
    std::size_t faults = 0;
    for (const fs::path& path : policies_in(folder)) {
      const std::string name = path.filename().string();
      CAPTURE(name);
      const bool fault = name.starts_with("fault_");
      CHECK((fault || name.starts_with("clean_")));
      const std::unique_ptr<Linted> linted = lint_text(name, slurp(path));
      drop_what_is_off(*linted, rule);
      CHECK(linted->sound);
      const std::size_t found = count(*linted, rule->info.id);
      CHECK((found > 0) == fault);
      if (!fault) continue;
      ++faults;
      ++planted;
      recalled += found > 0 ? 1U : 0U;
      others += linted->found.size() - found;
      fs::path expected = path;
      compare(expected.replace_extension(".expected"), told(*linted));
    }
    CHECK(faults >= 2);
  }
  // Other findings on these files may be right: a reader of the .expected files decides. Here they are counted.
  MESSAGE("planted faults " << planted << ", found " << recalled << ", other findings on those files " << others);
}

TEST_CASE("clean policies have no finding") {
  const std::vector<fs::path> clean = policies_in(root / "tests/lint/clean");
  REQUIRE(clean.size() >= 1);
  for (const fs::path& path : clean) {
    CAPTURE(path.string());
    const std::unique_ptr<Linted> linted = lint_text(path.filename().string(), slurp(path));
    drop_what_is_off(*linted);
    CHECK(linted->sound);
    CHECK(told(*linted) == "");
  }
}

TEST_CASE("a manual keeps to the width, but for examples and sources") {
  for (const lint::LintRule* rule : lint::all_rules()) {
    std::istringstream lines(lint::manual_text(*rule, false, 50));
    std::string joined;
    for (std::string line; std::getline(lines, line) && line != "Found";) {
      CAPTURE(line);
      CHECK((line.size() <= 50 || line.starts_with(rule->info.id) || line.find('`') != std::string::npos));
      joined += line.substr(std::min(line.find_first_not_of(' '), line.size())) + " ";
    }
    CHECK(joined.find(rule->why.substr(0, 20)) != std::string::npos);
  }
}

TEST_CASE("the rule pages are current") {
  const fs::path folder = root / "docs/rules";
  if (updating()) {
    fs::remove_all(folder);
    fs::create_directories(folder);
  }
  std::set<std::string> pages = {"README.md"};
  compare(folder / "README.md", lint::index_page());
  for (const lint::LintRule* rule : lint::all_rules()) {
    const std::string name = std::string(rule->info.name) + ".md";
    pages.insert(name);
    compare(folder / name, lint::manual_page(*rule));
  }
  for (const auto& entry : fs::directory_iterator(folder)) CHECK(pages.contains(entry.path().filename().string()));
}
