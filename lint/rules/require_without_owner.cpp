#include "lint/facts.hpp"
#include "lint/places.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule require_without_owner = {
    .info = {.name = "require-without-owner",
             .id = "SL1309",
             .severity = Severity::note,
             .title = "a requirement that nobody stands for",
             .help = "say who asks for it: `require \"...\" by \"...\"`"},
    .category = Category::compliance,
    .since = "0.1.0",
    .why = "A requirement outlives those who wrote it. When it stops a build years later, somebody must say whether it may be changed. Without\n"
           "`by` it is never lifted, or by whoever is in a hurry.",
    .bad = R"(require "production is never deleted" where stage == production { never deleted before 1 year }
rule releases "a year" by "ml-platform" where stage == production { keep for 1 year }
)",
    .good = R"(require "production is never deleted" by "model-risk" where stage == production { never deleted before 1 year }
rule releases "a year" by "ml-platform" where stage == production { keep for 1 year }
)",
    .source = "docs/language.md (require)",
    .on = false,
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  for (const Require& require : context.policy.requires_)
    if (require.owner.empty() && !from_pack(context, require.origin.span)) sink.report(string_span(context, require.origin.span, require.reason), "no owner stands for this requirement");
}

}  // namespace

}  // namespace shelflife::lint
