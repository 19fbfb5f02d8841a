// One obligation on one store: the decision, and how it is told. compiler/require*.cpp only.
#pragma once

#include <string>
#include <vector>

#include "compiler/lowering/lowering.hpp"
#include "compiler/regions/witness.hpp"

namespace shelflife::requiring {

struct Duty {
  const StoreSpace& space;
  const Lowered& lowered;
  const Require& require;
  const Obligation& obligation;
};

// What comes of one obligation on one store.
struct Outcome {
  enum class Kind : std::uint8_t { met, by_plan, lock_window, broken, undecided } kind = Kind::met;
  std::string message;  // "store `artifacts`: ...": what was seen
  std::string hint;
  std::vector<Related> related;
  std::optional<ObjectState> witness;  // broken: an object on which it shows
};

Outcome never_deleted(const Duty& b);
// `D` counts until the bytes are gone from this store.
Outcome deleted_within(const Duty& b);
Outcome locked(const Duty& b);
Outcome not_moved(const Duty& b);

Outcome undecided(const Duty& b, std::string why);
std::string in_store(const Duty& b);  // "store `artifacts`"
Span place(const Policy& policy, StatementRef ref);
Related related_to(const Policy& policy, const Protection& protection, std::string message);
// "`keep for 90 days` (20)", "`hold \"case 4711\"`".
std::string name_of(const StoreSpace& space, const Protection& protection);
Who who(const Lowered& lowered, StoreId store, StatementRef ref);

}  // namespace shelflife::requiring
