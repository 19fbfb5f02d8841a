// fmt: in place, as a check, as a diff, as a filter.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>

#include "tests/cli/process.hpp"

using namespace shelflife::cli_test;
namespace fs = std::filesystem;

namespace {
const std::string ugly = "layout   \"ml/{stage}/\"   # why\nstore a on s3 \"b\"{versioning on}\nrule r where stage==dev{delete after 3 days}\n";
}

TEST_CASE("standard input to standard output, twice the same") {
  const Run once = run({"fmt", "-"}, {.input = ugly});
  CHECK(once.status == 0);
  CHECK(once.err.empty());
  CHECK(once.out != ugly);
  CHECK(contains(once.out, "# why"));
  CHECK(run({"fmt", "-"}, {.input = once.out}).out == once.out);
}

TEST_CASE("in place only when changed; mode and links stay") {
  const Folder folder;
  folder.write("p.shelf", ugly);
  ::chmod((folder / "p.shelf").c_str(), 0640);
  fs::create_symlink("p.shelf", folder / "link.shelf");
  const Run changed = folder.run({"fmt", "link.shelf"});
  CHECK(changed.status == 0);
  CHECK(contains(changed.out, "changed link.shelf"));
  CHECK(fs::is_symlink(folder / "link.shelf"));
  CHECK(folder.read("p.shelf") == run({"fmt", "-"}, {.input = ugly}).out);
  CHECK((fs::status(folder / "p.shelf").permissions() & fs::perms::all) == static_cast<fs::perms>(0640));
  struct stat before {}, after {};
  ::stat((folder / "p.shelf").c_str(), &before);
  const Run same = folder.run({"fmt", "p.shelf"});
  CHECK(same.status == 0);
  CHECK(same.out.empty());
  ::stat((folder / "p.shelf").c_str(), &after);
  CHECK(before.st_ino == after.st_ino);
  CHECK(folder.tree().size() == 2);  // nothing staged is left
}

TEST_CASE("--check and --diff write nothing") {
  const Folder folder;
  folder.write("p.shelf", ugly);
  const Run check = folder.run({"fmt", "--check", "."});
  CHECK(check.status == 1);
  CHECK(check.out == "would change p.shelf\n");
  const Run diff = folder.run({"fmt", "--diff", "p.shelf"});
  CHECK(diff.status == 0);
  CHECK(diff.out.starts_with("--- p.shelf\n+++ p.shelf\n@@ -1"));
  CHECK(contains(diff.out, "\n-store a on s3 \"b\"{versioning on}\n"));
  CHECK(folder.run({"fmt", "--check", "--diff", "p.shelf"}).status == 1);
  CHECK(folder.read("p.shelf") == ugly);
  CHECK(folder.run({"fmt", "p.shelf"}).status == 0);
  const Run current = folder.run({"fmt", "--check", "p.shelf"});
  CHECK(current.status == 0);
  CHECK(current.out.empty());
}

TEST_CASE("a file that does not parse is told and left alone, the others are done") {
  const Folder folder;
  folder.write("a.shelf", "rule {{{\n");
  folder.write("b.shelf", ugly);
  const Run result = folder.run({"fmt", "."});
  CHECK(result.status == 1);
  CHECK(contains(result.err, "a.shelf:1:"));
  CHECK(folder.read("a.shelf") == "rule {{{\n");
  CHECK(folder.read("b.shelf") != ugly);
}

TEST_CASE("a disk that fills up leaves the file as it was") {
  const Folder folder;
  folder.write("p.shelf", ugly);
  const Run full = folder.run({"fmt", "p.shelf"}, {.largest_file = 20});
  CHECK(full.status == 2);
  CHECK(contains(full.err, "SL0401"));
  CHECK(folder.read("p.shelf") == ugly);
  CHECK(folder.tree().size() == 1);
}
