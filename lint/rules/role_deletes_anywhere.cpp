#include <algorithm>

#include "lint/facts.hpp"
#include "lint/places.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule role_deletes_anywhere = {
    .info = {.name = "role-deletes-anywhere",
             .id = "SL1702",
             .severity = Severity::warning,
             .title = "a role that may delete every object",
             .help = "add a `where`, or leave the deletes to the pruner"},
    .category = Category::access,
    .since = "0.1.0",
    .why = "A role with a delete right over everything makes each other promise of the policy depend on whoever has the role: keeps bind what\n"
           "Shelflife emits, not a job's own DELETE. Jobs clean their scratch space; they need the right there.",
    .bad = R"(role trainer {
  allow read
  allow write where stage == dev
  allow delete
}
)",
    .good = R"(role trainer {
  allow read
  allow write where stage == dev
  allow delete where stage == dev
}
)",
    .source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html (least privilege)",
    .check = check,
};

namespace {

// Who only prunes, and does not write, is the pruner.
bool prunes(const Role& role) {
  return std::none_of(role.allows.begin(), role.allows.end(), [](const Allow& allow) { return allow.access == Access::write; });
}

void check(const Context& context, Sink& sink) {
  for (const Role& role : context.policy.roles) {
    if (prunes(role)) continue;
    for (const Allow& allow : role.allows)
      if (allow.access == Access::remove && allow.where.kind == PredicateKind::always) sink.report(allow.origin.span, "role `" + role.name + "` writes, and may delete every object");
  }
}

}  // namespace

}  // namespace shelflife::lint
