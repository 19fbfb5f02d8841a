#include "compiler/regions/store_view.hpp"

#include <algorithm>
#include <utility>

namespace shelflife {

namespace {

// Work on all statements of a store: seconds at most. Each has an equal share, so that what becomes of one does not
// depend on where the others stand; the least share decides any statement with some hundred keeps over it.
constexpr std::size_t store_work = 4000000;
constexpr std::size_t least_work = 1000;

std::size_t share_of_work(const Policy& policy, const std::vector<std::uint32_t>& rules) {
  std::size_t statements = 1;
  for (const std::uint32_t r : rules) statements += policy.rules[r].statements.size();
  return std::max(least_work, store_work / statements);
}

}  // namespace

StoreView::StoreView(const Policy& p, StoreId s, std::vector<std::uint32_t> speaking, const SourceManager* texts)
    : policy(p), id(s), store(p.stores[s]), can(capability(p.stores[s].provider)), sources(texts), rules(std::move(speaking)),
      keys(p, s), protections(p, rules, keys), work_a_statement(share_of_work(p, rules)) {}

}  // namespace shelflife
