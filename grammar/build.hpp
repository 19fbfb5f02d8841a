// From the events of declarations to ast.hpp. Says what only shows here: dates that do not exist, sizes that overflow,
// settings given twice, comparisons that cannot mean what they say.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <tuple>
#include <vector>

#include "grammar/ast.hpp"
#include "grammar/tree.hpp"

namespace shelflife {

// Where trees are built: the arena that holds them, and lists whose length is not known yet.
struct BuildMemory {
  Arena arena;
  std::vector<ast::Name> names;
  std::vector<ast::Value> values;
  std::vector<ast::Predicate> predicates;
  std::tuple<std::vector<ast::Statement>, std::vector<ast::Setting>, std::vector<ast::Limit>, std::vector<ast::Obligation>,
             std::vector<ast::TierName>, std::vector<ast::Allow>, std::vector<ast::ManifestItem>>
      lines;
};

// Appends the declarations among the events to `items`. The first leaf begins at or behind `start`. With `failed`
// there may be error nodes: lines that hold one are left out, declarations whose head holds one too.
void build(std::span<const Event> events, std::uint32_t start, std::string_view text, FileId file, bool failed,
           BuildMemory& memory, Diagnostics& diagnostics, std::vector<ast::Item>& items);

}  // namespace shelflife
