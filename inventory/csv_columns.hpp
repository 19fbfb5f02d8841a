// What the columns of a CSV listing hold, whoever wrote it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "inventory/listing.hpp"

namespace shelflife {

enum class Column : std::uint8_t {
  other,  // says nothing that a policy asks for
  key, encoded_key, bucket, revision, current, created, noncurrent_since, accessed, locked_until, legal_hold, storage_class,
  size, delete_marker, tags, tag,
  snapshot, deleted,  // Azure, Google: a row with one is no object
  replaced,           // Google: since when it is noncurrent; empty: it is not
};
struct CsvColumn {
  Column column = Column::other;
  std::string name;  // as written; tag: of the tag
};

// Of a header: by our names, or as S3 Inventory, Azure Blob inventory and Cloud Storage's inventory reports write theirs.
std::vector<CsvColumn> columns_of_header(const std::vector<std::string>& names);
// Of the names that the user gave for a text without a header.
std::vector<CsvColumn> columns_of_names(const std::vector<std::string>& names);

// Puts a cell that is not empty into the row. Returns what is wrong with it; empty: nothing.
std::string take_cell(Row& row, const CsvColumn& column, const std::string& cell);

}  // namespace shelflife
