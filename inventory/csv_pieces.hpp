// A CSV listing in pieces that can be read apart from each other: each has whole rows, and all rows of a key.
#pragma once

#include <functional>
#include <memory>
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

// The cell of such a number in the row that begins there: as it is written, without quotes around it. Empty where it has none.
std::string_view csv_key(std::string_view text, std::size_t row, std::size_t column);

// Text of a piece; its memory is used again for the next, and never filled first.
class CsvPiece {
 public:
  std::string_view text() const { return {data_.get(), size_}; }
  std::size_t size() const { return size_; }
  // Room for so many more bytes behind the text.
  char* room(std::size_t more);
  void grow(std::size_t by) { size_ += by; }
  void cut(std::size_t size) { size_ = size; }

 private:
  std::unique_ptr<char[]> data_;
  std::size_t size_ = 0, capacity_ = 0;
};

class CsvPieces {
 public:
  // Fills `into` as far as there is something; less than `size` at the end. Outlives the pieces.
  using Read = std::function<std::size_t(char* into, std::size_t size)>;
  CsvPieces(Read read, const CsvShape& shape);

  // The next piece, of about such a size; false at the end. A row at its end without a line break gets one.
  bool next(CsvPiece& piece, std::size_t size);
  bool cannot() const { return cannot_; }  // a row or a key is too long, or a quote is not closed

 private:
  std::size_t cut(std::string_view text) const;

  Read read_;
  std::size_t key_column_ = 0, skip_;
  std::string rest_;
  bool ended_ = false, cannot_ = false;
};

}  // namespace shelflife
