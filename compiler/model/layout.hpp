// Keys and layouts: which path fields a key binds.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/model/policy.hpp"

namespace shelflife {

// Parses "ml/{stage}/run-{run}/" into names; fields are names here because labels are resolved later.
struct PatternSegment {
  std::string prefix, field, suffix;  // field empty: literal
};
struct PatternError {
  std::size_t offset = 0;  // in the pattern
  std::string message;
};
std::vector<PatternSegment> parse_pattern(std::string_view pattern, std::vector<PatternError>& errors);

// What one key binds in one store. `managed`: at least the first field of the winning layout is bound.
struct Binding {
  bool managed = false;
  const Layout* layout = nullptr;
  std::vector<std::pair<FieldId, std::string>> fields;  // raw text, before `in` lists and types are applied
};
// Literal text beats a field at the first segment where two fitting layouts differ.
Binding bind(const Policy& policy, StoreId store, std::string_view key);

// True when a layout applies to a store.
bool applies(const Layout& layout, StoreId store);

// A key that two layouts of a store bind differently and the order above does not decide; empty when there is none.
std::string ambiguous_key(const Policy& policy, const Layout& a, const Layout& b);

}  // namespace shelflife
