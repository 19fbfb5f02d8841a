// The rows of one store, ordered by key, and what they say of each other.
#pragma once

#include <functional>
#include <vector>

#include "inventory/listing.hpp"

namespace shelflife {

struct StoreRows {
  std::vector<Row> rows;           // settled: by key, the current revision first, then from the newest to the oldest
  std::vector<std::string> twice;  // keys that have two current revisions, or one revision twice: the listing contradicts itself

  // Orders the rows, takes out delete markers and finds since when each revision is noncurrent where its row does not say: since
  // the next newer revision or delete marker of its key was made. Where none is listed: not before `latest`, so that no clock
  // has run.
  void settle(Instant latest);
};

// By key, the current revision first, then from the newest to the oldest.
bool row_before(const Row& a, const Row& b);

// Settles the rows of one key and hands each over. `newer`: see newer_noncurrent(). `stands_for_key`: the newest revision of a key that has
// no current object, by which the key counts.
using EachRevision = std::function<void(Row&& row, std::uint32_t newer, bool stands_for_key)>;
void each_revision(StoreRows& one_key, Instant latest, const EachRevision& each);

// By row: noncurrent revisions of the same key that became so later.
std::vector<std::uint32_t> newer_noncurrent(const std::vector<Row>& rows);

}  // namespace shelflife
