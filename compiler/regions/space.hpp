// The objects of one store as the engine sees them: its statements as regions found by key, the search for an object that no
// wall covers, and examples. Whatever decides something over all objects (proof, require, diff, findings) asks this.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "compiler/objects/object.hpp"
#include "compiler/regions/store_view.hpp"

namespace shelflife {

// A delete, move or lock with the objects for which its condition is true for certain.
struct Act {
  StatementRef ref;
  const Statement* statement = nullptr;
  std::vector<Box> boxes;
  bool exact = true;  // else its condition is too wide to be expanded, and `boxes` is everything
};

// Objects under a layout and those under none are looked at apart: a path field says nothing of the latter.
struct Part {
  Box box;
  bool managed = true;
};

bool names_path(const Policy& policy, const Box& box);
bool names_path(const Policy& policy, const Predicate& predicate);

class StoreSpace {
 public:
  StoreSpace(const Policy& policy, StoreId store, std::vector<std::uint32_t> rules, const SourceManager* sources);

  // What a condition covers; nothing when it is too wide. `unread`: keep the objects that lack a required label.
  std::optional<std::vector<Part>> parts(const Predicate& where, Reading reading, bool unread) const;
  // The part as far as objects can be in it, with what its keys imply; nothing when there are none.
  // `anchors`: is given what KeySpace::anchors says of it.
  std::optional<Part> settle(Part part, bool unread, std::vector<std::string>* anchors = nullptr) const;
  std::optional<Part> meet(const Part& part, const Box& box, bool unread) const;
  bool covered(const Part& part, const Box& by) const;
  bool covered(const Part& part, const std::vector<Box>& by) const;
  bool meets(const Part& part, const Box& box) const;

  std::vector<const Act*> near(const Part& part) const;
  // Keeps, locks and holds that could hold an object of the part.
  std::vector<const Protection*> touching(const Part& part) const;
  // `delete noncurrent` statements that could speak of it.
  std::vector<const Protection*> explicit_noncurrent(const Part& part) const;

  // An object of the part, new (every age 0), with every fact read: what the part leaves open is absent or `no`. Nothing
  // when none was found.
  std::optional<ObjectState> example_object(const Part& part) const;

  StoreView view;
  const std::vector<FieldId>& orphan_fields() const { return orphan_fields_; }

 private:
  std::optional<std::string> example_key(const Part& part) const;
  void trim(Box& box, bool managed, bool unread) const;
  bool can_be_orphan(const Part& part) const;
  bool drop_excluded(Part& part) const;  // whether anything is left
  void index_protections();
  std::vector<const Protection*> meeting(const Part& part) const;

  std::vector<const Layout*> layouts_;
  std::vector<std::string> heads_;    // what every managed key starts with one of
  std::vector<bool> always_bound_;    // by field: bound on every managed key, with any text
  std::vector<FieldId> orphan_fields_;  // what names a version or run
  std::vector<Act> acts_;
  AnchorIndex by_key_;
  AnchorIndex protections_by_key_;          // as far as required labels have a value
  std::vector<std::uint32_t> only_unread_;  // protections that need a required label to be missing
};

// The box in two or more pieces along the first attribute in which the wall covers a part of it only; empty when there is none.
// `walls`: all that will be cut along; values that none of them tells apart stay together.
std::vector<Box> cut_along(const Box& box, const Box& wall, const std::vector<const Box*>& walls, bool both_revisions);

// Cuts parts along the walls until each is judged fine, or cannot be cut and is not.
struct Search {
  const StoreSpace& space;
  bool unread = false;             // look at objects that lack a required label too
  bool both_revisions = false;     // never cut along `noncurrent`
  std::function<std::vector<const Box*>(const Part&)> walls;
  std::function<bool(const Part&)> fine;
  // Beyond these a search gives up.
  std::size_t max_parts = 40000;
  std::size_t max_walls = 4000000;  // walls looked at in all

  struct Hole {
    Part part;
    bool decided = true;  // false: beyond the bound
  };
  // `used`: parts looked at.
  std::optional<Hole> find(std::vector<Part> work, std::size_t* used = nullptr) const;

 private:
  bool split(const Part& part, const std::vector<const Box*>& walls, std::vector<Part>& out) const;
};

}  // namespace shelflife
