// SQLite: the only place that includes sqlite3.h.
#include "cli/sql_databases.hpp"

#include <sqlite3.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>

#include "cli/terminal.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife::cli {

namespace {

constexpr int wait_for_writers = 5000;  // milliseconds
constexpr std::size_t header_size = 100;

// The first bytes; shorter than asked for where the file is.
std::string beginning(const std::string& path, std::size_t size) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  std::string bytes(size, '\0');
  bytes.resize(file ? std::fread(bytes.data(), 1, size, file.get()) : 0);
  return bytes;
}

bool has_bytes(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && status.st_size > 0;
}

std::string as_uri(const std::string& path, const char* options) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out = path.starts_with("/") ? "file://" : "file:";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '%' || c == '?' || c == '#' || byte < 0x20 || byte > 0x7e) out += std::string("%") + digits[byte >> 4U] + digits[byte & 15U];
    else out += c;
  }
  return out + options;
}

class Sqlite : public SqlDatabase {
 public:
  ~Sqlite() override { sqlite3_close(database_); }

  bool open(const std::string& path, const char* options, SqlProblem& problem) {
    const int opened = sqlite3_open_v2(as_uri(path, options).c_str(), &database_, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE, nullptr);
    if (opened == SQLITE_OK) {
      sqlite3_busy_timeout(database_, wait_for_writers);
      // Whoever made the file wrote its schema, too: nothing in it may call what does more than compute.
      sqlite3_db_config(database_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
      sqlite3_db_config(database_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    }
    // The first read takes the lock that holds until the end.
    if (opened == SQLITE_OK && query("BEGIN", {}) && query("SELECT count(*) FROM sqlite_master", {})) return true;
    problem = told(opened == SQLITE_OK ? sqlite3_extended_errcode(database_) : opened);
    return false;
  }

  std::vector<std::string> tables() override {
    return first_cells("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name");
  }

  std::vector<std::string> columns(const std::string& table) override {
    return first_cells("SELECT name FROM pragma_table_info('" + table + "')");
  }

  bool query(const std::string& sql, const EachCells& each) override {
    sqlite3_stmt* statement = nullptr;
    int status = sqlite3_prepare_v2(database_, sql.c_str(), -1, &statement, nullptr);
    Cells cells;
    while (status == SQLITE_OK && (status = sqlite3_step(statement)) == SQLITE_ROW) {
      cells.assign(static_cast<std::size_t>(sqlite3_column_count(statement)), std::nullopt);
      for (int i = 0; i < sqlite3_column_count(statement); ++i) {
        const unsigned char* const text = sqlite3_column_text(statement, i);
        if (text != nullptr) cells[static_cast<std::size_t>(i)].emplace(reinterpret_cast<const char*>(text), static_cast<std::size_t>(sqlite3_column_bytes(statement, i)));
      }
      if (each) each(cells);
      status = SQLITE_OK;
    }
    if (status != SQLITE_DONE) problem_ = told(sqlite3_extended_errcode(database_)).message;
    sqlite3_finalize(statement);
    return status == SQLITE_DONE;
  }

  std::string exact_number(const std::string& column) const override { return "printf('%!.17g', " + column + ")"; }

  // Whether all of a table can be read: a page that is damaged may hide rows without an error.
  bool is_sound(const std::string& table) {
    std::string said;
    if (!query("PRAGMA quick_check('" + table + "')", [&](const Cells& row) { said = said.empty() ? row[0].value_or("") : said; })) return false;
    if (said == "ok") return true;
    problem_ = "the database is damaged: table `" + table + "`: " + said;
    return false;
  }

 private:
  std::vector<std::string> first_cells(const std::string& sql) {
    std::vector<std::string> out;
    query(sql, [&](const Cells& row) { out.push_back(row[0].value_or("")); });
    return out;
  }

  SqlProblem told(int error) const {
    switch (error & 0xff) {
      case SQLITE_BUSY: return {"the database is locked: somebody is writing it, and did not end within 5 seconds", "try again, or read a copy that `sqlite3 mlflow.db \".backup copy.db\"` makes"};
      case SQLITE_CORRUPT: return {"the database is damaged: " + std::string(sqlite3_errstr(error)), "restore it from a copy"};
      case SQLITE_NOTADB: return {"it is no database of SQLite's, or it is encrypted", {}};
      default: break;
    }
    if (error == SQLITE_READONLY_ROLLBACK || error == SQLITE_READONLY_RECOVERY)
      return {"a write to the database was cut short, and only who may write it can undo that", "open it once with MLflow or `sqlite3`, then ask again"};
    return {std::string(database_ != nullptr ? sqlite3_errmsg(database_) : sqlite3_errstr(error)), {}};
  }

  sqlite3* database_ = nullptr;
};

}  // namespace

bool is_sqlite_file(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && beginning(path, 16) == std::string_view("SQLite format 3\0", 16);
}

std::unique_ptr<SqlDatabase> open_sqlite(const std::string& path, SqlProblem& problem) {
  const std::string header = beginning(path, header_size);
  // With a write-ahead log, the newest rows are in the log; to read it SQLite needs its index beside it, and would make one.
  const bool logged = header.size() == header_size && header[18] == 2;
  const bool log = logged && has_bytes(path + "-wal");
  if (log && !has_bytes(path + "-shm")) {
    problem = {"its write-ahead log `" + printable(path) + "-wal` has not been worked in: the newest rows are there", "run `sqlite3 " + printable(path) + " \"PRAGMA wal_checkpoint(TRUNCATE)\"` first"};
    return nullptr;
  }
  auto database = std::make_unique<Sqlite>();
  if (!database->open(path, logged && !log ? "?mode=ro&immutable=1" : "?mode=ro", problem)) return nullptr;
  const std::vector<std::string> tables = database->tables();
  for (const char* table : {"experiments", "runs", "tags", "params", "latest_metrics", "registered_models", "model_versions", "registered_model_aliases", "logged_models"}) {
    if (std::find(tables.begin(), tables.end(), table) == tables.end() || database->is_sound(table)) continue;
    problem = {database->problem(), "restore it from a copy"};
    return nullptr;
  }
  return database;
}

}  // namespace shelflife::cli
