// A small generator of numbers, the same on every machine for the same seed. What is drawn must not depend on the order in
// which a compiler evaluates arguments or operands: one draw an expression, or several between braces, which go left to right.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace shelflife::differential {

// Texts one after another, drawn in that order; between `+` some compilers draw the last first.
inline std::string joined(std::initializer_list<std::string_view> texts) {
  std::string all;
  for (const std::string_view text : texts) all += text;
  return all;
}

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {  // splitmix64
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }
  bool percent(std::size_t p) { return below(100) < p; }
  template <class T>
  const T& of(const std::vector<T>& list) {
    return list[below(list.size())];
  }
  std::string of(std::initializer_list<const char*> list) { return *(list.begin() + below(list.size())); }

 private:
  std::uint64_t state_;
};

}  // namespace shelflife::differential
