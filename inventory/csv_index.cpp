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
std::uint64_t parity(std::uint64_t bits) {
  for (unsigned shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

struct Into {
  std::uint32_t* ends;
  std::uint64_t* masks;
  std::uint32_t* before;
  std::uint64_t inside = 0;  // all ones: in quotes
  std::uint32_t quotes = 0;

  void add(const Masks& m, std::uint32_t base) {
    *masks++ = m.quotes;
    *before++ = quotes;
    quotes += static_cast<std::uint32_t>(__builtin_popcountll(m.quotes));
    const std::uint64_t quoted = parity(m.quotes) ^ inside;
    inside = 0 - (quoted >> 63);
    std::uint64_t cells = (m.commas | m.breaks) & ~quoted;
    while (cells != 0) {
      const auto bit = static_cast<unsigned>(__builtin_ctzll(cells));
      *ends++ = (base + bit) | static_cast<std::uint32_t>((m.breaks >> bit) & 1) << 31;
      cells &= cells - 1;
    }
  }
};

void add_blocks(const char* text, std::size_t blocks, Into& into) {
  for (std::size_t i = 0; i < blocks; ++i) into.add(masks_of(text + i * 64), static_cast<std::uint32_t>(i * 64));
}

#if defined(__x86_64__)
__attribute__((target("avx2,popcnt,bmi"))) std::uint64_t equal(__m256i low, __m256i high, char c) {
  const __m256i wanted = _mm256_set1_epi8(c);
  const auto a = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted)));
  const auto b = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted)));
  return std::uint64_t{b} << 32 | a;
}

__attribute__((target("avx2,popcnt,bmi"))) void add_blocks_avx2(const char* text, std::size_t blocks, Into& into) {
  for (std::size_t i = 0; i < blocks; ++i) {
    const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text + i * 64));
    const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text + i * 64 + 32));
    into.add({equal(low, high, '"'), equal(low, high, ','), equal(low, high, '\n')}, static_cast<std::uint32_t>(i * 64));
  }
}
#endif

}  // namespace

void CsvIndex::build(std::string_view text) {
  const std::size_t blocks = text.size() / 64 + 1;
  if (masks_.size() < blocks) {
    masks_.resize(blocks);
    before_.resize(blocks);
  }
  // A cell a byte is the most; it is far more than there is, and pages that nobody writes cost nothing.
  if (ends_.size() < text.size() + 64) ends_.resize(text.size() + 64);
  Into into{ends_.data(), masks_.data(), before_.data()};
  const std::size_t whole = text.size() / 64;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") != 0) add_blocks_avx2(text.data(), whole, into);
  else add_blocks(text.data(), whole, into);
#else
  add_blocks(text.data(), whole, into);
#endif
  char rest[64] = {};
  std::memcpy(rest, text.data() + whole * 64, text.size() - whole * 64);
  into.add(masks_of(rest), static_cast<std::uint32_t>(whole * 64));
  size_ = static_cast<std::size_t>(into.ends - ends_.data());
  in_quotes_ = into.inside != 0;
}

std::size_t count_quotes(std::string_view text) { return static_cast<std::size_t>(std::count(text.begin(), text.end(), '"')); }

}  // namespace shelflife
