// man: pages from the same tables as --help.
#include <doctest/doctest.h>

#include "tests/cli/process.hpp"

using namespace shelflife::cli_test;

TEST_CASE("a page names every command, and each command's page its options and examples") {
  const Run top = run({"man"});
  CHECK(top.status == 0);
  CHECK(top.out.starts_with(".TH SHELFLIFE 1 \"\" \"shelflife " SHELFLIFE_VERSION "\""));
  for (const std::string command : {"build", "check", "init", "completion", "man"}) {
    CAPTURE(command);
    CHECK(contains(top.out, ".B " + command + "\n"));
    CHECK(contains(top.out, ".BR shelflife\\-" + command + " (1)"));
  }
  const Run build = run({"man", "build"});
  CHECK(contains(build.out, "\\fB\\-o\\fR, \\fB\\-\\-output\\fR \\fIDIR\\fR\n"));
  CHECK(contains(build.out, "\n.SH EXAMPLES\n.nf\nshelflife build policy.shelf \\-o out\n"));
  CHECK_FALSE(contains(build.out, "`"));
  CHECK_FALSE(contains(build.out, ".BR shelflife\\-build (1)"));  // not of itself
}

TEST_CASE("every page is written into a folder, and is what is printed") {
  const Folder folder;
  CHECK(folder.run({"man", "-o", "pages"}).status == 0);
  CHECK(folder.read("pages/shelflife.1") == run({"man"}).out);
  CHECK(folder.read("pages/shelflife-diff.1") == run({"man", "diff"}).out);
  CHECK(folder.tree("pages").size() > 10);
}

TEST_CASE("misuse of man") {
  const Folder folder;
  for (const std::vector<std::string>& words : {std::vector<std::string>{"man", "frobnicate"}, {"man", "build", "-o", "pages"}, {"man", "build", "check"}}) {
    const Run result = folder.run(words);
    CAPTURE(result.err);
    CHECK(result.status == 2);
    CHECK(result.out.empty());
    CHECK_FALSE(folder.has("pages"));
  }
}
