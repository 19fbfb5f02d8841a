// Where the cells of a CSV text end, found 64 bytes at a time.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace shelflife {

class CsvIndex {
 public:
  static constexpr std::uint32_t line_end = 1U << 31;

  // `text` begins outside of quotes and has less than 2 GiB.
  void build(std::string_view text);

  // By cell: the offset of the comma or line break that ends it; the latter with `line_end`.
  const std::uint32_t* begin() const { return ends_.data(); }
  std::size_t size() const { return size_; }
  // Quotes in [from, to).
  std::uint32_t quotes(std::size_t from, std::size_t to) const { return quotes_before(to) - quotes_before(from); }
  bool in_quotes() const { return in_quotes_; }  // at the end of the text

 private:
  std::uint32_t quotes_before(std::size_t at) const {
    const std::uint64_t below = (std::uint64_t{1} << (at % 64)) - 1;
    return before_[at / 64] + static_cast<std::uint32_t>(__builtin_popcountll(masks_[at / 64] & below));
  }

  std::vector<std::uint32_t> ends_;
  std::size_t size_ = 0;
  std::vector<std::uint64_t> masks_;   // by 64 bytes: where the quotes are
  std::vector<std::uint32_t> before_;  // and how many are before
  bool in_quotes_ = false;
};

// How many quotes there are.
std::size_t count_quotes(std::string_view text);

}  // namespace shelflife
