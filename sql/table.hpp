// The table that a listing lies in: what its columns are called, and how they hold what they hold.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/objects/instant.hpp"

namespace shelflife::sql {

enum class Role : std::uint8_t {
  bucket, key, version_id, is_latest, is_delete_marker, size, created, created_too, storage_class, tags, tag, accessed, locked_until,
  legal_hold, noncurrent_since, snapshot, deleted,
};

struct TableColumn {
  Role role = Role::key;
  std::string name;  // in the table
};

enum class Form : std::uint8_t {
  parquet,  // columns of their own types, keys as they are; also ORC, Iceberg, native tables
  csv,      // as the report's CSV: every column a text, an empty one stands for none; S3 encodes keys
};
enum class Tags : std::uint8_t { json, map };

struct Table {
  std::vector<std::string> name;  // its parts: catalog, schema, table
  Form form = Form::parquet;
  Tags tags = Tags::json;
  std::vector<TableColumn> columns;  // empty: those of the provider's own report
  std::optional<Instant> at;         // of the run; nothing: whenever the statement runs

  const TableColumn* find(Role role) const;
};

// `lake.inventory.acme` to its parts. Nothing where a part is empty.
std::optional<std::vector<std::string>> table_parts(const std::string& text);
// Columns by their names: those that docs/sql.md lists. `problem`: which is unknown, or what lacks.
std::optional<std::vector<TableColumn>> table_columns(const std::vector<std::string>& names, std::string& problem);
// The columns that a provider's report has when nothing was added to it.
std::vector<TableColumn> usual_columns(Provider provider, bool versioned);

}  // namespace shelflife::sql
