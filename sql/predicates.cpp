#include "sql/predicates.hpp"

#include <algorithm>
#include <limits>

namespace shelflife::sql {

namespace {

Op op_of(Comparison comparison) {
  switch (comparison) {
    case Comparison::less: return Op::less;
    case Comparison::less_equal: return Op::less_equal;
    case Comparison::greater: return Op::greater;
    case Comparison::greater_equal: return Op::greater_equal;
  }
  return Op::less;
}

Expr number(std::uint64_t n) { return integer(static_cast<std::int64_t>(std::min<std::uint64_t>(n, static_cast<std::uint64_t>(never)))); }

Expr text_test(const Predicate& p, const Expr& value) {
  switch (p.kind) {
    case PredicateKind::one_of: return one_of(value, p.texts);
    case PredicateKind::starts_with: return call(Call::starts_with, Type::truth, {value, text(p.texts[0])});
    case PredicateKind::ends_with: return call(Call::ends_with, Type::truth, {value, text(p.texts[0])});
    default: return compare(op_of(p.comparison), call(Call::number, Type::real, {value}), number(p.number));
  }
}

bool unread_atom(const Predicate& p) { return p.kind == PredicateKind::flag && p.flag != Flag::noncurrent; }

}  // namespace

Expr Predicates::orphan_possible() const {
  const Expr old = has_run(scope_, scope_.created(), scope_.store.orphan_after.days);
  return all({old, scope_.may_have_run_or_version()});
}

Expr Predicates::atom(const Predicate& p, const Within& within) const {
  switch (p.kind) {
    case PredicateKind::always: return truth(true);
    case PredicateKind::size: return compare(op_of(p.comparison), scope_.size(), number(p.number));
    case PredicateKind::accessed_within: {
      if (within) return within(p.duration.days);
      // Writing counts as an access: what is younger than the span was accessed within it.
      const Expr young = choose({{!has_run(scope_, scope_.created(), p.duration.days), truth(true)}}, null(Type::truth));
      if (scope_.accessed().op == Op::null) return young;
      return choose({{is_null(scope_.accessed()), young}}, !has_run(scope_, scope_.accessed(), p.duration.days));
    }
    case PredicateKind::flag:
      if (p.flag == Flag::noncurrent) return !scope_.current();
      if (p.flag == Flag::orphan) return choose({{orphan_possible(), null(Type::truth)}}, truth(false));
      return null(Type::truth);
    default: break;
  }
  if (p.field == no_id) return text_test(p, scope_.key());
  const bool path = scope_.policy.fields[p.field].source == FieldSource::path;
  const Expr unread = scope_.unread(p.field);
  if (is(unread, true)) return null(Type::truth);
  if (path && scope_.layouts.empty()) return null(Type::truth);
  if (p.kind != PredicateKind::missing) return text_test(p, scope_.value(p.field));
  const Expr unknown = path ? any({!scope_.managed(), unread}) : unread;
  return choose({{unknown, null(Type::truth)}}, is_null(scope_.value(p.field)));
}

Expr Predicates::plain(const Predicate& p, const Within& within) const {
  if (p.kind == PredicateKind::negation) return !plain(p.children[0], within);
  if (p.kind != PredicateKind::all && p.kind != PredicateKind::any) return atom(p, within);
  std::vector<Expr> list;
  for (const Predicate& child : p.children) list.push_back(plain(child, within));
  return p.kind == PredicateKind::all ? all(std::move(list)) : any(std::move(list));
}

Expr Predicates::plain(const Spoken& s, const Within& within) const {
  const Expr whole = s.statement->whole == no_id ? truth(true) : scope_.binds(s.statement->whole);
  return all({whole, plain(s.rule->where, within), plain(s.statement->where, within)});
}

const Variable* Predicates::variable_of(const Predicate& p) const {
  if (p.kind == PredicateKind::accessed_within) return worlds_.find(Unread::accessed);
  if (p.field != no_id) return worlds_.find(Unread::field, p.field);
  if (p.kind != PredicateKind::flag) return nullptr;
  switch (p.flag) {
    case Flag::promoted: return worlds_.find(Unread::promoted);
    case Flag::retired: return worlds_.find(Unread::retired);
    case Flag::referenced: return worlds_.find(Unread::referenced);
    case Flag::orphan: return worlds_.find(Unread::orphan);
    case Flag::noncurrent: break;
  }
  return nullptr;
}

bool Predicates::varies(const Predicate& p) const {
  return variable_of(p) != nullptr || std::any_of(p.children.begin(), p.children.end(), [&](const Predicate& child) { return varies(child); });
}

bool Predicates::varies(const Spoken& s) const { return varies(s.rule->where) || varies(s.statement->where); }

Predicates::Two Predicates::two_of_atom(const Predicate& p) const {
  const Variable* const v = variable_of(p);
  if (v == nullptr) {
    const Expr known = atom(p, {});
    return {worlds_.of(known), worlds_.of(!known)};
  }
  const auto says = [&](const ObjectState& choice) { return truth_in(scope_.policy, scope_.store_id, p, *v, choice); };
  const Worlds yes = worlds_.where(*v, [&](const ObjectState& o) { return says(o).is_yes(); });
  const Worlds no = worlds_.where(*v, [&](const ObjectState& o) { return says(o).is_no(); });
  if (v->kind == Unread::orphan) {
    const Expr possible = orphan_possible();
    return {worlds_.choose(possible, yes, worlds_.none()), worlds_.choose(possible, no, worlds_.of(truth(true)))};
  }
  if (is(v->unread, true)) {
    const bool path = v->kind == Unread::field && scope_.policy.fields[v->field].source == FieldSource::path;
    if (!path) return {yes, no};
  }
  const Expr known = atom(p, {});
  return {worlds_.choose(v->unread, yes, worlds_.of(known)), worlds_.choose(v->unread, no, worlds_.of(!known))};
}

Predicates::Two Predicates::two(const Predicate& p) const {
  if (!varies(p)) {
    const Expr known = plain(p);
    return {worlds_.of(known), worlds_.of(!known)};
  }
  if (p.kind == PredicateKind::negation) {
    Two inner = two(p.children[0]);
    std::swap(inner.yes, inner.no);
    return inner;
  }
  if (p.kind != PredicateKind::all && p.kind != PredicateKind::any) return two_of_atom(p);
  const bool every = p.kind == PredicateKind::all;
  Two out{worlds_.of(truth(every)), worlds_.of(truth(!every))};
  for (const Predicate& child : p.children) {
    const Two one = two(child);
    out.yes = every ? worlds_.both(out.yes, one.yes) : worlds_.either(out.yes, one.yes);
    out.no = every ? worlds_.either(out.no, one.no) : worlds_.both(out.no, one.no);
  }
  return out;
}

Worlds Predicates::in_worlds(const Predicate& p) const { return two(p).yes; }

Worlds Predicates::in_worlds(const Spoken& s) const {
  Worlds out = worlds_.both(two(s.rule->where).yes, two(s.statement->where).yes);
  if (s.statement->whole != no_id) out = worlds_.both(out, worlds_.of(scope_.binds(s.statement->whole)));
  return out;
}

// Facts that time alone can change count as unread.
Expr Predicates::could(const Predicate& p, bool wanted) const {
  if (p.kind == PredicateKind::negation) return could(p.children[0], !wanted);
  if (p.kind == PredicateKind::all || p.kind == PredicateKind::any) {
    std::vector<Expr> list;
    for (const Predicate& child : p.children) list.push_back(could(child, wanted));
    return (p.kind == PredicateKind::all) == wanted ? all(std::move(list)) : any(std::move(list));
  }
  if (p.kind == PredicateKind::accessed_within) {
    if (!wanted || scope_.accessed().op == Op::null) return truth(true);
    return any({is_null(scope_.accessed()), surely(!has_run(scope_, scope_.accessed(), p.duration.days))});
  }
  if (p.kind == PredicateKind::flag && p.flag == Flag::noncurrent) return wanted ? truth(true) : scope_.current();
  if (p.kind == PredicateKind::flag && p.flag == Flag::orphan) return wanted ? scope_.may_have_run_or_version() : truth(true);
  if (unread_atom(p)) return truth(true);
  const Expr known = atom(p, {});
  const Expr unread = p.field == no_id ? truth(false) : scope_.unread(p.field);
  return any({unread, surely(wanted ? known : !known)});
}

Expr Predicates::could(const Predicate& p) const { return could(p, true); }

Expr Predicates::could(const Spoken& s) const {
  const Expr whole = s.statement->whole == no_id ? truth(true) : scope_.binds(s.statement->whole);
  return all({whole, could(s.rule->where), could(s.statement->where)});
}

Expr Predicates::asks_unread(const Predicate& p) const {
  std::vector<Expr> list;
  for (const Predicate& child : p.children) list.push_back(asks_unread(child));
  if (unread_atom(p)) list.push_back(truth(true));
  if (p.kind == PredicateKind::accessed_within) list.push_back(is_null(scope_.accessed()));
  if (p.field != no_id) list.push_back(scope_.unread(p.field));
  return any(std::move(list));
}

Expr Predicates::asks_unread(const Spoken& s) const {
  std::vector<Expr> list{asks_unread(s.rule->where), asks_unread(s.statement->where)};
  const Clock& clock = s.statement->clock;
  if (clock.kind == ClockKind::promoted || clock.kind == ClockKind::retired) list.push_back(truth(true));
  if (clock.kind == ClockKind::accessed) list.push_back(is_null(scope_.accessed()));
  if (clock.kind == ClockKind::field) list.push_back(scope_.unread(clock.field));
  return any(std::move(list));
}

}  // namespace shelflife::sql
