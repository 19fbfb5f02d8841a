// A statement as a list of stages: each reads the one before and adds columns.
#pragma once

#include <string>
#include <vector>

#include "sql/dialect.hpp"

namespace shelflife::sql {

struct Column {
  std::string name;
  Expr value;
};

struct Join {
  std::string table;  // of a stage
  std::string on, other;  // column here = column there
};

struct Stage {
  std::string name;
  std::string comment;               // one line; may hold what a user wrote
  bool keep = true;                  // all columns of `from` as well
  std::vector<Column> columns;
  std::string from;                  // a stage, or what `table` says
  std::vector<std::string> table;    // the user's: its parts
  bool beside_run = false;           // together with the stage `run`
  std::vector<Join> joins;
  Expr where = truth(true);
  std::vector<std::string> group;    // columns
};

// The last stage is the statement's answer.
std::string print(const Dialect& dialect, const std::vector<Stage>& stages);

}  // namespace shelflife::sql
