// Two policies in one space of objects: fields matched by what they read, stores by their bucket, layouts by their shape.
#pragma once

#include <string>
#include <vector>

#include "compiler/model/policy.hpp"
#include "compiler/regions/region.hpp"

namespace shelflife::diffing {

inline constexpr std::size_t old_side = 0, new_side = 1;

// One bucket or container. A store whose bucket changed is two of them, each on one side.
struct StorePair {
  StoreId id[2] = {no_id, no_id};  // in the old and the new policy; no_id: not there
  bool layouts_changed = false;    // and not only the names of their fields
  bool both() const { return id[0] != no_id && id[1] != no_id; }
};

// Refers to both policies, which must outlive it.
struct Joint {
  Joint(const Policy& before, const Policy& after);
  Joint(const Joint&) = delete;
  Joint& operator=(const Joint&) = delete;

  const Policy& side(std::size_t which) const { return *sides[which]; }
  Predicate translate(const Predicate& predicate, std::size_t which) const;  // in joint fields
  // What makes the predicate true on a side, in joint fields and raw values: one outside a list is missing to that side only.
  Region region(const Predicate& joint, std::size_t which, Reading reading = Reading::certain) const;

  const Policy* sides[2];
  std::vector<FieldId> to[2];           // by a side's field: the joint one
  std::vector<FieldId> back[2];         // by joint field: the side's, or no_id
  std::vector<std::vector<std::uint32_t>> rules[2];  // by a side's store
  std::vector<StorePair> pairs;         // the new policy's order, then what is gone
  Policy space;                         // fields, layouts and stores (one a pair) of both; nothing is required in it
  std::vector<bool> relisted, retyped;  // by joint field: declared with other values, or as another type
  std::vector<bool> required[2];        // by joint field
  bool registry_moved = false;          // a field by which registry records find objects has another name

 private:
  void match_fields();
  void match_stores();
  void add_layouts(StorePair& pair, StoreId as);
  std::vector<FieldId> renamed_fields() const;

  Policy lists_[2];  // the joint fields with one side's lists
};

}  // namespace shelflife::diffing
