#include <set>
#include <utility>

#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule missing_of_required = {
    .info = {.name = "missing-of-required",
             .id = "SL1012",
             .severity = Severity::warning,
             .title = "`is missing` asked of a required label",
             .help = "leave `required` out where the label may be missing, or leave the condition out"},
    .category = Category::structure,
    .since = "0.1.0",
    .why = "`required` says that every object has the label. One that lacks it does not count as missing then but as unread: it may have any value, and\n"
           "nothing is decided on it. So `is missing` is true of no object at all; a delete that was to clear up what nobody labelled never\n"
           "deletes, and a keep for it keeps nothing.",
    .bad = R"(rule unowned "nobody asks for them" by "ml-platform" where stage == dev and owner is missing {
  delete after 90 days
}
)",
    .good = R"(label team from tag
rule unowned "nobody asks for them" by "ml-platform" where stage == dev and team is missing {
  delete after 90 days
}
)",
    .source = "docs/language.md (missing and unread)",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  std::set<std::pair<FileId, std::uint32_t>> done;  // the condition of an import stands over several rules
  const auto look = [&](const Predicate& where) {
    for_literals(where, [&](const Predicate& literal, bool negated) {
      if (literal.kind != PredicateKind::missing || negated) return;
      const Field& field = policy.fields[literal.field];
      if (!field.required || !done.emplace(literal.origin.span.file, literal.origin.span.begin).second) return;
      Diagnostic& found = sink.report(literal.origin.span, "`" + field.name + "` is required: an object without it counts as unread, and this is true of none");
      found.related.push_back({field.origin.span, "`" + field.name + "` is declared here"});
    });
  };
  for (const Rule& rule : policy.rules) {
    look(rule.where);
    for (const Statement& statement : rule.statements) look(statement.where);
  }
  for (const Hold& hold : policy.holds) look(hold.where);
  for (const Require& require : policy.requires_) look(require.where);
}

}  // namespace

}  // namespace shelflife::lint
