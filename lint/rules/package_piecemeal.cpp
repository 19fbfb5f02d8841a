#include <algorithm>

#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule package_piecemeal = {
    .info = {.name = "package-piecemeal",
             .id = "SL1114",
             .severity = Severity::warning,
             .title = "a package with a manifest that is deleted file by file",
             .help = "delete it as one: `delete whole version after ...`"},
    .category = Category::keeping,
    .since = "0.1.0",
    .why = "A `manifest` says that the files of a version belong together, with their checksums. They are not written on one day: a delete by the age\n"
           "of each file takes the first of them and leaves the rest, a package that still is listed and fails its check when it is loaded.\n"
           "`delete whole version` takes all or none, by the newest file.",
    .bad = R"(manifest "manifest.json" {
  checksum sha256
  size
}
rule staging "two months to decide" by "ml-platform" where stage == staging {
  delete after 60 days
}
)",
    .good = R"(manifest "manifest.json" {
  checksum sha256
  size
}
rule staging "two months to decide" by "ml-platform" where stage == staging {
  delete whole version after 60 days
}
)",
    .source = "docs/language.md (delete whole, manifest)",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  if (policy.manifests.empty()) return;
  const auto version = std::find_if(policy.fields.begin(), policy.fields.end(), [](const Field& field) { return field.name == "version" && field.source == FieldSource::path; });
  if (version == policy.fields.end()) return;
  for_statements(policy, [&](StatementRef ref, const Rule&, const Statement& statement) {
    if (!deletes_current(statement.kind) || statement.whole != no_id || context.engine.idle(ref)) return;
    // By a path field: what is named by its key alone, such as `tmp/`, is no package.
    bool path = false;
    for_literals(condition(policy, ref), [&](const Predicate& literal, bool) {
      path = path || (literal.kind == PredicateKind::one_of && policy.fields[literal.field].source == FieldSource::path);
    });
    if (!path) return;
    const bool removes = statement.kind == StatementKind::remove;
    const Span verb = find_in(context, statement.origin.span, removes ? "delete" : "quarantine");
    Diagnostic& found = sink.report(statement.origin.span, said(policy, ref) + " takes the files of a package one by one, each on its own day");
    found.related.push_back({policy.manifests.front().origin.span, "the manifest says that they belong together"});
    found.fixes.push_back({FixKind::suggestion, std::string("write `") + (removes ? "delete" : "quarantine") + " whole version`", {{{verb.file, verb.end, verb.end}, " whole version"}}});
  });
}

}  // namespace

}  // namespace shelflife::lint
