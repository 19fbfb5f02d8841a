// Golden cases: each folder has a policy and questions, a line each; `answer` holds what the command says to all of them.
// SHELFLIFE_UPDATE=1 writes the answers anew: read them.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/compiler/support.hpp"
#include "tests/shell.hpp"

using namespace shelflife::test;
namespace fs = std::filesystem;

namespace {

ShellRun why(const fs::path& folder, const std::string& question) {
  return run_in_shell("cd '" + folder.string() + "' && '" SHELFLIFE_BINARY "' --color never why policy.shelf " + question + " 2>&1");
}

}  // namespace

TEST_CASE("questions are answered as written") {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(SHELFLIFE_SOURCE_DIR "/tests/why/cases")) folders.push_back(entry.path());
  std::sort(folders.begin(), folders.end());
  CHECK(folders.size() >= 6);
  for (const fs::path& folder : folders) {
    CAPTURE(folder.filename().string());
    std::string answers, question;
    std::istringstream questions(shelflife::testing::read_text(folder / "ask"));
    while (std::getline(questions, question)) {
      const ShellRun run = why(folder, question);
      answers += "$ why " + question + "\n" + run.out + (run.status == 0 ? "" : "exit status " + std::to_string(run.status) + "\n") + "\n";
    }
    if (std::getenv("SHELFLIFE_UPDATE") != nullptr) {
      std::ofstream(folder / "answer", std::ios::binary) << answers;
      continue;
    }
    CHECK(answers == shelflife::testing::read_text(folder / "answer"));
  }
}
