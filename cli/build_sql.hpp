// build --target sql: what the options say, and the files that come of it.
#pragma once

#include <optional>
#include <vector>

#include "cli/arguments.hpp"
#include "emitters/emit.hpp"
#include "sql/statements.hpp"

namespace shelflife::cli {

struct SqlOptions {
  std::vector<const sql::Dialect*> dialects;
  sql::Table table;
};

// Nothing in `options` where no SQL is wanted. False where the options are wrong, which is told.
bool read_sql_options(const Arguments& arguments, std::optional<SqlOptions>& options);
// Adds the statements of every store, sorted in. False where one is refused, which is told.
bool add_sql(const Policy& policy, const SqlOptions& options, std::vector<OutputFile>& outputs);

}  // namespace shelflife::cli
