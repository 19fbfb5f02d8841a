#include "compiler/names.hpp"

#include <algorithm>
#include <array>

namespace shelflife {

namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

constexpr std::array reserved = {
    std::string_view("import"), std::string_view("let"),        std::string_view("layout"),
    std::string_view("label"),  std::string_view("tiers"),      std::string_view("store"),
    std::string_view("safeguard"), std::string_view("rule"),    std::string_view("hold"),
    std::string_view("require"), std::string_view("role"),      std::string_view("manifest"),
    std::string_view("keep"),   std::string_view("delete"),     std::string_view("move"),
    std::string_view("lock"),   std::string_view("abort"),      std::string_view("quarantine"),
    std::string_view("and"),    std::string_view("or"),         std::string_view("not"),
    std::string_view("in"),     std::string_view("is"),         std::string_view("missing"),
    std::string_view("where"),  std::string_view("since"),      std::string_view("keeping"),
    std::string_view("then"),   std::string_view("on"),         std::string_view("per"),
    std::string_view("from"),   std::string_view("by"),         std::string_view("required"),
    std::string_view("key"),    std::string_view("size"),       std::string_view("accessed"),
    std::string_view("promoted"), std::string_view("retired"),  std::string_view("referenced"),
    std::string_view("orphan"), std::string_view("noncurrent")};

}  // namespace

bool is_name(std::string_view text) {
  if (text.empty() || !is_letter(text.front()) || text.back() == '-') return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-'; });
}

bool is_reserved_word(std::string_view word) {
  return std::find(reserved.begin(), reserved.end(), word) != reserved.end();
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (gap > limit) return limit + 1;
  std::vector<std::size_t> before(b.size() + 1), row(b.size() + 1), next(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    next[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      next[j] = std::min({row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) next[j] = std::min(next[j], before[j - 2] + 1);
      least = std::min(least, next[j]);
    }
    if (least > limit) return limit + 1;
    before.swap(row);
    row.swap(next);
  }
  return std::min(row[b.size()], limit + 1);
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  // Two edits turn any two-letter name into any other: a short word has to be nearer.
  const std::size_t limit = word.size() <= 2 ? 1 : 2;
  std::size_t best = limit + 1;
  const std::string* found = nullptr;
  for (const std::string& candidate : candidates) {
    if (candidate == word) continue;
    const bool same_but_case = std::equal(word.begin(), word.end(), candidate.begin(), candidate.end(),
                                          [](char x, char y) { return lower(x) == lower(y); });
    const std::size_t distance = same_but_case ? 0 : edit_distance(word, candidate, best - 1);
    if (distance < best) {
      best = distance;
      found = &candidate;
      if (best == 0) break;
    }
  }
  return found != nullptr ? *found : std::string{};
}

}  // namespace shelflife
