// A part of a store's listing that can be decided by itself: the keys below one folder that all objects of a group of each
// ranked keep share. Objects are held as sums by folder and class, so it is as large as its folders, not as its rows.
#pragma once

#include <algorithm>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "inventory/rank_group.hpp"
#include "simulate/folders.hpp"
#include "simulate/outcomes.hpp"
#include "simulate/totals.hpp"

namespace shelflife {

class KeyRegion {
 public:
  // Both must outlive it.
  KeyRegion(const Policy& policy, const std::vector<StatementRef>& ranked) : policy_(&policy), ranked_(&ranked), keeps_(ranked.size()) {}

  // One class in one folder.
  struct Cell {
    std::uint32_t folder = 0;
    const ObjectClass* of = nullptr;
    Sum sum;
    Instant first = std::numeric_limits<Instant>::max();  // when the earliest was created
    Instant gone = std::numeric_limits<Instant>::max();   // of keys without a current object: their newest revisions

    // `stands_for_key`: see each_revision().
    void add(const Sum& one, Instant created, bool stands_for_key) {
      sum.add(one);
      first = std::min(first, created);
      if (stands_for_key) gone = std::min(gone, created);
    }
  };
  // The folder that the next cells are in. Folders come in the order of their keys.
  void enter(const FolderPlace& place);
  // The same; once they are known, its ranks go to `ranks` at `number` times the ranked keeps.
  void enter(const FolderPlace& place, std::shared_ptr<RankList> ranks, std::size_t number);
  Cell& cell(const ObjectClass& of);
  std::uint32_t folder() const { return static_cast<std::uint32_t>(folders_.size() - 1); }
  std::size_t folders() const { return folders_.size(); }
  // Of a current object under keeps of the best.
  void add_metrics(const ObjectState& object);
  // Of the later part of the same region.
  void add(const KeyRegion& more);

  // After all of its objects: their ranks.
  void finish();
  const RankList& ranks(std::uint32_t folder) const { return folders_[folder].ranks; }
  const std::string& model(std::uint32_t folder) const { return models_[folders_[folder].model]; }
  std::uint32_t model_number(std::uint32_t folder) const { return folders_[folder].model; }
  const std::vector<Cell>& cells() const { return cells_; }
  void clear();

 private:
  struct Place {
    std::uint32_t unit = no_id, group = no_id;  // no_id: of none
  };
  struct Folder {
    std::uint32_t model = 0;
    RankList ranks;
    std::shared_ptr<RankList> told;  // where else they go
    std::size_t number = 0;
  };
  struct Unit {
    RankUnit facts;
    std::uint32_t group = no_id;
  };
  // The units and groups of one ranked keep. In the order of keys each is in one place, so the last one is the only one that the
  // next folder may belong to.
  struct Keep {
    std::vector<Unit> units;
    std::vector<RankGroup> groups;
    std::string first_unit, last_unit, first_group, last_group;
  };
  const Ranking& ranking(std::size_t keep) const { return policy_->rules[(*ranked_)[keep].rule].statements[(*ranked_)[keep].statement].ranking; }

  const Place& place(std::size_t folder, std::size_t keep) const { return places_[folder * keeps_.size() + keep]; }
  std::uint32_t number_of_model(const std::string& name);

  const Policy* policy_;
  const std::vector<StatementRef>* ranked_;
  std::vector<Keep> keeps_;
  std::vector<Folder> folders_;
  std::vector<Place> places_;  // by folder and ranked keep
  std::vector<std::string> models_;
  std::vector<Cell> cells_;
  std::size_t open_ = 0;  // the current folder's cells begin here
};

}  // namespace shelflife
