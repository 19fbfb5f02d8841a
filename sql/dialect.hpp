// What an engine spells its own way: one description each, all of it data.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sql/expression.hpp"

namespace shelflife::sql {

// How texts are quoted: a quote inside is doubled and a backslash is text; or both are escaped with a backslash.
enum class Quoting : std::uint8_t { doubled, backslash, spark };  // spark: as backslash, and `$` is hidden from ${variables}

struct Dialect {
  std::string_view name, engine;
  Quoting quoting = Quoting::doubled;
  char identifier_quote = '"';
  bool escape_identifiers = false;  // with a backslash, else doubled
  bool in_with_null = true;         // `null in (...)` is null; false: written as a chain of `or`
  bool wide_literals = false;       // integers are marked as 64 bit
  std::string_view as = "AS (";     // behind the name of a common table expression
  std::string_view instant, now;    // {0}: "2027-03-31 12:00:00", UTC
  std::string_view big, real, string_type, truth_type;  // type names of typed nulls
  std::string_view after;           // behind the statement
  std::size_t longest = 0;          // bytes of a statement that the engine takes; 0: no limit that matters
  std::array<std::string_view, static_cast<std::size_t>(Call::count_of_calls)> calls;  // {0}, {1}: arguments
};

const std::vector<Dialect>& dialects();
const Dialect* find_dialect(std::string_view name);

// Texts and names that a user wrote, as literals and identifiers.
std::string literal(const Dialect& dialect, std::string_view text);
std::string identifier(const Dialect& dialect, std::string_view name);

std::string print(const Dialect& dialect, const Expr& expression);

}  // namespace shelflife::sql
