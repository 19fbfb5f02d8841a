// The tables of MLflow 1.5 to 3: https://github.com/mlflow/mlflow/tree/master/mlflow/store/db_migrations. What a version does not have
// yet (aliases, logged models, the time of a deletion) is left out; a column that nobody here knows of stops the run in the tables that
// decide what is in use, since it may say that a row no longer counts.
#include "inventory/mlflow_sql.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "grammar/diagnostics.hpp"

namespace shelflife {

namespace {

using Names = std::vector<std::string>;

struct KnownTable {
  const char* name;
  std::vector<const char*> needed;
  std::vector<const char*> others;  // that some version has
  bool closed;                      // any other column stops the run
};

const std::vector<KnownTable>& known_tables() {
  static const std::vector<KnownTable> all{
      {"experiments", {"experiment_id", "name"}, {}, false},
      {"runs", {"run_uuid", "name", "user_id", "status", "lifecycle_stage", "artifact_uri", "experiment_id"},
       {"source_type", "source_name", "entry_point_name", "start_time", "end_time", "deleted_time", "source_version"}, true},
      {"tags", {"run_uuid", "key", "value"}, {}, false},
      {"params", {"run_uuid", "key", "value"}, {}, false},
      {"latest_metrics", {"run_uuid", "key", "value", "is_nan"}, {}, false},
      {"registered_models", {"name"}, {"creation_time", "last_updated_time", "description", "workspace"}, true},
      {"model_versions", {"name", "version", "last_updated_time", "current_stage", "source", "run_id", "status"},
       {"creation_time", "description", "user_id", "status_message", "run_link", "storage_location", "workspace"}, true},
  };
  return all;
}

bool has(const Names& names, std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); }

std::string listed(const Names& names, std::size_t most) {
  std::string out;
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i) out += (i > 0 ? ", " : "") + in_back_quotes(names[i]);
  return out.empty() ? "none" : out + (names.size() > most ? " and " + std::to_string(names.size() - most) + " more" : "");
}

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
  return out + "'";
}

std::string in_list(const Names& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + quoted(name);
  return "(" + (out.empty() ? "NULL" : out) + ")";  // nothing is in a list of NULL
}

class Reader {
 public:
  Reader(SqlDatabase& database, const MlflowNames& names, SqlProblem& problem) : database_(database), names_(names), problem_(problem) {}

  std::optional<MlflowFacts> read() {
    tables_ = database_.tables();
    if (!database_.problem().empty()) return failed();
    if (!understood() || !runs() || !values() || !models() || !versions() || !later_tables()) return std::nullopt;
    return std::move(facts_);
  }

 private:
  using Cells = SqlDatabase::Cells;

  std::nullopt_t failed() {
    if (problem_.message.empty()) problem_.message = database_.problem();
    return std::nullopt;
  }

  bool query(const std::string& sql, const SqlDatabase::EachCells& each) {
    if (database_.query(sql, each) && problem_.message.empty()) return true;
    failed();
    return false;
  }

  static std::string text(const std::optional<std::string>& cell) { return cell.value_or(std::string()); }

  std::optional<Milliseconds> time(const std::optional<std::string>& cell, const char* column) {
    if (!cell) return std::nullopt;
    Milliseconds number = 0;
    const auto [end, error] = std::from_chars(cell->data(), cell->data() + cell->size(), number);
    if (error == std::errc() && end == cell->data() + cell->size() && !cell->empty()) return number;
    problem_.message = std::string("`") + column + "` holds " + in_back_quotes(cell->substr(0, 40)) + ", and a time is a number of milliseconds";
    return std::nullopt;
  }

  bool understood() {
    Names revisions;
    if (has(tables_, "alembic_version") && !query("SELECT version_num FROM alembic_version ORDER BY version_num", [&](const Cells& row) { revisions.push_back(text(row[0])); })) return false;
    const std::string seen = revisions.empty() ? std::string() : " of revision " + listed(revisions, 3);
    for (const KnownTable& table : known_tables()) {
      if (!has(tables_, table.name)) {
        problem_ = {"it is no database of MLflow: it has no table `" + std::string(table.name) + "`; its tables are " + listed(tables_, 5),
                    "the database of MLflow's tracking server, version 1.5 or later, has `experiments`, `runs`, `model_versions` and others"};
        return false;
      }
      const Names own = database_.columns(table.name);
      for (const char* column : table.needed) {
        if (has(own, column)) continue;
        problem_ = {"the database" + seen + " is not understood: `" + table.name + "` has no column `" + column + "`; its columns are " + listed(own, 20),
                    "`mlflow db upgrade` brings an old database up to date; else export the registry by REST, docs/registry.md has the commands"};
        return false;
      }
      for (const std::string& column : own) {
        const auto is = [&](const char* name) { return column == name; };
        if (!table.closed || std::any_of(table.needed.begin(), table.needed.end(), is) || std::any_of(table.others.begin(), table.others.end(), is)) continue;
        problem_ = {"the database" + seen + " is not understood: nothing is known of the column " + in_back_quotes(column) + " of `" + table.name + "`, which may say that a row no longer counts",
                    "MLflow up to revision `1b5f0d9ad7c1` and later ones that leave these tables alone are read; else export the registry by REST, docs/registry.md has the commands"};
        return false;
      }
      columns_[table.name] = own;
    }
    if (revisions.size() == 1) return true;
    problem_ = {revisions.empty() ? "the database has no revision in `alembic_version`: it is none of MLflow, or one that is half made"
                                  : "the database has several revisions, " + listed(revisions, 3) + ": an upgrade has not ended",
                "run `mlflow db upgrade` to its end first"};
    return false;
  }

  // The column, or NULL where this version of MLflow does not have it.
  std::string column(const char* table, const char* name) const { return has(columns_.at(table), name) ? name : std::string("NULL"); }

  bool runs() {
    return query("SELECT experiment_id, name FROM experiments", [&](const Cells& row) { facts_.experiments[text(row[0])] = text(row[1]); }) &&
           query("SELECT run_uuid, status, lifecycle_stage, artifact_uri, experiment_id, name, user_id, " + column("runs", "deleted_time") + " FROM runs ORDER BY run_uuid", [&](const Cells& row) {
             MlflowRun run{text(row[0]), text(row[1]), text(row[2]), text(row[3]), text(row[4]), text(row[5]), text(row[6]), time(row[7], "deleted_time"), {}, {}, {}};
             runs_[run.id] = facts_.runs.size();
             facts_.runs.push_back(std::move(run));
           });
  }

  bool values() {
    const auto each = [&](const char* table, const char* kind, const std::string& value, MlflowValues MlflowRun::* into, bool number) {
      const Names keys = names_.keys(kind);
      if (keys.empty()) return true;
      return query("SELECT run_uuid, key, " + value + " FROM " + table + " WHERE key IN " + in_list(keys), [&](const Cells& row) {
        const auto run = runs_.find(text(row[0]));
        if (run == runs_.end() || !row[2]) return;
        std::string said = *row[2];
        if (number) {
          double parsed = 0;
          const auto [end, error] = std::from_chars(said.data(), said.data() + said.size(), parsed);
          const std::optional<std::string> same = error == std::errc() && end == said.data() + said.size() ? mlflow_number(parsed) : std::nullopt;
          if (!same) return;
          said = *same;
        }
        (facts_.runs[run->second].*into)[text(row[1])] = std::move(said);
      });
    };
    // A metric that is no number has a row, too.
    const std::string metric = "CASE WHEN is_nan THEN NULL ELSE " + database_.exact_number("value") + " END";
    return each("tags", "tags", "value", &MlflowRun::tags, false) && each("params", "params", "value", &MlflowRun::params, false) &&
           each("latest_metrics", "metrics", metric, &MlflowRun::metrics, true);
  }

  bool models() {
    return query("SELECT " + column("registered_models", "workspace") + ", name FROM registered_models ORDER BY 1, 2", [&](const Cells& row) {
      models_[{text(row[0]), text(row[1])}] = facts_.models.size();
      facts_.models.push_back({text(row[0]), text(row[1]), {}});
    });
  }

  bool versions() {
    return query("SELECT " + column("model_versions", "workspace") + ", name, version, current_stage, source, " + column("model_versions", "storage_location") +
                     ", run_id, status, last_updated_time FROM model_versions ORDER BY 1, 2, 3", [&](const Cells& row) {
      MlflowModelVersion version{text(row[0]), text(row[1]), text(row[2]), text(row[3]), text(row[4]), text(row[5]), text(row[6]), text(row[7]), time(row[8], "last_updated_time"), {}, {}};
      versions_[{version.workspace, version.model, version.version}] = facts_.versions.size();
      facts_.versions.push_back(std::move(version));
    });
  }

  std::string workspace(const char* table) { return has(database_.columns(table), "workspace") ? "workspace" : "NULL"; }

  // What later versions of MLflow brought.
  bool later_tables() {
    const std::string asked = " WHERE key IN " + in_list(names_.keys("tags"));
    const auto if_there = [&](const char* table, const std::string& sql, const SqlDatabase::EachCells& each) { return !has(tables_, table) || query(sql, each); };
    return if_there("registered_model_tags", "SELECT " + workspace("registered_model_tags") + ", name, key, value FROM registered_model_tags" + asked, [&](const Cells& row) {
             const auto model = models_.find({text(row[0]), text(row[1])});
             if (model != models_.end() && row[3]) facts_.models[model->second].tags[text(row[2])] = *row[3];
           }) && if_there("model_version_tags", "SELECT " + workspace("model_version_tags") + ", name, version, key, value FROM model_version_tags" + asked, [&](const Cells& row) {
             const auto version = versions_.find({text(row[0]), text(row[1]), text(row[2])});
             if (version != versions_.end() && row[4]) facts_.versions[version->second].tags[text(row[3])] = *row[4];
           }) && if_there("registered_model_aliases", "SELECT " + workspace("registered_model_aliases") + ", name, version, alias FROM registered_model_aliases ORDER BY 1, 2, 3, 4", [&](const Cells& row) {
             const auto version = versions_.find({text(row[0]), text(row[1]), text(row[2])});
             if (version != versions_.end()) facts_.versions[version->second].aliases.push_back(text(row[3]));
           }) && if_there("logged_models", "SELECT model_id, artifact_location, source_run_id, lifecycle_stage FROM logged_models ORDER BY model_id", [&](const Cells& row) {
             facts_.logged_models.push_back({text(row[0]), text(row[1]), text(row[2]), text(row[3])});
           }) && if_there("datasets", "SELECT i.destination_id, d.dataset_source FROM datasets d JOIN inputs i ON i.source_id = d.dataset_uuid ORDER BY 1, 2", [&](const Cells& row) {
             facts_.inputs.push_back({text(row[0]), mlflow_dataset_place(text(row[1])), {}});
           }) && if_there("logged_models", "SELECT i.source_id, m.model_id FROM inputs i JOIN logged_models m ON m.model_id = i.destination_id "
                                           "WHERE m.source_run_id IS NULL OR m.source_run_id <> i.source_id ORDER BY 1, 2", [&](const Cells& row) {
             facts_.inputs.push_back({text(row[0]), {}, text(row[1])});
           });
  }

  SqlDatabase& database_;
  const MlflowNames& names_;
  SqlProblem& problem_;
  Names tables_;
  std::map<std::string, Names> columns_;
  MlflowFacts facts_;
  NameMap<std::size_t> runs_;
  std::map<std::pair<std::string, std::string>, std::size_t> models_;
  std::map<std::array<std::string, 3>, std::size_t> versions_;
};

}  // namespace

std::optional<MlflowFacts> read_mlflow(SqlDatabase& database, const MlflowNames& names, SqlProblem& problem) {
  return Reader(database, names, problem).read();
}

}  // namespace shelflife
