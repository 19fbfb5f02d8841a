// One stored revision with all that a policy may ask of it, at one instant: what a proof shows as its witness and what
// `why` is asked about. Clocks are ages, so an object means the same whatever today is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/model/policy.hpp"

namespace shelflife {

using Seconds = std::int64_t;
inline constexpr Seconds seconds_a_day = 86400;
constexpr Seconds days(std::uint32_t count) { return seconds_a_day * count; }

enum class Fact : std::uint8_t { no, yes, unread };

// A label that comes from tags or the registry; path fields are bound by the key.
struct LabelState {
  enum class Kind : std::uint8_t { value, missing, unread } kind = Kind::missing;
  FieldId field = no_id;
  std::string text;                 // value; for a date label it may be empty when `age` says it
  std::optional<Seconds> age;       // date labels: since that date; negative: it is still to come
  friend bool operator==(const LabelState&, const LabelState&) = default;
};

struct ObjectState {
  StoreId store = 0;
  std::string key;
  bool noncurrent = false;
  std::uint64_t size = 0;  // bytes
  Tier tier = Tier::hot;
  Seconds created = 0;                    // age; never less than the ages below
  std::optional<Seconds> accessed;        // age of the last access; nothing: not tracked or not read
  Seconds noncurrent_since = 0;           // noncurrent only
  std::uint32_t newer_noncurrent = 0;     // newer noncurrent revisions of its key
  std::vector<LabelState> labels;         // sorted by field; one that is not listed: tag missing, registry unread
  Fact promoted = Fact::unread, retired = Fact::unread, referenced = Fact::unread;
  Fact orphan = Fact::unread;             // bound, unknown to the registry, not referenced; it counts from the store's `orphan after` on
  std::optional<Seconds> promoted_since, retired_since;  // age of the event, where the fact is `yes`
  // Its rank under ranked keeps: 1 is newest or best; nothing: it has none (no version, no metric). A keep that is not
  // listed: the rank is unread.
  std::vector<std::pair<StatementRef, std::optional<std::uint32_t>>> ranks;
  std::optional<Seconds> marked;          // age of a quarantine's mark
  std::optional<Seconds> newest_of_whole; // `delete whole F`: age of the newest object of its unit; nothing: its own
  bool whole_kept = false;                // `delete whole F`: something else of its unit is kept or locked
  std::optional<Seconds> locked_for;      // a lock found on the object: what remains of it
  bool legal_hold = false;                // found on the object
  friend bool operator==(const ObjectState&, const ObjectState&) = default;

  const LabelState* label(FieldId field) const;
};

// "key=ml/dev/x size=1048576 created=15d label.owner=bob status=failed": what `why --object` takes. Ages in whole days are
// `15d`, else seconds `90s`. Attributes that say nothing are left out.
std::string to_text(const Policy& policy, const ObjectState& object);

}  // namespace shelflife
