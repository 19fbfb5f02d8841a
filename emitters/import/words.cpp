#include <fmt/format.h>

#include <algorithm>

#include "compiler/model/names.hpp"
#include "compiler/model/print.hpp"
#include "emitters/import/draft.hpp"
#include "grammar/tree.hpp"
#include "grammar/utf8.hpp"

namespace shelflife::importing {

namespace {

constexpr std::size_t longest_name = 60;
constexpr std::uint64_t largest_integer = 999'999'999;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// The size in the largest unit that divides it; empty where its number would be too long.
std::string size_text(std::uint64_t bytes) {
  struct UnitOf {
    const char* name;
    std::uint64_t bytes;
  };
  constexpr UnitOf units[] = {{"TiB", 1ULL << 40}, {"TB", 1'000'000'000'000}, {"GiB", 1ULL << 30}, {"GB", 1'000'000'000}, {"MiB", 1ULL << 20},
                              {"MB", 1'000'000},   {"KiB", 1ULL << 10},       {"KB", 1000},        {"B", 1}};
  if (bytes == 0) return {};
  for (const UnitOf& unit : units)
    if (bytes % unit.bytes == 0 && bytes / unit.bytes <= largest_integer) return fmt::format("{} {}", bytes / unit.bytes, unit.name);
  return {};
}

// Of two ways to say a bound the one with the rounder number.
std::string rounder(const std::string& strict, std::uint64_t strict_bytes, const std::string& loose, std::uint64_t loose_bytes) {
  const std::string a = size_text(strict_bytes), b = size_text(loose_bytes);
  if (a.empty() && b.empty()) return {};
  return b.empty() || (!a.empty() && a.size() < b.size()) ? strict + a : loose + b;
}

}  // namespace

std::string name_for(std::string_view text, std::string_view fallback, std::vector<std::string>& taken) {
  std::string name;
  for (const char c : text) {
    const bool fits = is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-';
    if (fits) name += c;
    else if (!name.empty() && name.back() != '-') name += '-';
    if (name.size() >= longest_name) break;
  }
  while (!name.empty() && (name.back() == '-' || name.back() == '_')) name.pop_back();
  while (!name.empty() && (name.front() == '-' || name.front() == '_')) name.erase(0, 1);
  if (name.empty()) name = fallback;
  if (!is_letter(name.front())) name = std::string(fallback) + "-" + name;
  if (is_reserved(name) || std::find(taken.begin(), taken.end(), name) != taken.end()) {
    const std::string longer = name + "_" + std::string(fallback);
    if (std::find(taken.begin(), taken.end(), longer) == taken.end() && fallback != "rule") name = longer;
    else if (is_reserved(name) && fallback != "rule") name += "-1";
  }
  std::string unique = name;
  for (std::size_t i = 2; std::find(taken.begin(), taken.end(), unique) != taken.end(); ++i) unique = fmt::format("{}-{}", name, i);
  taken.push_back(unique);
  return unique;
}

std::string value_text(const std::string& value) {
  const bool bare = (is_name(value) && !is_reserved(value)) || is_digits(value);
  return bare ? value : quote(value);
}

std::string at_least_text(std::uint64_t bytes) { return rounder("size > ", bytes - 1, "size >= ", bytes); }
std::string at_most_text(std::uint64_t bytes) { return rounder("size < ", bytes + 1, "size <= ", bytes); }

bool can_be_quoted(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = decode_utf8(text, at);
    if (c.length == 0 || is_unprintable(c.value)) return false;
    at += c.length;
  }
  return true;
}

}  // namespace shelflife::importing
