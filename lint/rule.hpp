// What a lint rule is. Each is one file, lint/rules/<name>.cpp, that opens with its manual and is listed in lint/rules.def:
// `shelflife explain`, the pages in docs/rules, SARIF and the linter all read this one constant.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/findings/engine.hpp"
#include "compiler/lowering/lowering.hpp"
#include "compiler/model/policy.hpp"
#include "grammar/ast.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife::lint {

// The families; a code says which: SL10 structure, SL11 keeping, SL12 immutability, SL13 compliance, SL14 limits, SL15 cost,
// SL16 style, SL17 access. The findings of the engine (SL05) belong to structure.
enum class Category : std::uint8_t { structure, keeping, immutability, compliance, limits, cost, style, access };
inline constexpr Category all_categories[] = {Category::structure, Category::keeping, Category::immutability, Category::compliance,
                                             Category::limits,    Category::cost,    Category::style,        Category::access};
std::string_view to_word(Category category);  // "structure"

// What the rules look at. Everything outlives the run.
struct Context {
  const Policy& policy;
  const Lowered& lowered;       // empty when the policy has no store
  const SourceManager& sources;
  const FindingsEngine& engine; // which statements speak of the same objects
  Date today;                   // rules know no other clock
  // By store, found once for all rules of the linter: the policy's rules that speak of it, ascending, and the first rule or
  // requirement that speaks of production there (nullptr: none does).
  std::vector<std::vector<std::uint32_t>> rules_of_store;
  std::vector<const Origin*> production;

  std::string_view text(const Span& span) const { return sources.text(span); }
  const Rule& rule(StatementRef ref) const { return policy.rules[ref.rule]; }
  const Statement& statement(StatementRef ref) const { return policy.rules[ref.rule].statements[ref.statement]; }
};

struct LintRule;
// Where a rule puts what it finds.
class Sink {
 public:
  Sink(const LintRule& rule, Diagnostics& diagnostics) : rule_(rule), diagnostics_(diagnostics) {}
  // Lower case, no full stop, code in backticks. The hint is the rule's `help` when it is left out. The result is good until
  // the next report: related places and fixes are added to it.
  Diagnostic& report(const Span& span, std::string message, std::string hint = {});

 private:
  const LintRule& rule_;
  Diagnostics& diagnostics_;
};

struct LintRule {
  // id, name (kebab-case, as the file with `-`), default severity, title (what is wrong in general), help (one line: how to mend
  // it). `example` stays empty: `good` is the example.
  DiagnosticInfo info;
  Category category = Category::structure;
  std::string_view since;    // the version that has it first
  std::string_view why;      // what happens otherwise; paragraphs with an empty line between them
  // Policies that show the fault, and the same without it. Where no `store` is declared in it, the index page's head
  // (layout, labels and a store) stands before it. Both are run by a test.
  std::string_view bad, good;
  std::string_view source;   // where the fact is documented; one a line
  bool on = true;            // false: only where it is selected
  // One of these. `check` sees the resolved policy once; `check_item` every declaration as it is written, in each file. A rule
  // without either is found by the engine (compiler/findings) and has its code in the table.
  void (*check)(const Context& context, Sink& sink) = nullptr;
  void (*check_item)(const Context& context, const ast::Item& item, Sink& sink) = nullptr;
};

}  // namespace shelflife::lint
