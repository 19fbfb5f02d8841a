// build: all or nothing, byte for byte the same, and nobody else's files.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>

#include "tests/cli/process.hpp"

using namespace shelflife::cli_test;
namespace fs = std::filesystem;

TEST_CASE("build writes the documents, the plan, a manifest and the table") {
  const Folder folder;
  folder.write("p.shelf", policy_a());
  const Run built = folder.run({"build", "p.shelf", "-o", "deep/out"});
  CAPTURE(built.err);
  CHECK(built.status == 0);
  CHECK(contains(built.out, "artifacts (s3 acme-ml)"));
  CHECK(contains(built.out, "delete after 14 days"));
  CHECK(contains(built.out, "bytes leave 7 days after a delete (recoverable for)"));
  CHECK(contains(built.out, "wrote deep/out/"));
  CHECK(contains(built.out, "proved over all objects: nothing kept is deleted; all that is due is done by S3 or the plan."));
  const auto tree = folder.tree("deep/out");
  CHECK(tree.contains("plan.json"));
  CHECK(tree.contains("artifacts/lifecycle.json"));
  CHECK(tree.contains(".shelflife-manifest.json"));
  for (const auto& entry : tree) {
    const auto& path = entry.first;
    const auto& content = entry.second;
    if (path == ".shelflife-manifest.json") continue;
    CHECK(contains(tree.at(".shelflife-manifest.json"), "\"" + path + "\""));
    CHECK_FALSE(contains(content, folder.path()));  // no path of this machine
  }
  CHECK(folder.run({"build", "p.shelf", "-o", "deep/out", "-q"}).out.empty());
}

TEST_CASE("the same bytes in any folder, locale and time zone") {
  const Folder one, two;
  one.write("p.shelf", policy_b());
  two.write("p.shelf", policy_b());
  CHECK(one.run({"build", "p.shelf", "-o", "out"}, {.environment = {"LANG=C", "TZ=UTC"}}).status == 0);
  const std::vector<std::string> elsewhere = {"LC_ALL=de_DE.UTF-8", "LANG=tr_TR.UTF-8", "TZ=Asia/Tokyo"};
  CHECK(two.run({"build", "p.shelf", "-o", "deep/out"}, {.environment = elsewhere}).status == 0);
  const auto first = one.tree("out");
  CHECK(two.tree("deep/out") == first);
  CHECK(one.run({"build", "p.shelf", "-o", "out"}).status == 0);
  CHECK(one.tree("out") == first);
}

TEST_CASE("the same bytes whatever path leads to the root") {
  const Folder folder;
  folder.write("sub/p.shelf", policy_b());
  CHECK(folder.run({"build", "sub/p.shelf", "-o", "one"}).status == 0);
  CHECK(folder.run({"build", folder / "sub/p.shelf", "-o", "two"}).status == 0);
  const auto one = folder.tree("one"), two = folder.tree("two");
  for (const auto& entry : one) {
    const auto& path = entry.first;
    const auto& content = entry.second;
    CAPTURE(path);
    const bool same = two.at(path) == content;
    CHECK(same);
  }
}

TEST_CASE("files of an earlier build go, files of the user stay") {
  const Folder folder;
  folder.write("p.shelf", policy_b());
  CHECK(folder.run({"build", "p.shelf", "-o", "out"}).status == 0);
  CHECK(folder.has("out/extra"));
  folder.write("out/extra/notes.txt", "mine");
  folder.write("out/terraform/terraform.tfstate", "mine");
  folder.write("p.shelf", policy_a());
  const Run again = folder.run({"build", "p.shelf", "-o", "out"});
  CHECK(again.status == 0);
  CHECK(contains(again.out, "removed out/extra/"));
  CHECK(folder.tree("out/extra").size() == 1);
  CHECK(folder.read("out/extra/notes.txt") == "mine");
  CHECK(folder.read("out/terraform/terraform.tfstate") == "mine");
  fs::remove(folder / "out/extra/notes.txt");
  folder.write("p.shelf", policy_b());
  CHECK(folder.run({"build", "p.shelf", "-o", "out"}).status == 0);
  folder.write("p.shelf", policy_a());
  CHECK(folder.run({"build", "p.shelf", "-o", "out"}).status == 0);
  CHECK_FALSE(folder.has("out/extra"));  // empty now
}

TEST_CASE("a file of the user where an output goes is refused, and nothing is written") {
  const Folder folder;
  folder.write("p.shelf", policy_a());
  folder.write("out/plan.json", "mine");
  const Run refused = folder.run({"build", "p.shelf", "-o", "out"});
  CHECK(refused.status == 2);
  CHECK(contains(refused.err, "SL0402"));
  CHECK(refused.out.empty());
  CHECK(folder.tree("out") == std::map<std::string, std::string>{{"plan.json", "- mine"}});

  fs::remove(folder / "out/plan.json");
  folder.write("elsewhere/lifecycle.json", "mine");
  fs::create_directory_symlink(folder / "elsewhere", folder / "out/artifacts");
  CHECK(folder.run({"build", "p.shelf", "-o", "out"}).status == 2);
  CHECK(folder.read("elsewhere/lifecycle.json") == "mine");
}

TEST_CASE("a manifest that was tampered with deletes nothing") {
  const Folder folder;
  folder.write("p.shelf", policy_a());
  folder.write("precious", "mine");
  for (const std::string manifest : {"{\"format\":1,\"files\":[\"../precious\"]}", "{\"format\":1,\"files\":[\"/etc/passwd\"]}",
                                     "{\"format\":2,\"files\":[]}", "{\"format\":1,\"files\":[1]}", "[]", "nonsense", ""}) {
    CAPTURE(manifest);
    folder.write("out/.shelflife-manifest.json", manifest);
    CHECK(folder.run({"build", "p.shelf", "-o", "out"}).status == 2);
    CHECK(folder.tree("out").size() == 1);
    CHECK(folder.read("precious") == "mine");
  }
}

TEST_CASE("an error leaves the folder as it was") {
  const Folder folder;
  folder.write("p.shelf", policy_a());
  CHECK(folder.run({"build", "p.shelf", "-o", "out"}).status == 0);
  const auto before = folder.tree("out");
  folder.write("p.shelf", policy_b() + "rule broken where nothing == here { delete after 1 day }\n");
  CHECK(folder.run({"build", "p.shelf", "-o", "out"}).status == 1);
  CHECK(folder.tree("out") == before);
  folder.write("p.shelf", policy_b());
  const Run full = folder.run({"build", "p.shelf", "-o", "out"}, {.largest_file = 100});  // a disk that fills up
  CHECK(full.status == 2);
  CHECK(contains(full.err, "SL0401"));
  CHECK(folder.tree("out") == before);
  CHECK(folder.run({"build", "p.shelf", "-o", "fresh/deep"}, {.largest_file = 100}).status == 2);
  CHECK_FALSE(folder.has("fresh"));
  CHECK(folder.run({"build", "p.shelf", "-o", "p.shelf"}).status == 2);
  CHECK(folder.run({"build", "p.shelf", "-o", "p.shelf/out"}).status == 2);
  CHECK(folder.run({"build", "p.shelf", "-o", "/proc/shelflife"}).status == 2);
}

TEST_CASE("killed at any moment: every file is whole, and the next build mends the rest") {
  const Folder folder;
  folder.write("a.shelf", policy_a());
  folder.write("b.shelf", policy_b());
  CHECK(folder.run({"build", "a.shelf", "-o", "a"}).status == 0);
  CHECK(folder.run({"build", "b.shelf", "-o", "b"}).status == 0);
  const auto a = folder.tree("a"), b = folder.tree("b");
  for (int turn = 0; turn < 40; ++turn) {
    const std::string policy = turn % 2 == 0 ? "a.shelf" : "b.shelf";
    folder.run({"build", policy, "-o", "out"}, {.kill_after_us = 100 + turn * 150});
    for (const auto& entry : folder.tree("out")) {
      const auto& path = entry.first;
      const auto& content = entry.second;
      if (path.starts_with(".shelflife-stage-")) continue;
      CAPTURE(path);
      const bool whole = (a.contains(path) && a.at(path) == content) || (b.contains(path) && b.at(path) == content);
      CHECK(whole);
    }
  }
  CHECK(folder.run({"build", "b.shelf", "-o", "out"}).status == 0);
  CHECK(folder.run({"build", "b.shelf", "-o", "out", "--check"}).status == 0);
  CHECK(folder.run({"build", "a.shelf", "-o", "out"}).status == 0);
  CHECK(folder.tree("out") == a);
}

TEST_CASE("--check compares and never writes") {
  const Folder folder;
  folder.write("p.shelf", policy_b());
  const Run none = folder.run({"build", "p.shelf", "-o", "out", "--check"});
  CHECK(none.status == 1);
  CHECK(contains(none.out, "missing out/plan.json\n"));
  CHECK_FALSE(folder.has("out"));
  CHECK(folder.run({"build", "p.shelf", "-o", "out"}).status == 0);
  const Run current = folder.run({"build", "p.shelf", "-o", "out", "--check"});
  CHECK(current.status == 0);
  CHECK(current.out.empty());
  folder.write("p.shelf", policy_a());
  const auto before = folder.tree("out");
  const Run stale = folder.run({"build", "p.shelf", "-o", "out", "--check"});
  CHECK(stale.status == 1);
  CHECK(contains(stale.out, "stale   out/plan.json\n"));
  CHECK(contains(stale.out, "extra   out/extra/"));
  CHECK(contains(stale.err, "SL0403"));
  CHECK(folder.tree("out") == before);
  ::chmod((folder / "out/artifacts/apply.sh").c_str(), 0644);
  CHECK(contains(folder.run({"build", "p.shelf", "-o", "out", "--check"}).out, "out/artifacts/apply.sh"));
}

TEST_CASE("--freeze disables every delete and empties the plan") {
  const Folder folder;
  folder.write("p.shelf", policy_a());
  CHECK(folder.run({"build", "p.shelf", "-o", "live"}).status == 0);
  CHECK(folder.run({"build", "p.shelf", "-o", "frozen", "--freeze"}).status == 0);
  CHECK(contains(folder.read("live/artifacts/lifecycle.json"), "\"Enabled\""));
  CHECK_FALSE(contains(folder.read("frozen/artifacts/lifecycle.json"), "\"Enabled\""));
  CHECK(folder.read("frozen/plan.json") != folder.read("live/plan.json"));
}

TEST_CASE("-o - prints one output, and only one") {
  const Folder folder;
  folder.write("p.shelf", policy_a());
  const Run plan = folder.run({"build", "p.shelf", "--target", "plan", "-o", "-"});
  CHECK(plan.status == 0);
  CHECK(plan.out.starts_with("{"));
  CHECK(folder.run({"build", "-", "--target", "plan", "-o", "-"}, {.input = policy_a()}).status == 0);
  const Run several = folder.run({"build", "p.shelf", "-o", "-"});
  CHECK(several.status == 2);
  CHECK(several.out.empty());
  CHECK(contains(several.err, "--target"));
}

TEST_CASE("text of the user cannot drive the terminal") {
  const Folder folder;
  folder.write("p.shelf", policy_a() + "rule evil \"\xe2\x80\xae\" where model == \"a\xc2\x9b[2J\xe2\x80\xae\" { delete after 3 days }\n");
  const Run built = folder.run({"build", "p.shelf", "-o", "out\x1b[2J"});
  for (const std::string& text : {built.out, built.err})
    for (const char* control : {"\x1b", "\xc2\x9b", "\xe2\x80\xae"}) CHECK_FALSE(contains(text, control));
}

TEST_CASE("which root a path stands for") {
  const Folder folder;
  folder.write("root/p.shelf", policy_a() + "import \"teams/t.shelf\" where stage == dev\n");
  folder.write("root/teams/t.shelf", "rule t where model == m { delete after 20 days }\n");
  CHECK(folder.run({"build", "root", "-o", "out"}).status == 0);  // one root in the folder
  const Run team = folder.run({"build", "root/teams/t.shelf", "-o", "out"});
  CHECK(team.status != 0);  // no root is known
  folder.write(".shelflife.yaml", "root: root/p.shelf\n");
  const auto before = folder.tree("out");
  CHECK(folder.run({"build", "root/teams/t.shelf", "-o", "out"}).status == 0);
  CHECK(folder.run({"build", "-o", "out"}).status == 0);
  CHECK(folder.tree("out") == before);

  folder.write("other/q.shelf", policy_a());
  const Run shared = folder.run({"build", "root/p.shelf", "other/q.shelf", "-o", "both"});
  CHECK(shared.status == 1);
  CHECK(contains(shared.err, "SL0022"));
  folder.write("other/q.shelf", "store s on s3 \"another-bucket\" { versioning on }\n");
  const Run several = folder.run({"build", "root/p.shelf", "other/q.shelf", "-o", "both"});
  CHECK(several.status == 2);
  CHECK_FALSE(folder.has("both"));
}
