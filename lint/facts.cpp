#include "lint/facts.hpp"

#include <algorithm>
#include <array>
#include <variant>

#include "compiler/model/print.hpp"
#include "grammar/ascii.hpp"

namespace shelflife::lint {

namespace {

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  const auto fold = [](char c) { return c == '_' ? '-' : lower(c); };
  return std::any_of(words.begin(), words.end(), [&](std::string_view known) {
    return std::equal(known.begin(), known.end(), word.begin(), word.end(), [&](char a, char b) { return a == fold(b); });
  });
}

bool in_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; }

}  // namespace

std::string folded(std::string_view text) {
  std::string out = lower(text);
  std::replace(out.begin(), out.end(), '_', '-');
  return out;
}

bool is_production(std::string_view value) {
  static constexpr std::array<std::string_view, 7> words = {"production", "prod", "prd", "live", "release", "released", "releases"};
  return is_one_of(value, words);
}
bool is_personal_data(std::string_view name) {
  static constexpr std::array<std::string_view, 10> words = {"personal", "personal-data", "pii", "gdpr", "data-subject", "has-pii", "contains-pii", "phi", "privacy", "special-category"};
  return is_one_of(name, words);
}
bool is_failed(std::string_view value) {
  static constexpr std::array<std::string_view, 8> words = {"failed", "fail", "failure", "error", "killed", "aborted", "crashed", "cancelled"};
  return is_one_of(value, words);
}
bool is_stage_field(const Field& field) {
  static constexpr std::array<std::string_view, 5> words = {"stage", "env", "environment", "lifecycle", "phase"};
  return is_one_of(field.name, words);
}

bool deletes_current(StatementKind kind) { return kind == StatementKind::remove || kind == StatementKind::quarantine; }
void for_statements(const Policy& policy, const std::function<void(StatementRef, const Rule&, const Statement&)>& look) {
  for (std::uint32_t r = 0; r < policy.rules.size(); ++r) {
    const Rule& rule = policy.rules[r];
    for (std::uint32_t s = 0; s < rule.statements.size(); ++s) look({r, s}, rule, rule.statements[s]);
  }
}

Condition::Condition(const Predicate& of_rule, const Predicate& of_statement) : whole_(of_rule.kind == PredicateKind::always ? of_statement : of_rule) {
  if (of_rule.kind != PredicateKind::always && of_statement.kind != PredicateKind::always) joined_ = both(of_rule, of_statement);
}
Condition condition(const Policy& policy, StatementRef ref) {
  const Rule& rule = policy.rules[ref.rule];
  return {rule.where, rule.statements[ref.statement].where};
}

StoreId common_store(const Rule& a, const Rule& b) {
  for (const StoreId store : a.stores)
    if (speaks_of(b, store)) return store;
  return no_id;
}

std::optional<StatementRef> find_statement(const Context& context, StoreId store, const std::function<bool(StatementRef, const Rule&, const Statement&)>& is) {
  for (const std::uint32_t r : context.rules_of_store[store]) {
    const Rule& rule = context.policy.rules[r];
    for (std::uint32_t s = 0; s < rule.statements.size(); ++s)
      if (is({r, s}, rule, rule.statements[s])) return StatementRef{r, s};
  }
  return std::nullopt;
}

bool any_statement(const Context& context, StoreId store, const std::function<bool(const Statement&)>& is) {
  return find_statement(context, store, [&](StatementRef, const Rule&, const Statement& statement) { return is(statement); }).has_value();
}

namespace {

void walk(const Predicate& predicate, bool negated, const std::function<void(const Predicate&, bool)>& look) {
  switch (predicate.kind) {
    case PredicateKind::always: return;
    case PredicateKind::all:
    case PredicateKind::any:
      for (const Predicate& child : predicate.children) walk(child, negated, look);
      return;
    case PredicateKind::negation: walk(predicate.children.front(), !negated, look); return;
    default: look(predicate, negated);
  }
}

}  // namespace

void for_literals(const Predicate& predicate, const std::function<void(const Predicate&, bool)>& look) { walk(predicate, false, look); }

bool asks_flag(const Predicate& predicate, Flag flag) {
  bool found = false;
  for_literals(predicate, [&](const Predicate& literal, bool) { found = found || (literal.kind == PredicateKind::flag && literal.flag == flag); });
  return found;
}

bool asks_field(const Predicate& predicate, FieldId field) {
  bool found = false;
  for_literals(predicate, [&](const Predicate& literal, bool) { found = found || (literal.field == field && literal.kind != PredicateKind::flag && literal.kind != PredicateKind::size && literal.kind != PredicateKind::accessed_within); });
  return found;
}

std::vector<std::string> values_bound(const Predicate& predicate, FieldId field) {
  if (predicate.kind == PredicateKind::one_of && predicate.field == field) return predicate.texts;
  if (predicate.kind == PredicateKind::all) {
    for (const Predicate& child : predicate.children) {
      if (std::vector<std::string> values = values_bound(child, field); !values.empty()) return values;
    }
  }
  if (predicate.kind == PredicateKind::any) {
    std::vector<std::string> all;
    for (const Predicate& child : predicate.children) {
      const std::vector<std::string> values = values_bound(child, field);
      if (values.empty()) return {};
      all.insert(all.end(), values.begin(), values.end());
    }
    return all;
  }
  return {};
}

void for_conjuncts(const Predicate& predicate, const std::function<void(const Predicate&)>& look) {
  if (predicate.kind == PredicateKind::always) return;
  if (predicate.kind != PredicateKind::all) return look(predicate);
  for (const Predicate& child : predicate.children) for_conjuncts(child, look);
}

namespace {

void for_predicates(const ast::Item& item, const std::function<void(const ast::Predicate&)>& look) {
  const auto where = [&](const auto& maybe) {
    if (maybe) look(*maybe);
  };
  if (const auto* import = std::get_if<ast::Import>(&item)) where(import->where);
  if (const auto* hold = std::get_if<ast::Hold>(&item)) look(hold->where);
  if (const auto* require = std::get_if<ast::Require>(&item)) where(require->where);
  if (const auto* role = std::get_if<ast::Role>(&item)) {
    for (const ast::Allow& allow : role->allows) where(allow.where);
  }
  if (const auto* rule = std::get_if<ast::Rule>(&item)) {
    where(rule->where);
    for (const ast::Statement& statement : rule->statements) where(statement.where);
  }
}

void walk(const ast::Predicate& predicate, const std::function<bool(const ast::Predicate&)>& look) {
  if (look(predicate)) return;
  for (const ast::Predicate& child : predicate.children) walk(child, look);
}

}  // namespace

void for_parts(const ast::Item& item, const std::function<bool(const ast::Predicate&)>& look) {
  for_predicates(item, [&](const ast::Predicate& predicate) { walk(predicate, look); });
}

std::string opposite(const Context& context, const ast::Predicate& predicate) {
  std::string text(context.text(predicate.origin.span));
  const auto swapped = [&](std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from, predicate.subject.text.size());
    return at == std::string::npos ? std::string() : text.replace(at, from.size(), to);
  };
  switch (predicate.kind) {
    case ast::PredicateKind::equal: return swapped("==", "!=");
    case ast::PredicateKind::not_equal: return swapped("!=", "==");
    case ast::PredicateKind::in: return swapped("in", "not in");
    case ast::PredicateKind::not_in: return swapped(" not in", " in");
    case ast::PredicateKind::missing: return swapped("is missing", "is not missing");
    case ast::PredicateKind::not_missing: return swapped("is not missing", "is missing");
    default: return {};
  }
}

Span name_span(const Context& context, const Span& declaration) {
  const std::string_view text = context.text(declaration);
  std::size_t at = 0;
  while (at < text.size() && in_word(text[at])) ++at;  // the keyword
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
  std::size_t end = at;
  while (end < text.size() && in_word(text[end])) ++end;
  if (end == at) return declaration;
  return {declaration.file, declaration.begin + static_cast<std::uint32_t>(at), declaration.begin + static_cast<std::uint32_t>(end)};
}

Span find_in(const Context& context, const Span& within, std::string_view words) {
  const std::string_view text = context.text(within);
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '#') {
      at = std::min(text.find('\n', at), text.size());
    } else if (text[at] == '"') {
      for (++at; at < text.size() && text[at] != '"'; ++at) at += text[at] == '\\' ? 1U : 0U;
      ++at;
    } else if (text[at] == words.front() && text.substr(at).starts_with(words) && (at == 0 || !in_word(text[at - 1]) || !in_word(words.front())) &&
               (at + words.size() == text.size() || !in_word(text[at + words.size()]) || !in_word(words.back()))) {
      const auto begin = within.begin + static_cast<std::uint32_t>(at);
      return {within.file, begin, begin + static_cast<std::uint32_t>(words.size())};
    } else {
      ++at;
    }
  }
  return within;
}

std::string said(const Policy& policy, StatementRef ref) { return "`" + to_text(policy, policy.rules[ref.rule].statements[ref.statement]) + "`"; }

std::string listed(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) out += (i == 0 ? "`" : i + 1 == words.size() ? " and `" : ", `") + words[i] + "`";
  return out;
}

std::string days_text(std::uint32_t days) { return std::to_string(days) + (days == 1 ? " day" : " days"); }

}  // namespace shelflife::lint
