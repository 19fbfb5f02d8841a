// What speaks of an object, what is due on it, what keeps it, and what becomes of it: compiler/objects/fate and simulate/decide,
// over sets of worlds.
#include <algorithm>

#include "compiler/model/print.hpp"
#include "sql/stages.hpp"

namespace shelflife::sql {

namespace {

std::string hold_column(std::uint32_t h) { return "h" + std::to_string(h + 1); }

void add(Stage& stage, const WorldSet& worlds, const std::string& name, const Worlds& set) {
  const Worlds names = worlds.columns(name);
  for (std::size_t w = 0; w < set.size(); ++w) stage.columns.push_back({names[w].text, set[w]});
}

// In which worlds a statement's clock has run on a current revision, or on any for keeps.
Worlds run(const Plan& plan, const Clock& clock, std::uint32_t days) {
  const Scope& scope = plan.scope;
  const WorldSet& worlds = plan.worlds;
  const auto of_variable = [&](Unread kind) {
    const Variable* const v = worlds.find(kind, clock.field);
    if (v == nullptr) return worlds.none();
    return worlds.where(*v, [&](const ObjectState& o) {
      const std::optional<Seconds> age = age_on(scope.policy, clock, o);
      return age && *age >= shelflife::days(days);
    });
  };
  const Worlds known = worlds.of(surely(has_run(scope, event(scope, clock), days)));
  switch (clock.kind) {
    case ClockKind::promoted: return of_variable(Unread::promoted);
    case ClockKind::retired: return of_variable(Unread::retired);
    case ClockKind::accessed:
      if (scope.accessed().op == Op::null) return of_variable(Unread::accessed);
      return worlds.choose(is_null(scope.accessed()), of_variable(Unread::accessed), known);
    case ClockKind::field: {
      const Expr unread = scope.unread(clock.field);
      if (is(unread, false)) return known;
      return worlds.choose(unread, of_variable(Unread::field), known);
    }
    default: return known;
  }
}

Worlds holding(const Plan& plan, const Spoken& s) {
  const WorldSet& worlds = plan.worlds;
  const Worlds speak = speaking(plan, s);
  switch (s.statement->kind) {
    case StatementKind::keep_forever: return speak;
    case StatementKind::keep_for: return worlds.without(speak, run(plan, s.statement->clock, s.statement->duration.days));
    case StatementKind::lock: return worlds.without(speak, run(plan, Clock{}, s.statement->duration.days));
    default: break;
  }
  const Ranking& ranking = s.statement->ranking;
  Worlds out = worlds.both(speak, worlds.of(rank_holds(plan, s)));
  return ranking.at_most ? worlds.without(out, run(plan, Clock{}, ranking.at_most->days)) : out;
}

// Deletes that are due by themselves: what whole units say comes on top.
Worlds due(const Plan& plan, const Spoken& s, const Worlds& explicit_one) {
  const Scope& scope = plan.scope;
  const WorldSet& worlds = plan.worlds;
  const Worlds speak = speaking(plan, s);
  const Expr gone = !scope.current();
  if (s.is(StatementKind::remove_noncurrent)) {
    const Expr newer = s.statement->keeping_newer == 0 ? truth(true) : compare(Op::greater_equal, scope.newer(), integer(s.statement->keeping_newer));
    return worlds.both(speak, worlds.of(all({gone, surely(has_run(scope, scope.since(), s.statement->duration.days)), newer})));
  }
  const Worlds now = s.is(StatementKind::quarantine)
                         ? worlds.of(all({marked_by(scope, s), surely(has_run(scope, mark_time(scope), s.statement->duration.days))}))
                         : run(plan, s.statement->clock, s.statement->duration.days);
  if (!scope.versions()) return worlds.both(speak, now);
  const Worlds later = worlds.without(worlds.of(surely(has_run(scope, scope.since(), scope.store.recoverable_days()))), explicit_one);
  return worlds.both(speak, worlds.choose(scope.current(), now, later));
}

Worlds moving(const Plan& plan, const Spoken& s) {
  const Scope& scope = plan.scope;
  const bool noncurrent = s.is(StatementKind::move_noncurrent);
  const bool small_stay = scope.store.provider == Provider::s3 && !names_size(s.statement->where) && !names_size(s.rule->where);
  const Expr large = small_stay ? surely(compare(Op::greater_equal, scope.size(), integer(static_cast<std::int64_t>(smallest_moved_on_s3)))) : truth(true);
  Worlds out = plan.worlds.both(speaking(plan, s), plan.worlds.of(all({noncurrent ? !scope.current() : scope.current(), large})));
  if (noncurrent) return plan.worlds.both(out, plan.worlds.of(surely(has_run(scope, scope.since(), s.statement->duration.days))));
  return plan.worlds.both(out, run(plan, s.statement->clock, s.statement->duration.days));
}

bool deletes(const Spoken& s) { return is_delete(s.statement->kind); }
bool keeps(const Spoken& s) { return is_keep(s.statement->kind) || s.is(StatementKind::lock); }

// Which units may go, and what of that each object needs to know.
void add_units(Plan& plan) {
  const Scope& scope = plan.scope;
  const WorldSet& worlds = plan.worlds;
  std::vector<const Spoken*> whole;
  for (const Spoken& s : scope.statements)
    if (s.statement->whole != no_id && scope.unit({s.statement->whole}).op != Op::null) whole.push_back(&s);
  if (whole.empty()) return;
  Stage& named = plan.next("in_units", "the unit that goes as one");
  for (const Spoken* s : whole) named.columns.push_back({s->column + "_unit", scope.unit({s->statement->whole})});
  const std::string source = plan.last;
  const auto flag = [](Expr condition) { return choose({{std::move(condition), integer(1)}}, integer(0)); };
  for (const Spoken* s : whole) {
    Stage& unit = plan.aside(s->column + "u", source, "units of " + s->id);
    unit.where = !is_null(unit_column(*s));
    unit.group = {s->column + "_unit"};
    unit.columns.push_back({s->column + "u_name", unit_column(*s)});
    unit.columns.push_back({s->column + "u_kept", aggregate("max", Type::integer, flag(worlds.somewhere(worlds.columns("kept"))))});
    unit.columns.push_back({s->column + "u_idle", aggregate("max", Type::integer, flag(all({scope.current(), !worlds.everywhere(speaking(plan, *s))})))});
    unit.columns.push_back({s->column + "u_wait", aggregate("max", Type::integer, flag(all({scope.current(), !worlds.everywhere(worlds.columns(s->column + "d"))})))});
    unit.columns.push_back({s->column + "u_newest", aggregate("max", Type::integer, choose({{scope.current(), scope.created()}}, null(Type::integer)))});
  }
  Stage& united = plan.next("united");
  for (const Spoken* s : whole) {
    united.joins.push_back({s->column + "u", s->column + "_unit", s->column + "u_name"});
    for (const char* part : {"u_kept", "u_idle", "u_wait", "u_newest"}) united.columns.push_back({s->column + part, column(s->column + part, Type::integer)});
  }
}

Worlds acting(const Plan& plan, const Spoken& s) {
  const Worlds due = plan.worlds.columns(s.column + "d");
  if (s.statement->whole == no_id) return due;
  if (plan.scope.unit({s.statement->whole}).op == Op::null) return plan.worlds.none();
  const auto zero = [&](const char* part) { return surely(equal(column(s.column + part, Type::integer), integer(0))); };
  return plan.worlds.both(due, plan.worlds.of(all({zero("u_kept"), any({!plan.scope.current(), zero("u_wait")})})));
}

// Rows whose size is not listed, where something that could speak of them asks for it.
Expr unsized(const Plan& plan) { return plan.scope.asks_size ? is_null(plan.scope.size()) : truth(false); }

void add_fate(Plan& plan) {
  const Scope& scope = plan.scope;
  const WorldSet& worlds = plan.worlds;
  Stage& verdict = plan.next("judged", "in which worlds a delete is due that nothing holds back");
  std::vector<Worlds> dues;
  for (const Spoken& s : scope.statements)
    if (deletes(s)) dues.push_back(acting(plan, s));
  const Worlds any_due = worlds.any_of(std::move(dues));
  add(verdict, worlds, "deletable", worlds.without(any_due, worlds.columns("kept")));
  add(verdict, worlds, "keeping", worlds.find(Unread::accessed) != nullptr && !worlds.single() ? worlds.both(worlds.columns("kept"), worlds.columns("possible")) : worlds.columns("kept"));

  std::vector<When> floors, by;
  Worlds colder = worlds.none();
  for (int tier = 4; tier > 0; --tier) {
    std::vector<Worlds> movers;
    for (const Spoken& s : scope.statements)
      if (is_move(s.statement->kind) && static_cast<int>(s.statement->tier) == tier) movers.push_back(worlds.columns(s.column + "v"));
    if (movers.empty()) continue;
    movers.push_back(colder);
    const Worlds this_cold = worlds.any_of(std::move(movers));
    floors.push_back({worlds.everywhere(this_cold), integer(tier)});
    // The first world in which it is no colder: the statement that says so there.
    const Worlds own = worlds.without(this_cold, colder);
    const Worlds valid = worlds.find(Unread::accessed) != nullptr && !worlds.single() ? worlds.both(own, worlds.columns("possible")) : own;
    for (const Spoken& s : scope.statements) {
      if (!is_move(s.statement->kind) || static_cast<int>(s.statement->tier) != tier) continue;
      const Worlds there = worlds.single() ? worlds.columns(s.column + "v") : worlds.both(worlds.columns(s.column + "v"), worlds.first(valid));
      by.push_back({all({equal(column("floor_tier", Type::integer), integer(tier)), worlds.single() ? there[0] : worlds.somewhere(there)}), text(s.id)});
    }
    colder = this_cold;
  }
  if (!floors.empty()) verdict.columns.push_back({"floor_tier", choose(floors, integer(0))});

  Stage& decided = plan.next("decided");
  const Worlds deletable = worlds.columns("deletable");
  const Expr moves = floors.empty() ? truth(false) : compare(Op::greater, column("floor_tier", Type::integer), column("object_tier", Type::integer));
  const Expr some = worlds.somewhere(deletable);
  decided.columns.push_back({"fate", choose({{all({unsized(plan), worlds.somewhere(any_due)}), text("undecided")},
                                             {worlds.everywhere(deletable), text("delete")},
                                             {worlds.single() ? truth(false) : some, text("undecided")},
                                             {moves, text("move")}},
                                            text("keep"))});
  std::vector<When> statement;
  for (const Spoken& s : scope.statements)
    if (deletes(s)) statement.push_back({worlds.everywhere(acting(plan, s)), text(s.id)});
  if (!worlds.single()) {
    for (const Spoken& s : scope.statements)
      if (deletes(s)) statement.push_back({worlds.in_first_of_all(acting(plan, s)), text(s.id)});
  }
  decided.columns.push_back({"due_id", choose(std::move(statement), null(Type::text))});
  decided.columns.push_back({"move_id", choose(std::move(by), null(Type::text))});
  if (!worlds.single()) add(decided, worlds, "first_kept", worlds.first(worlds.columns("keeping")));
}

}  // namespace

Expr event(const Scope& scope, const Clock& clock) {
  switch (clock.kind) {
    case ClockKind::created: return scope.created();
    case ClockKind::accessed: return scope.accessed();
    case ClockKind::noncurrent: return scope.versions() ? scope.since() : null(Type::integer);
    case ClockKind::field: return scope.date(clock.field);
    default: return null(Type::integer);
  }
}

Expr unit_column(const Spoken& s) { return column(s.column + "_unit", Type::text); }

Worlds speaking(const Plan& plan, const Spoken& s) {
  return plan.predicates.varies(s) && !plan.worlds.single() ? plan.worlds.columns(s.column + "m") : plan.worlds.of(flag_column(s.column));
}

Expr mark_time(const Scope& scope) {
  if (!scope.reads_mark()) return null(Type::integer);
  return column("mark_s", Type::integer);
}

Expr marked_by(const Scope& scope, const Spoken& quarantine) {
  if (!scope.reads_mark()) return truth(false);
  return surely(equal(column("mark_by", Type::text), text(quarantine.id)));
}

void add_spoken(Plan& plan) {
  const Scope& scope = plan.scope;
  if (scope.reads_mark()) {
    // "2026-03-24T12:00:00Z RULE/2", as the pruner writes it; of a statement that is no quarantine of the policy: no mark.
    Stage& marks = plan.next("marks", "marks of quarantines");
    std::vector<Expr> own;
    const Expr by = call(Call::substring_from, Type::text, {scope.mark(), integer(22)});
    for (std::uint32_t r = 0; r < scope.policy.rules.size(); ++r)
      for (std::uint32_t s = 0; s < scope.policy.rules[r].statements.size(); ++s)
        if (scope.policy.rules[r].statements[s].kind == StatementKind::quarantine) own.push_back(equal(by, text(statement_id(scope.policy, {r, s}))));
    const auto part = [&](std::int64_t start, std::int64_t count) { return call(Call::substring, Type::text, {scope.mark(), integer(start), integer(count)}); };
    const Expr digits = call(Call::translate, Type::text, {part(1, 21), text("0123456789"), text("0000000000")});
    const Expr shaped = surely(all({equal(digits, text("0000-00-00T00:00:00Z ")), any(std::move(own))}));
    const Expr safe = choose({{shaped, scope.mark()}}, text("0001-01-01T00:00:00Z"));
    const auto number = [&](std::int64_t start) { return call(Call::integer_of_text, Type::integer, {call(Call::substring, Type::text, {safe, integer(start), integer(2)})}); };
    const Expr seconds = day_of_text(call(Call::substring, Type::text, {safe, integer(1), integer(10)})) + number(12) * integer(3600) + number(15) * integer(60) + number(18);
    marks.columns.push_back({"mark_s", choose({{shaped, least({seconds, scope.now()})}}, null(Type::integer))});
    marks.columns.push_back({"mark_by", choose({{shaped, by}}, null(Type::text))});
  }
  Stage& spoken = plan.next("spoken", "which statements speak of an object");
  for (const Spoken& s : scope.statements) {
    spoken.columns.push_back({s.column, surely(plan.predicates.plain(s))});
    if (plan.predicates.varies(s) && !plan.worlds.single()) add(spoken, plan.worlds, s.column + "m", plan.predicates.in_worlds(s));
  }
  for (std::uint32_t h = 0; h < scope.policy.holds.size(); ++h) {
    const Hold& hold = scope.policy.holds[h];
    const Expr runs = hold.until ? compare(Op::less, scope.now(), integer(midnight(*hold.until))) : truth(true);
    const Worlds set = plan.predicates.varies(hold.where) ? plan.worlds.both(plan.worlds.of(runs), plan.predicates.in_worlds(hold.where))
                                                          : plan.worlds.of(all({runs, plan.predicates.plain(hold.where)}));
    add(spoken, plan.worlds, hold_column(h), set);
  }
  if (plan.worlds.find(Unread::accessed) != nullptr && !plan.worlds.single()) add(spoken, plan.worlds, "possible", plan.worlds.possible());
}

void add_verdict(Plan& plan) {
  const Scope& scope = plan.scope;
  const WorldSet& worlds = plan.worlds;
  Stage& clocks = plan.next("clocks", "which keeps hold (h), which deletes (d) and moves (v) are due");
  std::vector<Worlds> explicit_ones;
  for (const Spoken& s : scope.statements)
    if (s.is(StatementKind::remove_noncurrent)) explicit_ones.push_back(speaking(plan, s));
  const Worlds explicit_one = worlds.any_of(std::move(explicit_ones));
  for (const Spoken& s : scope.statements) {
    if (keeps(s)) add(clocks, worlds, s.column + "h", holding(plan, s));
    if (deletes(s)) add(clocks, worlds, s.column + "d", due(plan, s, explicit_one));
    if (is_move(s.statement->kind)) add(clocks, worlds, s.column + "v", moving(plan, s));
  }
  Stage& kept = plan.next("kept_in", "what keeps it at all");
  std::vector<Worlds> keepers{worlds.of(scope.locked())};
  for (const Spoken& s : scope.statements)
    if (keeps(s)) keepers.push_back(worlds.columns(s.column + "h"));
  for (std::uint32_t h = 0; h < scope.policy.holds.size(); ++h) keepers.push_back(worlds.columns(hold_column(h)));
  add(kept, worlds, "kept", worlds.any_of(std::move(keepers)));
  add_units(plan);
  add_fate(plan);

  Stage& named = plan.next("named", "what holds it, or could");
  const auto holds = [&](const std::string& name) {
    const Worlds set = worlds.columns(name);
    return worlds.single() ? set[0] : worlds.somewhere(worlds.both(set, worlds.columns("first_kept")));
  };
  std::vector<Expr> parts;
  const auto part = [&](Expr when, const std::string& name) { parts.push_back(choose({{std::move(when), text("; " + name)}}, text(""))); };
  for (const Spoken& s : scope.statements)
    if (keeps(s)) part(holds(s.column + "h"), s.id);
  for (std::uint32_t h = 0; h < scope.policy.holds.size(); ++h) part(holds(hold_column(h)), "hold " + scope.policy.holds[h].name);
  const bool legal = scope.table.find(Role::legal_hold) != nullptr;
  if (legal) part(flag_column("legal_hold"), "legal hold found");
  if (scope.table.find(Role::locked_until) != nullptr) part(legal ? all({!flag_column("legal_hold"), surely(compare(Op::greater, column("locked_until", Type::integer), scope.now()))}) : scope.locked(), "lock found");
  named.columns.push_back({"keep_names", parts.empty() ? null(Type::text) : call(Call::null_if_empty, Type::text, {call(Call::substring_from, Type::text, {concat(std::move(parts)), integer(3)})})});
}

}  // namespace shelflife::sql
