#include "lint/facts.hpp"
#include "lint/places.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule production_in_one_place = {
    .info = {.name = "production-in-one-place",
             .id = "SL1707",
             .severity = Severity::note,
             .title = "production objects in one region only",
             .help = "add `replicate to \"...\"`; on Azure `redundancy grs` or `gzrs`"},
    .category = Category::access,
    .since = "0.1.0",
    .why = "A store of production models in one region is gone with the region, or with the account when the second bucket is in another one.\n"
           "Versions and locks do not help against either.",
    .bad = R"(store models on s3 "acme-models" {
  region        "eu-central-1"
  versioning    on
  object_lock   on
  public_access off
}
label stage in staging, production required from tag
rule releases "what serves customers" by "ml-platform" where stage == production { keep forever }
)",
    .good = R"(store models on s3 "acme-models" {
  region        "eu-central-1"
  versioning    on
  object_lock   on
  replicate     to "acme-models-dr"
  public_access off
}
label stage in staging, production required from tag
rule releases "what serves customers" by "ml-platform" where stage == production { keep forever }
)",
    .source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html\nhttps://learn.microsoft.com/azure/storage/common/storage-redundancy",
    .check = check,
};

namespace {

// A multi-region or pair of regions of GCS has no dash in its name: EU, US, EUR4.
bool in_several_regions(const Store& store) {
  if (store.replicate_to || store.redundancy == "grs" || store.redundancy == "gzrs") return true;
  return store.provider == Provider::gcs && !store.region.empty() && store.region.find('-') == std::string::npos;
}

void check(const Context& context, Sink& sink) {
  std::vector<bool> holds_copies(context.policy.stores.size());
  for (const Store& store : context.policy.stores)
    if (store.replicate_store != no_id) holds_copies[store.replicate_store] = true;
  for (StoreId id = 0; id < context.policy.stores.size(); ++id) {
    const Store& store = context.policy.stores[id];
    const Origin* const production = in_several_regions(store) || holds_copies[id] ? nullptr : context.production[id];
    if (production == nullptr) continue;
    sink.report(name_span(context, store.origin.span), "`" + store.name + "` holds production, and has no copy anywhere else").related.push_back({name_span(context, production->span), "speaks of production"});
  }
}

}  // namespace

}  // namespace shelflife::lint
