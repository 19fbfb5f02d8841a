// Everything that keeps objects of one store: keeps, locks and holds as regions, with the age at which each is over.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/model/policy.hpp"
#include "compiler/regions/box_index.hpp"
#include "compiler/regions/key_space.hpp"
#include "compiler/regions/region.hpp"

namespace shelflife {

struct Protection {
  enum class Kind : std::uint8_t { keep, lock, hold, explicit_noncurrent } kind = Kind::keep;
  StatementRef statement;    // keep, lock, explicit_noncurrent
  std::uint32_t hold = 0;    // hold
  Region possible;           // objects that it could hold, whatever the cloud cannot see
  Region certain;            // objects that it holds for certain while its time runs
  // From this age on it holds nothing; nothing: never over for certain. Ages since `created`, `accessed`.
  std::optional<std::uint32_t> over_created, over_accessed;
  bool ranked = false;       // counts versions: never certain, whatever `certain` says
};

// The protections of one store, found by key.
class Protections {
 public:
  // `rules`: those that speak of the store, ascending.
  Protections(const Policy& policy, const std::vector<std::uint32_t>& rules, const KeySpace& keys);
  // Those that may share an object with the box. Sorted by source order; pointers live as long as this.
  std::vector<const Protection*> touching(const Box& box) const;
  // The same; takes what it compares off `work`, and gives nothing when that is more than there is. `anchors`: the box's.
  std::optional<std::vector<const Protection*>> touching(const Box& box, const std::vector<std::string>& anchors, std::size_t& work) const;
  // `delete noncurrent` statements: where they speak, no implicit span applies.
  std::vector<const Protection*> explicit_noncurrent(const Box& box, const std::vector<std::string>& anchors) const;
  const std::vector<Protection>& all() const { return items_; }

 private:
  void add(Protection protection, const Predicate& where);

  const Policy& policy_;
  const KeySpace& keys_;
  std::vector<Protection> items_;
  BoxIndex index_;
  bool any_explicit_noncurrent_ = false;
};

// Whether the protection is over for every object whose clock reads `days` or more.
bool over(const Protection& protection, bool accessed_clock, std::uint32_t days);
// "`keep latest 5 versions per model` (20) counts versions": for tables.
std::string describe(const Policy& policy, const SourceManager* sources, const Protection& protection);
// "`keep for 90 days` (20)".
std::string describe(const Policy& policy, const SourceManager* sources, StatementRef statement);

}  // namespace shelflife
