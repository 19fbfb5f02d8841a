#include "inventory/csv_rows.hpp"

#include <algorithm>
#include <cstring>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace shelflife {

namespace {

// The first of these from `at` on; `end` where there is none. Cells are short, so a call would cost more than the search.
template <char... wanted>
inline const char* find(const char* at, const char* end) {
#if defined(__SSE2__)
  for (; end - at >= 16; at += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    __m128i found = _mm_setzero_si128();
    ((found = _mm_or_si128(found, _mm_cmpeq_epi8(block, _mm_set1_epi8(wanted)))), ...);
    if (const int bits = _mm_movemask_epi8(found); bits != 0) return at + __builtin_ctz(static_cast<unsigned>(bits));
  }
#endif
  while (at != end && ((*at != wanted) && ...)) ++at;
  return at;
}

}  // namespace

bool CsvRows::next(Row& row, const Row* before) {
  if (at_ >= text_.size()) return false;
  row.begin = at_;
  row.plain = plain(row, before != nullptr && before->plain ? before : nullptr);
  if (!row.plain) row.end = end_of_row(at_);
  at_ = row.end;
  return true;
}

bool CsvRows::plain(Row& row, const Row* before) const {
  const char* at = text_.data() + row.begin;
  const char* const end = text_.data() + text_.size();
  const std::size_t columns = steady_.size();
  row.same = 0;
  for (std::size_t i = 0; i < columns; ++i) {
    const bool last = i + 1 == columns;
    if (before != nullptr && steady_[i] && !last) {
      // With its quotes, where it has them, and the comma behind it.
      const std::string_view cell = before->cells[i];
      const std::size_t quotes = cell.data()[cell.size()] == '"' ? 1 : 0;
      const std::size_t size = cell.size() + 2 * quotes + 1;
      if (static_cast<std::size_t>(end - at) >= size && std::memcmp(at, cell.data() - quotes, size) == 0) {
        row.cells[i] = {at + quotes, cell.size()};
        row.same |= std::uint64_t{1} << i;
        at += size;
        continue;
      }
    }
    const char* begin = at;
    if (at != end && *at == '"') {
      ++begin;
      at = find<'"'>(begin, end);
      if (at == end) return false;
      row.cells[i] = {begin, static_cast<std::size_t>(at - begin)};
      ++at;
    } else {
      at = find<',', '\n', '"'>(begin, end);
      if (at == end || *at == '"') return false;
      const char* stop = at;
      if (*at == '\n' && stop != begin && stop[-1] == '\r') --stop;
      row.cells[i] = {begin, static_cast<std::size_t>(stop - begin)};
    }
    if (last && at != end && *at == '\r') ++at;
    if (at == end || *at != (last ? '\n' : ',')) return false;
    ++at;
  }
  row.end = static_cast<std::size_t>(at - text_.data());
  return true;
}

// Behind the line break that is in no quotes.
std::size_t CsvRows::end_of_row(std::size_t begin) const {
  bool quoted = false;
  for (std::size_t i = begin; i < text_.size(); ++i) {
    if (text_[i] == '"') quoted = !quoted;
    if (text_[i] == '\n' && !quoted) return i + 1;
  }
  return text_.size();
}

namespace {

#if defined(__x86_64__)
__attribute__((target("avx2,popcnt"))) std::size_t quotes_avx2(const char* text, std::size_t blocks) {
  const __m256i wanted = _mm256_set1_epi8('"');
  std::size_t count = 0;
  for (std::size_t i = 0; i < blocks; ++i) {
    const __m256i block = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text + i * 32));
    count += static_cast<std::size_t>(__builtin_popcount(static_cast<unsigned>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(block, wanted)))));
  }
  return count;
}
#endif

}  // namespace

std::size_t count_quotes(std::string_view text) {
  std::size_t done = 0, count = 0;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("popcnt") != 0) {
    done = text.size() / 32 * 32;
    count = quotes_avx2(text.data(), done / 32);
  }
#endif
  return count + static_cast<std::size_t>(std::count(text.begin() + static_cast<std::ptrdiff_t>(done), text.end(), '"'));
}

}  // namespace shelflife
