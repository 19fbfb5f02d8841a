// PostgreSQL: the only place that includes libpq-fe.h. Built in where CMake finds the library.
#include "cli/sql_databases.hpp"

#ifdef SHELFLIFE_POSTGRES
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

struct Option {
  std::string keyword, value;
};

// Nothing where it is no URL of PostgreSQL's. What the library says of one may repeat a password: it is not told.
std::optional<std::vector<Option>> options_of(const std::string& url) {
  char* error = nullptr;
  PQconninfoOption* const parsed = PQconninfoParse(plain(url).c_str(), &error);
  if (error != nullptr) PQfreemem(error);
  if (parsed == nullptr) return std::nullopt;
  std::vector<Option> out;
  for (const PQconninfoOption* o = parsed; o->keyword != nullptr; ++o)
    if (o->val != nullptr) out.push_back({o->keyword, o->val});
  PQconninfoFree(parsed);
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
  ~Postgres() override { PQfinish(connection_); }

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
    connection_ = PQconnectdbParams(keywords.data(), values.data(), 0);
    if (PQstatus(connection_) != CONNECTION_OK) {
      problem = {one_line(PQerrorMessage(connection_)), PQconnectionNeedsPassword(connection_) != 0 ? "set PGPASSWORD, or add a line to ~/.pgpass" : ""};
      return false;
    }
    PQsetNoticeProcessor(connection_, [](void*, const char*) {}, nullptr);
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
    bool whole = PQsendQuery(connection_, sql.c_str()) == 1;
    if (whole) PQsetSingleRowMode(connection_);
    if (!whole) problem_ = one_line(PQerrorMessage(connection_));
    Cells cells;
    while (PGresult* const result = PQgetResult(connection_)) {
      const ExecStatusType status = PQresultStatus(result);
      if (status != PGRES_SINGLE_TUPLE && status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
        problem_ = one_line(PQresultErrorMessage(result));
        whole = false;
      }
      for (int row = 0; whole && each && row < PQntuples(result); ++row) {
        cells.assign(static_cast<std::size_t>(PQnfields(result)), std::nullopt);
        for (int i = 0; i < PQnfields(result); ++i)
          if (PQgetisnull(result, row, i) == 0) cells[static_cast<std::size_t>(i)].emplace(PQgetvalue(result, row, i), static_cast<std::size_t>(PQgetlength(result, row, i)));
        each(cells);
      }
      PQclear(result);
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
  const std::optional<std::vector<Option>> options = options_of(url);
  if (!options) return "the PostgreSQL database";
  const std::string host = value_of(*options, "host"), name = value_of(*options, "dbname");
  return "PostgreSQL database " + in_back_quotes(name.empty() ? "(default)" : name) + (host.empty() ? "" : " on " + in_back_quotes(host));
}

std::unique_ptr<SqlDatabase> open_postgres(const std::string& url, SqlProblem& problem) {
  constexpr const char* example = "`--registry postgresql://reader@db.example.org/mlflow`; a password is read from PGPASSWORD or ~/.pgpass";
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
