// What the two policies say of one bucket, as regions found by key, and the kinds of object ("cells") on which every statement of
// both speaks of all or of none.
#pragma once

#include <functional>
#include <optional>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/diff/diff_joint.hpp"
#include "compiler/regions/space.hpp"

namespace shelflife::diffing {

// A statement or hold of one side.
struct Item {
  std::size_t side = old_side;
  StatementRef ref;
  std::uint32_t hold = no_id;    // a hold's index; else no_id
  const Statement* statement = nullptr;  // null for holds
  Predicate where;               // joint fields; the rule's and its own
  std::vector<Box> boxes;        // what it speaks of; empty when unsure
  std::string meaning;           // equal for statements that mean the same
  std::string act;               // the same without the condition, where that decides nothing but whom it speaks of
  std::string unsure;            // why no region says what it speaks of; empty: `boxes` does
  bool twin = false;             // the other side has the same
};

class PairSpace {
 public:
  PairSpace(const Joint& joint, std::size_t pair);

  using Near = std::vector<const Item*>;
  using Visit = std::function<void(const Part&, const Near&)>;
  // Parts that could not be cut; the reason is empty where an unsure item stands in the way.
  using Undecided = std::function<void(const Part&, const Near&, const std::string&)>;
  // Told of each part that is looked at how many walls are near it; false: there is no more time for the rest.
  using Spend = std::function<bool(std::size_t walls)>;
  // What differs between the sides is all in the cells of these items.
  std::vector<const Item*> seeds() const;
  // Visits the cells of a seed that are in no earlier seed, with the items that could speak of their objects.
  void cells_of_seed(const Item& seed, const Visit& visit, const Undecided& undecided, const Spend& spend) const;
  // The cells of these parts.
  void cells_of(std::vector<Part> work, const Visit& visit, const Undecided& undecided, const Spend& spend) const;
  std::vector<Part> parts_of(const Item& item) const;

  // Required labels that every object of the part lacks.
  std::vector<FieldId> lacking(const Part& part) const;
  // Where a ranked keep finds a unit and its group; elsewhere an object has no rank and the keep holds.
  Box ranked(const Item& item) const;
  // What an object of the cell could be to a side that cannot read what it lacks: the parts in which it has one of the
  // values that make a difference, or none. Nothing when there are too many.
  std::optional<std::vector<Part>> readings(const Part& cell, const std::vector<FieldId>& unread, const Near& near) const;
  bool speaks(const Item& item, const Part& cell) const { return space.covered(cell, item.boxes); }

  const Joint& joint;
  StorePair pair;
  StoreSpace space;
  std::vector<Item> items;
  bool revisions = false;  // noncurrent revisions exist on either side
  bool retention = false;  // `recoverable for` changed

 private:
  void add_side(std::size_t which);
  void add(Item item, const Predicate& where);
  std::string doubt(const Predicate& joint_where, const Statement* statement, std::size_t which) const;
  void find_twins();
  Near near(const Part& part) const;
  bool possible(const Part& part) const;
  std::vector<FieldId> may_lack(const Part& part) const;
  void index_unread();
  void add_unread(const Part& part, std::vector<std::uint32_t>& found) const;
  std::vector<Box> with_unread(const Item& item) const;
  std::vector<const Box*> walls(const Part& part, const Near& around, std::vector<Box>& made) const;

  AnchorIndex by_key_;
  // Boxes found without the required path fields, which an object may lack: by the values of one other path field.
  std::map<FieldId, std::unordered_map<std::string, std::vector<std::uint32_t>>> by_value_;
  std::vector<std::uint32_t> by_no_value_;
  std::vector<FieldId> required_;     // by either side
  std::vector<std::uint32_t> unsure_;  // items without a region: near everything
};

}  // namespace shelflife::diffing
