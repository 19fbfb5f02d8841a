#include "cli/registry_source.hpp"

#include <algorithm>
#include <filesystem>

#include "cli/sql_databases.hpp"
#include "cli/terminal.hpp"
#include "inventory/mlflow_rest.hpp"

namespace shelflife::cli {

namespace {

std::optional<Registry> from_database(Session& session, const std::string& shown, std::unique_ptr<SqlDatabase> database, SqlProblem problem, const Policy& policy) {
  const MlflowNames names(policy);
  const std::optional<MlflowFacts> facts = database ? read_mlflow(*database, names, problem) : std::nullopt;
  if (facts) return registry_of(policy, *facts);
  session.misused = true;
  session.fail(Code::cannot_read_file, shown + ": " + problem.message, problem.hint);
  return std::nullopt;
}

std::optional<Registry> from_folder(Session& session, const std::string& folder, const Policy& policy) {
  std::error_code error;
  std::vector<std::string> names;
  for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (name.ends_with(".json") || name.ends_with(".jsonl")) names.push_back(name);
  }
  std::sort(names.begin(), names.end());  // runs-1.json before runs-2.json: pages follow each other
  if (names.empty()) {
    session.misused = true;
    session.fail(Code::cannot_read_file, "`" + printable(folder) + "`: the folder has no *.json or *.jsonl: it is to hold the answers of MLflow's REST API");
    return std::nullopt;
  }
  std::vector<FileId> files;
  for (const std::string& name : names) {
    const FileId file = read_source(session, join(folder, name));
    if (file == no_file) return std::nullopt;
    files.push_back(file);
  }
  Registry registry = read_mlflow_export(policy, session.sources, files, session.diagnostics);
  return session.diagnostics.has_errors() ? std::nullopt : std::optional(std::move(registry));
}

}  // namespace

std::optional<Registry> read_registry_source(Session& session, const std::string& source, const Policy& policy) {
  SqlProblem problem;
  if (is_postgres_url(source)) {
    const std::string shown = printable(postgres_name(source));
    auto database = open_postgres(source, problem);
    return from_database(session, shown, std::move(database), std::move(problem), policy);
  }
  const std::string path = source.starts_with("sqlite:///") ? source.substr(10) : source;
  if (const std::size_t scheme = path.find("://"); scheme != std::string::npos && !identity(path)) {
    session.misused = true;
    session.fail(Code::cannot_read_file, "`" + printable(path.substr(0, scheme)) + "://...` is no registry that is read",
                 "postgresql:// and SQLite files are; of MySQL, SQL Server or a tracking server, export the answers of its REST API: docs/registry.md");
    return std::nullopt;
  }
  if (is_folder(path)) return from_folder(session, path, policy);
  if (is_sqlite_file(path)) {
    auto database = open_sqlite(path, problem);
    return from_database(session, "`" + printable(path) + "`", std::move(database), std::move(problem), policy);
  }
  const FileId file = read_source(session, path);
  if (file == no_file) return std::nullopt;
  if (session.sources.source(file).text.starts_with("SQLite format 3")) {
    session.cannot_read(printable(path), "a database is read from its file, not through a pipe");
    return std::nullopt;
  }
  Registry registry = read_registry(policy, session.sources, file, session.diagnostics);
  return session.diagnostics.has_errors() ? std::nullopt : std::optional(std::move(registry));
}

}  // namespace shelflife::cli
