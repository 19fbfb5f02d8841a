#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule open_prefix = {
    .info = {.name = "open-prefix",
             .id = "SL1007",
             .severity = Severity::warning,
             .title = "a prefix that ends within a name",
             .help = "end it with `/`"},
    .category = Category::structure,
    .since = "0.1.0",
    .why = "A prefix is text, not a folder: `tmp` is also the beginning of `tmp2/`, of `tmpl/` and of `tmp-do-not-delete.tar`. Clouds read it in the\n"
           "same way, and a folder that is made next year is deleted from its first day on.",
    .bad = R"(rule temporary "left by crashed jobs" by "ml-platform" where key starts with "tmp" {
  delete after 7 days
}
)",
    .good = R"(rule temporary "left by crashed jobs" by "ml-platform" where key starts with "tmp/" {
  delete after 7 days
}
)",
    .source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-filters.html\n"
              "https://learn.microsoft.com/en-us/azure/storage/blobs/storage-blob-faq",
    .check = check,
};

namespace {

// The last segment reads as the whole name of a folder: letters alone.
bool ends_in_a_name(std::string_view prefix) {
  const std::string_view last = prefix.substr(prefix.rfind('/') == std::string_view::npos ? 0 : prefix.rfind('/') + 1);
  return !last.empty() && std::all_of(last.begin(), last.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

void check(const Context& context, Sink& sink) {
  std::set<std::pair<FileId, std::uint32_t>> done;  // a rule's condition stands over several statements
  for_statements(context.policy, [&](StatementRef ref, const Rule&, const Statement& statement) {
    if (!is_delete(statement.kind) || context.engine.idle(ref)) return;
    const Condition whole = condition(context.policy, ref);
    const Predicate& where = whole;
    for_literals(where, [&](const Predicate& literal, bool negated) {
      if (negated || literal.kind != PredicateKind::starts_with || literal.field != no_id || !ends_in_a_name(literal.texts.front())) return;
      const Span span = literal.origin.span;
      if (!done.emplace(span.file, span.begin).second) return;
      const std::string& prefix = literal.texts.front();
      Diagnostic& found = sink.report(span, "`" + prefix + "` is also the beginning of `" + prefix + "2/` and `" + prefix + "-old/`, and " + said(context.policy, ref) + " deletes those too");
      if (context.text(span).ends_with(prefix + "\"")) {
        const Span end{span.file, span.end - 1, span.end - 1};
        found.fixes.push_back({FixKind::suggestion, "write `" + prefix + "/`", {{end, "/"}}});
      }
    });
  });
}

}  // namespace

}  // namespace shelflife::lint
