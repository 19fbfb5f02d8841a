// Golden cases: each folder has a policy, listings and questions, a line each; `answer` holds what the command says to all of
// them, with the decisions that it wrote. `@/` is a folder of the test's, `@NAME` another policy. SHELFLIFE_UPDATE=1 writes the
// answers anew: read them.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

#include "tests/compiler/support.hpp"
#include "tests/json_schema.hpp"
#include "tests/shell.hpp"

using namespace shelflife::test;
namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

ShellRun simulate(const fs::path& folder, std::string question) {
  std::string policy = "policy.shelf";
  if (question.starts_with("@")) {
    policy = question.substr(1, question.find(' ') - 1);
    question.erase(0, policy.size() + 2);
  }
  return run_in_shell("cd '" + folder.string() + "' && '" SHELFLIFE_BINARY "' --color never simulate " + policy + " " + question + " 2>&1 </dev/null");
}

// A folder that is gone with the test.
struct Temporary {
  fs::path path;
  Temporary() {
    std::string name = (fs::temp_directory_path() / "shelflife-simulate-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Temporary() { fs::remove_all(path); }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
};

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size()) text.replace(at, what.size(), with);
  return text;
}

}  // namespace

TEST_CASE("runs are answered as written") {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(SHELFLIFE_SOURCE_DIR "/tests/simulate/cases")) folders.push_back(entry.path());
  std::sort(folders.begin(), folders.end());
  CHECK(folders.size() >= 8);
  for (const fs::path& folder : folders) {
    CAPTURE(folder.filename().string());
    std::string answers, question;
    std::istringstream questions(shelflife::testing::read_text(folder / "ask"));
    while (std::getline(questions, question)) {
      const Temporary written;
      const ShellRun answer = simulate(folder, replaced(question, "@/", written.path.string() + "/"));
      answers += "$ simulate " + question + "\n" + answer.out + (answer.status == 0 ? "" : "exit status " + std::to_string(answer.status) + "\n");
      for (const auto& file : fs::directory_iterator(written.path))
        answers += "-- " + file.path().filename().string() + "\n" + shelflife::testing::read_text(file.path());
      answers += "\n";
    }
    if (std::getenv("SHELFLIFE_UPDATE") != nullptr) {
      std::ofstream(folder / "answer", std::ios::binary) << answers;
      continue;
    }
    CHECK(answers == shelflife::testing::read_text(folder / "answer"));
  }
}

TEST_CASE("json has the members that its schema asks for") {
  const Json schema = Json::parse(shelflife::testing::read_text(SHELFLIFE_SOURCE_DIR "/docs/schema/simulate-1.schema.json"));
  const fs::path cases = SHELFLIFE_SOURCE_DIR "/tests/simulate/cases";
  for (const auto& entry : {std::pair{"stages", "--inventory listing.jsonl --registry registry.jsonl --at 2026-03-31T12:00:00Z"},
                                       std::pair{"stages", "--inventory listing.jsonl --at 2026-03-31T12:00:00Z"},
                                       std::pair{"safeguards", "--inventory listing.jsonl --at 2026-03-31"},
                                       std::pair{"audit", "--inventory listing.jsonl --at 2027-03-31T12:00:00Z --audit --manifests copies"},
                                       std::pair{"range", "--inventory listing.jsonl --from 2026-03-31 --to 2026-04-14"}}) {
    const std::string name = entry.first, question = entry.second;
    CAPTURE(name);
    const Json document = Json::parse(simulate(cases / name, std::string(question) + " --format json").out);
    CHECK(document.at("$schema") == schema.at("$id"));
    CHECK(fault_by(schema, document, schema) == "");
  }
}

TEST_CASE("the totals are those of the decisions") {
  const Temporary written;
  const fs::path folder = SHELFLIFE_SOURCE_DIR "/tests/simulate/cases/stages";
  const std::string rows = (written.path / "d.jsonl").string();
  const Json document = Json::parse(simulate(folder, "--inventory listing.jsonl --registry registry.jsonl --at 2026-03-31T12:00:00Z --format json --decisions " + rows).out);
  std::map<std::string, std::uint64_t> counted;
  std::istringstream lines(shelflife::testing::read_text(rows));
  for (std::string line; std::getline(lines, line);) ++counted[Json::parse(line).at("fate").get<std::string>()];
  std::uint64_t all = 0;
  for (const char* fate : {"delete", "move", "keep", "undecided"}) {
    CHECK(document.at("totals").at(fate).at("objects") == counted[fate]);
    all += counted[fate];
  }
  CHECK(all + document.at("inventory").at("undeclared").get<std::uint64_t>() == document.at("inventory").at("objects"));
}

TEST_CASE("a file of decisions is replaced whole, and left alone where the run fails") {
  const Temporary written;
  const fs::path cases = SHELFLIFE_SOURCE_DIR "/tests/simulate/cases";
  const fs::path rows = written.path / "d.csv";
  std::ofstream(rows) << "before\n";
  CHECK(simulate(cases / "bad-rows", "--inventory listing.csv --at 2026-03-31 --decisions " + rows.string()).status == 2);
  CHECK(shelflife::testing::read_text(rows) == "before\n");
  CHECK(simulate(cases / "azure-inventory", "--inventory listing.csv --at 2026-03-31 --decisions " + rows.string()).status == 0);
  CHECK(shelflife::testing::read_text(rows).starts_with("store,key,"));
  CHECK(std::distance(fs::directory_iterator(written.path), fs::directory_iterator()) == 1);
}
