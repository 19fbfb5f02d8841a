#include <algorithm>

#include "compiler/model/print.hpp"
#include "lint/facts.hpp"
#include "lint/places.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule role_deletes_kept = {
    .info = {.name = "role-deletes-kept",
             .id = "SL1703",
             .severity = Severity::warning,
             .title = "a role that may delete what the policy never deletes",
             .help = "narrow the `where` of the role to what is deleted anyway"},
    .category = Category::access,
    .since = "0.1.0",
    .why = "The policy keeps these objects, or forbids every build to delete them, and in the same file gives somebody the right to do it by\n"
           "hand. The keep then holds against the night's rules only.",
    .bad = R"(rule releases "what serves customers" by "ml-platform" where stage == production { keep forever }
role trainer {
  allow read
  allow delete where stage in (dev, production)
}
)",
    .good = R"(rule releases "what serves customers" by "ml-platform" where stage == production { keep forever }
role trainer {
  allow read
  allow delete where stage == dev
}
)",
    .source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html (least privilege)",
    .check = check,
};

namespace {

struct Kept {
  Predicate where;
  Span place;
  std::string text;
};

std::vector<Kept> never_deleted(const Context& context) {
  std::vector<Kept> out;
  for_statements(context.policy, [&](StatementRef ref, const Rule&, const Statement& s) {
    if (s.kind == StatementKind::keep_forever) out.push_back({condition(context.policy, ref), s.origin.span, said(context.policy, ref)});
  });
  for (const Require& require : context.policy.requires_) {
    for (const Obligation& obligation : require.obligations)
      if (obligation.kind == ObligationKind::never_deleted) out.push_back({require.where, obligation.origin.span, "`never deleted`"});
  }
  return out;
}

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  if (policy.roles.empty()) return;
  const std::vector<Kept> kept = never_deleted(context);
  for (const Role& role : policy.roles) {
    for (const Allow& allow : role.allows) {
      if (allow.access != Access::remove || allow.where.kind == PredicateKind::always) continue;  // `role-deletes-anywhere`
      const auto meets = std::find_if(kept.begin(), kept.end(), [&](const Kept& k) { return k.where.kind != PredicateKind::always && within(k.where, allow.where); });
      if (meets != kept.end()) sink.report(allow.origin.span, "role `" + role.name + "` may delete what " + meets->text + " keeps").related.push_back({meets->place, "kept for ever here"});
    }
  }
}

}  // namespace

}  // namespace shelflife::lint
