#include "inventory/whole_rows.hpp"

#include <algorithm>
#include <limits>

namespace shelflife {

void hand_over(std::vector<Row> all, Rows rows, const EachRow& each) {
  if (rows != Rows::whole) {
    for (Row& row : all)
      if (rows == Rows::store || !row.delete_marker) each(std::move(row));
    return;
  }
  std::stable_sort(all.begin(), all.end(), [](const Row& a, const Row& b) {
    if (a.key != b.key) return a.key < b.key;
    if (a.current != b.current) return a.current;  // the latest first, then by age
    return a.created > b.created;
  });
  for (std::size_t i = 0; i < all.size(); ++i) {
    Row& row = all[i];
    if (row.delete_marker) continue;  // no object
    const bool newer = i > 0 && all[i - 1].key == row.key;
    // What made it noncurrent may be missing from the listing: then it has been so for no time at all.
    constexpr Instant just_now = std::numeric_limits<Instant>::max() / 4;
    if (!row.current && !row.noncurrent_since) row.noncurrent_since = newer ? std::max(*all[i - 1].created, *row.created) : just_now;
    each(Row(row));  // a copy: the next one asks for its key and date
  }
}

}  // namespace shelflife
