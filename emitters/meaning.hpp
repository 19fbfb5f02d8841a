// What a document's rules do, in one canonical form, so that two documents can be compared whatever rules they are cut into.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/lowering/lowering.hpp"

namespace shelflife {

// One action on one conjunction of conditions. Bounds are inclusive.
struct Effect {
  ActionKind kind = ActionKind::expire;
  std::string prefix, suffix;
  std::vector<std::pair<std::string, std::string>> tags;
  std::uint64_t size_min = 0, size_max = ~std::uint64_t{0};
  NativeClock clock = NativeClock::created;
  std::uint32_t days = 0, newer_noncurrent = 0;
  Tier tier = Tier::hot;  // transitions
  std::string storage_class;
  friend auto operator<=>(const Effect&, const Effect&) = default;
};

// Sorted, without what another one does at least as early. Expired delete markers are left out: they are no objects.
// Nothing when there are too many to be compared. `partial` is not looked at.
std::optional<std::vector<Effect>> effects_of(Provider provider, const std::vector<NativeRule>& rules);

// "deletes objects under `logs/` after 90 days". User text in it is not yet printable().
std::string to_text(const Effect& effect);

}  // namespace shelflife
