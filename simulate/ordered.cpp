#include "simulate/ordered.hpp"

#include <algorithm>

#include "simulate/store_rows.hpp"

namespace shelflife {

namespace {

// Without ranked keeps nothing says where a region ends, so it may end anywhere.
constexpr std::size_t most_folders = 4096, most_held = 1 << 16;

}  // namespace

OrderedRun::OrderedRun(StoreRun& run, const EachDecision& each) : run_(run), each_(each), tally_(run), folders_(run.folders()), region_(run) {}

bool OrderedRun::add(Row&& row) {
  if (!key_.empty() && row.key != key_[0].key) {
    if (row.key < key_[0].key) return false;
    close_key();
  }
  key_.push_back(std::move(row));
  return true;
}

void OrderedRun::finish() {
  if (!key_.empty()) close_key();
  if (open_) close_region();
}

void OrderedRun::close_key() {
  if (key_.size() == 1 && key_[0].current && !key_[0].delete_marker) {
    take(std::move(key_[0]), 0, false);
    key_.clear();
    return;
  }
  StoreRows all{std::move(key_), {}};
  each_revision(all, run_.now, [&](Row&& row, std::uint32_t newer, bool stands_for_key) { take(std::move(row), newer, stands_for_key); });
  twice_.insert(twice_.end(), all.twice.begin(), all.twice.end());
  key_.clear();
}

void OrderedRun::enter(std::string_view key) {
  run_.keys.find_slashes(key, slashes_);
  const std::string_view region = KeyFolders::up_to(key, slashes_, run_.keys.region_slashes()), folder = KeyFolders::up_to(key, slashes_, slashes_.size());
  if (open_ && folder == folder_) return;
  const bool unbounded = run_.decider.ranked().empty() && (region_.region.folders() >= most_folders || region_.held.size() >= most_held);
  if (open_ && (region != region_.name || unbounded)) close_region();
  if (!open_) region_.name = region;
  open_ = true;
  folder_ = folder;
  region_.region.enter(folders_.of(key, slashes_));
}

void OrderedRun::take(Row&& row, std::uint32_t newer, bool stands_for_key) {
  enter(row.key);
  ToldObject told = run_.told(row, newer);
  const ObjectClass& of = run_.classes.of(row, told);
  Sum one;
  one.add(row);
  region_.region.cell(of).add(one, *row.created, stands_for_key);
  if (run_.best && row.current) region_.region.add_metrics(told.object);
  if (each_ || (run_.dates && !of.one_clock)) region_.held.push_back({std::move(row), std::move(told), &of, region_.region.folder()});
}

void OrderedRun::close_region() {
  region_.close(run_, tally_, each_ ? &each_ : nullptr);
  open_ = false;
}

}  // namespace shelflife
