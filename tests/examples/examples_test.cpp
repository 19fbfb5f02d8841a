// Each example is built as its README says, in a copy of its folder, and what is printed and written is compared with
// expected/: table.txt (standard output), messages.txt (standard error, where there is any) and the files of out/.
// SHELFLIFE_UPDATE=1 writes expected/ anew; read the difference before it is committed.
#include <doctest/doctest.h>

#include <map>
#include <regex>

#include "tests/docs/support.hpp"

namespace {

using namespace shelflife::test;

// The build command of an example: the first line `shelflife build ... -o out` among its commands.
std::string build_command(const fs::path& example) {
  for (const Block& block : blocks_of(read_file(example / "README.md"))) {
    if (!block.has("run")) continue;
    for (const std::string& line : lines_of(block.text)) {
      if (line.starts_with("shelflife build ") && line.ends_with(" -o out")) return line;
    }
  }
  return {};
}

using Files = std::map<std::string, std::string>;

Files files_under(const fs::path& folder) {
  Files files;
  if (!fs::exists(folder)) return files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files[fs::relative(entry.path(), folder).string()] = read_file(entry.path());
  }
  return files;
}

void compare(const Files& expected, const Files& seen) {
  for (const auto& entry : expected) {
    const auto& name = entry.first;
    const auto& text = entry.second;
    CAPTURE(name);
    const auto it = seen.find(name);
    CHECK_MESSAGE(it != seen.end(), "expected, but not written");
    if (it == seen.end()) continue;
    const std::string parted = difference(text, it->second);
    CHECK_MESSAGE(parted.empty(), parted);
  }
  for (const auto& entry : seen) CHECK_MESSAGE(expected.contains(entry.first), "written, but not expected: " << entry.first);
}

TEST_CASE("each example builds to what it expects") {
  for (const fs::path& example : examples()) {
    CAPTURE(example.filename().string());
    const std::string command = build_command(example);
    CHECK_MESSAGE(!command.empty(), "README.md has no ```sh run block with `shelflife build FILE -o out`");
    if (command.empty()) continue;
    const Scratch folder;
    copy_example(example, folder.path());
    const Result result = run(folder.path(), command);
    CAPTURE(result.err);
    CHECK(result.status == 0);
    Files seen = files_under(folder.path() / "out");
    seen["table.txt"] = result.out;
    if (!result.err.empty()) seen["messages.txt"] = result.err;
    if (updating() && result.status == 0) {
      fs::remove_all(example / "expected");
      for (const auto& [name, text] : seen) write_file(example / "expected" / name, text);
    }
    compare(files_under(example / "expected"), seen);
  }
}

TEST_CASE("a second build writes the same bytes, and says that nothing is stale") {
  for (const fs::path& example : examples()) {
    CAPTURE(example.filename().string());
    const std::string command = build_command(example);
    const Scratch folder;
    copy_example(example, folder.path());
    CHECK(run(folder.path(), command).status == 0);
    const Files first = files_under(folder.path() / "out");
    CHECK(run(folder.path(), command).status == 0);
    compare(first, files_under(folder.path() / "out"));
    CHECK(run(folder.path(), command + " --check").status == 0);
  }
}

TEST_CASE("the policies of the examples are in the canonical style") {
  for (const fs::path& example : examples()) {
    CAPTURE(example.filename().string());
    const Scratch folder;
    copy_example(example, folder.path());
    const Result result = run(folder.path(), "shelflife fmt --check --diff .");
    CAPTURE(result.out);
    CHECK(result.status == 0);
  }
}

TEST_CASE("no expected file holds a path of the machine that wrote it") {
  const std::regex machine_path(R"((/home/|/root/|/tmp/|/build/|/work/))");
  for (const fs::path& example : examples()) {
    for (const auto& entry : files_under(example / "expected")) {
      const auto& name = entry.first;
      const auto& text = entry.second;
      CAPTURE(example.filename().string());
      CAPTURE(name);
      CHECK(!std::regex_search(text, machine_path));
      CHECK(text.ends_with("\n"));
    }
  }
}

}  // namespace
