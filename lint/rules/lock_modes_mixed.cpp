#include "compiler/model/print.hpp"
#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule lock_modes_mixed = {
    .info = {.name = "lock-modes-mixed",
             .id = "SL1204",
             .severity = Severity::warning,
             .title = "a short compliance lock that makes a long governance lock one too",
             .help = "lock both in one mode, or keep their objects apart"},
    .category = Category::immutability,
    .since = "0.1.0",
    .why = "An object has one retention: one date and one mode. Of several locks the latest date and the stricter mode count. So a compliance\n"
           "lock for a month beside a governance lock for five years gives a compliance lock for five years, which nobody can take back, not\n"
           "the root user either.",
    .bad = R"(rule releases "untouchable for a month" by "audit" where stage == production { lock compliance for 30 days }
rule fraud "five years, with a way out" by "fraud-team" where project == fraud { lock governance for 5 years }
)",
    .good = R"(rule releases "untouchable for a month" by "audit" where stage == production { lock governance for 30 days }
rule fraud "five years, with a way out" by "fraud-team" where project == fraud { lock governance for 5 years }
)",
    .source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html#object-lock-retention-modes\ndocs/language.md (of several locks the latest end and the stricter mode count)",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  for_statements(policy, [&](StatementRef ref, const Rule&, const Statement& lock) {
    if (lock.kind != StatementKind::lock || lock.mode != LockMode::governance) return;
    context.engine.meeting(ref, [&](StatementRef other, StoreId store) {
      const Statement& strict = context.statement(other);
      if (strict.kind != StatementKind::lock || strict.mode != LockMode::compliance || strict.duration.days >= lock.duration.days) return false;
      Diagnostic& found = sink.report(lock.origin.span, said(policy, ref) + " meets " + said(policy, other) + ": their objects are locked in compliance mode for " + days_text(lock.duration.days));
      found.related.push_back({strict.origin.span, said(policy, other) + " is here"});
      if (const auto object = context.engine.example(ref, other, store, Clock{}, 0)) found.witness = to_text(policy, *object);
      return true;
    });
  });
}

}  // namespace

}  // namespace shelflife::lint
