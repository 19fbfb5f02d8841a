// What the folder of a key says of it: the region that it is in, its unit and group under each ranked keep, its model.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "simulate/classes.hpp"

namespace shelflife {

// A folder among those that come in the order of keys. Views into the key that it was asked of.
struct FolderPlace {
  struct Group {
    bool bound = false;  // it has a unit and a group
    std::string_view unit, group;
  };
  std::vector<Group> groups;      // by ranked keep
  const std::string* model = nullptr;
  std::uint32_t part = 0;         // the number of what the policy asks of the path: see Classes::part
};

class KeyFolders {
 public:
  KeyFolders(const Policy& policy, StoreId store, const std::vector<StatementRef>& ranked);
  std::size_t region_slashes() const { return region_slashes_; }
  // Keys with the same folder bind the same fields.
  std::size_t folder_slashes() const { return folder_slashes_; }
  // Folders that are the same up to here, and have as many names behind it, none of them empty, differ in nothing that is asked.
  std::size_t shape_slashes() const { return shape_slashes_; }
  // False: several layouts bind the fields of one group, whose objects may lie anywhere.
  bool groups_are_folders() const { return groups_are_folders_; }
  struct Slashes {
    std::size_t unit = 0, group = 0;
  };
  const std::vector<Slashes>& groups() const { return groups_; }  // by ranked keep: which part of the key names them

  // Where the key's first slashes are, as many as its folder has.
  void find_slashes(std::string_view key, std::vector<std::size_t>& slashes) const;
  // The key's text up to its `count`th slash, or its last where it has fewer.
  static std::string_view up_to(std::string_view key, const std::vector<std::size_t>& slashes, std::size_t count) {
    if (count > slashes.size()) count = slashes.size();
    return key.substr(0, count == 0 ? 0 : slashes[count - 1] + 1);
  }

 private:
  std::size_t region_slashes_ = 0, folder_slashes_ = 0, shape_slashes_ = 0;
  bool groups_are_folders_ = true;
  std::vector<Slashes> groups_;
};

// Finds the place of folder after folder; one for each thread.
class Folders {
 public:
  // `model`: the field of that name where the path binds it, else no_id. All must outlive it.
  Folders(const Policy& policy, StoreId store, const std::vector<StatementRef>& ranked, const KeyFolders& keys, const Classes& classes, FieldId model)
      : policy_(policy), store_(store), ranked_(ranked), keys_(keys), classes_(classes), model_(model) {}

  // `slashes`: those of find_slashes().
  const FolderPlace& of(std::string_view key, const std::vector<std::size_t>& slashes);

 private:
  void look_at(std::string_view folder);

  const Policy& policy_;
  StoreId store_;
  const std::vector<StatementRef>& ranked_;
  const KeyFolders& keys_;
  const Classes& classes_;
  FieldId model_;
  // Of the last folder that was looked at.
  FolderPlace place_;
  std::string shape_, model_name_;
  std::size_t slashes_ = 0;
  bool simple_ = false;  // others of its shape need no look
  std::unordered_map<std::string, std::uint32_t> parts_;
};

}  // namespace shelflife
