// What several rules ask of a policy. Nothing here decides what a policy means: that is the engine's.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lint/rule.hpp"

namespace shelflife::lint {

// ---- words that people use for a stage that matters most, for personal data, and the like
std::string folded(std::string_view text);        // lower case, `-` for `_`: what spellings of one name have in common
bool is_production(std::string_view value);       // production, prod, prd, live, release, released
bool is_personal_data(std::string_view name);     // personal, pii, gdpr, personal_data, subject ...
bool is_failed(std::string_view value);           // failed, error, killed, aborted, crashed
bool is_stage_field(const Field& field);          // stage, env, environment, tier_of_service

// ---- statements
bool deletes_current(StatementKind kind);         // remove, quarantine
// Calls look(statement) for every statement of every rule, in source order.
void for_statements(const Policy& policy, const std::function<void(StatementRef, const Rule&, const Statement&)>& look);
// What a statement speaks of: both conditions.
class Condition {
 public:
  Condition(const Predicate& of_rule, const Predicate& of_statement);
  Condition(const Condition&) = delete;  // the whole may be its own
  Condition& operator=(const Condition&) = delete;
  operator const Predicate&() const { return joined_ ? *joined_ : whole_; }

 private:
  const Predicate& whole_;
  std::optional<Predicate> joined_;  // made only where both say something
};
Condition condition(const Policy& policy, StatementRef ref);
// The first statement on the store of which `is` says true.
std::optional<StatementRef> find_statement(const Context& context, StoreId store, const std::function<bool(StatementRef, const Rule&, const Statement&)>& is);
bool any_statement(const Context& context, StoreId store, const std::function<bool(const Statement&)>& is);
// The first store that both rules speak of; no_id when there is none.
StoreId common_store(const Rule& a, const Rule& b);

// ---- conditions
// Calls look(literal, negated) for each comparison and flag; `negated`: under an odd number of `not`.
void for_literals(const Predicate& predicate, const std::function<void(const Predicate&, bool negated)>& look);
bool asks_flag(const Predicate& predicate, Flag flag);
bool asks_field(const Predicate& predicate, FieldId field);
// The condition is true only of objects with one of some listed values of the field (`stage == a`, `stage in (a, b)`,
// also in a conjunction): those values; empty: it is not bound so.
std::vector<std::string> values_bound(const Predicate& predicate, FieldId field);
// The condition is true only where one of its parts is: calls look for each part of the outermost conjunction.
void for_conjuncts(const Predicate& predicate, const std::function<void(const Predicate&)>& look);

// ---- as it is written
// Calls look(predicate) for every `where` of the declaration and each part of it, the whole first; nothing within what it says
// true of.
void for_parts(const ast::Item& item, const std::function<bool(const ast::Predicate&)>& look);
// The opposite of a comparison as it is written (`a != x` of `a == x`, and the other way round); empty where there is none.
std::string opposite(const Context& context, const ast::Predicate& predicate);

// ---- places
// The name of a rule, store, label: the word after the keyword. The whole span when it is not found.
Span name_span(const Context& context, const Span& declaration);
// Where `words` stand in the span, outside of strings and comments; `within` when they do not.
Span find_in(const Context& context, const Span& within, std::string_view words);
std::string said(const Policy& policy, StatementRef ref);  // "`keep for 30 days`"
std::string days_text(std::uint32_t days);                 // "1 day", "30 days"
std::string listed(const std::vector<std::string>& words);  // "`a`, `b` and `c`"

}  // namespace shelflife::lint
