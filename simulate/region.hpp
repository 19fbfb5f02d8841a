// A part of a store's listing that can be decided by itself: the keys below one folder that all objects of a group of each
// ranked keep share. Objects are held as sums by folder and class, so it is as large as its folders, not as its rows.
#pragma once

#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "inventory/rank_group.hpp"
#include "simulate/outcomes.hpp"
#include "simulate/totals.hpp"

namespace shelflife {

// How much of a key says which region it is in, and which folder binds its fields.
class KeyFolders {
 public:
  KeyFolders(const Policy& policy, StoreId store, const std::vector<StatementRef>& ranked);
  std::string_view region(std::string_view key) const { return up_to(key, region_slashes_); }
  // Keys with the same folder bind the same fields.
  std::string_view folder(std::string_view key) const { return up_to(key, folder_slashes_); }
  std::size_t region_slashes() const { return region_slashes_; }
  std::size_t folder_slashes() const { return folder_slashes_; }
  // False: several layouts bind the fields of one group, whose objects may lie anywhere.
  bool groups_are_folders() const { return groups_are_folders_; }

  // The key's text up to its `count`th slash, or its last where it has fewer.
  static std::string_view up_to(std::string_view key, std::size_t count);

 private:
  std::size_t region_slashes_ = 0, folder_slashes_ = 0;
  bool groups_are_folders_ = true;
};

class Region {
 public:
  // `model`: the field of that name where the path binds it, else no_id. All must outlive it.
  Region(const Policy& policy, StoreId store, const std::vector<StatementRef>& ranked, FieldId model)
      : policy_(&policy), store_(store), ranked_(&ranked), model_(model), names_(ranked.size()), units_(ranked.size()), groups_(ranked.size()) {}

  // One class in one folder.
  struct Cell {
    std::uint32_t folder = 0;
    const ObjectClass* of = nullptr;
    Sum sum;
    Instant first = std::numeric_limits<Instant>::max();  // when the earliest was created
    Instant gone = std::numeric_limits<Instant>::max();   // of keys without a current object: their newest revisions
  };
  // The folder that the next cells are in; `key`: any key in it.
  void enter(std::string_view key);
  Cell& cell(const ObjectClass& of);
  std::uint32_t folder() const { return static_cast<std::uint32_t>(folders_.size() - 1); }
  std::size_t folders() const { return folders_.size(); }
  // Of a current object under keeps of the best.
  void add_metrics(const ObjectState& object);
  // Of the later part of the same region.
  void add(const Region& more);

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
    std::vector<Place> places;  // by ranked keep
    std::uint32_t model = 0;
    RankList ranks;
  };
  struct Unit {
    RankUnit facts;
    std::uint32_t group = no_id;
  };
  using Names = std::unordered_map<std::string, std::uint32_t>;
  struct KeepNames {
    Names units, groups;
  };
  const Ranking& ranking(std::size_t keep) const { return policy_->rules[(*ranked_)[keep].rule].statements[(*ranked_)[keep].statement].ranking; }
  Place place(std::size_t keep, const std::optional<std::string>& unit, const std::optional<std::string>& group);
  std::uint32_t number_of_model(std::string text);

  const Policy* policy_;
  StoreId store_;
  const std::vector<StatementRef>* ranked_;
  FieldId model_;
  std::vector<KeepNames> names_;
  std::vector<std::vector<Unit>> units_;
  std::vector<std::vector<RankGroup>> groups_;
  std::vector<Folder> folders_;
  std::vector<std::string> models_;
  std::vector<Cell> cells_;
  std::size_t open_ = 0;  // the current folder's cells begin here
};

}  // namespace shelflife
