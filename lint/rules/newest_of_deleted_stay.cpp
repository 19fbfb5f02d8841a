#include <fmt/format.h>

#include "compiler/model/print.hpp"
#include "lint/facts.hpp"
#include "lint/places.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule newest_of_deleted_stay = {
    .info = {.name = "newest-of-deleted-stay",
             .id = "SL1507",
             .severity = Severity::warning,
             .title = "deleted objects whose newest revisions are never let go",
             .help = "leave `keeping ... newer` out where objects are deleted"},
    .category = Category::cost,
    .since = "0.1.0",
    .why = "`keeping 3 newer` acts only on revisions that have three newer noncurrent ones. When the key itself is deleted, nothing is\n"
           "ever written over the last three: they stay, behind a delete marker, invisible and billed for ever. So the delete frees nothing\n"
           "for a key with up to three revisions, which is most of them, and a promise to erase is not kept.",
    .bad = R"(rule experiments "experiments are cheap" by "ml-platform" where stage == dev {
  delete after 14 days
  delete noncurrent after 7 days keeping 3 newer
}
)",
    .good = R"(rule experiments "experiments are cheap" by "ml-platform" where stage == dev {
  delete after 14 days
  delete noncurrent after 7 days
}
)",
    .source = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_NoncurrentVersionExpiration.html\nhttps://cloud.google.com/storage/docs/lifecycle#numnewerversions",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  for_statements(policy, [&](StatementRef ref, const Rule&, const Statement& statement) {
    if (statement.kind != StatementKind::remove_noncurrent || statement.keeping_newer == 0 || context.engine.idle(ref)) return;
    StatementRef deletes;
    StoreId store = no_id;
    bool all_go = false;  // another delete of noncurrent revisions takes the last ones too
    context.engine.meeting(ref, [&](StatementRef other, StoreId in) {
      const Statement& s = context.statement(other);
      all_go = all_go || (s.kind == StatementKind::remove_noncurrent && s.keeping_newer == 0);
      if (deletes_current(s.kind) && store == no_id && !context.engine.idle(other)) {
        deletes = other;
        store = in;
      }
      return all_go;
    });
    if (store == no_id || all_go) return;
    const Span keeping = find_in(context, statement.origin.span, "keeping");
    std::string message = fmt::format("{} never lets go of the newest {} of what {} deletes", said(policy, ref), statement.keeping_newer == 1 ? "revision" : fmt::format("{} revisions", statement.keeping_newer), said(policy, deletes));
    const Statement& removal = context.statement(deletes);
    if (const auto object = context.engine.example(ref, deletes, store, removal.clock, removal.duration.days)) message += ", for example of " + to_text(policy, *object);
    Diagnostic& found = sink.report(keeping, std::move(message));
    found.related.push_back({removal.origin.span, said(policy, deletes) + " is here"});
  });
}

}  // namespace

}  // namespace shelflife::lint
