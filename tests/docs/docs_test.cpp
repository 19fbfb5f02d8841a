// The documents are run: commands as printed, policies through the checker, links followed.
// Fences: ```sh run [exit=N] is run (in a copy of the example's folder, or beside a copy of examples/); a ```text output
// right after it is compared with what it printed. ```sh not-run is for what needs the network or a build.
// ```shelf is a whole policy; ```shelf context is put before every later ```shelf fragment of its page;
// syntax: only parsed (it imports a file); error=CODE says that the block shows this error. SHELFLIFE_UPDATE=1 rewrites the ```text output blocks.
#include <doctest/doctest.h>

#include <regex>
#include <set>

#include "tests/docs/support.hpp"

namespace {

using namespace shelflife::test;

fs::path source(const fs::path& document) { return fs::path(SHELFLIFE_SOURCE_DIR) / document; }

// Policies without a store mean something, but have nowhere to go; most blocks of a page show neither store nor layout.
void check_policy(const std::string& text, const std::string& code) {
  const Scratch folder;
  write_file(folder.path() / "block.shelf", text);
  const Result result = run(folder.path(), "shelflife check --format concise block.shelf");
  CAPTURE(result.out);
  CAPTURE(result.err);
  const std::string printed = result.out + result.err;
  if (code.empty()) {
    CHECK(result.status == 0);
    return;
  }
  CHECK(result.status == 1);
  CHECK_MESSAGE(printed.find(code) != std::string::npos, "the block does not show " << code);
  const std::regex any_error("error ([A-Z]{2,3}[0-9]{4})");
  for (std::sregex_iterator it(printed.begin(), printed.end(), any_error), end; it != end; ++it) {
    CHECK_MESSAGE((*it)[1].str() == code, "another error than the one announced: " << it->str());
  }
}

TEST_CASE("every shelf block is a policy, or shows the error that it announces") {
  for (const fs::path& document : documents()) {
    std::string context;
    for (const Block& block : blocks_of(read_file(source(document)))) {
      if (block.words.empty() || block.words[0] != "shelf") continue;
      CAPTURE(document.string());
      CAPTURE(block.first);
      if (block.has("syntax")) {
        const Scratch folder;
        write_file(folder.path() / "block.shelf", block.text);
        CHECK(run(folder.path(), "shelflife fmt - < block.shelf").status == 0);
        continue;
      }
      if (block.has("context")) context = block.text;
      const bool fragment = block.has("fragment");
      if (fragment) CHECK_MESSAGE(!context.empty(), "a fragment needs a context block above it");
      check_policy(fragment ? context + block.text : block.text, block.option("error"));
    }
  }
}

// The folder that a document's commands are run in.
void prepare(const fs::path& document, const fs::path& folder) {
  if (document.begin()->string() == "examples") {
    copy_example(source(document).parent_path(), folder);
    return;
  }
  for (const fs::path& example : examples()) copy_example(example, folder / "examples" / example.filename());
}

TEST_CASE("every command of the documents runs as printed") {
  for (const fs::path& document : documents()) {
    const std::string markdown = read_file(source(document));
    const std::vector<Block> blocks = blocks_of(markdown);
    std::vector<std::string> lines = lines_of(markdown);
    std::ptrdiff_t shift = 0;  // lines that updates have added so far
    const Scratch folder;
    prepare(document, folder.path());
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      const Block& block = blocks[i];
      if (block.words.empty() || block.words[0] != "sh") continue;
      CAPTURE(document.string());
      CAPTURE(block.first);
      CHECK_MESSAGE(block.has("run") != block.has("not-run"), "say `run` or `not-run` after ```sh");
      if (!block.has("run")) continue;
      const Result result = run(folder.path(), block.text);
      const std::string wanted = block.option("exit");
      CHECK_MESSAGE(result.status == (wanted.empty() ? 0 : std::stoi(wanted)),
                    "status " << result.status << "\n" << result.out << result.err);
      if (i + 1 == blocks.size() || !blocks[i + 1].has("output")) continue;
      const Block& output = blocks[i + 1];
      const std::string printed = output.has("stderr") ? result.err : result.out;
      if (!updating()) {
        const std::string parted = difference(output.text, printed);
        CHECK_MESSAGE(parted.empty(), parted);
        continue;
      }
      const std::vector<std::string> fresh = lines_of(printed);
      const auto at = lines.begin() + static_cast<std::ptrdiff_t>(output.first) + shift;
      const auto length = static_cast<std::ptrdiff_t>(output.last - output.first);
      lines.insert(lines.erase(at, at + length), fresh.begin(), fresh.end());
      shift += static_cast<std::ptrdiff_t>(fresh.size()) - length;
    }
    if (updating()) {
      std::string text;
      for (const std::string& line : lines) text += line + "\n";
      if (text != markdown) write_file(source(document), text);
    }
  }
}

TEST_CASE("the first policy of README.md is the example that its command builds") {
  std::string first;
  for (const Block& block : blocks_of(read_file(source("README.md")))) {
    if (first.empty() && block.has("shelf")) first = block.text;
  }
  CHECK(first == read_file(source("examples/three-rules/ml.shelf")));
}

TEST_CASE("every link to a file leads somewhere") {
  const std::regex link(R"(\]\(([^)#:]+)(#[^)]*)?\))");
  for (const fs::path& document : documents()) {
    CAPTURE(document.string());
    const std::string text = read_file(source(document));
    for (std::sregex_iterator it(text.begin(), text.end(), link), end; it != end; ++it) {
      const fs::path target = source(document).parent_path() / (*it)[1].str();
      CHECK_MESSAGE(fs::exists(target), "no such file: " << (*it)[1].str());
    }
  }
}

TEST_CASE("every file and folder that a document names in code exists") {
  // `compiler/model/policy.hpp`, `docs/language.md`, `tests/docs/`: what starts with a folder of ours.
  const std::set<std::string> folders = {"grammar", "compiler", "emitters", "lint",    "inventory", "cli",
                                         "tests",   "docs",     "examples", "editors", "scripts",   "bench"};
  const std::regex path(R"(`([A-Za-z_]+)/([A-Za-z0-9_./-]*)`)");
  for (const fs::path& document : documents()) {
    if (document.begin()->string() == "examples") continue;  // their folder names are object prefixes
    CAPTURE(document.string());
    const std::string text = read_file(source(document));
    for (std::sregex_iterator it(text.begin(), text.end(), path), end; it != end; ++it) {
      const std::string folder = (*it)[1].str();
      if (!folders.contains(folder)) continue;
      CHECK_MESSAGE(fs::exists(source(folder) / (*it)[2].str()), "no such file: " << folder << "/" << (*it)[2].str());
    }
  }
}

}  // namespace
