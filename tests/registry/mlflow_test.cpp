// Registries of MLflow: its database in SQLite, and the answers of its REST API. What is wrong with one stops the run.
#include <doctest/doctest.h>

#include <sqlite3.h>

#include <algorithm>

#include "tests/registry/support.hpp"

using namespace shelflife::test;
namespace fs = std::filesystem;

namespace {

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

// A refusal: status 2, one error, no totals.
std::string refused(const Answer& answer) {
  CHECK(answer.status == 2);
  CHECK(answer.decisions.empty());
  CHECK(answer.out.find("a run at") == std::string::npos);
  return answer.out;
}

const std::string deleted_run = "mlflow/1/33333333333333333333333333333333/artifacts/log.txt";

}  // namespace

TEST_CASE("the databases of three versions of MLflow decide as written") {
  for (const int version : {1, 2, 3}) {
    CAPTURE(version);
    const TemporaryFolder folder;
    make_mlflow(folder.path / "mlflow.db", version);
    const std::string before = read_file(folder.path / "mlflow.db");
    const Answer answer = ask(folder.path, (folder.path / "mlflow.db").string());
    CHECK(answer.status == 0);
    check_golden(registry_tests / "mlflow" / ("decisions-" + std::to_string(version) + ".csv"), joined(answer.decisions));
    CHECK(read_file(folder.path / "mlflow.db") == before);
    CHECK(std::distance(fs::directory_iterator(folder.path), fs::directory_iterator()) == 1);  // nothing beside it
    CHECK(ask(folder.path, "sqlite:///" + (folder.path / "mlflow.db").string()).decisions == answer.decisions);
  }
}

TEST_CASE("the answers of the REST API say the same as the database, but for the time of a deletion") {
  const TemporaryFolder folder;
  make_mlflow(folder.path / "mlflow.db", 3);
  Answer database = ask(folder.path, (folder.path / "mlflow.db").string());
  const Answer rest = ask(folder.path, (registry_tests / "mlflow/rest").string());
  CHECK(rest.status == 0);
  REQUIRE(rest.decisions.size() == database.decisions.size());
  std::size_t others = 0;
  for (std::size_t i = 0; i < rest.decisions.size(); ++i) {
    if (rest.decisions[i].find(deleted_run) == std::string::npos) {
      CHECK(rest.decisions[i] == database.decisions[i]);
      continue;
    }
    ++others;
    CHECK(database.decisions[i] == "artifacts," + deleted_run + ",,delete,2027-04-01,gone/1,,,,");
    CHECK(rest.decisions[i] == "artifacts," + deleted_run + ",,keep,2027-04-08,,,,,");  // deleted, nobody says when: it may be just now
  }
  CHECK(others == 1);
  run_sql(folder.path / "mlflow.db", "UPDATE runs SET deleted_time = NULL");
  CHECK(ask(folder.path, (folder.path / "mlflow.db").string()).decisions == rest.decisions);

  std::string file;
  for (const char* name : {"runs-1.json", "runs-2.json", "models.json", "versions.json", "experiments.json", "logged-models.json"}) file += read_file(registry_tests / "mlflow/rest" / name);
  write_file(folder.path / "export.json", "{\"read_at\": \"2027-04-01T00:00:00Z\", \"complete\": true}\n" + file);
  CHECK(ask(folder.path, (folder.path / "export.json").string()).decisions == rest.decisions);
  write_file(folder.path / "export.json", "{\"read_at\": \"2027-03-01T00:00:00Z\"}\n" + file);
  CHECK(ask(folder.path, (folder.path / "export.json").string()).out.find("the registry is from 2027-03-01, and a run needs one within 2 days") != std::string::npos);
}

TEST_CASE("a database that is not understood or not whole stops the run") {
  struct Change {
    const char *what, *sql;
  };
  const Change changes[] = {
      {"no revision", "DELETE FROM alembic_version"},
      {"no table of revisions", "DROP TABLE alembic_version"},
      {"an upgrade that has not ended", "INSERT INTO alembic_version VALUES ('deadbeef0000')"},
      {"a table less", "DROP TABLE latest_metrics"},
      {"a column less", "ALTER TABLE model_versions RENAME COLUMN current_stage TO stage_now"},
      {"a column more", "UPDATE alembic_version SET version_num = 'deadbeef0000'; ALTER TABLE runs ADD COLUMN archived_time BIGINT"},
      {"a time that is none", "UPDATE runs SET deleted_time = 'yesterday'"},
      {"a view in place of a table", "ALTER TABLE runs RENAME TO runs_; CREATE VIEW runs AS SELECT * FROM runs_"},
      {"hostile names", "ALTER TABLE runs ADD COLUMN \"\x1b[31mred`\n\" BIGINT"},
  };
  std::string all;
  for (const Change& change : changes) {
    const TemporaryFolder folder;
    make_mlflow(folder.path / "mlflow.db", 3);
    run_sql(folder.path / "mlflow.db", change.sql);
    all += std::string("# ") + change.what + "\n" + refused(ask(folder.path, (folder.path / "mlflow.db").string())) + "\n";
  }
  const TemporaryFolder folder;
  const fs::path file = folder.path / "mlflow.db";
  run_sql(file, "CREATE TABLE users (id INTEGER); CREATE TABLE experiment_permissions (id INTEGER)");
  all += "# another program's\n" + refused(ask(folder.path, file.string())) + "\n";
  fs::remove(file);
  write_file(file, "");
  all += "# an empty file\n" + refused(ask(folder.path, file.string())) + "\n";
  all += "# no file\n" + refused(ask(folder.path, (folder.path / "none.db").string())) + "\n";
  for (const char* url : {"mysql://user:secret@host/db", "https://mlflow.example.org"}) all += std::string("# ") + std::string(url).substr(0, 8) + "\n" + refused(ask(folder.path, url)) + "\n";
  fs::create_directory(folder.path / "empty");
  all += "# an empty folder\n" + refused(ask(folder.path, (folder.path / "empty").string())) + "\n";
  CHECK(all.find("secret") == std::string::npos);
  CHECK(all.find('\x1b') == std::string::npos);
  check_golden(registry_tests / "mlflow/refusals-database", all);
}

TEST_CASE("a newer revision that leaves the tables alone is read") {
  const TemporaryFolder folder;
  make_mlflow(folder.path / "mlflow.db", 3);
  const Answer before = ask(folder.path, (folder.path / "mlflow.db").string());
  run_sql(folder.path / "mlflow.db", "UPDATE alembic_version SET version_num = 'c0ffee000000'; CREATE TABLE budgets (id INTEGER); ALTER TABLE experiments ADD COLUMN color TEXT");
  CHECK(ask(folder.path, (folder.path / "mlflow.db").string()).decisions == before.decisions);
}

TEST_CASE("a damaged database stops the run or decides as the whole one does") {
  const TemporaryFolder folder;
  const fs::path file = folder.path / "mlflow.db";
  make_mlflow(file, 3);
  const std::string whole = read_file(file);
  const Answer sound = ask(folder.path, file.string());
  std::size_t stopped = 0;
  for (std::size_t cut = 64; cut < whole.size(); cut += whole.size() / 8) {  // cut short
    write_file(file, whole.substr(0, cut));
    stopped += refused(ask(folder.path, file.string())).empty() ? 0U : 1U;
  }
  CHECK(stopped >= 8);
  std::size_t unharmed = 0;
  for (std::size_t page = 4096; page + 4096 <= whole.size(); page += 4096) {  // a page's head overwritten
    std::string damaged = whole;
    damaged.replace(page, 12, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff");
    write_file(file, damaged);
    const Answer answer = ask(folder.path, file.string());
    if (answer.status == 2) continue;
    ++unharmed;
    CHECK(answer.decisions == sound.decisions);
  }
  CHECK(unharmed < whole.size() / 4096 / 2);  // indexes that nobody asked for

  write_file(file, whole);
  // A branch that leads to one leaf twice, and to another never: where it is an index that is read by, each read goes well.
  run_sql(file, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) INSERT INTO runs (run_uuid, status, lifecycle_stage, artifact_uri, experiment_id) "
                "SELECT printf('%032x', i), 'FINISHED', 'active', printf('s3://acme-ml/mlflow/1/%032x/artifacts', i), 1 FROM n");
  const std::string large = read_file(file);
  CHECK(ask(folder.path, file.string()).decisions == sound.decisions);
  std::size_t branches = 0;
  for (std::size_t page = 4096; page + 4096 <= large.size(); page += 4096) {
    if (large[page] != 0x05 && large[page] != 0x02) continue;  // of a table, of an index
    ++branches;
    const auto byte = [&](std::size_t at) { return static_cast<std::size_t>(static_cast<unsigned char>(large[page + at])); };
    std::string damaged = large;
    damaged.replace(page + byte(12) * 256 + byte(13), 4, large.substr(page + 8, 4));
    write_file(file, damaged);
    refused(ask(folder.path, file.string()));
  }
  CHECK(branches >= 2);
}

TEST_CASE("a database that is being written is read as it was, or not at all") {
  const TemporaryFolder folder;
  const fs::path file = folder.path / "mlflow.db";
  make_mlflow(file, 3);
  const Answer before = ask(folder.path, file.string());
  sqlite3* writer = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &writer) == SQLITE_OK);
  REQUIRE(sqlite3_exec(writer, "BEGIN IMMEDIATE; DELETE FROM runs", nullptr, nullptr, nullptr) == SQLITE_OK);
  CHECK(ask(folder.path, file.string()).decisions == before.decisions);  // nothing is committed yet
  REQUIRE(sqlite3_exec(writer, "ROLLBACK; BEGIN EXCLUSIVE", nullptr, nullptr, nullptr) == SQLITE_OK);
  const std::string locked = refused(ask(folder.path, file.string()));
  CHECK(locked.find("the database is locked: somebody is writing it") != std::string::npos);
  REQUIRE(sqlite3_exec(writer, "ROLLBACK; PRAGMA journal_mode = WAL", nullptr, nullptr, nullptr) == SQLITE_OK);
  REQUIRE(sqlite3_exec(writer, "UPDATE runs SET status = 'FINISHED' WHERE status = 'FAILED'", nullptr, nullptr, nullptr) == SQLITE_OK);
  const Answer logged = ask(folder.path, file.string());  // the change is in the log only
  CHECK(logged.status == 0);
  CHECK(logged.decisions != before.decisions);

  const fs::path copy = folder.path / "copy";  // as somebody copies it while MLflow runs
  fs::create_directory(copy);
  fs::copy_file(file, copy / "mlflow.db");
  fs::copy_file(file.string() + "-wal", copy / "mlflow.db-wal");
  const std::string torn = refused(ask(folder.path, (copy / "mlflow.db").string()));
  CHECK(torn.find("has not been worked in: the newest rows are there") != std::string::npos);
  CHECK(std::distance(fs::directory_iterator(copy), fs::directory_iterator()) == 2);  // no index was made
  sqlite3_close(writer);
  CHECK(ask(folder.path, file.string()).decisions == logged.decisions);  // the log is worked in
}

TEST_CASE("what a crashed write left beside the database stops the run") {
  const TemporaryFolder folder;
  const fs::path file = folder.path / "mlflow.db", crashed = folder.path / "crashed.db";
  make_mlflow(file, 3);
  sqlite3* writer = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &writer) == SQLITE_OK);
  // So little memory that pages are written before the end.
  REQUIRE(sqlite3_exec(writer, "PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN; UPDATE runs SET source_name = hex(randomblob(2000)); UPDATE model_versions SET description = hex(randomblob(2000));", nullptr, nullptr, nullptr) == SQLITE_OK);
  fs::copy_file(file, crashed);
  fs::copy_file(file.string() + "-journal", crashed.string() + "-journal");
  sqlite3_close(writer);
  REQUIRE(fs::file_size(crashed.string() + "-journal") > 0);
  const std::string before = read_file(crashed);
  const std::string said = refused(ask(folder.path, crashed.string()));
  CHECK(said.find("a write to the database was cut short") != std::string::npos);
  CHECK(read_file(crashed) == before);
}

TEST_CASE("huge values and bytes that are no text change nothing") {
  const TemporaryFolder folder;
  const fs::path file = folder.path / "mlflow.db";
  make_mlflow(file, 3);
  const Answer before = ask(folder.path, file.string());
  run_sql(file, "INSERT INTO tags (key, value, run_uuid) VALUES ('huge', hex(zeroblob(20000000)), '11111111111111111111111111111111'), "
                "('status', 'failed', '66666666666666666666666666666666'), ('params.owner', 'x', '66666666666666666666666666666666');"
                "UPDATE tags SET value = CAST(x'ff00fe' AS TEXT) WHERE run_uuid = '22222222222222222222222222222222';"
                "INSERT INTO params (key, value, run_uuid) VALUES ('owner', hex(zeroblob(1000000)), '22222222222222222222222222222222');"
                "INSERT INTO latest_metrics (key, value, timestamp, step, is_nan, run_uuid) VALUES ('auc', 1.7976931348623157e308, 9223372036854775807, 0, 0, '44444444444444444444444444444444')");
  CHECK(ask(folder.path, file.string()).decisions == before.decisions);
}

TEST_CASE("an export that is cut short stops the run") {
  const fs::path rest = registry_tests / "mlflow/rest";
  std::string all;
  const auto without = [&](const char* what, const std::vector<std::string>& names, const std::string& more = {}) {
    const TemporaryFolder folder;
    for (const auto& entry : fs::directory_iterator(rest))
      if (std::find(names.begin(), names.end(), entry.path().filename().string()) == names.end()) fs::copy_file(entry.path(), folder.path / entry.path().filename());
    if (!more.empty()) write_file(folder.path / "zz.json", more);
    all += std::string("# ") + what + "\n" + refused(ask(folder.path, folder.path.string())) + "\n";
  };
  without("the second page", {"runs-2.json"});
  without("no runs", {"runs-1.json", "runs-2.json"});
  without("no models", {"models.json"});
  without("no versions", {"versions.json"});
  without("an empty answer", {}, "{}");
  without("an error of the server's", {}, "{\"error_code\": \"PERMISSION_DENIED\", \"message\": \"\\u001b[31m\"}");
  without("cut in the middle", {"versions.json"}, read_file(rest / "versions.json").substr(0, 400));
  without("a run without an id", {}, "{\"runs\": [{\"info\": {\"status\": \"FAILED\"}}]}");
  without("an odd time", {}, "{\"model_versions\": [{\"name\": \"a\", \"version\": \"1\", \"last_updated_timestamp\": \"soon\"}]}");
  without("an odd list", {}, "{\"runs\": [{\"info\": {\"run_id\": \"a\"}, \"data\": {\"tags\": {\"owner\": \"ann\"}}}]}");
  without("not an entry", {}, "{\"runs\": [17]}");
  CHECK(all.find('\x1b') == std::string::npos);
  check_golden(registry_tests / "mlflow/refusals-rest", all);
}

TEST_CASE("a label that reads the status gets it as MLflow writes it, as the example of MLflow's own layout has it") {
  const TemporaryFolder folder;
  make_mlflow(folder.path / "mlflow.db", 3);
  const std::string at = "artifacts/1/22222222222222222222222222222222/artifacts/log.txt";  // of a failed run
  write_file(folder.path / "listing.csv", "bucket,key,created,size\nacme-mlflow," + at + ",2026-12-01,1\n");
  const ShellRun run = run_in_shell("'" SHELFLIFE_BINARY "' --color never simulate '" SHELFLIFE_SOURCE_DIR "/examples/mlflow/mlflow.shelf' --inventory '" + (folder.path / "listing.csv").string() +
                                    "' --registry '" + (folder.path / "mlflow.db").string() + "' --at 2027-04-01 2>&1");
  CHECK(run.out.find("failed_runs/1") != std::string::npos);
  CHECK(run.out.find("delete            1") != std::string::npos);
}

TEST_CASE("an archived version may have been in production until then: what is kept since its promotion is kept no longer than from there") {
  const TemporaryFolder folder;
  make_mlflow(folder.path / "mlflow.db", 3);  // archived on 2027-01-15, kept for a year (366 days) since promoted
  const auto decision = [&](const std::string& at) {
    for (const std::string& row : ask(folder.path, (folder.path / "mlflow.db").string(), at).decisions)
      if (row.find("models/fraud/1/model.pkl") != std::string::npos) return row;
    return std::string();
  };
  CHECK(decision("2028-01-16") == "artifacts,models/fraud/1/model.pkl,,undecided,,gone/1,production/1,,,promoted");
  CHECK(decision("2028-01-17") == "artifacts,models/fraud/1/model.pkl,,delete,2028-01-17,gone/1,,,,");
}
