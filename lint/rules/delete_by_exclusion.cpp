#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "compiler/model/print.hpp"
#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule delete_by_exclusion = {
    .info = {.name = "delete-by-exclusion",
             .id = "SL1111",
             .severity = Severity::warning,
             .title = "a delete of everything but some values",
             .help = "name the values that are deleted"},
    .category = Category::keeping,
    .since = "0.1.0",
    .why = "A condition such as `stage != production` is true of every value that nobody thought of. A stage that is added next year, or a misspelt\n"
           "`producton` where any value is allowed, is deleted from its first day on, and no line of the policy speaks of it. Naming what is\n"
           "deleted keeps the unknown.",
    .bad = R"(rule everything-else "only releases count" by "ml-platform" where stage != production {
  delete after 30 days
}
)",
    .good = R"(rule everything-else "only releases count" by "ml-platform" where stage in (dev, staging) {
  delete after 30 days
}
)",
    .source = "https://learn.microsoft.com/en-us/answers/questions/1386480 (clouds cannot exclude; values can be named)\n"
              "docs/language.md (values outside a list count as missing)",
    .check = check,
};

namespace {

// Something names the objects of the condition positively.
bool names_some(const Predicate& where) {
  bool names = false;
  for_literals(where, [&](const Predicate& literal, bool negated) {
    const bool neutral = literal.kind == PredicateKind::size || literal.kind == PredicateKind::accessed_within ||
                         literal.kind == PredicateKind::number || literal.kind == PredicateKind::missing;
    names = names || (!neutral && !negated);
  });
  return names;
}

std::vector<std::string> others(const Field& field, const Predicate& excluded) {
  std::vector<std::string> out = field.values;
  std::erase_if(out, [&](const std::string& value) { return std::find(excluded.texts.begin(), excluded.texts.end(), value) != excluded.texts.end(); });
  return out;
}

// `excluded`: what the part at `place` excludes, and others of the same field beside it when there are any (`several`).
void look(const Context& context, StatementRef ref, const Span& place, const Predicate& excluded, bool several, Sink& sink) {
  const Policy& policy = context.policy;
  const Field& field = policy.fields[excluded.field];
  if (field.source == FieldSource::registry) return;
  const std::string deletes = said(policy, ref) + " takes every `" + field.name + "` but " + listed(excluded.texts);
  if (field.values.empty()) {
    sink.report(place, deletes + ", also a misspelt one", "name the values that are deleted, or list those there are: `label " + field.name + " in ...`");
    return;
  }
  Predicate named = excluded;
  named.texts = others(field, excluded);
  if (named.texts.empty()) return;
  const std::string better = to_text(policy, named);
  Diagnostic& found = sink.report(place, deletes + ", also one that is added to the list later", "name what is deleted: `" + better + "`");
  if (!several) found.fixes.push_back({FixKind::safe, "write `" + better + "`", {{place, better}}});
}

void check(const Context& context, Sink& sink) {
  std::set<std::pair<FileId, std::uint32_t>> said_of;  // a rule's condition stands over several statements
  for_statements(context.policy, [&](StatementRef ref, const Rule&, const Statement& statement) {
    if (!deletes_current(statement.kind) || context.engine.idle(ref)) return;
    const Condition whole = condition(context.policy, ref);
    const Predicate& where = whole;
    std::vector<const Predicate*> exclusions;
    for_conjuncts(where, [&](const Predicate& part) {
      if (part.kind == PredicateKind::negation && part.children.front().kind == PredicateKind::one_of) exclusions.push_back(&part);
    });
    // Beside what names its objects it is an exception, but for a stage: a new one comes with all that the rest names.
    const bool named = names_some(where), asks = asks_registry(context.policy, where);
    if (named) std::erase_if(exclusions, [&](const Predicate* part) { return asks || !is_stage_field(context.policy.fields[part->children.front().field]); });
    if (exclusions.empty() || !said_of.emplace(exclusions.front()->origin.span.file, exclusions.front()->origin.span.begin).second) return;
    Predicate all = exclusions.front()->children.front();
    bool several = false;
    for (std::size_t i = 1; i < exclusions.size(); ++i) {
      const Predicate& other = exclusions[i]->children.front();
      if (other.field != all.field) continue;
      all.texts.insert(all.texts.end(), other.texts.begin(), other.texts.end());
      several = true;
    }
    look(context, ref, exclusions.front()->origin.span, all, several, sink);
  });
}

}  // namespace

}  // namespace shelflife::lint
