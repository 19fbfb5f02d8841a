// Cuts what a statement speaks of into pieces that a cloud's own rules can take, and says what is left and why.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/lowering/lowering.hpp"
#include "compiler/regions/store_view.hpp"

namespace shelflife {

// A filter that the cloud can apply and the age from which it may act on all that the filter matches.
struct Piece {
  NativeFilter filter;
  std::uint32_t days = 0;
  std::vector<StatementRef> later;  // keeps and locks that moved `days` to a later date
};
struct Pieces {
  std::vector<Piece> native;
  std::vector<std::string> left;    // reasons why something is left for the plan; empty: all is native
  std::vector<StatementRef> held;   // keeps that hold a part for ever: nothing of it is ever due
  bool listed_only = true;          // all that is left are values outside the lists of required labels
  bool can_delete() const { return !native.empty(); }
};

// What kind of native action the pieces are for.
enum class Purpose : std::uint8_t { expire, expire_accessed, expire_noncurrent, transition, transition_noncurrent };

// Cuts `where` for an action at `days`. For deletes, parts under protections that are not over by then are lowered at
// the later date, split off or left.
Pieces cut(const StoreView& view, const Predicate& where, Purpose purpose, std::uint32_t days);
// The same for the implicit noncurrent expiry: parts that a `delete noncurrent` speaks of are left to it.
Pieces cut_implicit_noncurrent(const StoreView& view, const Predicate& where, std::uint32_t days);

}  // namespace shelflife
