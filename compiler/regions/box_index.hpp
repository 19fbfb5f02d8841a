// Finds regions that may share an object with a given one, however many there are: by the values of one text field
// where both list them or by their keys, whichever finds fewer.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/regions/key_space.hpp"
#include "compiler/regions/region.hpp"

namespace shelflife {

class BoxIndex {
 public:
  // `anchors`: of the box's keys (KeySpace). One item may have several boxes.
  void add(const Box& box, std::vector<std::string> anchors, std::uint32_t item);
  void finish();  // after the last add

  // Items with a box that may share an object with `box`: all that do, and some that do not. Sorted, unique.
  std::vector<std::uint32_t> near(const Box& box, const std::vector<std::string>& anchors) const;
  // The same, or nothing when there may be more than `most`; then in little time, however many there are.
  std::optional<std::vector<std::uint32_t>> near(const Box& box, const std::vector<std::string>& anchors, std::size_t most) const;

 private:
  struct Entry {
    std::vector<std::pair<FieldId, std::vector<std::string>>> listed;  // fields with finitely many states; "" stands for missing
    std::vector<std::string> anchors;
    std::uint32_t item;
  };
  // Entries that list the states of one field.
  struct Group {
    std::map<std::string, std::vector<std::uint32_t>, std::less<>> by_value;
    AnchorIndex by_key;
  };

  std::vector<Entry> entries_;  // until finish()
  std::map<FieldId, Group> groups_;
  AnchorIndex others_;  // entries that list no field
};

}  // namespace shelflife
