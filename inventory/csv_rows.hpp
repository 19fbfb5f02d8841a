// The rows of a CSV text whose cells are read in place, where nothing is in them that has to be unpacked first.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace shelflife {

class CsvRows {
 public:
  static constexpr std::size_t most_columns = 48;
  // What one row is made of. Cells are without their quotes.
  struct Row {
    std::size_t begin = 0, end = 0;  // in the text, with its line break
    bool plain = false;              // no cell has a quote in it; else only `begin` and `end` are known
    std::uint64_t same = 0;          // by column: the cell is that of the row before, which was plain
    std::array<std::string_view, most_columns> cells;
  };

  // `steady`: by column, whether a cell mostly is that of the row before. `text` ends with a line break.
  CsvRows(std::string_view text, const std::vector<bool>& steady) : text_(text), steady_(steady) {}

  // The next row; false at the end. `before`: the row that came last, of the same text.
  bool next(Row& row, const Row* before);

 private:
  bool plain(Row& row, const Row* before) const;
  std::size_t end_of_row(std::size_t begin) const;

  std::string_view text_;
  const std::vector<bool>& steady_;
  std::size_t at_ = 0;
};

// How many quotes there are.
std::size_t count_quotes(std::string_view text);

}  // namespace shelflife
