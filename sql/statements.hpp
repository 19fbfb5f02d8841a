// A policy as SQL: for each store, one statement that decides every object of an inventory table as simulate does, and one that
// adds that up.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/objects/evaluate.hpp"
#include "sql/dialect.hpp"
#include "sql/table.hpp"

namespace shelflife::sql {

struct SqlFile {
  std::string path;  // "sql/artifacts.duckdb.objects.sql"
  std::string text;
};

struct Refused {
  std::string message, hint;
};

// Adds the store's two files, or says why not. `table.columns` empty: the usual ones of its provider.
std::optional<Refused> add_statements(const Evaluator& evaluator, StoreId store, const Table& table, const Dialect& dialect,
                                      std::vector<SqlFile>& files);

}  // namespace shelflife::sql
