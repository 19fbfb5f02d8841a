#include <cstddef>
#include <optional>
#include <string_view>

#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule mixed_size_units = {
    .info = {.name = "mixed-size-units",
             .id = "SL1608",
             .severity = Severity::note,
             .title = "sizes in units of 1000 and of 1024 in one policy",
             .help = "use one of the two throughout"},
    .category = Category::style,
    .since = "0.1.0",
    .why = "A KiB has 1024 bytes and a KB has 1000, a TiB is a tenth more than a TB. Beside each other they are read as the same: an object of 1,000,500,000\n"
           "bytes is more than `1 GB` and less than `1 GiB`, and falls between two rules that were meant to meet.",
    .bad = R"(rule large "large files are expensive" by "finops" where stage == dev {
  delete after 10 days where size >= 1 GiB
  delete after 30 days where size < 1 GB
}
)",
    .good = R"(rule large "large files are expensive" by "finops" where stage == dev {
  delete after 10 days where size >= 1 GiB
  delete after 30 days where size < 1 GiB
}
)",
    .source = "IEC 80000-13 (binary prefixes)\n"
              "docs/language.md (sizes)",
    .check = check,
};

namespace {

enum class UnitKind : std::uint8_t { none, decimal, binary };

UnitKind unit_of(std::string_view text) {
  if (text.ends_with("iB")) return UnitKind::binary;
  return text.ends_with("KB") || text.ends_with("MB") || text.ends_with("GB") || text.ends_with("TB") ? UnitKind::decimal : UnitKind::none;
}

void check(const Context& context, Sink& sink) {
  std::optional<Span> first[3];
  bool told = false;
  const auto look = [&](const Predicate& where) {
    for_literals(where, [&](const Predicate& literal, bool) {
      if (literal.kind != PredicateKind::size) return;
      const Span span = literal.origin.span;
      const UnitKind unit = unit_of(context.text(span));  // of a let: none
      if (unit == UnitKind::none || told) return;
      const std::optional<Span>& other = first[unit == UnitKind::binary ? 1 : 2];
      if (!other) {
        if (!first[static_cast<std::size_t>(unit)]) first[static_cast<std::size_t>(unit)] = span;
        return;
      }
      told = true;
      Diagnostic& found = sink.report(span, "`" + std::string(context.text(span)) + "` counts in " + (unit == UnitKind::binary ? "1024" : "1000") + ", other sizes of this policy in " + (unit == UnitKind::binary ? "1000" : "1024"));
      found.related.push_back({*other, "`" + std::string(context.text(*other)) + "` is here"});
    });
  };
  for (const Rule& rule : context.policy.rules) {
    look(rule.where);
    for (const Statement& statement : rule.statements) look(statement.where);
  }
}

}  // namespace

}  // namespace shelflife::lint
