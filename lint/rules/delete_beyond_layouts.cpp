#include <algorithm>

#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule delete_beyond_layouts = {
    .info = {.name = "delete-beyond-layouts",
             .id = "SL1001",
             .severity = Severity::warning,
             .title = "a delete that reaches keys which no layout describes",
             .help = "say what is deleted: a field of the layout, or `key starts with ...`"},
    .category = Category::structure,
    .since = "0.1.0",
    .why = "A store holds more than its layout says: exports, backups, the files of a tool that nobody told the policy of. A delete whose condition\n"
           "asks for no part of the key and for no tag, or that has none at all, takes those as well, on the same day. A condition on a field of\n"
           "the layout is never true of them.",
    .bad = R"(rule large "large files are expensive" by "finops" where size >= 100 GiB {
  delete after 30 days
}
)",
    .good = R"(rule large "large files are expensive" by "finops" where stage == dev and size >= 100 GiB {
  delete after 30 days
}
)",
    .source = "docs/language.md (layouts: unmanaged objects)",
    .check = check,
};

namespace {

bool has_layout(const Policy& policy, StoreId store) {
  return std::any_of(policy.layouts.begin(), policy.layouts.end(), [&](const Layout& layout) {
    return layout.stores.empty() || std::find(layout.stores.begin(), layout.stores.end(), store) != layout.stores.end();
  });
}

// Some comparison is with the key or a part of it, with what only runs and versions have, or with a tag that somebody has to set.
bool asks_place(const Policy& policy, const Predicate& where) {
  bool found = asks_registry(policy, where);
  for_literals(where, [&](const Predicate& literal, bool negated) {
    const bool text = literal.kind == PredicateKind::starts_with || literal.kind == PredicateKind::ends_with;
    found = found || (text && literal.field == no_id) || (literal.kind == PredicateKind::one_of && !negated) || (literal.field != no_id && policy.fields[literal.field].source == FieldSource::path);
  });
  return found;
}

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  for_statements(policy, [&](StatementRef ref, const Rule& rule, const Statement& statement) {
    if (!deletes_current(statement.kind) || statement.whole != no_id || context.engine.idle(ref)) return;
    const Condition whole = condition(policy, ref);
    const Predicate& where = whole;
    if (asks_place(policy, where)) return;
    const auto store = std::find_if(rule.stores.begin(), rule.stores.end(), [&](StoreId id) { return has_layout(policy, id); });
    if (store == rule.stores.end()) return;
    const std::string what = where.kind == PredicateKind::always ? " deletes every object of `" : " deletes at any key of `";
    sink.report(statement.origin.span, said(policy, ref) + what + policy.stores[*store].name + "`, also those that no layout describes");
  });
}

}  // namespace

}  // namespace shelflife::lint
