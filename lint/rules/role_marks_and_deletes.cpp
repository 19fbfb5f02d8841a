#include <algorithm>

#include "lint/facts.hpp"
#include "lint/places.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule role_marks_and_deletes = {
    .info = {.name = "role-marks-and-deletes",
             .id = "SL1704",
             .severity = Severity::warning,
             .title = "a role that may both mark and delete where marks stand in for deletes",
             .help = "give the pruner `tag` alone; the bucket's rule deletes what is marked"},
    .category = Category::access,
    .since = "0.1.0",
    .why = "`sweep marked` is there so that the pruner has no delete right: it tags, and one rule of the bucket deletes what bears the tag, days\n"
           "later and with its versions behind it. A role with both rights can delete at once what it was meant to mark, revisions included, and\n"
           "nothing is won by the detour.",
    .bad = R"(store runs on s3 "acme-runs" {
  region        "eu-central-1"
  versioning    on
  recoverable   for 14 days
  sweep         marked
  public_access off
}
role pruner {
  allow tag
  allow delete
}
)",
    .good = R"(store runs on s3 "acme-runs" {
  region        "eu-central-1"
  versioning    on
  recoverable   for 14 days
  sweep         marked
  public_access off
}
role pruner {
  allow tag
}
)",
    .source = "docs/language.md (sweep)",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  const auto marked = std::find_if(policy.stores.begin(), policy.stores.end(), [](const Store& store) { return store.sweep == Sweep::marked; });
  if (marked == policy.stores.end()) return;
  for (const Role& role : policy.roles) {
    const auto right = [&](Access access) { return std::find_if(role.allows.begin(), role.allows.end(), [&](const Allow& allow) { return allow.access == access; }); };
    const auto tag = right(Access::tag), removal = right(Access::remove);
    if (tag == role.allows.end() || removal == role.allows.end()) continue;
    sink.report(removal->origin.span, "role `" + role.name + "` may delete as well as mark, and `" + marked->name + "` has `sweep marked`")
        .related.push_back({setting_span(context, *marked, "sweep"), "marks stand in for deletes here"});
  }
}

}  // namespace

}  // namespace shelflife::lint
