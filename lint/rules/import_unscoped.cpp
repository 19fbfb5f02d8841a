#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <string_view>
#include <variant>

#include "grammar/parse.hpp"
#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule import_unscoped = {
    .info = {.name = "import-unscoped",
             .id = "SL1011",
             .severity = Severity::warning,
             .title = "an import without a scope, beside others that have one",
             .help = "bound it as the others are: `import ... where team == vision`"},
    .category = Category::structure,
    .since = "0.1.0",
    .why = "What is imported with `where` can only ever speak of its own scope, whatever is written in it next year. One import without it, among others\n"
           "that have it, is usually forgotten: its deletes reach every team's objects.",
    .bad = R"(layout "ml/{team}/{model}/{version}/"
label team in vision, speech required
store models on s3 "acme-models" {
  region      "eu-central-1"
  versioning  on
  recoverable for 14 days
}
import "vision.shelf" where team == vision
import "speech.shelf"
#: vision.shelf
rule large "large files are expensive" by "vision" where size >= 10 GiB { delete after 60 days }
#: speech.shelf
rule old "two months are enough" by "speech" where model is not missing { delete after 60 days }
)",
    .good = R"(layout "ml/{team}/{model}/{version}/"
label team in vision, speech required
store models on s3 "acme-models" {
  region      "eu-central-1"
  versioning  on
  recoverable for 14 days
}
import "vision.shelf" where team == vision
import "speech.shelf" where team == speech
#: vision.shelf
rule large "large files are expensive" by "vision" where size >= 10 GiB { delete after 60 days }
#: speech.shelf
rule old "two months are enough" by "speech" where model is not missing { delete after 60 days }
)",
    .source = "docs/language.md (import)",
    .check = check,
};

namespace {

// The fields that the conditions of scoped imports bind: `team`.
std::set<std::string, std::less<>> scopes(const ast::File& file) {
  std::set<std::string, std::less<>> out;
  const std::function<void(const ast::Predicate&)> look = [&](const ast::Predicate& predicate) {
    if (predicate.kind == ast::PredicateKind::equal || predicate.kind == ast::PredicateKind::in) out.insert(std::string(predicate.subject.text));
    for (const ast::Predicate& child : predicate.children) look(child);
  };
  for (const ast::Item& item : file.items)
    if (const auto* import = std::get_if<ast::Import>(&item); import != nullptr && import->where) look(*import->where);
  return out;
}

bool brought_by(const Context& context, FileId file, std::string_view path) {
  while (path.starts_with("./")) path.remove_prefix(2);
  const std::string_view name = context.sources.source(file).path;
  return name == path || (name.ends_with(path) && name[name.size() - path.size() - 1] == '/');
}

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  const bool alone = std::all_of(policy.rules.begin(), policy.rules.end(), [&](const Rule& rule) { return rule.origin.span.file == policy.root; });
  if (alone) return;
  Diagnostics ignored;
  const ast::File root = parse_declarations(context.sources, policy.root, ignored);
  const std::set<std::string, std::less<>> bound = scopes(root);
  if (bound.empty()) return;
  for (const ast::Item& item : root.items) {
    const auto* import = std::get_if<ast::Import>(&item);
    if (import == nullptr || import->where) continue;
    std::optional<StatementRef> reaches;
    for_statements(policy, [&](StatementRef ref, const Rule& rule, const Statement& statement) {
      if (reaches || !deletes_current(statement.kind) || !brought_by(context, rule.origin.span.file, import->path.value)) return;
      const Condition whole = condition(policy, ref);
      const Predicate& where = whole;
      bool scoped = false;
      for (FieldId field = 0; field < policy.fields.size(); ++field) scoped = scoped || (bound.contains(policy.fields[field].name) && !values_bound(where, field).empty());
      if (!scoped) reaches = ref;
    });
    if (!reaches) continue;
    Diagnostic& found = sink.report(import->path.origin.span, "other imports are bound by " + listed({bound.begin(), bound.end()}) + ", this one is not, and it brings " + said(policy, *reaches));
    found.related.push_back({context.statement(*reaches).origin.span, said(policy, *reaches) + " is here"});
  }
}

}  // namespace

}  // namespace shelflife::lint
