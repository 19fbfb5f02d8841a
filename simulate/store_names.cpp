#include "simulate/store_names.hpp"

namespace shelflife {

void RowCounts::add(const RowCounts& more) {
  rows += more.rows;
  undeclared += more.undeclared;
  unnamed += more.unnamed;
}

StoreNames::StoreNames(const Policy& policy, StoreId fallback) : fallback_(fallback) {
  for (StoreId id = 0; id < policy.stores.size(); ++id) {
    const Store& store = policy.stores[id];
    const auto name = [&](const std::string& text) {
      const auto [at, fresh] = names_.emplace(text, id);
      if (!fresh) at->second = no_id;
    };
    name(store.bucket);
    if (!store.account.empty()) name(store.account + "/" + store.bucket);
  }
  if (fallback_ == no_id && policy.stores.size() == 1) fallback_ = 0;
}

StoreId StoreNames::find(std::string_view bucket, bool marker, RowCounts& counts) const {
  const auto named = bucket.empty() ? names_.end() : names_.find(bucket);
  if (!marker) ++counts.rows;
  if (!bucket.empty() && named == names_.end()) {
    if (!marker) ++counts.undeclared;
    return no_id;
  }
  const StoreId store = bucket.empty() ? fallback_ : named->second;
  if (store == no_id) ++counts.unnamed;
  return store;
}

StoreId StoreNames::take(Row& row, RowCounts& counts) const {
  const StoreId store = find(row.bucket, row.delete_marker, counts);
  if (store != no_id && row.tags && !row.mark) {
    if (const auto tag = row.tags->find(quarantine_tag); tag != row.tags->end()) row.mark = parse_mark(tag->second);
  }
  return store;
}

}  // namespace shelflife
