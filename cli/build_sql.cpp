#include "cli/build_sql.hpp"

#include <algorithm>

#include "cli/moment.hpp"
#include "cli/terminal.hpp"
#include "cli/words.hpp"

namespace shelflife::cli {

namespace {

constexpr std::string_view example = "`shelflife build policy.shelf --target sql --dialect duckdb --at 2027-01-31 -o out`";

bool wrong(std::string_view message, std::string_view help) {
  complain(message, help);
  return false;
}

}  // namespace

bool read_sql_options(const Arguments& arguments, std::optional<SqlOptions>& options) {
  const bool wanted = std::find(arguments.targets.begin(), arguments.targets.end(), "sql") != arguments.targets.end();
  const bool any = !arguments.dialects.empty() || !arguments.sql_table.empty() || !arguments.table_format.empty() || !arguments.table_tags.empty() ||
                   !arguments.columns.empty() || !arguments.at.empty();
  if (!wanted) return any ? wrong("--dialect, --at, --columns and what describes a table are for SQL, which is not written", "add `--target sql`") : true;
  if (arguments.freeze) return wrong("--freeze is for what deletes, and SQL only asks", "leave out one of `--freeze` and `--target sql`");
  SqlOptions out;
  if (arguments.dialects.empty()) return wrong("no dialect is named", example);
  for (const std::string& name : arguments.dialects) {
    const sql::Dialect* const dialect = sql::find_dialect(name);
    if (dialect == nullptr) return wrong("`" + printable(name) + "` is no dialect", "write one of duckdb, postgres, trino, athena, spark, bigquery, clickhouse");
    if (std::find(out.dialects.begin(), out.dialects.end(), dialect) == out.dialects.end()) out.dialects.push_back(dialect);
  }
  if (arguments.at.empty()) return wrong("the instant of the run is not said", "write `--at 2027-01-31`, or `--at now` for whenever the statement runs");
  if (arguments.at != "now") {
    out.table.at = instant_of(arguments.at, "--at");
    if (!out.table.at) return false;
  }
  const std::optional<std::vector<std::string>> parts = sql::table_parts(arguments.sql_table.empty() ? "inventory" : arguments.sql_table);
  if (!parts) return wrong("`" + printable(arguments.sql_table) + "` names no table: a part of it is empty", "write `--sql-table SCHEMA.TABLE`");
  out.table.name = *parts;
  out.table.form = arguments.table_format == "csv" ? sql::Form::csv : sql::Form::parquet;
  out.table.tags = arguments.table_tags == "map" ? sql::Tags::map : sql::Tags::json;
  std::string problem;
  if (!arguments.columns.empty()) {
    const std::optional<std::vector<sql::TableColumn>> columns = sql::table_columns(arguments.columns, problem);
    if (!columns) return wrong(problem, "`--columns bucket,key,version_id,is_latest,is_delete_marker,size,last_modified_date,storage_class,tags`; docs/sql.md has them all");
    out.table.columns = *columns;
  }
  options = std::move(out);
  return true;
}

bool add_sql(const Policy& policy, const SqlOptions& options, std::vector<OutputFile>& outputs) {
  const Evaluator evaluator(policy);
  std::vector<sql::SqlFile> files;
  for (const sql::Dialect* dialect : options.dialects) {
    for (StoreId id = 0; id < policy.stores.size(); ++id) {
      if (const std::optional<sql::Refused> refused = sql::add_statements(evaluator, id, options.table, *dialect, files)) return wrong(refused->message, refused->hint);
    }
  }
  for (sql::SqlFile& file : files) outputs.push_back({std::move(file.path), std::move(file.text), false});
  std::sort(outputs.begin(), outputs.end(), [](const OutputFile& a, const OutputFile& b) { return a.path < b.path; });
  return true;
}

}  // namespace shelflife::cli
