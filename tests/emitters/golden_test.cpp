// Every file of every case against tests/emitters/golden/CASE/. SHELFLIFE_UPDATE=1 rewrites them.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "fixture.hpp"

namespace shelflife::test {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void write(const fs::path& path, const OutputFile& file) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << file.content;
  if (file.executable)
    fs::permissions(path, fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec |
                              fs::perms::others_read | fs::perms::others_exec);
}

void compare(const std::string& name, const std::vector<OutputFile>& files) {
  const fs::path folder = fs::path(SHELFLIFE_SOURCE_DIR) / "tests/emitters/golden" / name;
  if (std::getenv("SHELFLIFE_UPDATE") != nullptr) {
    fs::remove_all(folder);
    for (const OutputFile& file : files) write(folder / file.path, file);
    return;
  }
  std::set<std::string> expected;
  if (fs::exists(folder))
    for (const auto& entry : fs::recursive_directory_iterator(folder))
      if (entry.is_regular_file()) expected.insert(fs::relative(entry.path(), folder).string());
  for (const OutputFile& file : files) {
    INFO(name << "/" << file.path);
    CHECK(expected.count(file.path) == 1);
    CHECK(read(folder / file.path) == file.content);
    expected.erase(file.path);
  }
  for (const std::string& left : expected) FAIL_CHECK("no longer written: " << name << "/" << left);
}

TEST_CASE("emitted files are as recorded") {
  for (const Fixture& fixture : all_cases()) {
    compare(fixture.name, fixture.emit());
    compare(fixture.name + "_frozen", fixture.emit(true));
  }
}

TEST_CASE("the same input gives the same bytes, sorted and without two files of one name") {
  for (const Fixture& fixture : all_cases()) {
    const std::vector<OutputFile> first = fixture.emit(), second = fixture.emit();
    REQUIRE(first.size() == second.size());
    for (std::size_t i = 0; i < first.size(); ++i) {
      CHECK(first[i].path == second[i].path);
      CHECK(first[i].content == second[i].content);
      CHECK(first[i].executable == second[i].executable);
      if (i > 0) CHECK(first[i - 1].path < first[i].path);
      CHECK(first[i].path.find("..") == std::string::npos);
      CHECK(first[i].path.front() != '/');
    }
  }
}

}  // namespace
}  // namespace shelflife::test
