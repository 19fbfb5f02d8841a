// One store as lowering and the proof look at it: the rules that speak of it, its keys and what protects its objects.
#pragma once

#include <cstdint>
#include <vector>

#include "compiler/model/capability.hpp"
#include "compiler/model/policy.hpp"
#include "compiler/regions/key_space.hpp"
#include "compiler/regions/protection.hpp"

namespace shelflife {

// Built once a store.
struct StoreView {
  // `rules`: those that speak of the store, ascending.
  StoreView(const Policy& policy, StoreId store, std::vector<std::uint32_t> rules, const SourceManager* sources);
  StoreView(const StoreView&) = delete;
  StoreView& operator=(const StoreView&) = delete;

  const Policy& policy;
  StoreId id;
  const Store& store;
  const Capability& can;
  const SourceManager* sources;
  std::vector<std::uint32_t> rules;
  KeySpace keys;
  Protections protections;
  // What cutting one statement may cost: regions compared and filters made. A store has a fixed amount for all.
  std::size_t work_a_statement;
};

}  // namespace shelflife
