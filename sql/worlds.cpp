#include "sql/worlds.hpp"

#include <algorithm>

#include "compiler/objects/choices.hpp"

namespace shelflife::sql {

namespace {

constexpr std::size_t bits = 62;          // a word; the sign is left alone
constexpr std::size_t most_worlds = 16 * bits;

// What statements ask of one fact: conditions, and clocks with their days.
struct Asked {
  std::vector<const Predicate*> atoms;
  std::vector<std::uint32_t> days;
};

bool about(const Predicate& p, const Variable& v) {
  switch (v.kind) {
    case Unread::promoted: return p.kind == PredicateKind::flag && p.flag == Flag::promoted;
    case Unread::retired: return p.kind == PredicateKind::flag && p.flag == Flag::retired;
    case Unread::referenced: return p.kind == PredicateKind::flag && p.flag == Flag::referenced;
    case Unread::orphan: return p.kind == PredicateKind::flag && p.flag == Flag::orphan;
    case Unread::accessed: return p.kind == PredicateKind::accessed_within;
    case Unread::field: return p.field == v.field;
  }
  return false;
}

ClockKind clock_of(const Variable& v) {
  switch (v.kind) {
    case Unread::promoted: return ClockKind::promoted;
    case Unread::retired: return ClockKind::retired;
    case Unread::accessed: return ClockKind::accessed;
    default: return ClockKind::field;
  }
}

void gather(const Predicate& p, const Variable& v, Asked& asked) {
  if (p.children.empty() && about(p, v)) asked.atoms.push_back(&p);
  for (const Predicate& child : p.children) gather(child, v, asked);
}

Asked asked_of(const Scope& scope, const Variable& v) {
  Asked asked;
  for (const Spoken& s : scope.statements) {
    gather(s.rule->where, v, asked);
    gather(s.statement->where, v, asked);
    if (s.statement->clock.kind == clock_of(v) && s.statement->clock.field == v.field) asked.days.push_back(s.statement->duration.days);
  }
  for (const Hold& hold : scope.policy.holds) gather(hold.where, v, asked);
  return asked;
}

// Choices that nothing tells apart are one: the first.
void merge(const Scope& scope, Variable& v) {
  const Asked asked = asked_of(scope, v);
  std::vector<std::vector<int>> seen;
  std::vector<ObjectState> kept;
  for (ObjectState& choice : v.choices) {
    std::vector<int> says;
    for (const Predicate* atom : asked.atoms) {
      const Truth t = truth_in(scope.policy, scope.store_id, *atom, v, choice);
      says.push_back(t.is_yes() ? 1 : t.is_no() ? 0 : 2);
    }
    const std::optional<Seconds> age = age_on(scope.policy, Clock{clock_of(v), v.field}, choice);
    for (const std::uint32_t d : asked.days) says.push_back(age && *age >= days(d) ? 1 : 0);
    if (v.kind == Unread::referenced) says.push_back(static_cast<int>(choice.referenced));  // what is referenced is no orphan
    if (std::find(seen.begin(), seen.end(), says) != seen.end()) continue;
    seen.push_back(std::move(says));
    kept.push_back(std::move(choice));
  }
  v.choices = std::move(kept);
}

}  // namespace

Truth truth_in(const Policy& policy, StoreId store, const Predicate& atom, const Variable& v, const ObjectState& choice) {
  ObjectState object = choice;
  object.store = store;
  if (v.kind == Unread::orphan) {  // its age and what it is bound to are the row's
    return object.orphan == Fact::yes ? Truth::yes() : Truth::no();
  }
  object.created = std::max<Seconds>(object.created, object.accessed.value_or(0));
  if (v.kind != Unread::field) {
    const ObjectView view(policy, object, Lacking::missing);
    return evaluate(atom, view);
  }
  const ObjectView view(v.alone, object, Lacking::missing);
  return evaluate(atom, view);
}

WorldSet::WorldSet(const Scope& scope) : scope_(scope) {
  Speaking everything;
  for (const Spoken& s : scope.statements) everything.statements.push_back(s.ref);
  for (std::uint32_t h = 0; h < scope.policy.holds.size(); ++h) everything.holds.push_back(h);
  const Choices choices = choices_of(scope.policy, everything);
  const auto add = [&](Unread kind, FieldId field, Expr unread, std::vector<ObjectState> list) {
    Variable v{kind, field, std::move(unread), std::move(list), {}};
    if (field != no_id) {
      v.alone.fields = scope.policy.fields;
      v.alone.fields[field].source = FieldSource::tag;
      v.alone.stores = scope.policy.stores;
    }
    merge(scope_, v);
    if (v.choices.size() > 1) variables_.push_back(std::move(v));
  };
  std::vector<ObjectState> list;
  for (const Choices::Event& e : choices.promoted) {
    list.emplace_back();
    list.back().promoted = e.first;
    list.back().promoted_since = e.second;
  }
  add(Unread::promoted, no_id, truth(true), std::move(list));
  list.clear();
  for (const Choices::Event& e : choices.retired) {
    list.emplace_back();
    list.back().retired = e.first;
    list.back().retired_since = e.second;
  }
  add(Unread::retired, no_id, truth(true), std::move(list));
  list.assign(2, {});
  list[0].referenced = list[0].orphan = Fact::no;
  list[1].referenced = list[1].orphan = Fact::yes;
  if (choices.referenced) add(Unread::referenced, no_id, truth(true), list);
  if (choices.orphan) add(Unread::orphan, no_id, truth(true), list);
  if (choices.ask_accessed) {
    std::set<Seconds> ages{0};
    for (const std::uint32_t d : choices.accessed) ages.insert(days(d));
    list.clear();
    for (const Seconds age : ages) {
      list.emplace_back();
      list.back().accessed = age;
    }
    add(Unread::accessed, no_id, scope.table.find(Role::accessed) != nullptr ? is_null(scope.accessed()) : truth(true), std::move(list));
  }
  for (FieldId id = 0; id < scope.policy.fields.size(); ++id) {
    const Expr unread = scope.unread(id);
    if (!scope.fields.contains(id) || is(unread, false)) continue;
    list.clear();
    for (const LabelState& label : choices.labels[id]) {
      list.emplace_back();
      list.back().labels.push_back(label);
    }
    add(Unread::field, id, unread, std::move(list));
  }
  enumerate();
}

// In the order in which Evaluator::worlds() makes them: the last variable runs fastest.
void WorldSet::enumerate() {
  worlds_.assign(1, {});
  for (const Variable& v : variables_) {
    if (worlds_.size() * v.choices.size() > 4 * most_worlds) {
      worlds_.clear();
      return;
    }
    std::vector<std::vector<std::uint16_t>> more;
    for (const auto& world : worlds_) {
      for (std::uint16_t c = 0; c < v.choices.size(); ++c) {
        more.push_back(world);
        more.back().push_back(c);
      }
    }
    worlds_ = std::move(more);
  }
  // What is referenced is no orphan.
  std::size_t referenced = variables_.size(), orphan = variables_.size();
  for (std::size_t i = 0; i < variables_.size(); ++i) {
    if (variables_[i].kind == Unread::referenced) referenced = i;
    if (variables_[i].kind == Unread::orphan) orphan = i;
  }
  if (referenced < variables_.size() && orphan < variables_.size())
    std::erase_if(worlds_, [&](const auto& world) { return world[referenced] == 1 && world[orphan] == 1; });
  if (worlds_.size() > most_worlds) worlds_.clear();
}

const Variable* WorldSet::find(Unread kind, FieldId field) const {
  const auto at = std::find_if(variables_.begin(), variables_.end(), [&](const Variable& v) { return v.kind == kind && v.field == field; });
  return at != variables_.end() ? &*at : nullptr;
}

std::size_t WorldSet::words() const { return (worlds_.size() + bits - 1) / bits; }

std::int64_t WorldSet::full(std::size_t w) const {
  const std::size_t count = std::min(bits, worlds_.size() - w * bits);
  return static_cast<std::int64_t>((std::uint64_t{1} << count) - 1);
}

Worlds WorldSet::constant(const std::function<bool(std::size_t)>& has) const {
  Worlds out;
  for (std::size_t w = 0; w < words(); ++w) {
    std::uint64_t mask = 0;
    for (std::size_t b = 0; b < bits && w * bits + b < worlds_.size(); ++b)
      if (has(w * bits + b)) mask |= std::uint64_t{1} << b;
    out.push_back(single() ? truth(mask != 0) : integer(static_cast<std::int64_t>(mask)));
  }
  return out;
}

Worlds WorldSet::where(const Variable& variable, const std::function<bool(const ObjectState&)>& passes) const {
  const auto at = static_cast<std::size_t>(&variable - variables_.data());
  std::vector<bool> pass;
  for (const ObjectState& choice : variable.choices) pass.push_back(passes(choice));
  return constant([&](std::size_t world) { return pass[worlds_[world][at]]; });
}

Worlds WorldSet::of(const Expr& condition) const {
  if (single()) return {surely(condition)};
  Worlds out;
  for (std::size_t w = 0; w < words(); ++w) out.push_back(sql::choose({{condition, integer(full(w))}}, integer(0)));
  return out;
}

namespace {

bool is_number(const Expr& e, std::int64_t n) { return e.op == Op::integer && e.number == n; }

}  // namespace

Worlds WorldSet::both(const Worlds& a, const Worlds& b) const {
  Worlds out;
  for (std::size_t w = 0; w < words(); ++w) {
    if (single()) out.push_back(all({a[w], b[w]}));
    else if (is_number(a[w], 0) || is_number(b[w], full(w))) out.push_back(a[w]);
    else if (is_number(b[w], 0) || is_number(a[w], full(w))) out.push_back(b[w]);
    else out.push_back(call(Call::bit_and, Type::integer, {a[w], b[w]}));
  }
  return out;
}

Worlds WorldSet::either(const Worlds& a, const Worlds& b) const {
  Worlds out;
  for (std::size_t w = 0; w < words(); ++w) {
    if (single()) out.push_back(any({a[w], b[w]}));
    else if (is_number(a[w], 0) || is_number(b[w], full(w))) out.push_back(b[w]);
    else if (is_number(b[w], 0) || is_number(a[w], full(w))) out.push_back(a[w]);
    else out.push_back(call(Call::bit_or, Type::integer, {a[w], b[w]}));
  }
  return out;
}

Worlds WorldSet::any_of(std::vector<Worlds> list) const {
  if (list.empty()) return none();
  while (list.size() > 1) {
    std::vector<Worlds> half;
    for (std::size_t i = 0; i < list.size(); i += 2) half.push_back(i + 1 < list.size() ? either(list[i], list[i + 1]) : std::move(list[i]));
    list = std::move(half);
  }
  return std::move(list[0]);
}

Worlds WorldSet::without(const Worlds& a, const Worlds& b) const {
  Worlds rest;
  for (std::size_t w = 0; w < words(); ++w) {
    if (single()) rest.push_back(!b[w]);
    else if (b[w].op == Op::integer) rest.push_back(integer(full(w) - b[w].number));
    else rest.push_back(integer(full(w)) - b[w]);
  }
  return both(a, rest);
}

Worlds WorldSet::choose(const Expr& condition, const Worlds& then, const Worlds& otherwise) const {
  Worlds out;
  for (std::size_t w = 0; w < words(); ++w) {
    if (single()) out.push_back(any({all({surely(condition), then[w]}), all({!surely(condition), otherwise[w]})}));
    else out.push_back(sql::choose({{condition, then[w]}}, otherwise[w]));
  }
  return out;
}

Worlds WorldSet::possible() const {
  const Variable* const accessed = find(Unread::accessed);
  Worlds out = of(truth(true));
  if (accessed == nullptr) return out;
  // From the youngest up: an access is not longer ago than the writing.
  out = where(*accessed, [](const ObjectState& o) { return *o.accessed == 0; });
  for (std::size_t i = 1; i < accessed->choices.size(); ++i) {
    const Seconds most = *accessed->choices[i].accessed;
    const Expr old = compare(Op::less_equal, scope_.created() + integer(most), scope_.now());
    out = choose(old, where(*accessed, [&](const ObjectState& o) { return *o.accessed <= most; }), out);
  }
  return is(accessed->unread, true) ? out : choose(accessed->unread, out, of(truth(true)));
}

Expr WorldSet::everywhere(const Worlds& set) const {
  if (single()) return set[0];
  const Worlds valid = find(Unread::accessed) != nullptr ? columns("possible") : of(truth(true));
  std::vector<Expr> list;
  for (std::size_t w = 0; w < words(); ++w) list.push_back(equal(both(set, valid)[w], valid[w]));
  return all(std::move(list));
}

Expr WorldSet::somewhere(const Worlds& set) const {
  if (single()) return set[0];
  std::vector<Expr> list;
  const Worlds inside = find(Unread::accessed) != nullptr ? both(set, columns("possible")) : set;
  for (const Expr& w : inside) list.push_back(is_number(w, 0) ? truth(false) : compare(Op::differs, w, integer(0)));
  return any(std::move(list));
}

Worlds WorldSet::first(const Worlds& set) const {
  if (single()) return set;
  Worlds out;
  std::vector<Expr> before;
  for (const Expr& w : set) {
    Expr lowest = call(Call::bit_and, Type::integer, {w, negative(w)});
    out.push_back(before.empty() ? lowest : sql::choose({{all(before), lowest}}, integer(0)));
    before.push_back(equal(w, integer(0)));
  }
  return out;
}

Expr WorldSet::in_first_of_all(const Worlds& set) const {
  if (single()) return set[0];
  return compare(Op::differs, call(Call::bit_and, Type::integer, {set[0], integer(1)}), integer(0));
}

Worlds WorldSet::columns(const std::string& name) const {
  Worlds out;
  for (std::size_t w = 0; w < words(); ++w) out.push_back(single() ? flag_column(name) : column(words() == 1 ? name : name + "_" + std::to_string(w), Type::integer));
  return out;
}

}  // namespace shelflife::sql
