// Places every statement of one store: native rules into the RuleBook, one row of the table each.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/lowering/lowering.hpp"
#include "compiler/lowering/native_pieces.hpp"
#include "compiler/lowering/native_rules.hpp"

namespace shelflife {

class StoreLowering {
 public:
  StoreLowering(const StoreView& view, RuleBook& book, Lowered& lowered, Diagnostics& diagnostics);
  void lower_all();
  // `sweep marked`: the rule that deletes what the pruner has tagged; nothing when no statement goes by mark.
  std::optional<NativeRule> sweep_rule() const;

 private:
  void lower_one(StatementRef ref);
  void lower_remove(StatementRef ref);
  void lower_remove_noncurrent(StatementRef ref);
  void lower_quarantine(StatementRef ref);
  void lower_move(StatementRef ref);
  void lower_lock(StatementRef ref);
  void lower_abort(StatementRef ref);
  void find_default_lock();
  void by_mark();
  void refuse_tag_reading_keeps();

  const Rule& rule(StatementRef ref) const { return view_.policy.rules[ref.rule]; }
  const Statement& statement(StatementRef ref) const { return rule(ref).statements[ref.statement]; }
  Predicate where(StatementRef ref) const { return both(rule(ref).where, statement(ref).where); }
  Placement& row(StatementRef ref, Who who, std::string because);
  void add_pieces(StatementRef ref, const Pieces& pieces, ActionKind kind, NativeClock clock, std::uint32_t newer = 0);
  void place_delete(StatementRef ref, const Pieces& current, const Pieces& noncurrent, bool noncurrent_matters);
  std::string summary(const Pieces& pieces, std::uint32_t asked) const;
  bool immutable() const;
  Pieces implicit_noncurrent(StatementRef ref, const Predicate& condition);
  bool done_elsewhere(StatementRef ref, const Predicate& condition);

  // Deletes whose noncurrent revisions the cloud deletes all by itself; built when first asked for.
  struct Complete {
    struct Item {
      StatementRef ref;
      std::vector<Box> boxes;
    };
    std::vector<Item> items;
    BoxIndex index;
  };

  const StoreView& view_;
  RuleBook& book_;
  Lowered& lowered_;
  Diagnostics& diagnostics_;
  std::size_t first_row_;
  std::optional<DefaultLock> default_lock_;
  std::vector<StatementRef> marked_;
  std::optional<Complete> complete_noncurrent_;
  // Cut once for both: what a delete's implicit expiry comes to, and whether it is all native.
  std::map<StatementRef, Pieces> cut_ahead_;
  std::map<StatementRef, bool> all_native_;
};

}  // namespace shelflife
