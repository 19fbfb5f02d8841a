#include "inventory/csv_index.hpp"

#include <algorithm>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace shelflife {

namespace {

struct Masks {
  std::uint64_t quotes = 0, commas = 0, breaks = 0;
};

Masks masks_of(const char* block) {
  Masks m;
  for (unsigned i = 0; i < 64; ++i) {
    m.quotes |= std::uint64_t{block[i] == '"'} << i;
    m.commas |= std::uint64_t{block[i] == ','} << i;
    m.breaks |= std::uint64_t{block[i] == '\n'} << i;
  }
  return m;
}

// Bit n: whether an odd number of the bits up to n is set.
inline __attribute__((always_inline)) std::uint64_t parity(std::uint64_t bits) {
  for (unsigned shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

struct Into {
  std::uint32_t* ends;
  const std::uint32_t* first;
  std::vector<CsvIndex::Line>& lines;
  std::uint64_t inside = 0;  // all ones: in quotes
  std::uint32_t quotes = 0;

  // Inlined into its callers, which may count bits faster.
  inline __attribute__((always_inline)) void add(const Masks& m, std::uint32_t base) {
    const std::uint64_t quoted = parity(m.quotes) ^ inside;
    inside = 0 - (quoted >> 63);
    const std::uint64_t breaks = m.breaks & ~quoted;
    std::uint64_t cells = (m.commas & ~quoted) | breaks;
    while (cells != 0) {
      const std::uint64_t bit = cells & (0 - cells);
      *ends++ = base + static_cast<std::uint32_t>(__builtin_ctzll(cells));
      if ((breaks & bit) != 0)
        lines.push_back({static_cast<std::uint32_t>(ends - first - 1), quotes + static_cast<std::uint32_t>(__builtin_popcountll(m.quotes & (bit - 1)))});
      cells &= cells - 1;
    }
    quotes += static_cast<std::uint32_t>(__builtin_popcountll(m.quotes));
  }
};

void add_blocks(const char* text, std::size_t blocks, Into& into) {
  for (std::size_t i = 0; i < blocks; ++i) into.add(masks_of(text + i * 64), static_cast<std::uint32_t>(i * 64));
}

std::size_t quotes_in(const char* text, std::size_t blocks) {
  return static_cast<std::size_t>(std::count(text, text + blocks * 64, '"'));
}

#if defined(__x86_64__)
#define SHELFLIFE_AVX2 __attribute__((target("avx2,popcnt,bmi")))

SHELFLIFE_AVX2 inline std::uint64_t equal(__m256i low, __m256i high, char c) {
  const __m256i wanted = _mm256_set1_epi8(c);
  const auto a = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted)));
  const auto b = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted)));
  return std::uint64_t{b} << 32 | a;
}

SHELFLIFE_AVX2 inline __m256i load(const char* from) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)); }

SHELFLIFE_AVX2 void add_blocks_avx2(const char* text, std::size_t blocks, Into& into) {
  for (std::size_t i = 0; i < blocks; ++i) {
    const __m256i low = load(text + i * 64), high = load(text + i * 64 + 32);
    into.add({equal(low, high, '"'), equal(low, high, ','), equal(low, high, '\n')}, static_cast<std::uint32_t>(i * 64));
  }
}

SHELFLIFE_AVX2 std::size_t quotes_in_avx2(const char* text, std::size_t blocks) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < blocks; ++i) count += static_cast<std::size_t>(__builtin_popcountll(equal(load(text + i * 64), load(text + i * 64 + 32), '"')));
  return count;
}

bool has_avx2() { return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("popcnt") != 0 && __builtin_cpu_supports("bmi") != 0; }
#else
bool has_avx2() { return false; }
void add_blocks_avx2(const char* text, std::size_t blocks, Into& into) { add_blocks(text, blocks, into); }
std::size_t quotes_in_avx2(const char* text, std::size_t blocks) { return quotes_in(text, blocks); }
#endif

}  // namespace

void CsvIndex::build(std::string_view text) {
  // A cell a byte is the most; it is far more than there is, and pages that nobody writes cost nothing.
  if (capacity_ < text.size() + 64) {
    capacity_ = text.size() + 64;
    ends_ = std::make_unique_for_overwrite<std::uint32_t[]>(capacity_);
  }
  lines_.clear();
  Into into{ends_.get(), ends_.get(), lines_};
  const std::size_t whole = text.size() / 64;
  if (has_avx2()) add_blocks_avx2(text.data(), whole, into);
  else add_blocks(text.data(), whole, into);
  char rest[64] = {};
  std::memcpy(rest, text.data() + whole * 64, text.size() - whole * 64);
  into.add(masks_of(rest), static_cast<std::uint32_t>(whole * 64));
  in_quotes_ = into.inside != 0;
}

std::size_t count_quotes(std::string_view text) {
  const std::size_t whole = text.size() / 64;
  const std::size_t count = has_avx2() ? quotes_in_avx2(text.data(), whole) : quotes_in(text.data(), whole);
  return count + static_cast<std::size_t>(std::count(text.begin() + static_cast<std::ptrdiff_t>(whole * 64), text.end(), '"'));
}

}  // namespace shelflife
