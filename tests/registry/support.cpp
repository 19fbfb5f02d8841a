#include "tests/registry/support.hpp"

#include <sqlite3.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace shelflife::test {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file.good());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void write_file(const fs::path& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

TemporaryFolder::TemporaryFolder() {
  std::string name = (fs::temp_directory_path() / "shelflife-registry-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  path = name;
}
TemporaryFolder::~TemporaryFolder() { fs::remove_all(path); }

void run_sql(const fs::path& database, const std::string& sql) {
  sqlite3* open = nullptr;
  REQUIRE(sqlite3_open(database.c_str(), &open) == SQLITE_OK);
  char* error = nullptr;
  const int status = sqlite3_exec(open, sql.c_str(), nullptr, nullptr, &error);
  const std::string message = error != nullptr ? error : "";
  sqlite3_free(error);
  sqlite3_close(open);
  CAPTURE(message);
  REQUIRE(status == SQLITE_OK);
}

void make_mlflow(const fs::path& database, int version) {
  std::string sql = "BEGIN;";
  for (const char* part : {"schema-", "facts-"})
    for (int i = 1; i <= version; ++i) sql += read_file(registry_tests / "mlflow" / (part + std::to_string(i) + ".sql"));
  run_sql(database, sql + "COMMIT;");
}

Answer ask(const fs::path& folder, const std::string& registry, const std::string& at) {
  const fs::path rows = folder / "decisions.csv";
  fs::remove(rows);
  const ShellRun run = run_in_shell("cd '" + (registry_tests / "mlflow").string() + "' && '" SHELFLIFE_BINARY "' --color never simulate policy.shelf --inventory listing.csv --at " + at +
                                    " --decisions '" + rows.string() + "' --registry '" + registry + "' 2>&1 </dev/null");
  Answer answer{run.status, run.out, {}};
  for (std::size_t at_folder = 0; (at_folder = answer.out.find(folder.string(), at_folder)) != std::string::npos;) answer.out.replace(at_folder, folder.string().size(), "@");
  if (fs::exists(rows)) {
    std::istringstream lines(read_file(rows));
    for (std::string line; std::getline(lines, line);) answer.decisions.push_back(line);
  }
  fs::remove(rows);
  return answer;
}

void check_golden(const fs::path& expected, const std::string& text) {
  if (std::getenv("SHELFLIFE_UPDATE") != nullptr) write_file(expected, text);
  CAPTURE(expected.string());
  CHECK(text == read_file(expected));
}

}  // namespace shelflife::test
