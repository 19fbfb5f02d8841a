// Keys of one store: what path conditions mean as literal prefixes, through the store's layouts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/model/policy.hpp"
#include "compiler/regions/region.hpp"

namespace shelflife {

class KeySpace {
 public:
  KeySpace(const Policy& policy, StoreId store);

  // Prefixes of which every key of the box starts with at least one. Empty list: no key of this store is in the box.
  std::vector<std::string> anchors(const Box& box) const;

  // The same for a region read as `possible`: there a required path field may be missing only on a managed key, since
  // on an unmanaged one every comparison with it is unknown. `anchors`: the box's.
  std::vector<std::string> possible_anchors(const Box& box, std::vector<std::string> anchors) const;

  // Adds what keys imply: fields that a key prefix pins, and the key prefix that pinned fields imply.
  Box refine(Box box) const;
  // The same in place; gives the box's anchors.
  std::vector<std::string> refine_in_place(Box& box) const;

  // Prefixes such that every key that starts with one of them is in the box as far as keys and path fields go.
  struct Cover {
    std::vector<std::string> prefixes;  // sorted, none a prefix of another
    std::vector<std::string> suffixes;  // any of; only where the box asks for one
    bool exact = true;   // conversely, every key of the box starts with one of them
    bool listed = true;  // when not exact: only values outside the lists of required labels are left over
    std::string why;     // when not exact: what stands in the way
  };
  Cover cover(const Box& box, bool suffixes_allowed) const;

 private:
  struct Walk;
  struct Pins {  // texts are parts of the prefix
    std::vector<std::pair<FieldId, std::string_view>> bound;
    std::optional<std::pair<FieldId, std::string_view>> open;  // a field that is missing or starts so
  };
  Pins pins(std::string_view prefix) const;
  bool claimed_elsewhere(const Layout& layout, const std::vector<std::string>& texts) const;
  bool holds_all(const Layout& layout, const Box& box, bool possible) const;

  const Policy& policy_;
  std::vector<const Layout*> layouts_;
};

// Finds items whose keys may share one with given keys: two sets of keys meet only if a prefix of one extends one of
// the other. Near-linear however many items there are.
class AnchorIndex {
 public:
  void add(const std::vector<std::string>& anchors, std::uint32_t item);
  void finish();  // after the last add
  // Sorted, unique.
  std::vector<std::uint32_t> near(const std::vector<std::string>& anchors) const;
  // At least as many as `near` would find, without finding them.
  std::size_t count(const std::vector<std::string>& anchors) const;

 private:
  using Entries = std::vector<std::pair<std::string, std::uint32_t>>;
  template <class Use>
  void each_range(const std::vector<std::string>& anchors, Use use) const;

  Entries entries_;                                             // sorted
  std::vector<bool> lengths_;                                   // lengths of anchors that occur
};

}  // namespace shelflife
