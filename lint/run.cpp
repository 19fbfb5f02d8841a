#include "lint/run.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

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
  static const std::vector<const LintRule*> of_items = [] {
    std::vector<const LintRule*> out;
    std::copy_if(all_rules().begin(), all_rules().end(), std::back_inserter(out), [](const LintRule* rule) { return rule->check_item != nullptr; });
    return out;
  }();
  const auto look = [&](const ast::Item& item) {
    for (const LintRule* rule : of_items) {
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
