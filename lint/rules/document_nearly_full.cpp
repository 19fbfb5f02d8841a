#include "compiler/model/capability.hpp"
#include "compiler/model/print.hpp"
#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule document_nearly_full = {
    .info = {.name = "document-nearly-full",
             .id = "SL1401",
             .severity = Severity::note,
             .title = "a lifecycle document that is nearly full",
             .help = "merge rules, put values into the key instead of tags, or divide the store"},
    .category = Category::limits,
    .since = "0.1.0",
    .why = "A document has 1000 rules on S3, 100 for a whole account on Azure and 100 on GCS, and no support request raises that. A policy that\n"
           "needs more is refused as a whole: the team that adds the last rule stops the build of all others. Two lists of values in one\n"
           "condition multiply: nine regions and ten kinds are 90 rules where a rule takes one value of each.",
    .bad = R"(label area in a1, a2, a3, a4, a5, a6, a7, a8, a9 from tag
label kind in k1, k2, k3, k4, k5, k6, k7, k8, k9, k10 from tag
store runs on azure "acmeruns/runs" {
  region        "westeurope"
  versioning    off
  public_access off
}
rule old "a month" by "ml-platform" where area in (a1, a2, a3, a4, a5, a6, a7, a8, a9) and kind in (k1, k2, k3, k4, k5, k6, k7, k8, k9, k10) { delete after 30 days }
)",
    .good = R"(label area in a1, a2, a3, a4, a5, a6, a7, a8, a9 from tag
label kind in k1, k2, k3, k4, k5, k6, k7, k8, k9, k10 from tag
store runs on azure "acmeruns/runs" {
  region        "westeurope"
  versioning    off
  public_access off
}
rule old "a month" by "ml-platform" where area in (a1, a2, a3, a4, a5, a6, a7, a8, a9) { delete after 30 days }
)",
    .source = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html\nhttps://learn.microsoft.com/azure/storage/blobs/lifecycle-management-policy-structure",
    .check = check,
};

namespace {

constexpr std::uint32_t nearly = 80;  // percent

// The statement that takes the most rules of the document, and how many.
std::pair<StatementRef, std::size_t> largest(const Context& context, const NativeDocument& document) {
  std::pair<StatementRef, std::size_t> most;
  for (const StoreId store : document.stores) {
    for (const Placement& placement : context.lowered.placements_of(store))
      if (placement.native_rules.size() > most.second) most = {placement.statement, placement.native_rules.size()};
  }
  return most;
}

void check(const Context& context, Sink& sink) {
  for (const NativeDocument& document : context.lowered.documents) {
    const Capability& can = capability(document.provider);
    const std::size_t rules = document.rules.size();
    if (rules > can.max_rules || rules * 100 < std::size_t{can.max_rules} * nearly) continue;  // too many are refused
    const Store& store = context.policy.stores[document.stores.front()];
    Diagnostic& found = sink.report(name_span(context, store.origin.span), "the document of `" + document.name + "` has " + std::to_string(rules) + " of the " + std::to_string(can.max_rules) + " rules that " + std::string(can.display) + " takes");
    if (const auto [by, count] = largest(context, document); count > 0)
      found.related.push_back({context.statement(by).origin.span, said(context.policy, by) + " takes " + std::to_string(count) + " of them"});
  }
}

}  // namespace

}  // namespace shelflife::lint
