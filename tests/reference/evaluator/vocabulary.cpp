// Gathers what the statements on one store name.
#include <algorithm>

#include "tests/reference/evaluator/object.hpp"

namespace shelflife::reference {
namespace {

void add(Vocabulary& names, const Predicate& p) {
  for (const Predicate& child : p.children) add(names, child);
  if (p.field != no_id) {
    Vocabulary::Words& words = names.fields[p.field];
    words.named = true;
    if (p.kind == PredicateKind::one_of) words.whole.insert(p.texts.begin(), p.texts.end());
    if (p.kind == PredicateKind::starts_with) words.starts.insert(p.texts[0]);
    if (p.kind == PredicateKind::ends_with) words.ends.insert(p.texts[0]);
    if (p.kind == PredicateKind::number) words.numbers.insert(p.number);
  }
  if (p.kind == PredicateKind::accessed_within) {
    names.accessed.insert(p.duration.days);
    names.accessed_named = true;
  }
  if (p.kind == PredicateKind::flag) {
    names.promoted_named = names.promoted_named || p.flag == Flag::promoted;
    names.retired_named = names.retired_named || p.flag == Flag::retired;
    names.referenced_named = names.referenced_named || p.flag == Flag::referenced || p.flag == Flag::orphan;
    names.orphan_named = names.orphan_named || p.flag == Flag::orphan;
  }
}

void add(Vocabulary& names, const Statement& s) {
  add(names, s.where);
  switch (s.clock.kind) {
    case ClockKind::accessed:
      names.accessed.insert(s.duration.days);
      names.accessed_named = true;
      break;
    case ClockKind::promoted:
      names.promoted.insert(s.duration.days);
      names.promoted_named = true;
      break;
    case ClockKind::retired:
      names.retired.insert(s.duration.days);
      names.retired_named = true;
      break;
    case ClockKind::field:
      names.dates.insert(s.duration.days);
      names.fields[s.clock.field].named = true;
      break;
    default: break;
  }
  if (s.kind == StatementKind::keep_ranked && s.ranking.best) names.fields[s.ranking.by].named = true;
}

}  // namespace

Vocabulary vocabulary(const Policy& policy, StoreId store) {
  Vocabulary names;
  names.fields.resize(policy.fields.size());
  for (const Rule& rule : policy.rules) {
    if (std::find(rule.stores.begin(), rule.stores.end(), store) == rule.stores.end()) continue;
    add(names, rule.where);
    for (const Statement& s : rule.statements) add(names, s);
  }
  for (const Hold& hold : policy.holds) add(names, hold.where);
  return names;
}

}  // namespace shelflife::reference
