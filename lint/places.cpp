#include "lint/places.hpp"

#include <algorithm>

#include "compiler/model/print.hpp"
#include "compiler/packs/packs.hpp"
#include "lint/facts.hpp"

namespace shelflife::lint {

Span setting_span(const Context& context, const Store& store, std::string_view setting) {
  const Span found = find_in(context, store.origin.span, setting);
  return found == store.origin.span ? name_span(context, found) : found;
}

Span string_span(const Context& context, const Span& declaration, std::string_view text) {
  const std::string quoted = quote(text);
  const std::size_t at = context.text(declaration).find(quoted);
  if (text.empty() || at == std::string_view::npos) return name_span(context, declaration);
  const auto begin = declaration.begin + static_cast<std::uint32_t>(at);
  return {declaration.file, begin, begin + static_cast<std::uint32_t>(quoted.size())};
}

Span period_span(const Context& context, const Span& written, const Duration& duration, std::string_view word) {
  const std::string_view text = context.text(written);
  const auto is_name = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; };
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  const Span keyword = find_in(context, written, word);
  if (keyword == written) return written;
  std::size_t begin = keyword.end - written.begin;
  while (begin < text.size() && is_blank(text[begin])) ++begin;
  std::size_t end = begin;
  while (end < text.size() && is_name(text[end])) ++end;
  if (text.substr(begin, end - begin) == std::to_string(duration.count)) {  // a number: its unit too
    std::size_t unit = end;
    while (unit < text.size() && is_blank(text[unit])) ++unit;
    while (unit < text.size() && is_name(text[unit])) end = ++unit;
  }
  if (end == begin) return written;
  return {written.file, written.begin + static_cast<std::uint32_t>(begin), written.begin + static_cast<std::uint32_t>(end)};
}

bool from_pack(const Context& context, const Span& span) { return is_pack(context.sources.source(span.file).path); }

namespace {

std::vector<const Predicate*> conjuncts(const Predicate& predicate) {
  if (predicate.kind == PredicateKind::always) return {};
  if (predicate.kind != PredicateKind::all) return {&predicate};
  std::vector<const Predicate*> out;
  for (const Predicate& child : predicate.children) {
    for (const Predicate* inner : conjuncts(child)) out.push_back(inner);
  }
  return out;
}

bool literal_within(const Predicate& narrow, const Predicate& wide) {
  if (narrow == wide) return true;
  if (narrow.kind != PredicateKind::one_of || wide.kind != PredicateKind::one_of || narrow.field != wide.field) return false;
  return std::all_of(narrow.texts.begin(), narrow.texts.end(), [&](const std::string& text) { return std::find(wide.texts.begin(), wide.texts.end(), text) != wide.texts.end(); });
}

}  // namespace

bool within(const Predicate& narrow, const Predicate& wide) {
  const std::vector<const Predicate*> here = conjuncts(narrow), there = conjuncts(wide);
  return std::all_of(there.begin(), there.end(), [&](const Predicate* wanted) {
    return std::any_of(here.begin(), here.end(), [&](const Predicate* have) { return literal_within(*have, *wanted); });
  });
}

bool nested(const Predicate& a, const Predicate& b) { return within(a, b) || within(b, a); }

bool bound_to_production(const Policy& policy, const Predicate& predicate) {
  for (const Predicate* literal : conjuncts(predicate)) {
    if (literal->kind != PredicateKind::one_of || !is_stage_field(policy.fields[literal->field])) continue;
    if (std::any_of(literal->texts.begin(), literal->texts.end(), [](const std::string& text) { return is_production(text); })) return true;
  }
  return false;
}

std::vector<const Origin*> productions(const Policy& policy, const std::vector<std::vector<std::uint32_t>>& rules_of_store) {
  std::vector<const Require*> strict;
  for (const Require& require : policy.requires_)
    if (bound_to_production(policy, require.where)) strict.push_back(&require);
  std::vector<const Origin*> out(policy.stores.size(), nullptr);
  for (StoreId store = 0; store < policy.stores.size(); ++store) {
    const auto rule = std::find_if(rules_of_store[store].begin(), rules_of_store[store].end(), [&](std::uint32_t r) { return bound_to_production(policy, policy.rules[r].where); });
    const auto require = std::find_if(strict.begin(), strict.end(), [&](const Require* one) { return speaks_of(*one, store); });
    if (rule != rules_of_store[store].end()) out[store] = &policy.rules[*rule].origin;
    else if (require != strict.end()) out[store] = &(*require)->origin;
  }
  return out;
}

}  // namespace shelflife::lint
