#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include "compiler/model/print.hpp"
#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule repeated_duration = {
    .info = {.name = "repeated-duration",
             .id = "SL1609",
             .severity = Severity::note,
             .title = "one period written again and again",
             .help = "name it once: `let short = 14 days`"},
    .category = Category::style,
    .since = "0.1.0",
    .why = "A period that stands in many places is changed in some of them. A `let` gives it a name that says what it is for, and one place where it\n"
           "is changed.",
    .bad = R"(rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  delete after 45 days
}
rule staging "kept as long" by "ml-platform" where stage == staging {
  keep   for 45 days where project == fraud
  move   to cool after 45 days where project == fraud
  delete after 60 days where project != fraud
}
)",
    .good = R"(let compared = 45 days
rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  delete after compared
}
rule staging "kept as long" by "ml-platform" where stage == staging {
  keep   for compared where project == fraud
  move   to cool after compared where project == fraud
  delete after 60 days where project != fraud
}
)",
    .source = "docs/language.md (let)",
    .on = false,
    .check = check,
};

namespace {

constexpr std::size_t most = 2;

void check(const Context& context, Sink& sink) {
  std::map<std::pair<FileId, std::string>, std::vector<Span>> uses;  // lets are a file's
  for_statements(context.policy, [&](StatementRef, const Rule&, const Statement& statement) {
    if (statement.kind == StatementKind::keep_forever || statement.kind == StatementKind::keep_ranked) return;
    const std::string text = to_text(statement.duration);
    const Span span = find_in(context, statement.origin.span, text);
    if (span != statement.origin.span) uses[{span.file, text}].push_back(span);  // else a let
  });
  for (const auto& [what, spans] : uses) {
    if (spans.size() <= most) continue;
    Diagnostic& found = sink.report(spans[most], "`" + what.second + "` stands here for the third time, of " + std::to_string(spans.size()));
    found.related.push_back({spans.front(), "the first one is here"});
  }
}

}  // namespace

}  // namespace shelflife::lint
