#include <cstddef>
#include <string>
#include <string_view>

#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule statement_order = {
    .info = {.name = "statement-order",
             .id = "SL1610",
             .severity = Severity::note,
             .title = "statements out of the usual order",
             .help = "write keeps first, then moves and locks, then deletes"},
    .category = Category::style,
    .since = "0.1.0",
    .why = "The order of statements means nothing, since a keep always beats a delete. Written in the order in which they win they are also read in it:\n"
           "what stays, what becomes colder, what goes.",
    .bad = R"(rule staging "two months to decide" by "ml-platform" where stage == staging {
  delete after 60 days
  keep   latest 10 versions per model
}
)",
    .good = R"(rule staging "two months to decide" by "ml-platform" where stage == staging {
  keep   latest 10 versions per model
  delete after 60 days
}
)",
    .source = "docs/language.md (keeps beat deletes)",
    .on = false,
    .check = check,
};

namespace {

int place_of(StatementKind kind) {
  if (is_keep(kind)) return 0;
  if (is_move(kind)) return 1;
  if (kind == StatementKind::lock) return 2;
  return kind == StatementKind::abort_uploads ? 4 : 3;
}
constexpr std::string_view words[] = {"a keep", "a move", "a lock", "a delete", "an abort"};

void check(const Context& context, Sink& sink) {
  for (const Rule& rule : context.policy.rules) {
    for (std::size_t i = 1; i < rule.statements.size(); ++i) {
      const Statement& before = rule.statements[i - 1];
      const Statement& own = rule.statements[i];
      const int place = place_of(own.kind), other = place_of(before.kind);
      // Moves and locks may stand either way.
      if (place >= other || (place == 1 && other == 2)) continue;
      sink.report(own.origin.span, std::string(words[place]) + " stands behind " + std::string(words[other]))
          .related.push_back({before.origin.span, std::string(words[other]) + " is here"});
      break;  // once a rule
    }
  }
}

}  // namespace

}  // namespace shelflife::lint
