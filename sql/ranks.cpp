// keep latest and keep best: the units of a group are counted from their own, much smaller, table.
#include "sql/stages.hpp"

namespace shelflife::sql {

namespace {

Expr ask(const std::string& name) { return column(name, Type::integer); }

Expr flag(Expr condition) { return choose({{std::move(condition), integer(1)}}, integer(0)); }

// A number that grows with each UTC day, week, month or year.
void add_period(Plan& plan, const std::string& q, Period period) {
  const Expr born = ask(q + "_born");
  const Expr day = divide(born, integer(86400));
  const auto keep = [&](const std::string& name, Expr value) {
    Stage& stage = plan.aside(q + "_" + name, plan.stages.back().name);
    stage.keep = true;
    stage.columns.push_back({q + "_" + name, std::move(value)});
  };
  if (period == Period::daily) return keep("period", day);
  if (period == Period::weekly) return keep("period", divide(day + integer(3), integer(7)));  // weeks begin on Monday
  // Days and years of cycles of 400 years that begin in March, where the leap day is the last one.
  const Expr since = day + integer(719468);
  keep("era", divide(since, integer(146097)));
  keep("doe", since - ask(q + "_era") * integer(146097));
  const Expr doe = ask(q + "_doe");
  keep("yoe", divide(doe - divide(doe, integer(1460)) + divide(doe, integer(36524)) - divide(doe, integer(146096)), integer(365)));
  const Expr yoe = ask(q + "_yoe");
  const Expr doy = doe - (yoe * integer(365) + divide(yoe, integer(4)) - divide(yoe, integer(100)));
  const Expr month = (ask(q + "_era") * integer(400) + yoe) * integer(12) + divide(doy * integer(5) + integer(2), integer(153));
  keep("period", period == Period::monthly ? month : divide(month + integer(2), integer(12)));
}

// 1 + how many counted units of the group are strictly before it.
Expr rank(const std::string& q, Expr counted, const Expr& by, bool descending) {
  const Expr group = column(q + "_group", Type::text);
  const Expr to_here = over("sum", Type::integer, {counted}, {group}, {{by, descending}});
  const Expr alike = over("sum", Type::integer, {counted}, {group}, {{by, descending}}, Frame::peers);
  return integer(1) + to_here - alike;
}

void add_one(Plan& plan, const Spoken& s) {
  const Scope& scope = plan.scope;
  const Ranking& ranking = s.statement->ranking;
  const std::string q = s.column + "q";
  const Expr current = scope.current(), unit = column(q + "_unit", Type::text);
  const auto kept = [&](Expr when, Expr then) { return choose({{std::move(when), then}}, null(then.type)); };
  const std::string better = ranking.highest ? "max" : "min";

  // Without a current object a unit is as old as the earliest of its keys' last revisions.
  Stage& keys = plan.aside(q + "_keys", plan.last, "units of " + s.id);
  keys.where = all({!is_null(unit), !is_null(column(q + "_group", Type::text))});
  keys.group = {q + "_unit", q + "_group"};
  if (scope.versions()) keys.group.push_back("object_key");
  keys.columns = {{q + "_unit", unit}, {q + "_group", column(q + "_group", Type::text)}};
  keys.columns.push_back({q + "_now", aggregate("min", Type::integer, kept(current, scope.created()))});
  if (scope.versions()) keys.columns.push_back({q + "_gone", aggregate("max", Type::integer, kept(!current, scope.created()))});
  keys.columns.push_back({q + "_some", aggregate("max", Type::integer, flag(all({current, flag_column(s.column)})))});
  if (ranking.best) keys.columns.push_back({q + "_value", aggregate(better, Type::real, kept(current, call(Call::number, Type::real, {scope.value(ranking.by)})))});
  if (ranking.best && !is(scope.unread(ranking.by), false))
    keys.columns.push_back({q + "_hidden", aggregate("max", Type::integer, flag(all({current, scope.unread(ranking.by)})))});

  Stage& units = plan.aside(q + "_units", keys.name);
  units.group = {q + "_unit", q + "_group"};
  units.columns = {{q + "_unit", unit}, {q + "_group", column(q + "_group", Type::text)}};
  const Expr now = aggregate("min", Type::integer, ask(q + "_now"));
  units.columns.push_back({q + "_born", scope.versions() ? coalesce(now, aggregate("min", Type::integer, ask(q + "_gone"))) : now});
  units.columns.push_back({q + "_counted", aggregate("max", Type::integer, ask(q + "_some"))});
  if (ranking.best) units.columns.push_back({q + "_metric", aggregate(better, Type::real, column(q + "_value", Type::real))});
  const bool hidden = ranking.best && !is(scope.unread(ranking.by), false);
  if (hidden) units.columns.push_back({q + "_unread", aggregate("max", Type::integer, ask(q + "_hidden"))});

  const Expr counted = ask(q + "_counted"), born = ask(q + "_born");
  Expr value;
  if (ranking.period != Period::none) {
    add_period(plan, q, ranking.period);
    const Expr group = column(q + "_group", Type::text), period = ask(q + "_period");
    Stage& newest = plan.aside(q + "_periods", plan.stages.back().name);
    newest.keep = true;
    newest.columns.push_back({q + "_newest", over("max", Type::integer, {kept(equal(counted, integer(1)), born)}, {group, period}, {})});
    newest.columns.push_back({q + "_nth", over("row_number", Type::integer, {}, {group, period}, {{counted, true}, {born, true}, {unit, false}})});
    const Expr one = flag(all({equal(counted, integer(1)), equal(ask(q + "_nth"), integer(1))}));
    value = choose({{surely(compare(Op::greater, ask(q + "_newest"), born)), integer(never)}}, rank(q, one, period, true));
  } else if (!ranking.best) {
    value = rank(q, counted, born, true);
  } else {
    const Expr metric = column(q + "_metric", Type::real);
    const Expr unknown = hidden ? any({is_null(metric), equal(ask(q + "_unread"), integer(1))}) : is_null(metric);
    value = choose({{unknown, null(Type::integer)}}, rank(q, flag(all({equal(counted, integer(1)), !is_null(metric)})), metric, ranking.highest));
  }
  Stage& ranks = plan.aside(q, plan.stages.back().name);
  ranks.columns = {{q + "_name", unit}, {q + "_rank", value}};
}

}  // namespace

bool has_rank(const Plan& plan, const Spoken& s) {
  const Ranking& ranking = s.statement->ranking;
  if (ranking.best && is(plan.scope.unread(ranking.by), true)) return false;  // no metric is read: no rank
  return plan.scope.unit({ranking.unit}).op != Op::null && plan.scope.unit(ranking.per).op != Op::null;
}

Expr rank_holds(const Plan& plan, const Spoken& s) {
  if (!has_rank(plan, s)) return truth(true);
  return coalesce(compare(Op::less_equal, ask(s.column + "q_rank"), integer(s.statement->ranking.count)), truth(true));
}

void add_ranks(Plan& plan) {
  std::vector<const Spoken*> ranked;
  for (const Spoken& s : plan.scope.statements)
    if (s.is(StatementKind::keep_ranked) && has_rank(plan, s)) ranked.push_back(&s);
  if (ranked.empty()) return;
  Stage& named = plan.next("grouped", "the unit of each object, and its group");
  for (const Spoken* s : ranked) {
    named.columns.push_back({s->column + "q_unit", plan.scope.unit({s->statement->ranking.unit})});
    named.columns.push_back({s->column + "q_group", plan.scope.unit(s->statement->ranking.per)});
  }
  for (const Spoken* s : ranked) add_one(plan, *s);
  Stage& all_ranked = plan.next("ranked", "ranks: 1 is the newest or best; null: none");
  for (const Spoken* s : ranked) {
    const std::string q = s->column + "q";
    all_ranked.joins.push_back({q, q + "_unit", q + "_name"});
    all_ranked.columns.push_back({q + "_rank", column(q + "_rank", Type::integer)});
  }
}

}  // namespace shelflife::sql
