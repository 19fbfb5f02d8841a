// The first day on which what stays may be deleted, as compiler/objects/timeline finds it. Deletes that are due stay due and keeps
// that have ended stay ended, so that it is the later of the first due date and the last end of a keep; only `accessed within`
// makes statements speak and fall silent, so that each stretch between two of its bounds is looked at by itself.
#include <algorithm>

#include "sql/stages.hpp"

namespace shelflife::sql {

namespace {

void spans(const Predicate& p, std::set<std::uint32_t>& out) {
  if (p.kind == PredicateKind::accessed_within) out.insert(p.duration.days);
  for (const Predicate& child : p.children) spans(child, out);
}

class Dates {
 public:
  explicit Dates(const Plan& plan) : plan_(plan), scope_(plan.scope) {
    std::set<std::uint32_t> all_spans;
    for (const Spoken& s : scope_.statements) {
      spans(s.rule->where, all_spans);
      spans(s.statement->where, all_spans);
    }
    for (const Hold& hold : scope_.policy.holds) spans(hold.where, all_spans);
    if (scope_.accessed().op != Op::null) bounds_.assign(all_spans.begin(), all_spans.end());
  }

  std::size_t stretches() const { return bounds_.size() + 1; }

  // When the first delete may act in a stretch; `never` where that is in none.
  Expr first_in(std::size_t stretch) const {
    const Expr start = stretch == 0 ? scope_.now() : later(scope_.accessed(), bounds_[stretch - 1]);
    std::vector<Expr> times{start, due(stretch)};
    for (const Spoken& s : scope_.statements) {
      const Expr end = ends(s);
      if (!(end.op == Op::integer && end.number == 0)) times.push_back(choose({{speaks(s, stretch), end}}, integer(0)));
    }
    for (const Hold& hold : scope_.policy.holds) {
      const Expr end = integer(hold.until ? midnight(*hold.until) : never);
      times.push_back(choose({{surely(plan_.predicates.plain(hold.where, within(stretch))), end}}, integer(0)));
    }
    if (scope_.table.find(Role::locked_until) != nullptr) times.push_back(coalesce(column("locked_until", Type::integer), integer(0)));
    if (scope_.table.find(Role::legal_hold) != nullptr) times.push_back(choose({{flag_column("legal_hold"), integer(never)}}, integer(0)));
    return greatest(std::move(times));
  }

  Expr end_of(std::size_t stretch) const { return stretch + 1 == stretches() ? integer(never) : later(scope_.accessed(), bounds_[stretch]); }

  // Nothing that could make a difference is unread.
  Expr certain() const {
    std::vector<Expr> doubts;
    for (const Spoken& s : scope_.statements) doubts.push_back(all({plan_.predicates.asks_unread(s), plan_.predicates.could(s)}));
    for (const Hold& hold : scope_.policy.holds) {
      const Expr runs = hold.until ? compare(Op::less, scope_.now(), integer(midnight(*hold.until))) : truth(true);
      doubts.push_back(all({runs, plan_.predicates.asks_unread(hold.where), plan_.predicates.could(hold.where)}));
    }
    return all({!any(std::move(doubts)), !is_null(scope_.size())});
  }

 private:
  // An event that has not happened never runs.
  static Expr later(Expr event, std::uint32_t days) {
    if (event.op == Op::null) return integer(never);
    return coalesce(std::move(event) + integer(shelflife::days(days)), integer(never));
  }

  Predicates::Within within(std::size_t stretch) const {
    if (bounds_.empty()) return {};
    return [this, stretch](std::uint32_t days) {
      const auto at = static_cast<std::size_t>(std::find(bounds_.begin(), bounds_.end(), days) - bounds_.begin());
      return truth(at >= stretch);
    };
  }

  Expr speaks(const Spoken& s, std::size_t stretch) const {
    if (bounds_.empty()) return flag_column(s.column);
    return surely(plan_.predicates.plain(s, within(stretch)));
  }

  // When a keep or lock that speaks lets go; 0: it is none.
  Expr ends(const Spoken& s) const {
    const Statement& statement = *s.statement;
    switch (statement.kind) {
      case StatementKind::keep_forever: return integer(never);
      case StatementKind::keep_for: return later(event(scope_, statement.clock), statement.duration.days);
      case StatementKind::lock: return later(scope_.created(), statement.duration.days);
      case StatementKind::keep_ranked: {
        const Expr end = statement.ranking.at_most ? later(scope_.created(), statement.ranking.at_most->days) : integer(never);
        return choose({{rank_holds(plan_, s), end}}, integer(0));
      }
      default: return integer(0);
    }
  }

  Expr due(std::size_t stretch) const {
    std::vector<Expr> current{integer(never)}, gone{integer(never)}, explicit_one;
    for (const Spoken& s : scope_.statements)
      if (s.is(StatementKind::remove_noncurrent)) explicit_one.push_back(speaks(s, stretch));
    const Expr replaced = any(std::move(explicit_one));
    for (const Spoken& s : scope_.statements) {
      if (!is_delete(s.statement->kind)) continue;
      const std::uint32_t days = s.statement->duration.days;
      const Expr speak = speaks(s, stretch);
      if (s.is(StatementKind::remove_noncurrent)) {
        const Expr newer = s.statement->keeping_newer == 0 ? truth(true) : compare(Op::greater_equal, scope_.newer(), integer(s.statement->keeping_newer));
        if (scope_.versions()) gone.push_back(choose({{all({speak, newer}), later(scope_.since(), days)}}, integer(never)));
        continue;
      }
      Expr free = truth(true);
      if (s.statement->whole != no_id) free = !whole_kept();
      if (scope_.versions()) gone.push_back(choose({{all({speak, free, !replaced}), later(scope_.since(), scope_.store.recoverable_days())}}, integer(never)));
      Expr at = s.is(StatementKind::quarantine) ? later(mark_time(scope_), days) : later(event(scope_, s.statement->clock), days);
      if (s.statement->whole != no_id && !s.is(StatementKind::quarantine)) at = greatest({at, later(newest(), days)});
      current.push_back(choose({{all({speak, free}), at}}, integer(never)));
    }
    if (!scope_.versions()) return least(std::move(current));
    return choose({{scope_.current(), least(std::move(current))}}, least(std::move(gone)));
  }

  // Of any unit that the object is of: as simulate takes it.
  Expr whole_kept() const {
    std::vector<Expr> list;
    for (const Spoken* s : whole())
      for (const char* part : {"u_kept", "u_idle"}) list.push_back(surely(equal(column(s->column + part, Type::integer), integer(1))));
    return any(std::move(list));
  }

  Expr newest() const {
    std::vector<Expr> list{scope_.created()};
    for (const Spoken* s : whole()) list.push_back(coalesce(column(s->column + "u_newest", Type::integer), scope_.created()));
    return greatest(std::move(list));
  }

  std::vector<const Spoken*> whole() const {
    std::vector<const Spoken*> out;
    for (const Spoken& s : scope_.statements)
      if (s.statement->whole != no_id && scope_.unit({s.statement->whole}).op != Op::null) out.push_back(&s);
    return out;
  }

  const Plan& plan_;
  const Scope& scope_;
  std::vector<std::uint32_t> bounds_;  // days, rising
};

}  // namespace

void add_dates(Plan& plan) {
  const Dates dates(plan);
  Stage& firsts = plan.next("firsts", "when the first delete may act, if nothing else happens");
  for (std::size_t i = 0; i < dates.stretches(); ++i) firsts.columns.push_back({"first_" + std::to_string(i + 1), dates.first_in(i)});
  Stage& next = plan.next("expected");
  std::vector<When> list;
  for (std::size_t i = 0; i < dates.stretches(); ++i) {
    const Expr first = column("first_" + std::to_string(i + 1), Type::integer);
    list.push_back({all({compare(Op::less, first, integer(never)), i + 1 == dates.stretches() ? truth(true) : compare(Op::less, first, dates.end_of(i))}), first});
  }
  const Expr first = choose(std::move(list), null(Type::integer));
  next.columns.push_back({"next_s", choose({{dates.certain(), first}}, null(Type::integer))});
}

}  // namespace shelflife::sql
