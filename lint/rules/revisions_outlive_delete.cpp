#include <optional>
#include <utility>

#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule revisions_outlive_delete = {
    .info = {.name = "revisions-outlive-delete",
             .id = "SL1117",
             .severity = Severity::warning,
             .title = "revisions of deleted files that stay for ever",
             .help = "leave `keeping` out where files are deleted, or let the two speak of different objects"},
    .category = Category::keeping,
    .since = "0.1.0",
    .why = "`delete noncurrent ... keeping 3 newer` takes a revision only while three newer ones exist. Once the file itself is deleted, no newer revision\n"
           "comes: its last three stay for ever, are billed for ever, and are still there when somebody asks for the erasure of their data.\n"
           "`keeping` is for files that stay and are overwritten.",
    .bad = R"(rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  delete after 14 days
  delete noncurrent after 30 days keeping 3 newer
}
)",
    .good = R"(rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  delete after 14 days
  delete noncurrent after 30 days
}
)",
    .source = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_NoncurrentVersionExpiration.html\n"
              "docs/language.md (revisions)",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  for_statements(policy, [&](StatementRef ref, const Rule& rule, const Statement& statement) {
    if (statement.kind != StatementKind::remove_noncurrent || statement.keeping_newer == 0 || context.engine.idle(ref)) return;
    std::optional<StatementRef> deletes;
    context.engine.meeting(ref, [&](StatementRef other, StoreId) {
      if (deletes_current(context.statement(other).kind) && !context.engine.idle(other)) deletes = other;
      return deletes.has_value();
    });
    if (!deletes) return;
    const Span keeping = find_in(context, statement.origin.span, "keeping " + std::to_string(statement.keeping_newer));
    const Statement& remove = context.statement(*deletes);
    const auto object = context.engine.example(ref, *deletes, common_store(rule, context.rule(*deletes)), remove.clock, remove.duration.days);
    if (!object) return;
    const std::string last = statement.keeping_newer == 1 ? "the last revision" : "the last " + std::to_string(statement.keeping_newer) + " revisions";
    std::string message = last + " of a file that " + said(policy, *deletes) + " deletes " + (statement.keeping_newer == 1 ? "stays" : "stay") + " for ever";
    message += ", for example of key=" + object->key;
    Diagnostic& found = sink.report(keeping, std::move(message));
    found.related.push_back({context.statement(*deletes).origin.span, said(policy, *deletes) + " is here"});
  });
}

}  // namespace

}  // namespace shelflife::lint
