// What CONTRIBUTING says of the sources, kept by a test: sizes, who may include what, and which way stages look.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

const std::vector<std::string> stages = {"grammar", "compiler", "emitters", "sql", "lint", "inventory", "simulate", "cost", "audit", "report", "cli"};

struct File {
  std::string path;  // relative to the repository
  std::vector<std::string> lines;
};

std::vector<File> sources() {
  std::vector<File> out;
  std::vector<std::string> folders = stages;
  folders.insert(folders.end(), {"tests", "bench"});
  for (const std::string& folder : folders) {
    const fs::path top = fs::path(SHELFLIFE_SOURCE_DIR) / folder;
    if (!fs::exists(top)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(top)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".cpp" && extension != ".hpp" && extension != ".c" && extension != ".def") continue;
      File file{fs::relative(entry.path(), SHELFLIFE_SOURCE_DIR).string(), {}};
      std::ifstream text(entry.path());
      for (std::string line; std::getline(text, line);) file.lines.push_back(line);
      out.push_back(std::move(file));
    }
  }
  std::sort(out.begin(), out.end(), [](const File& a, const File& b) { return a.path < b.path; });
  return out;
}

// "CLI/CLI.hpp" of `#include <CLI/CLI.hpp>`; "" of another line.
std::string included(const std::string& line) {
  if (!line.starts_with("#include")) return {};
  const std::size_t begin = line.find_first_of("<\"");
  const std::size_t end = line.find_first_of(">\"", begin + 1);
  return end == std::string::npos ? std::string() : line.substr(begin + 1, end - begin - 1);
}

std::string stage_of(const std::string& path) { return path.substr(0, path.find('/')); }

std::ptrdiff_t height(const std::string& stage) {
  const auto found = std::find(stages.begin(), stages.end(), stage);
  return found == stages.end() ? -1 : found - stages.begin();
}

}  // namespace

TEST_CASE("no source file is longer than 400 lines") {
  for (const File& file : sources()) {
    if (file.path.ends_with(".def")) continue;  // a table
    CAPTURE(file.path);
    CHECK(file.lines.size() <= 400);
  }
}

// Two types of one name and namespace are one type to the linker: templates over them are merged, and the program reads memory
// that is not there. No compiler tells.
TEST_CASE("no type is defined in two files") {
  std::map<std::string, std::string> known;  // namespaces and name -> file
  for (const File& file : sources()) {
    std::vector<std::string> spaces;
    for (const std::string& line : file.lines) {
      if (line.starts_with("namespace ") && line.ends_with("{")) spaces.push_back(line.substr(10, line.size() - 11));
      else if (line.starts_with("namespace {")) spaces.push_back("");  // with a remark behind it
      else if (line.starts_with("}  // namespace") && !spaces.empty()) spaces.pop_back();
      const std::string word = line.substr(0, line.find(' '));
      const bool type = (word == "struct" || word == "class" || word == "enum") && line.find('{') != std::string::npos;
      const bool local = std::any_of(spaces.begin(), spaces.end(), [](const std::string& s) { return s.empty(); });
      if (!type || local || spaces.empty()) continue;
      std::string name = line.substr(word.size() + 1);
      if (name.starts_with("class ")) name.erase(0, 6);
      std::string whole;
      for (const std::string& space : spaces) whole += space + "::";
      whole += name.substr(0, name.find_first_of(" {;"));  // also of `Outer::Inner`
      CAPTURE(whole);
      CAPTURE(file.path);
      const auto [at, fresh] = known.emplace(whole, file.path);
      const std::string other = at->second;
      CAPTURE(other);
      CHECK((fresh || other == file.path));
    }
  }
  CHECK(known.size() > 300);
}

TEST_CASE("heavy headers stay in the file that is made for them") {
  for (const File& file : sources()) {
    const std::string stage = stage_of(file.path);
    if (height(stage) < 0) continue;
    for (const std::string& line : file.lines) {
      const std::string header = included(line);
      if (header.empty()) continue;
      CAPTURE(file.path);
      CAPTURE(header);
      if (header.starts_with("CLI/")) CHECK(file.path == "cli/main.cpp");
      if (header.starts_with("yaml-cpp/")) CHECK(file.path == "cli/config.cpp");
      if (header.starts_with("pugixml")) CHECK(file.path == "emitters/reading/s3_xml.cpp");
      if (header == "zlib.h") CHECK(file.path == "inventory/inflate_zlib.cpp");
      if (header.starts_with("isa-l/")) CHECK(file.path == "inventory/inflate_isal.cpp");
      if (header.starts_with("tao/")) CHECK(stage == "grammar");
      if (header.starts_with("nlohmann/")) CHECK((file.path.ends_with(".cpp") || header == "nlohmann/json_fwd.hpp"));
      if (header.starts_with("fmt/")) CHECK(file.path.ends_with(".cpp"));
      for (const char* slow : {"iostream", "regex", "locale", "fstream", "sstream"}) CHECK(header != slow);
    }
  }
}

TEST_CASE("only parse*.cpp compiles the PEGTL grammar") {
  // Headers of the grammar include PEGTL; nobody but the parser may include those.
  std::vector<std::string> heavy;
  const std::vector<File> all = sources();
  for (const File& file : all)
    for (const std::string& line : file.lines)
      if (included(line).starts_with("tao/") && file.path.ends_with(".hpp")) heavy.push_back(file.path);
  for (const File& file : all) {
    if (height(stage_of(file.path)) < 0 || !file.path.ends_with(".cpp") || file.path.starts_with("grammar/parse")) continue;
    for (const std::string& line : file.lines) {
      const std::string header = included(line);
      CAPTURE(file.path);
      CHECK_FALSE(header.starts_with("tao/"));
      CHECK(std::find(heavy.begin(), heavy.end(), header) == heavy.end());
    }
  }
}

TEST_CASE("a stage looks only down: grammar < compiler < emitters < cli") {
  for (const File& file : sources()) {
    const std::string stage = stage_of(file.path);
    if (height(stage) < 0) continue;
    for (const std::string& line : file.lines) {
      const std::string target = stage_of(included(line));
      if (height(target) < 0) continue;
      CAPTURE(file.path);
      CAPTURE(line);
      CHECK(height(target) <= height(stage));
      const bool beside = (stage == "lint" && target == "emitters") || (stage == "inventory" && (target == "lint" || target == "emitters")) ||
                          (stage == "report" && target != "report" && target != "grammar");
      CHECK_FALSE(beside);
    }
  }
}
