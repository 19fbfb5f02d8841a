#include "lint/run.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "grammar/parse.hpp"
#include "lint/catalogue.hpp"

namespace shelflife::lint {

Diagnostic& Sink::report(const Span& span, std::string message, std::string hint) {
  return diagnostics_.add(rule_.info, span, std::move(message), std::move(hint));
}

namespace {

// Declarations are read again, one by one: the policy keeps their meaning, not their form.
void check_items(const Context& context, FileId file, Diagnostics& found) {
  const auto look = [&](const ast::Item& item) {
    for (const LintRule* rule : all_rules()) {
      if (rule->check_item == nullptr) continue;
      Sink sink(*rule, found);
      rule->check_item(context, item, sink);
    }
  };
  Diagnostics ignored;
  const ast::File parsed = parse_declarations(context.sources, file, ignored);
  for (const ast::Item& item : parsed.items) look(item);
  if (parsed.unread.empty()) return;
  DeclarationReader reader(context.sources, file);
  for (const ast::Unread& unread : parsed.unread) look(reader.read(unread));
}

}  // namespace

void run(const Policy& policy, const Lowered& lowered, const SourceManager& sources, FileId first, FileId last, const Date& today,
         Diagnostics& diagnostics) {
  const FindingsEngine engine(policy, lowered, &sources);
  engine.report(diagnostics);
  const Context context{policy, lowered, sources, engine, today};
  Diagnostics found;
  for (const LintRule* rule : all_rules()) {
    if (rule->check == nullptr) continue;
    Sink sink(*rule, found);
    rule->check(context, sink);
  }
  const bool items = std::any_of(all_rules().begin(), all_rules().end(), [](const LintRule* rule) { return rule->check_item != nullptr; });
  for (FileId file = first; items && file < last; ++file) {
    if (!sources.source(file).path.starts_with("pack:")) check_items(context, file, found);
  }
  std::set<std::pair<FileId, std::uint32_t>> errors;
  for (const Diagnostic& d : diagnostics.all()) {
    if (d.severity == Severity::error) errors.emplace(d.span.file, d.span.begin);
  }
  for (Diagnostic& d : found.all()) {
    if (!errors.contains({d.span.file, d.span.begin})) diagnostics.add(std::move(d));
  }
}

}  // namespace shelflife::lint
