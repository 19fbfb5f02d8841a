#include "simulate/units.hpp"

#include <algorithm>

#include "compiler/model/print.hpp"
#include "inventory/ranks.hpp"

namespace shelflife {

namespace {

const Statement& statement_of(const Policy& policy, StatementRef ref) { return policy.rules[ref.rule].statements[ref.statement]; }

}  // namespace

bool mark_has_run(const Policy& policy, StatementRef quarantine, const Row& row, Instant now) {
  return row.mark && row.mark->statement == statement_id(policy, quarantine) &&
         now - row.mark->written >= days(statement_of(policy, quarantine).duration.days);
}

void Units::add(const Binding& binding, const std::vector<Judged>& worlds, const Row& row, Instant now) {
  const Statement& s = statement_of(policy_, statement_);
  const std::optional<std::string> name = unit_name(policy_, binding, {s.whole});
  if (!name) return;
  Unit& unit = units_[*name];
  unit.kept = unit.kept || worlds.empty() || std::any_of(worlds.begin(), worlds.end(), [](const Judged& one) { return one.kept(); });
  if (!row.current) return;
  const auto spoken = [&](const Judged& one) {
    return std::find(one.speaking.statements.begin(), one.speaking.statements.end(), statement_) != one.speaking.statements.end();
  };
  const auto due = [&](const Judged& one) { return due_now(policy_, statement_, one.object, one.speaking); };
  unit.spoken = unit.spoken && !worlds.empty() && std::all_of(worlds.begin(), worlds.end(), spoken);
  unit.due = unit.due && unit.spoken && std::all_of(worlds.begin(), worlds.end(), due);
  if (s.kind == StatementKind::quarantine) unit.due = unit.due && mark_has_run(policy_, statement_, row, now);
  const Seconds age = std::max<Seconds>(0, now - row.created.value_or(now));
  unit.newest = std::min(unit.newest.value_or(age), age);
}

const Units::Unit* Units::find(const Binding& binding) const {
  const std::optional<std::string> name = unit_name(policy_, binding, {statement_of(policy_, statement_).whole});
  const auto at = name ? units_.find(*name) : units_.end();
  return at != units_.end() ? &at->second : nullptr;
}

}  // namespace shelflife
