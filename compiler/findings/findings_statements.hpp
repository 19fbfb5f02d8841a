// Every statement of a policy with what it speaks of, and how statements compare. compiler/findings*.cpp only.
#pragma once

#include <cstdint>
#include <vector>

#include "compiler/findings/findings_maps.hpp"
#include "compiler/model/policy.hpp"
#include "compiler/regions/region.hpp"

namespace shelflife::findings {

// Kinds of statements as bits (1 << StatementKind), holds as one more.
using Kinds = std::uint32_t;
inline constexpr Kinds kinds_of(StatementKind kind) { return Kinds{1} << static_cast<unsigned>(kind); }
inline constexpr Kinds hold_kind = Kinds{1} << 31U, every_kind = ~Kinds{0};
inline constexpr Kinds deletes = kinds_of(StatementKind::remove) | kinds_of(StatementKind::remove_noncurrent) | kinds_of(StatementKind::quarantine);

// Whether `t` does all that `s` does on every object of which both speak, at every instant. Transitive.
// Ranked keeps and quarantines are never done by others of their kind here.
bool does_all_of(const Statement& t, const Statement& s);
// Kinds of statements of which some do all that one of this kind does.
Kinds that_do_all_of(StatementKind kind);
// The same kind of thing on the same clock: such statements differ in their days or count only.
bool same_shape(const Statement& a, const Statement& b);
// Of two of one shape: whether `a` does strictly more than `b` (goes sooner, keeps longer).
bool stronger(const Statement& a, const Statement& b);
// Whether a keep or lock holds everything that it speaks of at least until `remove` is due, and some of it longer.
bool holds_longer(const Statement& keep, const Statement& remove);

struct Item {
  StatementRef ref;
  const Statement* statement = nullptr;
  std::uint32_t region = 0;  // index into Statements::regions
  std::uint32_t shape = 0;   // equal: same_shape
  bool any_size = false;     // a move that names no size: S3 moves nothing small by it
};

class Statements {
 public:
  explicit Statements(const Policy& policy);

  const Item& item(StatementRef ref) const { return items[first_of_rule[ref.rule] + ref.statement]; }
  std::uint32_t index(StatementRef ref) const { return first_of_rule[ref.rule] + ref.statement; }

  const Policy& policy;
  std::vector<Item> items;                   // in source order
  std::vector<std::uint32_t> first_of_rule;  // by rule: its first item
  // Where conditions are true when every source was read. Equal regions have one index.
  std::vector<Region> regions;
  std::vector<std::uint32_t> hold_regions;   // by hold
  // By region: it asks for a required field of the path. One that the key does not bind is unread: it may have any value,
  // whatever the key is. So there keys prove nothing, and only the conditions themselves can be compared.
  std::vector<bool> asks_required_path;

 private:
  // A region before it has its index, with its hash.
  struct Made {
    Region region;
    std::uint64_t hash = 0;
  };
  Made made(Region region) const;
  void regions_of(const Rule& rule, std::vector<Made>& out) const;
  std::uint32_t intern(Made made);
  std::uint32_t shape_of(const Statement& statement);

  HashIndex by_hash_;                    // -> region
  HashIndex shapes_;                     // -> item that has the shape
  std::uint32_t last_shape_ = 0;
};

}  // namespace shelflife::findings
