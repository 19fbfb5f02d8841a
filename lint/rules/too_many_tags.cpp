#include <algorithm>

#include "compiler/model/capability.hpp"
#include "lint/facts.hpp"
#include "lint/places.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule too_many_tags = {
    .info = {.name = "too-many-tags",
             .id = "SL1402",
             .severity = Severity::warning,
             .title = "more tags than an object can bear",
             .help = "take fields from the key or the registry, or quarantine by `move to`"},
    .category = Category::limits,
    .since = "0.1.0",
    .why = "An object on S3 and a blob on Azure have ten tags. A policy that reads more than ten has objects on which some are missing: what is\n"
           "`required` cannot be there, and a keep on a missing label does not hold. The pruner's own marks are tags too: the date of a\n"
           "quarantine and `sweep marked` need a free place each, and an object that has none is never marked, so never deleted.",
    .bad = R"(store models on s3 "acme-models" {
  region        "eu-central-1"
  versioning    on
  public_access off
}
label t1 from tag
label t2 from tag
label t3 from tag
label t4 from tag
label t5 from tag
label t6 from tag
label t7 from tag
label t8 from tag
label t9 from tag
label t10 from tag
label t11 from tag
rule old "a month" by "ml-platform" where t1 == a { delete after 30 days }
)",
    .good = R"(store models on s3 "acme-models" {
  region        "eu-central-1"
  versioning    on
  public_access off
}
label t1 from tag
label t2 from tag
label t3 from registry
rule old "a month" by "ml-platform" where t1 == a { delete after 30 days }
)",
    .source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html\nhttps://learn.microsoft.com/azure/storage/blobs/storage-manage-find-blobs",
    .check = check,
};

namespace {

constexpr std::size_t most = 10;

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  std::vector<const Field*> tags;
  for (const Field& field : policy.fields)
    if (field.source == FieldSource::tag) tags.push_back(&field);
  if (tags.size() + 2 <= most) return;
  for (StoreId id = 0; id < policy.stores.size(); ++id) {
    const Store& store = policy.stores[id];
    if (capability(store.provider).max_tags_a_rule == 0) continue;  // GCS: metadata has no such bound
    const bool quarantines = store.quarantine == QuarantineBy::tag && any_statement(context, id, [](const Statement& s) { return s.kind == StatementKind::quarantine; });
    const std::size_t marks = (quarantines ? 1U : 0U) + (store.sweep == Sweep::marked ? 1U : 0U);
    if (tags.size() + marks <= most) continue;
    const Field& last = *tags[std::min(most - marks, tags.size() - 1)];
    std::string message = "the policy reads " + std::to_string(tags.size()) + " tags";
    if (marks > 0) message += " and the pruner writes " + std::to_string(marks) + " more";
    sink.report(name_span(context, last.origin.span), message + ": an object in `" + store.name + "` can bear 10").related.push_back({name_span(context, store.origin.span), "on " + std::string(capability(store.provider).display)});
    return;
  }
}

}  // namespace

}  // namespace shelflife::lint
