#include "compiler/model/print.hpp"
#include "lint/facts.hpp"
#include "lint/places.hpp"
#include "lint/standards.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule governance_for_records = {
    .info = {.name = "governance-for-records",
             .id = "SL1203",
             .severity = Severity::warning,
             .title = "a lock that some people can lift, for records that nobody may erase",
             .help = "write `lock compliance`"},
    .category = Category::immutability,
    .since = "0.1.0",
    .why = "A governance lock is lifted by anybody with `s3:BypassGovernanceRetention`, and the console of AWS sends the bypass by itself.\n"
           "SEC Rule 17a-4(f) and FINRA Rule 4511 want records that cannot be rewritten or erased, or a complete audit trail of every change,\n"
           "which a bucket does not keep.",
    .bad = R"shelf(rule orders "SEC Rule 17a-4(b)(4)" by "compliance" where stage == production {
  lock governance for 3 years
}
)shelf",
    .good = R"shelf(rule orders "SEC Rule 17a-4(b)(4)" by "compliance" where stage == production {
  lock compliance for 3 years
}
)shelf",
    .source = "https://www.ecfr.gov/current/title-17/chapter-II/part-240/section-240.17a-4 (paragraph (f)(2))\nhttps://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html#object-lock-retention-modes",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  const auto wants = [](const std::string& reason) {
    const Standard* const standard = standard_named(reason);
    return standard != nullptr && standard->write_once ? standard : nullptr;
  };
  for_statements(policy, [&](StatementRef ref, const Rule& rule, const Statement& lock) {
    if (lock.kind != StatementKind::lock || lock.mode != LockMode::governance) return;
    const Standard* standard = wants(rule.reason);
    Span named = string_span(context, rule.origin.span, rule.reason);
    const Condition whole = condition(policy, ref);
    const Predicate& where = whole;
    for (const Require& require : policy.requires_) {
      if (standard != nullptr) break;
      if (!nested(require.where, where)) continue;
      standard = wants(require.reason);
      named = string_span(context, require.origin.span, require.reason);
    }
    if (standard == nullptr) return;
    const Span mode = find_in(context, lock.origin.span, "governance");
    Diagnostic& found = sink.report(mode, said(policy, ref) + " can be lifted, and " + std::string(standard->name) + " wants what nobody can erase");
    found.related.push_back({named, "named here"});
    if (mode != lock.origin.span) found.fixes.push_back({FixKind::suggestion, "write `compliance`", {{mode, "compliance"}}});
  });
}

}  // namespace

}  // namespace shelflife::lint
