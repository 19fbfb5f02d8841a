// A CSV listing in pieces that can be read apart from each other: each has whole rows, and all rows of a key.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "inventory/csv_columns.hpp"

namespace shelflife {

// Its columns and where its first row begins. Nothing where the text is no CSV, or the first line is not whole.
struct CsvShape {
  std::vector<CsvColumn> columns;
  std::size_t begin = 0;
};
std::optional<CsvShape> csv_shape(std::string_view beginning, const std::vector<std::string>& columns);

// One row as read_listing() reads it, for Rows::store. Nothing where it is no object, too; `clean`: false where the text is not
// exactly one row that can be read.
std::optional<Row> read_csv_row(const std::vector<CsvColumn>& columns, std::string_view text, bool& clean);

class CsvPieces {
 public:
  // Fills `into` as far as there is something; less than `size` at the end. Outlives the pieces.
  using Read = std::function<std::size_t(char* into, std::size_t size)>;
  CsvPieces(Read read, const CsvShape& shape);

  // The next piece, of about such a size; false at the end. A row at its end without a line break gets one.
  bool next(std::string& piece, std::size_t size);
  bool cannot() const { return cannot_; }  // a row or a key is too long, or a quote is not closed

 private:
  std::size_t cut(std::string_view text) const;
  std::string_view key_at(std::string_view text, std::size_t row) const;

  Read read_;
  std::size_t key_column_ = 0, skip_;
  std::string rest_;
  bool ended_ = false, cannot_ = false;
};

}  // namespace shelflife
