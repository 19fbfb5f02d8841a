// Golden cases: each folder has a policy, the options of `build --target sql` in `ask`, and what it writes in `expected/`.
// SHELFLIFE_UPDATE=1 writes that anew: read it.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "sql/dialect.hpp"
#include "tests/shell.hpp"

using namespace shelflife::test;
namespace fs = std::filesystem;

namespace {

const fs::path cases = SHELFLIFE_SOURCE_DIR "/tests/sql/cases";

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::map<std::string, std::string> files_in(const fs::path& folder) {
  std::map<std::string, std::string> out;
  if (!fs::exists(folder)) return out;
  for (const auto& entry : fs::directory_iterator(folder)) out[entry.path().filename().string()] = read(entry.path());
  return out;
}

// A folder that is gone with the test.
struct Temporary {
  fs::path path;
  Temporary() {
    std::string name = (fs::temp_directory_path() / "shelflife-sql-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Temporary() { fs::remove_all(path); }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
};

ShellRun build(const fs::path& folder, const std::string& options, const fs::path& out) {
  return run_in_shell("cd '" + folder.string() + "' && '" SHELFLIFE_BINARY "' --color never build policy.shelf -o '" + out.string() + "' " + options + " 2>&1 </dev/null");
}

std::string options_of(const fs::path& folder) {
  std::string options = read(folder / "ask");
  options.erase(options.find_last_not_of('\n') + 1);
  return "--target sql " + options;
}

}  // namespace

TEST_CASE("statements are as recorded") {
  std::size_t compared = 0;
  for (const auto& entry : fs::directory_iterator(cases)) {
    CAPTURE(entry.path().filename().string());
    const Temporary out;
    const ShellRun run = build(entry.path(), options_of(entry.path()), out.path / "out");
    CAPTURE(run.out);
    REQUIRE(run.status == 0);
    const std::map<std::string, std::string> written = files_in(out.path / "out/sql");
    const fs::path expected = entry.path() / "expected";
    if (std::getenv("SHELFLIFE_UPDATE") != nullptr) {
      fs::remove_all(expected);
      fs::create_directories(expected);
      for (const auto& [name, text] : written) std::ofstream(expected / name, std::ios::binary) << text;
      continue;
    }
    const std::map<std::string, std::string> recorded = files_in(expected);
    CHECK(recorded.size() == written.size());
    for (const auto& file : written) {
      CAPTURE(file.first);
      const auto at = recorded.find(file.first);
      CHECK((at != recorded.end() && at->second == file.second));
      ++compared;
    }
  }
  CHECK((compared >= 20 || std::getenv("SHELFLIFE_UPDATE") != nullptr));
}

TEST_CASE("only the SQL is written, and a second build finds it up to date") {
  const Temporary out;
  const std::string options = options_of(cases / "simple");
  REQUIRE(build(cases / "simple", options, out.path / "out").status == 0);
  CHECK(!fs::exists(out.path / "out/plan.json"));
  CHECK(build(cases / "simple", options + " --check", out.path / "out").status == 0);
  CHECK(build(cases / "simple", options + " --check --at 2027-04-01", out.path / "out").status == 2);  // said twice
  std::ofstream(out.path / "out/sql/artifacts.duckdb.objects.sql", std::ios::app) << "-- more\n";
  CHECK(build(cases / "simple", options + " --check", out.path / "out").status == 1);
}

TEST_CASE("what cannot be written is refused with what would be right, and nothing is written") {
  const std::pair<const char*, const char*> asked[] = {
      {"--dialect duckdb --at 2027-01-31", "add `--target sql`"},
      {"--target sql --at 2027-01-31", "no dialect is named"},
      {"--target sql --dialect duckdb", "the instant of the run is not said"},
      {"--target sql --dialect duckdb --at yesterday", "`yesterday` is no date"},
      {"--target sql --dialect oracle --at now", "oracle"},
      {"--target sql --dialect duckdb --at now --sql-table lake..x", "a part of it is empty"},
      {"--target sql --dialect duckdb --at now --sql-table listed", "name the table with its schema"},
      {"--target sql --dialect duckdb --at now --columns key,size", "no column says when an object was written"},
      {"--target sql --dialect duckdb --at now --columns size,last_modified", "no column is the key"},
      {"--target sql --dialect duckdb --at now --columns key,last_modified,colour", "`colour` is no column"},
      {"--target sql --dialect duckdb --at now --columns key,last_modified,created", "what another column says already"},
      {"--target sql --dialect duckdb --at now --columns key,last_modified,is_delete_marker", "no column says what is current"},
      {"--target sql --dialect duckdb --at now --freeze", "SQL only asks"},
  };
  for (const auto& one : asked) {
    const std::string options = one.first, message = one.second;
    const Temporary out;
    const ShellRun run = build(cases / "simple", options, out.path / "out");
    CAPTURE(options);
    CAPTURE(run.out);
    CHECK(run.status == 2);
    CHECK(run.out.find(message) != std::string::npos);
    CHECK(!fs::exists(out.path / "out"));
  }
}

TEST_CASE("a statement grows with the policy, and not faster") {
  const Temporary folder;
  const auto bytes = [&](int rules) {
    std::ofstream policy(folder.path / "policy.shelf");
    policy << "layout \"ml/{stage}/{team}/{version}/\"\nlabel owner from tag\nstore st on s3 \"acme-ml\" { versioning off }\n";
    for (int i = 0; i < rules; ++i)
      policy << "rule r" << i << " where team == t" << i << " {\n  keep for 90 days where owner == o" << i % 5 << "\n  delete after " << 10 + i % 50 << " days\n}\n";
    policy.close();
    const ShellRun run = run_in_shell("cd '" + folder.path.string() + "' && timeout 60 '" SHELFLIFE_BINARY "' build policy.shelf -q --target sql --dialect duckdb --at now -o out" + std::to_string(rules) + " 2>&1");
    CAPTURE(run.out);
    REQUIRE(run.status == 0);
    return fs::file_size(folder.path / ("out" + std::to_string(rules)) / "sql/st.duckdb.objects.sql");
  };
  const std::uintmax_t small = bytes(50), large = bytes(200);
  CHECK(large > 3 * small);
  CHECK(large < 5 * small);
}

TEST_CASE("texts and names are quoted as each engine reads them") {
  using namespace shelflife::sql;
  const auto text = [](const char* dialect, const char* value) { return literal(*find_dialect(dialect), value); };
  const auto name = [](const char* dialect, const char* value) { return identifier(*find_dialect(dialect), value); };
  for (const char* dialect : {"duckdb", "postgres", "trino", "athena"}) {
    CHECK(text(dialect, "it's \\ $$\n") == "'it''s \\ $$\n'");
    CHECK(name(dialect, "a\"b`c\\") == "\"a\"\"b`c\\\"");
  }
  CHECK(text("spark", "it's \\ ${x}\n") == "'it\\'s \\\\ \\u0024{x}\\n'");
  CHECK(text("bigquery", "it's \\ ${x}\r\n") == "'it\\'s \\\\ ${x}\\r\\n'");
  CHECK(text("clickhouse", "''\\") == "'\\'\\'\\\\'");
  CHECK(name("spark", "a\"b`c\\") == "`a\"b``c\\`");
  CHECK(name("bigquery", "a`b\\") == "`a\\`b\\\\`");
  CHECK(name("clickhouse", "a`b\\") == "`a\\`b\\\\`");
}
