#include "fixture.hpp"

namespace shelflife::test {
namespace {

using Kind = ActionKind;

NativeRule rule(const std::string& id, StoreId store, std::vector<std::string> prefixes,
                std::vector<NativeAction> actions) {
  NativeRule made;
  made.id = id;
  made.store = store;
  made.filter.prefixes = std::move(prefixes);
  made.actions = std::move(actions);
  made.reason = "prefix under which the condition is true";
  return made;
}

void declare_all(Store& store) {
  store.region = "us-east-1";
  store.versioning = true;
  store.recoverable = Duration{14, 14, Unit::days};
  store.encryption = Encryption::kms;
  store.kms_key = "alias/acme-ml";
  store.access_log = "acme-audit-logs";
  store.replicate_to = "acme-ml-artifacts-dr";
  store.public_access = false;
}

}  // namespace

Fixture s3_case() {
  Fixture made;
  made.name = "s3";
  const StoreId store = add_store(made, "artifacts", Provider::s3, "acme-ml-artifacts");
  declare_all(made.policy.stores[store]);
  made.policy.stores[store].object_lock = true;
  made.policy.stores[store].encryption = Encryption::managed;
  const StatementRef remove = add_statement(made, "experiments", StatementKind::remove, 90);
  const StatementRef move = add_statement(made, "production", StatementKind::move, 30);
  const StatementRef uploads = add_statement(made, "uploads", StatementKind::abort_uploads, 7);
  const StatementRef lock = add_statement(made, "everything", StatementKind::lock, 365);
  NativeDocument& document = add_document(made, store);
  document.rules.push_back(rule("experiments", store, {"ml/dev/"},
                                {transition("STANDARD_IA", 30, {move}), transition("GLACIER", 60, {move}),
                                 action(Kind::expire, 90, {remove})}));
  NativeAction noncurrent = action(Kind::expire_noncurrent, 14, {remove});
  noncurrent.newer_noncurrent = 3;
  NativeAction cold = action(Kind::transition_noncurrent, 7, {move});
  cold.storage_class = "GLACIER_IR";
  document.rules.push_back(rule("experiments-noncurrent", store, {"ml/dev/"}, {cold, noncurrent}));
  NativeRule tagged = rule("tagged", store, {}, {action(Kind::expire, 5, {remove})});
  tagged.filter.tags = {{"status", "failed"}};
  document.rules.push_back(tagged);
  tagged.id = "tags";
  tagged.filter.tags = {{"owner", "vision"}, {"status", "failed"}};
  document.rules.push_back(tagged);
  NativeRule sized = rule("large", store, {}, {transition("DEEP_ARCHIVE", 1, {move})});
  sized.filter.size_min = 131072;
  document.rules.push_back(sized);
  sized.id = "both-sizes";
  sized.filter.prefixes = {"ml/prod/"};
  sized.filter.size_max = 1073741824;
  sized.filter.tags = {{"keep", ""}};
  document.rules.push_back(sized);
  document.rules.push_back(rule("expired-markers", store, {}, {action(Kind::expired_markers, 0, {})}));
  document.rules.push_back(rule("uploads", store, {}, {action(Kind::abort_uploads, 7, {uploads})}));
  made.lowered.default_locks.push_back({store, lock, LockMode::compliance, {365, 365, Unit::days}});
  return made;
}

Fixture s3_marked_case() {
  Fixture made;
  made.name = "s3_marked";
  const StoreId store = add_store(made, "models", Provider::s3, "acme-models");
  declare_all(made.policy.stores[store]);
  made.policy.stores[store].region = "cn-north-1";
  made.policy.stores[store].object_lock = true;
  made.policy.stores[store].sweep = Sweep::marked;
  made.policy.stores[store].public_access = true;
  const StoreId copy = add_store(made, "models_copy", Provider::s3, "acme-ml-artifacts-dr");
  made.policy.stores[copy].region = "eu-west-1";
  made.policy.stores[copy].versioning = false;
  made.policy.stores[store].replicate_store = copy;
  const StatementRef remove = add_statement(made, "experiments", StatementKind::remove, 90);
  NativeDocument& document = add_document(made, store);
  NativeRule sweep = rule("sweep-marked", store, {}, {action(Kind::expire, 1, {remove})});
  sweep.filter.tags = {{"shelflife-sweep", "now"}};
  document.rules.push_back(sweep);
  add_document(made, copy);
  return made;
}

Fixture azure_case() {
  Fixture made;
  made.name = "azure";
  const StoreId blobs = add_store(made, "blobs", Provider::azure, "artifacts", "acmeml");
  declare_all(made.policy.stores[blobs]);
  made.policy.stores[blobs].kms_key = "https://acme.vault.azure.net/keys/ml/0123456789abcdef";
  made.policy.stores[blobs].replicate_to = "acmemldr/artifacts";
  made.policy.stores[blobs].access_log =
      "/subscriptions/0/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/audit";
  const StoreId scratch = add_store(made, "scratch", Provider::azure, "scratch", "acmeml");
  made.policy.stores[scratch].access_tracking = true;
  const StoreId vault = add_store(made, "vault", Provider::azure, "vault", "acmeml");
  made.policy.stores[vault].object_lock = true;
  const StatementRef remove = add_statement(made, "experiments", StatementKind::remove, 90);
  const StatementRef move = add_statement(made, "production", StatementKind::move, 30);
  const StatementRef lock = add_statement(made, "everything", StatementKind::lock, 365);
  NativeDocument& document = add_document(made, blobs);
  document.stores = {blobs, scratch, vault};
  NativeAction versions = action(Kind::expire_noncurrent, 104, {remove});
  versions.clock = NativeClock::created;
  document.rules.push_back(
      rule("experiments", blobs, {"ml/dev/", "ml/test/"},
           {transition("Cool", 30, {move}), transition("Cold", 45, {move}), transition("Archive", 60, {move}),
            action(Kind::expire, 90, {remove}), versions, action(Kind::expire_snapshots, 104, {remove})}));
  NativeAction accessed = action(Kind::expire, 180, {remove});
  accessed.clock = NativeClock::accessed;
  document.rules.push_back(rule("unread", scratch, {}, {accessed}));
  NativeRule tagged = rule("failed", scratch, {}, {action(Kind::expire, 3, {remove})});
  tagged.filter.tags = {{"status", "failed"}};
  document.rules.push_back(tagged);
  NativeAction old = action(Kind::transition_noncurrent, 30, {move});
  old.clock = NativeClock::created;
  old.storage_class = "Archive";
  document.rules.push_back(rule("oldversions", blobs, {}, {old}));
  made.lowered.default_locks.push_back({vault, lock, LockMode::compliance, {365, 365, Unit::days}});
  return made;
}

Fixture gcs_case() {
  Fixture made;
  made.name = "gcs";
  const StoreId store = add_store(made, "bucket", Provider::gcs, "acme-gcs");
  declare_all(made.policy.stores[store]);
  made.policy.stores[store].kms_key = "projects/p/locations/eu/keyRings/r/cryptoKeys/k";
  made.policy.stores[store].object_lock = true;
  made.policy.stores[store].region = "EU";
  const StoreId plain = add_store(made, "scratch", Provider::gcs, "acme-scratch");
  made.policy.stores[plain].recoverable = Duration{3, 3, Unit::days};
  made.policy.stores[plain].encryption = Encryption::managed;
  made.policy.stores[plain].versioning = false;
  const StatementRef remove = add_statement(made, "experiments", StatementKind::remove, 90);
  const StatementRef move = add_statement(made, "production", StatementKind::move, 30);
  const StatementRef lock = add_statement(made, "everything", StatementKind::lock, 365);
  NativeDocument& document = add_document(made, store);
  document.rules.push_back(
      rule("experiments", store, {"ml/dev/", "ml/test/"}, {action(Kind::expire, 90, {remove})}));
  NativeAction noncurrent = action(Kind::expire_noncurrent, 14, {remove});
  noncurrent.newer_noncurrent = 3;
  document.rules.push_back(rule("experiments_noncurrent", store, {"ml/dev/"}, {noncurrent}));
  document.rules.push_back(rule("cold", store, {}, {transition("COLDLINE", 30, {move})}));
  NativeRule suffix = rule("tmp", store, {}, {action(Kind::expire, 1, {remove})});
  suffix.filter.suffixes = {".tmp"};
  document.rules.push_back(suffix);
  NativeRule sized = rule("large", store, {}, {transition("NEARLINE", 7, {move})});
  sized.filter.size_min = 1048576;
  sized.filter.size_max = 1073741824;
  document.rules.push_back(sized);
  document.rules.push_back(rule("uploads", store, {"ml/"}, {action(Kind::abort_uploads, 7, {remove})}));
  made.lowered.default_locks.push_back({store, lock, LockMode::compliance, {365, 365, Unit::days}});
  NativeDocument& other = add_document(made, plain);
  other.rules.push_back(rule("scratch", plain, {}, {action(Kind::expire, 30, {remove})}));
  return made;
}

Fixture removal_case() {
  Fixture made;
  made.name = "removal";
  add_statement(made, "experiments", StatementKind::remove, 90);
  add_document(made, add_store(made, "a", Provider::s3, "acme-a"));
  add_document(made, add_store(made, "b", Provider::azure, "container", "acmeb"));
  add_document(made, add_store(made, "c", Provider::gcs, "acme-c"));
  add_document(made,
               add_store(made, "d", Provider::azure, "container", "a"));  // an account with a store's name
  return made;
}

Fixture hostile_case() {
  Fixture made;
  made.name = "hostile";
  const StatementRef remove = add_statement(made, "experiments", StatementKind::remove, 90);
  made.policy.rules[0].reason = hostile_text;
  made.policy.rules[0].owner = hostile_text;
  for (Provider provider : {Provider::s3, Provider::azure, Provider::gcs}) {
    const StoreId store = add_store(made, "store" + std::to_string(made.policy.stores.size()), provider,
                                    hostile_text, provider == Provider::azure ? hostile_text : "");
    declare_all(made.policy.stores[store]);
    Store& hostile = made.policy.stores[store];
    hostile.region = hostile.kms_key = hostile_text;
    if (provider == Provider::azure)
      hostile.kms_key = "https://" + hostile_text + "/keys/" + hostile_text + "/" + hostile_text;
    hostile.access_log = hostile_text;
    hostile.replicate_to = hostile_text;
    hostile.object_lock = true;
    hostile.sweep = provider == Provider::s3 ? Sweep::marked : Sweep::direct;
    NativeDocument& document = add_document(made, store);
    NativeRule native = rule(provider == Provider::azure ? "hostile" : hostile_text, store, {hostile_text},
                             {action(Kind::expire, 9, {remove})});
    if (provider != Provider::gcs) native.filter.tags = {{hostile_text, hostile_text}};
    native.reason = hostile_text;
    document.rules.push_back(native);
    made.lowered.default_locks.push_back({store, remove, LockMode::compliance, {9, 9, Unit::days}});
  }
  return made;
}

}  // namespace shelflife::test
