// MLflow's own database, read by SQL. The same statements serve SQLite and PostgreSQL.
#pragma once

#include <functional>

#include "inventory/mlflow.hpp"

namespace shelflife {

// A database that is open for reading, in one transaction: all queries see the same moment. Who opens it is not our business here.
class SqlDatabase {
 public:
  using Cells = std::vector<std::optional<std::string>>;  // as text; nothing: NULL
  using EachCells = std::function<void(const Cells&)>;

  virtual ~SqlDatabase() = default;
  virtual std::vector<std::string> tables() = 0;                           // sorted
  virtual std::vector<std::string> columns(const std::string& table) = 0;
  virtual bool query(const std::string& sql, const EachCells& each) = 0;    // false: problem() says why
  virtual std::string exact_number(const std::string& column) const = 0;    // SQL for a number as a text that loses nothing
  const std::string& problem() const { return problem_; }

 protected:
  std::string problem_;
};

struct SqlProblem {
  std::string message, hint;
};

// Nothing and a problem where it is no database of MLflow's, is one that is not understood, or cannot be read to its end.
std::optional<MlflowFacts> read_mlflow(SqlDatabase& database, const MlflowNames& names, SqlProblem& problem);

}  // namespace shelflife
