// PostgreSQL: the only place that includes libpq-fe.h. Built in where CMake finds it. The library is loaded when it is asked for: with all
// that it brings along, every other run would start 10 ms later.
#include "cli/sql_databases.hpp"

#ifdef SHELFLIFE_POSTGRES
#include <dlfcn.h>
#include <libpq-fe.h>
#endif

#include <algorithm>

#include "cli/terminal.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife::cli {

namespace {

// "postgresql+psycopg2://" is how SQLAlchemy, and so MLflow, writes it.
std::string plain(const std::string& url) {
  const std::size_t colon = url.find("://");
  return colon == std::string::npos ? url : "postgresql" + url.substr(colon);
}

}  // namespace

bool is_postgres_url(const std::string& text) {
  const std::string scheme = text.substr(0, std::min(text.find("://"), text.size()));
  return text.find("://") != std::string::npos && (scheme == "postgresql" || scheme == "postgres" || scheme.starts_with("postgresql+"));
}

#ifndef SHELFLIFE_POSTGRES

std::string postgres_name(const std::string&) { return "the PostgreSQL database"; }

std::unique_ptr<SqlDatabase> open_postgres(const std::string&, SqlProblem& problem) {
  problem = {"this shelflife was built without PostgreSQL", "export the registry by REST, docs/registry.md has the commands; or build with libpq-dev, and not as one static file"};
  return nullptr;
}

#else

namespace {

// The functions that are used here, under their own names. Never unloaded.
struct Library {
  template <class F>
  void find(F*& function, const char* name) {
    function = handle != nullptr ? reinterpret_cast<F*>(dlsym(handle, name)) : nullptr;
    whole = whole && function != nullptr;
  }
  Library() : handle(dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL)) {
#define SHELFLIFE_FIND(name) find(name, #name)
    SHELFLIFE_FIND(PQconninfoParse); SHELFLIFE_FIND(PQconninfoFree); SHELFLIFE_FIND(PQfreemem); SHELFLIFE_FIND(PQconnectdbParams);
    SHELFLIFE_FIND(PQfinish); SHELFLIFE_FIND(PQstatus); SHELFLIFE_FIND(PQerrorMessage); SHELFLIFE_FIND(PQconnectionNeedsPassword);
    SHELFLIFE_FIND(PQsetNoticeProcessor); SHELFLIFE_FIND(PQsendQuery); SHELFLIFE_FIND(PQsetSingleRowMode); SHELFLIFE_FIND(PQgetResult);
    SHELFLIFE_FIND(PQresultStatus); SHELFLIFE_FIND(PQresultErrorMessage); SHELFLIFE_FIND(PQntuples); SHELFLIFE_FIND(PQnfields);
    SHELFLIFE_FIND(PQgetisnull); SHELFLIFE_FIND(PQgetvalue); SHELFLIFE_FIND(PQgetlength); SHELFLIFE_FIND(PQclear);
#undef SHELFLIFE_FIND
  }

  void* handle;
  bool whole = true;
#define SHELFLIFE_FUNCTION(name) decltype(::name)* name = nullptr
  SHELFLIFE_FUNCTION(PQconninfoParse); SHELFLIFE_FUNCTION(PQconninfoFree); SHELFLIFE_FUNCTION(PQfreemem); SHELFLIFE_FUNCTION(PQconnectdbParams);
  SHELFLIFE_FUNCTION(PQfinish); SHELFLIFE_FUNCTION(PQstatus); SHELFLIFE_FUNCTION(PQerrorMessage); SHELFLIFE_FUNCTION(PQconnectionNeedsPassword);
  SHELFLIFE_FUNCTION(PQsetNoticeProcessor); SHELFLIFE_FUNCTION(PQsendQuery); SHELFLIFE_FUNCTION(PQsetSingleRowMode); SHELFLIFE_FUNCTION(PQgetResult);
  SHELFLIFE_FUNCTION(PQresultStatus); SHELFLIFE_FUNCTION(PQresultErrorMessage); SHELFLIFE_FUNCTION(PQntuples); SHELFLIFE_FUNCTION(PQnfields);
  SHELFLIFE_FUNCTION(PQgetisnull); SHELFLIFE_FUNCTION(PQgetvalue); SHELFLIFE_FUNCTION(PQgetlength); SHELFLIFE_FUNCTION(PQclear);
#undef SHELFLIFE_FUNCTION
};

const Library& pq() {
  static const Library library;
  return library;
}

struct Option {
  std::string keyword, value;
};

// Nothing where it is no URL of PostgreSQL's. What the library says of one may repeat a password: it is not told.
std::optional<std::vector<Option>> options_of(const std::string& url) {
  char* error = nullptr;
  PQconninfoOption* const parsed = pq().PQconninfoParse(plain(url).c_str(), &error);
  if (error != nullptr) pq().PQfreemem(error);
  if (parsed == nullptr) return std::nullopt;
  std::vector<Option> out;
  for (const PQconninfoOption* o = parsed; o->keyword != nullptr; ++o)
    if (o->val != nullptr) out.push_back({o->keyword, o->val});
  pq().PQconninfoFree(parsed);
  return out;
}

std::string value_of(const std::vector<Option>& options, std::string_view keyword) {
  const auto at = std::find_if(options.begin(), options.end(), [&](const Option& o) { return o.keyword == keyword; });
  return at != options.end() ? at->value : std::string();
}

std::string one_line(const char* text) {
  std::string out = text != nullptr ? text : "";
  while (!out.empty() && (out.back() == '\n' || out.back() == ' ')) out.pop_back();
  std::replace(out.begin(), out.end(), '\n', ' ');
  return printable(out);
}

class Postgres : public SqlDatabase {
 public:
  ~Postgres() override { pq().PQfinish(connection_); }

  bool open(const std::vector<Option>& options, SqlProblem& problem) {
    std::vector<const char*> keywords, values;
    const auto add = [&](const char* keyword, const char* value) {
      keywords.push_back(keyword);
      values.push_back(value);
    };
    for (const Option& o : options) add(o.keyword.c_str(), o.value.c_str());
    add("fallback_application_name", "shelflife");
    if (value_of(options, "connect_timeout").empty() && ::getenv("PGCONNECT_TIMEOUT") == nullptr) add("connect_timeout", "10");
    add("client_encoding", "UTF8");
    add(nullptr, nullptr);
    connection_ = pq().PQconnectdbParams(keywords.data(), values.data(), 0);
    if (pq().PQstatus(connection_) != CONNECTION_OK) {
      problem = {one_line(pq().PQerrorMessage(connection_)), pq().PQconnectionNeedsPassword(connection_) != 0 ? "set PGPASSWORD, or add a line to ~/.pgpass" : ""};
      return false;
    }
    pq().PQsetNoticeProcessor(connection_, [](void*, const char*) {}, nullptr);
    // One moment of the database, nothing written, nobody waited for without end, and an error where rows would be hidden from us.
    for (const char* sql : {"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "SET LOCAL statement_timeout = '10min'", "SET LOCAL lock_timeout = '10s'",
                            "SET LOCAL extra_float_digits = 3", "SET LOCAL standard_conforming_strings = on", "SET LOCAL row_security = off"}) {
      if (query(sql, {})) continue;
      problem = {problem_, {}};
      return false;
    }
    return true;
  }

  std::vector<std::string> tables() override {
    return first_cells("SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') "
                       "AND pg_table_is_visible(c.oid) AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1");
  }

  std::vector<std::string> columns(const std::string& table) override {
    return first_cells("SELECT attname FROM pg_attribute WHERE attrelid = to_regclass('" + table + "') AND attnum > 0 AND NOT attisdropped ORDER BY attnum");
  }

  // Row by row: a table may be larger than memory.
  bool query(const std::string& sql, const EachCells& each) override {
    bool whole = pq().PQsendQuery(connection_, sql.c_str()) == 1;
    if (whole) pq().PQsetSingleRowMode(connection_);
    if (!whole) problem_ = one_line(pq().PQerrorMessage(connection_));
    Cells cells;
    while (PGresult* const result = pq().PQgetResult(connection_)) {
      const ExecStatusType status = pq().PQresultStatus(result);
      if (status != PGRES_SINGLE_TUPLE && status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
        problem_ = one_line(pq().PQresultErrorMessage(result));
        whole = false;
      }
      for (int row = 0; whole && each && row < pq().PQntuples(result); ++row) {
        cells.clear();
        cells.resize(static_cast<std::size_t>(pq().PQnfields(result)));
        for (int i = 0; i < pq().PQnfields(result); ++i)
          if (pq().PQgetisnull(result, row, i) == 0) cells[static_cast<std::size_t>(i)].emplace(pq().PQgetvalue(result, row, i), static_cast<std::size_t>(pq().PQgetlength(result, row, i)));
        each(cells);
      }
      pq().PQclear(result);
    }
    return whole;
  }

  std::string exact_number(const std::string& column) const override { return column + "::text"; }

 private:
  std::vector<std::string> first_cells(const std::string& sql) {
    std::vector<std::string> out;
    query(sql, [&](const Cells& row) { out.push_back(row[0].value_or("")); });
    return out;
  }

  PGconn* connection_ = nullptr;
};

}  // namespace

std::string postgres_name(const std::string& url) {
  if (!pq().whole) return "the PostgreSQL database";
  const std::optional<std::vector<Option>> options = options_of(url);
  if (!options) return "the PostgreSQL database";
  const std::string host = value_of(*options, "host"), name = value_of(*options, "dbname");
  return "PostgreSQL database " + in_back_quotes(name.empty() ? "(default)" : name) + (host.empty() ? "" : " on " + in_back_quotes(host));
}

std::unique_ptr<SqlDatabase> open_postgres(const std::string& url, SqlProblem& problem) {
  constexpr const char* example = "`--registry postgresql://reader@db.example.org/mlflow`; a password is read from PGPASSWORD or ~/.pgpass";
  if (!pq().whole) {
    problem = {"the library `libpq.so.5` is not installed, or lacks a function", "`apt-get install libpq5`; or export the registry by REST, docs/registry.md has the commands"};
    return nullptr;
  }
  const std::optional<std::vector<Option>> options = options_of(url);
  if (!options) {
    problem = {"the URL is none that PostgreSQL knows", example};
    return nullptr;
  }
  if (!value_of(*options, "password").empty() || !value_of(*options, "sslpassword").empty()) {
    problem = {"the URL has a password in it, which everybody on this machine can see while the command runs", example};
    return nullptr;
  }
  auto database = std::make_unique<Postgres>();
  if (!database->open(*options, problem)) return nullptr;
  return database;
}

#endif

}  // namespace shelflife::cli
