#include "simulate/store_rows.hpp"

#include <algorithm>

namespace shelflife {

namespace {

// Calls `each` with the bounds of the rows of one key.
template <class Each>
void by_key(const std::vector<Row>& rows, const Each& each) {
  for (std::size_t begin = 0, end = 0; begin < rows.size(); begin = end) {
    while (end < rows.size() && rows[end].key == rows[begin].key) ++end;
    each(begin, end);
  }
}

bool contradicts(const std::vector<Row>& rows, std::size_t begin, std::size_t end) {
  if (end - begin > 1 && rows[begin + 1].current) return true;
  std::vector<std::string_view> revisions;
  for (std::size_t i = begin; i < end; ++i)
    if (!rows[i].revision.empty()) revisions.push_back(rows[i].revision);
  std::sort(revisions.begin(), revisions.end());
  return std::adjacent_find(revisions.begin(), revisions.end()) != revisions.end();
}

}  // namespace

bool row_before(const Row& a, const Row& b) {
  if (a.key != b.key) return a.key < b.key;
  if (a.current != b.current) return a.current;
  return a.created > b.created;
}

void StoreRows::settle(Instant latest) {
  if (!std::is_sorted(rows.begin(), rows.end(), row_before)) std::stable_sort(rows.begin(), rows.end(), row_before);
  by_key(rows, [&](std::size_t begin, std::size_t end) {
    if (contradicts(rows, begin, end)) twice.push_back(rows[begin].key);
    for (std::size_t i = begin; i < end; ++i) {
      Row& row = rows[i];
      if (row.current || row.noncurrent_since) continue;
      const Instant since = i > begin ? *rows[i - 1].created : latest;
      row.noncurrent_since = std::max(since, *row.created);
    }
  });
  std::erase_if(rows, [](const Row& row) { return row.delete_marker; });
}

void each_revision(StoreRows& one_key, Instant latest, const EachRevision& each) {
  one_key.settle(latest);
  const std::vector<std::uint32_t> newer = newer_noncurrent(one_key.rows);
  for (std::size_t i = 0; i < one_key.rows.size(); ++i) {
    const bool stands_for_key = i == 0 && !one_key.rows[i].current;  // a current one would come first
    each(std::move(one_key.rows[i]), newer[i], stands_for_key);
  }
}

std::vector<std::uint32_t> newer_noncurrent(const std::vector<Row>& rows) {
  std::vector<std::uint32_t> newer(rows.size(), 0);
  by_key(rows, [&](std::size_t begin, std::size_t end) {
    std::vector<Instant> since;
    for (std::size_t i = begin; i < end; ++i)
      if (!rows[i].current) since.push_back(*rows[i].noncurrent_since);
    std::sort(since.begin(), since.end());
    for (std::size_t i = begin; i < end; ++i) {
      if (rows[i].current) continue;
      newer[i] = static_cast<std::uint32_t>(since.end() - std::upper_bound(since.begin(), since.end(), *rows[i].noncurrent_since));
    }
  });
  return newer;
}

}  // namespace shelflife
