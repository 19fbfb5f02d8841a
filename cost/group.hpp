// Objects that are alike, as somebody describes them: how many bytes of what, how old, and how many more come each month.
//   store=artifacts stage=staging size=2TB objects=4000000 age=0d..365d inflow=100GB/month status=ok
// Without a policy the words say also what becomes of them:
//   group=staging size=2TB age=0d..365d share=60% then=cool after=60d
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/objects/object_text.hpp"

namespace shelflife::cost {

// A month is 365/12 days, the 730 hours that clouds' calculators take; twelve of them are a year.
inline constexpr Seconds month_seconds = 2628000;
inline constexpr std::size_t months = 12;
inline constexpr Seconds year_seconds = month_seconds * 12;

enum class ThenKind : std::uint8_t { nothing, remove, move, cheaper };

struct Group {
  std::string name;                      // what it is called in the answer
  Provider provider = Provider::s3;
  std::uint64_t bytes = 0;               // there at the start
  std::uint64_t inflow = 0;              // bytes a month
  std::optional<std::uint64_t> objects;  // of `bytes`, or of the inflow of a month where there are no bytes
  Seconds youngest = 0, oldest = 0;      // ages of what is there, spread evenly
  bool ages_from_inflow = false;         // nobody told them: as old as the inflow makes them
  std::uint32_t read_percent = 0;        // of its bytes are read each month
  std::optional<ToldObject> told;        // with a policy: one of them, its creation left open
  // without a policy
  Tier tier = Tier::hot;
  ThenKind then = ThenKind::nothing;
  Tier then_tier = Tier::cool;
  std::uint32_t then_percent = 0;   // cheaper by so much
  std::uint32_t share_percent = 100;  // of the objects that it happens to
  Seconds after = 0;                // since creation

  // Objects in so many of its bytes; 0 where no count was told.
  std::uint64_t objects_in(std::uint64_t some) const;
};

// Read a description. Nothing when it has an error; those that can be reached are reported at their places.
std::optional<Group> read_group(const Policy& policy, SourceManager& sources, FileId text, Instant now, Diagnostics& diagnostics);
std::optional<Group> read_assumption(const SourceManager& sources, FileId text, Diagnostics& diagnostics);

}  // namespace shelflife::cost
