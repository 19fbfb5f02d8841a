// What the tests of documents and of examples share: files, folders to work in, commands, fenced blocks of Markdown.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace shelflife::test {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path);
void write_file(const fs::path& path, std::string_view text);
std::vector<std::string> lines_of(std::string_view text);
// Where two texts part, as a message: line number and both lines. Empty: they are the same.
std::string difference(std::string_view expected, std::string_view seen);
bool updating();  // SHELFLIFE_UPDATE=1: write what was seen instead of comparing

// A folder of its own that goes with the object.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

struct Result {
  int status = 0;
  std::string out;  // standard output
  std::string err;  // standard error
};
// Runs a script with `sh -e` in a folder; `shelflife` is the binary under test, colour is off.
Result run(const fs::path& folder, std::string_view script);

// A fenced block of Markdown. "```sh exit=1" gives the words "sh" and "exit=1".
struct Block {
  std::vector<std::string> words;
  std::string text;
  std::size_t first = 0, last = 0;  // line indices of the text, half open
  std::string option(std::string_view name) const;  // "exit=1" -> option("exit") == "1"; empty: not there
  bool has(std::string_view word) const;
};
std::vector<Block> blocks_of(std::string_view markdown);

// README.md, CONTRIBUTING.md, docs/*.md and the README of every example, as paths relative to the source folder.
std::vector<fs::path> documents();
// The folders under examples/, in order.
std::vector<fs::path> examples();
// A copy of an example without what it expects, so that commands may write into it.
void copy_example(const fs::path& from, const fs::path& to);

}  // namespace shelflife::test
