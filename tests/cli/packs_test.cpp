// `packs`, and how findings in packs are told.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/cli/process.hpp"

using namespace shelflife::cli_test;
namespace fs = std::filesystem;

namespace {

// By name; what is in the repository.
std::map<std::string, std::string> texts() {
  std::map<std::string, std::string> out;
  for (const auto& entry : fs::directory_iterator(fs::path(SHELFLIFE_SOURCE_DIR) / "packs")) {
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    out[entry.path().stem().string()] = text.str();
  }
  return out;
}

std::string policy(const std::string& import, const std::string& days) {
  return import + "\nlayout \"ml/{class}/\"\nlabel class in records, other required\nstore s on s3 \"acme-ml\" { region \"us-east-1\" }\n" +
         "rule r where class == records { delete after " + days + " days }\nrule uploads { abort uploads after 7 days }\n";
}
const std::string finra = "import \"pack:finra-4511\" where class == records";

}  // namespace

TEST_CASE("packs lists every pack, and show prints its text without any file") {
  const Folder folder;
  const Run list = folder.run({"packs"});
  CHECK(list.status == 0);
  const std::map<std::string, std::string> all = texts();
  REQUIRE(all.size() >= 20);
  for (const auto& entry : all) {
    const auto& name = entry.first;
    const auto& text = entry.second;
    CAPTURE(name);
    CHECK(contains(list.out, "\n" + name + " "));
    const Run shown = folder.run({"packs", "show", name});
    CHECK(shown.status == 0);
    CHECK(shown.out == text);
    folder.write("mine.shelf", text);
    CHECK(folder.run({"fmt", "--check", "mine.shelf"}).status == 0);
  }
  CHECK(contains(list.out, "at least 6 years; hot for 2 years; locked for 6 years"));
  CHECK(contains(list.out, "at most 1 month since erasure_requested"));
  CHECK(contains(list.out, "legal advice"));
}

TEST_CASE("packs as JSON has what the text has, with days") {
  const Run run = Folder().run({"packs", "--format", "json"});
  CHECK(run.status == 0);
  const auto document = nlohmann::json::parse(run.out);
  CHECK(document["version"] == 1);
  std::map<std::string, nlohmann::json> packs;
  for (const auto& pack : document["packs"]) packs[pack["name"]] = pack;
  CHECK(packs.size() == texts().size());
  const auto& hipaa = packs["hipaa"];
  CHECK(hipaa["import"] == "pack:hipaa");
  CHECK(hipaa["article"] == "45 CFR 164.316(b)(2)(i), 164.530(j)");
  CHECK(hipaa["in_force"]["since"] == "2005-04-20");
  CHECK(hipaa["in_force"]["until"].is_null());
  CHECK(hipaa["needs"][0]["name"] == "last_in_effect");
  CHECK(hipaa["obligations"][1] == nlohmann::json({{"kind", "floor"}, {"duration", "6 years"}, {"days", 2192}, {"since", "last_in_effect"}}));
  CHECK(packs["gdpr-erasure"]["obligations"][0]["kind"] == "ceiling");
  CHECK(packs["gdpr-erasure"]["obligations"][0]["days"] == 28);
  CHECK(packs["gdpr"]["obligations"][0]["days"].is_null());
  CHECK(packs["gdpr"]["obligations"][0]["duration"] == "gdpr_limit");
  CHECK(packs["pci-dss"]["obligations"][1]["kind"] == "hot");
  CHECK(packs["sec-17a-4a-worm"]["obligations"][2]["kind"] == "lock");
}

TEST_CASE("a name that is nearly a pack's is hinted at") {
  CHECK(contains(Folder().run({"packs", "show", "hippa"}).err, "did you mean `hipaa`?"));
  CHECK(contains(Folder().run({"packs", "show", "\x1b[31m"}).err, "no pack is named `\\x1b[31m`"));
}

TEST_CASE("completion knows the packs") {
  for (const std::string shell : {"bash", "zsh", "fish"}) {
    const std::string script = Folder().run({"completion", shell}).out;
    CAPTURE(shell);
    CHECK(contains(script, "show "));
    for (const auto& [name, text] : texts()) CHECK(contains(script, name));
  }
}

TEST_CASE("what breaks a pack is told at the pack, with its article, and stops a build") {
  const Folder folder;
  folder.write("policy.shelf", policy(finra, "2191"));
  for (const std::vector<std::string>& words : {std::vector<std::string>{"check", "--ignore", "all", "policy.shelf"}, {"check", "--ignore", "all"}, {"build", "policy.shelf", "-o", "out"}}) {
    const Run run = folder.run(words);
    CAPTURE(words[0]);
    CHECK(run.status == 1);
    CHECK(run.err.starts_with("pack:finra-4511:15:3: error SL0330: `require \"FINRA Rule 4511(b), since 2011-12-05"));
    CHECK(contains(run.err, "  15 |   never deleted before 6 years\n"));
    CHECK(contains(run.err, "policy.shelf:5:33: note: `delete after 2191 days` is here"));
  }
  CHECK_FALSE(folder.has("out"));
  const auto findings = nlohmann::json::parse(folder.run({"check", "--ignore", "all", "--format", "json"}).out)["findings"];
  REQUIRE(findings.size() == 1);
  CHECK(findings[0]["file"] == "pack:finra-4511");
  CHECK(findings[0]["line"] == 15);
}

TEST_CASE("a pack that holds leaves the outputs as they were") {
  const Folder folder;
  folder.write("bound/policy.shelf", policy(finra, "2192"));
  folder.write("free/policy.shelf", policy("# not bound", "2192"));
  CHECK(folder.run({"build", "bound/policy.shelf", "-o", "a"}).status == 0);
  CHECK(folder.run({"build", "free/policy.shelf", "-o", "b"}).status == 0);
  CHECK(folder.tree("a") == folder.tree("b"));
  const Run diff = folder.run({"diff", "bound/policy.shelf", "free/policy.shelf"});
  CHECK(diff.status == 0);
  CHECK(contains(diff.out, "pack:finra-4511:15  `never deleted before 6 years`"));
}

TEST_CASE("a file of that name in the folder is not read") {
  const Folder folder;
  folder.write("pack:finra-4511", "require \"another\" { never deleted }\n");
  folder.write("policy.shelf", policy(finra, "2192"));
  CHECK(folder.run({"check", "--ignore", "all"}).status == 0);
  CHECK(folder.run({"check", "--ignore", "all"}).err.empty());
}

TEST_CASE("an error in a pack's import is told once for two roots that have it in a shared file") {
  const Folder folder;
  folder.write("shared.shelf", "import \"pack:sox\"\n");
  for (const std::string root : {"a", "b"}) {
    folder.write(root + ".shelf", "import \"shared.shelf\"\nstore " + root + " on s3 \"acme-" + root + "\" { region \"us-east-1\" }\n");
  }
  const Run run = folder.run({"check"});
  CHECK(run.status == 1);
  CHECK(run.err.starts_with("shared.shelf:1:8: error SL0226: `pack:sox` counts from `audit_concluded`"));
  CHECK(contains(run.err, "pack:sox:16:38: note: it is used here"));
  CHECK(contains(run.err, "\n1 error\n"));
}
