#include "lint/run.hpp"

#include <utility>

#include "compiler/model/store_rules.hpp"
#include "grammar/parse.hpp"
#include "lint/catalogue.hpp"
#include "lint/places.hpp"

namespace shelflife::lint {

Diagnostic& Sink::report(const Span& span, std::string message, std::string hint) {
  return diagnostics_.add(rule_.info, span, std::move(message), std::move(hint));
}

namespace {

void check_items(const Context& context, const ast::File& tree, Diagnostics& found) {
  const auto look = [&](const ast::Item& item) {
    for (const LintRule* rule : all_rules()) {
      if (rule->check_item == nullptr) continue;
      Sink sink(*rule, found);
      rule->check_item(context, item, sink);
    }
  };
  for (const ast::Item& item : tree.items) look(item);
  if (tree.unread.empty()) return;
  DeclarationReader reader(context.sources, tree.id);
  for (const ast::Unread& unread : tree.unread) look(reader.read(unread));
}

}  // namespace

void run(const Policy& policy, const Lowered& lowered, const SourceManager& sources, std::span<const ast::File> trees, const Date& today,
         Diagnostics& diagnostics) {
  const FindingsEngine engine(policy, lowered, &sources);
  const std::vector<std::vector<std::uint32_t>> rules = rules_by_store(policy);
  const Context context{policy, lowered, sources, engine, today, rules, productions(policy, rules)};
  Diagnostics found;
  engine.report(found);
  for (const LintRule* rule : all_rules()) {
    if (rule->check == nullptr) continue;
    Sink sink(*rule, found);
    rule->check(context, sink);
  }
  for (const ast::File& tree : trees) check_items(context, tree, found);
  diagnostics.append_beside_errors(std::move(found));
}

}  // namespace shelflife::lint
