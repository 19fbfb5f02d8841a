#include "tests/docs/support.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace shelflife::test {

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void write_file(const fs::path& path, std::string_view text) {
  fs::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  if (!out) throw std::runtime_error("cannot write " + path.string());
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  std::istringstream in{std::string(text)};
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string difference(std::string_view expected, std::string_view seen) {
  if (expected == seen) return {};
  const std::vector<std::string> a = lines_of(expected), b = lines_of(seen);
  std::size_t line = 0;
  while (line < a.size() && line < b.size() && a[line] == b[line]) ++line;
  return "line " + std::to_string(line + 1) + "\n  expected: " + (line < a.size() ? a[line] : "(the end)") +
         "\n  seen:     " + (line < b.size() ? b[line] : "(the end)");
}

bool updating() {
  const char* value = std::getenv("SHELFLIFE_UPDATE");
  return value != nullptr && std::string_view(value) == "1";
}

Scratch::Scratch() {
  std::string name = (fs::temp_directory_path() / "shelflife-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder");
  path_ = name;
}

Scratch::~Scratch() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

Result run(const fs::path& folder, std::string_view script) {
  const Scratch streams;
  const fs::path binary = fs::path(SHELFLIFE_BINARY).parent_path();
  write_file(streams.path() / "script", script);
  const std::string command = "cd '" + folder.string() + "' && PATH='" + binary.string() +
                              "':\"$PATH\" NO_COLOR=1 LC_ALL=C.UTF-8 sh -e '" + (streams.path() / "script").string() +
                              "' >'" + (streams.path() / "out").string() + "' 2>'" +
                              (streams.path() / "err").string() + "' </dev/null";
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128, read_file(streams.path() / "out"),
          read_file(streams.path() / "err")};
}

std::string Block::option(std::string_view name) const {
  for (const std::string& word : words) {
    if (word.size() > name.size() && word.starts_with(name) && word[name.size()] == '=') {
      return word.substr(name.size() + 1);
    }
  }
  return {};
}

bool Block::has(std::string_view word) const { return std::find(words.begin(), words.end(), word) != words.end(); }

std::vector<Block> blocks_of(std::string_view markdown) {
  std::vector<Block> blocks;
  const std::vector<std::string> lines = lines_of(markdown);
  bool inside = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!lines[i].starts_with("```")) {
      if (inside) blocks.back().text += lines[i] + "\n";
      continue;
    }
    if (inside) {
      blocks.back().last = i;
    } else {
      Block block;
      std::istringstream words(lines[i].substr(3));
      for (std::string word; words >> word;) block.words.push_back(word);
      block.first = i + 1;
      blocks.push_back(std::move(block));
    }
    inside = !inside;
  }
  if (inside) throw std::runtime_error("a fenced block is not closed");
  return blocks;
}

std::vector<fs::path> documents() {
  const fs::path root = SHELFLIFE_SOURCE_DIR;
  std::vector<fs::path> found = {"README.md", "CONTRIBUTING.md"};
  for (const fs::directory_entry& entry : fs::directory_iterator(root / "docs")) {
    if (entry.path().extension() == ".md") found.push_back(fs::relative(entry.path(), root));
  }
  for (const fs::path& example : examples()) found.push_back(fs::relative(example / "README.md", root));
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<fs::path> examples() {
  std::vector<fs::path> found;
  for (const fs::directory_entry& entry : fs::directory_iterator(fs::path(SHELFLIFE_SOURCE_DIR) / "examples")) {
    if (entry.is_directory()) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

void copy_example(const fs::path& from, const fs::path& to) {
  fs::create_directories(to);
  for (const fs::directory_entry& entry : fs::directory_iterator(from)) {
    const std::string name = entry.path().filename().string();
    if (name != "expected" && name != "out") fs::copy(entry.path(), to / name, fs::copy_options::recursive);
  }
}

}  // namespace shelflife::test
