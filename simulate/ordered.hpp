// A run over the rows of one store that come in the order of their keys, of any length: what is held is one region at a time.
#pragma once

#include "simulate/decide.hpp"
#include "simulate/stretch.hpp"

namespace shelflife {

class OrderedRun {
 public:
  // `each`: called for every revision, in the order of the keys; may be empty, which needs less memory. Only for runs by regions.
  OrderedRun(StoreRun& run, const EachDecision& each);

  // False where the row's key is before the one that came last: the rows are not in order, and nothing that was added holds.
  bool add(Row&& row);
  // After the last row.
  void finish();

  const Tally& tally() const { return tally_; }
  const std::vector<std::string>& twice() const { return twice_; }  // keys that the listing contradicts itself about

 private:
  void close_key();
  void take(Row&& row, std::uint32_t newer, bool stands_for_key);
  void enter(std::string_view key);
  void close_region();

  StoreRun& run_;
  const EachDecision& each_;
  Tally tally_;
  Folders folders_;
  std::vector<std::size_t> slashes_;
  OpenRegion region_;
  std::string folder_;
  bool open_ = false;          // a region is
  std::vector<Row> key_;       // the revisions of one key
  std::vector<std::string> twice_;
};

}  // namespace shelflife
