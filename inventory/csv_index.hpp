// Where the cells of a CSV text end, found 64 bytes at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace shelflife {

class CsvIndex {
 public:
  // `text` begins outside of quotes and has less than 4 GiB.
  void build(std::string_view text);

  // By cell: the offset of the comma or line break that ends it.
  const std::uint32_t* ends() const { return ends_.get(); }
  struct Line {
    std::uint32_t last = 0;    // the number of its last cell
    std::uint32_t quotes = 0;  // in the text before its end
  };
  // Without what follows the last line break.
  const std::vector<Line>& lines() const { return lines_; }
  bool in_quotes() const { return in_quotes_; }  // at the end of the text

 private:
  std::unique_ptr<std::uint32_t[]> ends_;
  std::size_t capacity_ = 0;
  std::vector<Line> lines_;
  bool in_quotes_ = false;
};

// How many quotes there are.
std::size_t count_quotes(std::string_view text);

}  // namespace shelflife
