// What a stretch of a store's listing, in the order of its keys, adds up to; stretches that follow each other can be joined.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulate/decide.hpp"
#include "simulate/store_names.hpp"
#include "simulate/store_run.hpp"

namespace shelflife {

// One region, perhaps not all of it, with the rows whose next date is not that of their class.
struct OpenRegion {
  struct Held {
    Row row;
    ToldObject told;
    const ObjectClass* of = nullptr;
    std::uint32_t folder = 0;
  };
  explicit OpenRegion(const StoreRun& run) : region(run.region()) {}

  std::string name;
  KeyRegion region;
  std::vector<Held> held;

  void add(OpenRegion&& more);  // the later part of the same region
  // Decides it: into the tally. `each`: may be empty, else all rows are held.
  void close(StoreRun& run, Tally& tally, const EachDecision* each = nullptr);
};

struct Stretch {
  std::string first_key, last_key;          // of all its rows; empty where it has none
  std::optional<OpenRegion> first, last;    // the regions at its ends; `last`: where it is another one
  RowCounts counts;
  std::vector<std::string> twice;
  std::shared_ptr<RankList> ranks;          // of one piece, where they are asked for: by folder, once its regions are closed
  bool unusable = false;                    // it has to be read row by row

  // Joins one that follows; what is whole goes to the tally. False: it does not follow.
  bool add(Stretch&& next, StoreRun& run, Tally& tally);
  // Nothing follows.
  void close(StoreRun& run, Tally& tally);
};

}  // namespace shelflife
