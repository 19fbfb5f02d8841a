// What becomes of one listed revision when the pruner and the clouds' rules run at one instant.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/objects/instant.hpp"
#include "compiler/model/policy.hpp"

namespace shelflife {

enum class Fate : std::uint8_t { remove, move, keep, undecided };  // undecided: by facts that were not read; it stays
inline constexpr std::size_t fate_count = 4;
std::string_view name_of(Fate fate);  // "delete"

enum class MarkAction : std::uint8_t { leave, write, take_off };

struct Decision {
  Instant at = 0;                         // of the run
  Fate fate = Fate::keep;
  std::optional<StatementRef> statement;  // the delete that is due (kept or not), else the move that acts
  Tier tier = Tier::hot;                  // move: to this one
  // What keeps it, or could: keeps and locks, holds, what was found on it.
  std::vector<StatementRef> kept_by;
  std::vector<std::uint32_t> held_by;
  std::string kept_because;               // "lock found", "referenced", "created since the listing began"; empty: none of these
  MarkAction mark = MarkAction::leave;
  std::optional<StatementRef> mark_by;    // write: the quarantine
  std::vector<std::string> unread;        // undecided: what makes the difference
  // When the first delete may act if nothing else happens to the object; delete: now. Nothing: never, or it depends on what is unread.
  std::optional<Instant> next;
  friend bool operator==(const Decision&, const Decision&) = default;
};

// Whether the run does anything to the revision.
inline bool changes(const Decision& d) { return d.fate == Fate::remove || d.fate == Fate::move || d.mark != MarkAction::leave; }

}  // namespace shelflife
