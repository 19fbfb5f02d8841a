#include <algorithm>

#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check_item(const Context& context, const ast::Item& item, Sink& sink);

}  // namespace

extern const LintRule leading_slash = {
    .info = {.name = "leading-slash",
             .id = "SL1008",
             .severity = Severity::warning,
             .title = "a prefix that begins with a slash",
             .help = "leave the first `/` out"},
    .category = Category::structure,
    .since = "0.1.0",
    .why = "Keys begin with a name: the object of `s3://acme/logs/x` has the key `logs/x`. A prefix with a slash in front of it is taken literally by\n"
           "every cloud and is true of no such object. A delete like that frees nothing; a keep or a hold like that keeps nothing.",
    .bad = R"(rule logs "a month to look at" by "ml-platform" where key starts with "/logs/" {
  delete after 30 days
}
)",
    .good = R"(rule logs "a month to look at" by "ml-platform" where key starts with "logs/" {
  delete after 30 days
}
)",
    .source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html\n"
              "https://github.com/raster-foundry/raster-foundry/issues/1491",
    .check_item = check_item,
};

namespace {

void look(const ast::Predicate& predicate, Sink& sink) {
  if (predicate.kind == ast::PredicateKind::starts_with && predicate.subject.text == "key" && predicate.pattern && predicate.pattern->value.starts_with("/")) {
    const Span text = predicate.pattern->origin.span;
    Diagnostic& found = sink.report(text, "no key begins with `/`: the object of `BUCKET/x` has the key `x`");
    if (predicate.pattern->value.size() > 1) found.fixes.push_back({FixKind::suggestion, "leave the first `/` out", {{{text.file, text.begin + 1, text.begin + 2}, ""}}});
  }
}

void check_item(const Context& context, const ast::Item& item, Sink& sink) {
  const Policy& policy = context.policy;
  // Some tools do write such keys, and a layout says so.
  if (std::any_of(policy.layouts.begin(), policy.layouts.end(), [](const Layout& layout) { return layout.pattern.starts_with("/"); })) return;
  for_parts(item, [&](const ast::Predicate& predicate) {
    look(predicate, sink);
    return false;
  });
}

}  // namespace

}  // namespace shelflife::lint
