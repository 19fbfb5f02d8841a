#include "sql/scope.hpp"

#include <algorithm>

#include "compiler/model/print.hpp"

namespace shelflife::sql {

std::string column_name(char prefix, FieldId id, const Policy& policy) {
  std::string name = std::string(1, prefix) + std::to_string(id) + "_";
  for (const char c : policy.fields[id].name.substr(0, 40)) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    name += c == '-' ? '_' : lower;
  }
  return name;
}

Expr listed(const Field& field, Expr raw) { return field.values.empty() ? truth(true) : one_of(std::move(raw), field.values); }

Expr has_run(const Scope& scope, Expr event, std::uint32_t days) {
  return compare(Op::less_equal, std::move(event) + integer(shelflife::days(days)), scope.now());
}

Scope::Scope(const Evaluator& e, StoreId id, const Table& t)
    : policy(e.policy()), evaluator(e), store_id(id), store(e.policy().stores[id]), table(t) {
  for (const std::uint32_t r : evaluator.rules(id)) {
    const Rule& rule = policy.rules[r];
    for (std::uint32_t s = 0; s < rule.statements.size(); ++s) {
      if (rule.statements[s].kind == StatementKind::abort_uploads) continue;
      const StatementRef ref{r, s};
      statements.push_back({ref, &rule, &rule.statements[s], statement_id(policy, ref), "s" + std::to_string(statements.size() + 1)});
      ask(rule.where);
      ask(rule.statements[s]);
    }
  }
  for (const Hold& hold : policy.holds) ask(hold.where);
  for (std::uint32_t i = 0; i < policy.layouts.size(); ++i)
    if (applies(policy.layouts[i], id)) layouts.push_back(i);
  if (asks_orphan) {
    for (FieldId f = 0; f < policy.fields.size(); ++f)
      if (policy.fields[f].name == "version" || policy.fields[f].name == "run_id") fields.insert(f);
  }
  for (const FieldId f : fields)
    if (policy.fields[f].source == FieldSource::path) bound.insert(f);
}

void Scope::ask(const Predicate& p) {
  for (const Predicate& child : p.children) ask(child);
  if (p.field != no_id) fields.insert(p.field);
  asks_size = asks_size || p.kind == PredicateKind::size;
  asks_accessed = asks_accessed || p.kind == PredicateKind::accessed_within;
  asks_orphan = asks_orphan || (p.kind == PredicateKind::flag && p.flag == Flag::orphan);
}

void Scope::ask(const Statement& s) {
  ask(s.where);
  if (s.clock.field != no_id) fields.insert(s.clock.field);
  asks_accessed = asks_accessed || s.clock.kind == ClockKind::accessed;
  asks_size = asks_size || (is_move(s.kind) && store.provider == Provider::s3);
  if (s.whole != no_id) ask_unit({s.whole});
  if (s.kind != StatementKind::keep_ranked) return;
  ask_unit({s.ranking.unit});
  ask_unit(s.ranking.per);
  if (s.ranking.by != no_id) fields.insert(s.ranking.by);
}

// A unit's name has every path field left of its own.
void Scope::ask_unit(const std::vector<FieldId>& of) {
  for (const Layout& layout : policy.layouts) {
    if (!applies(layout, store_id)) continue;
    std::size_t wanted = of.size();
    for (const Segment& segment : layout.segments) {
      if (wanted == 0) break;
      if (segment.literal()) continue;
      bound.insert(segment.field);
      if (std::find(of.begin(), of.end(), segment.field) != of.end()) --wanted;
    }
  }
}

Expr Scope::accessed() const { return table.find(Role::accessed) != nullptr ? column("object_accessed", Type::integer) : null(Type::integer); }
Expr Scope::current() const { return versions() ? flag_column("is_current") : truth(true); }
Expr Scope::managed() const { return layouts.empty() ? truth(false) : compare(Op::greater, column("layout_no", Type::integer), integer(0)); }

Expr Scope::value(FieldId field) const { return column(column_name('f', field, policy), Type::text); }
Expr Scope::raw(FieldId field) const { return column(column_name('r', field, policy), Type::text); }

Expr Scope::date(FieldId field) const {
  const Field& f = policy.fields[field];
  // Only a label has an age, and the registry's is not there.
  return f.source == FieldSource::tag && reads_tags() ? column(column_name('d', field, policy), Type::integer) : null(Type::integer);
}

Expr Scope::unread(FieldId field) const {
  const Field& f = policy.fields[field];
  if (f.source == FieldSource::registry || (f.source == FieldSource::tag && !reads_tags())) return truth(true);
  const bool row = f.required || (f.source == FieldSource::tag && table.form == Form::parquet && table.find(Role::tags) != nullptr);
  return row ? flag_column(column_name('u', field, policy)) : truth(false);
}

Expr Scope::locked() const {
  std::vector<Expr> list;
  if (table.find(Role::locked_until) != nullptr) list.push_back(surely(compare(Op::greater, column("locked_until", Type::integer), now())));
  if (table.find(Role::legal_hold) != nullptr) list.push_back(flag_column("legal_hold"));
  return any(std::move(list));
}

bool Scope::quarantines() const {
  return std::any_of(statements.begin(), statements.end(), [](const Spoken& s) { return s.is(StatementKind::quarantine); });
}
bool Scope::reads_mark() const { return quarantines() && reads_tags(); }
Expr Scope::mark() const { return reads_mark() ? column("quarantine_mark", Type::text) : null(Type::text); }

Expr Scope::binds(FieldId field) const {
  if (!bound.contains(field)) return truth(false);
  const Expr text = raw(field);
  return policy.fields[field].values.empty() ? !is_null(text) : surely(listed(policy.fields[field], text));
}

Expr Scope::unit(const std::vector<FieldId>& of) const {
  std::vector<When> names;
  for (std::size_t i = 0; i < layouts.size(); ++i) {
    const Layout& layout = policy.layouts[layouts[i]];
    std::vector<Expr> parts, conditions;
    std::size_t wanted = of.size();
    for (const Segment& segment : layout.segments) {
      if (wanted == 0) break;
      if (segment.literal()) continue;
      const bool asked = std::find(of.begin(), of.end(), segment.field) != of.end();
      if (asked) {
        --wanted;
        conditions.push_back(binds(segment.field));
      }
      parts.push_back(asked ? raw(segment.field) : coalesce(raw(segment.field), text("")));
      parts.push_back(text(std::to_string(segment.field) + "/"));  // no text of a field has a slash in it
    }
    if (wanted > 0) continue;  // this layout binds no such unit
    conditions.insert(conditions.begin(), equal(column("layout_no", Type::integer), integer(static_cast<std::int64_t>(i) + 1)));
    names.push_back({all(std::move(conditions)), concat(std::move(parts))});
  }
  return choose(std::move(names), null(Type::text));
}

Expr Scope::may_have_run_or_version() const {
  std::vector<Expr> list;
  for (FieldId f = 0; f < policy.fields.size(); ++f) {
    const Field& field = policy.fields[f];
    if (field.name != "version" && field.name != "run_id") continue;
    if (field.source == FieldSource::path) list.push_back(layouts.empty() ? truth(false) : !is_null(raw(f)));
    if (is(unread(f), true)) return truth(true);
    list.push_back(!is_null(value(f)));
    list.push_back(unread(f));
  }
  return any(std::move(list));
}

}  // namespace shelflife::sql
