// Stores: their names and their settings, one line each.
#include <algorithm>

#include "compiler/model/print.hpp"
#include "compiler/resolve/resolve_state.hpp"

namespace shelflife::resolving {

namespace {

Provider to_provider(std::string_view name) {
  return name == "azure" ? Provider::azure : name == "gcs" ? Provider::gcs : Provider::s3;
}

std::string text_of(Resolver& r, const ast::Setting& setting) {
  if (!setting.text) return {};
  if (setting.text->value.empty())
    r.report(Code::empty_text, setting.text->origin, say({"`", setting.name, "` of nothing"}));
  return std::string(setting.text->value);
}

// One of two words; the second where it is neither (the parser takes no third).
bool is_word(const ast::Setting& setting, std::string_view word) {
  return setting.word && setting.word->text == word;
}

bool only_on(Resolver& r, const Store& store, const ast::Setting& setting, Provider wanted,
             std::string_view why) {
  if (store.provider == wanted) return true;
  r.report(Code::setting_not_of_provider, setting.origin,
           say({"`", setting.name, "` on ", to_text(store.provider), "; ", why}));
  return false;
}

void apply(Resolver& r, LoadedFile& file, Store& store, const ast::Setting& setting) {
  const std::string_view name = setting.name;
  if (name == "region") {
    store.region = text_of(r, setting);
  } else if (name == "versioning") {
    store.versioning = is_word(setting, "on");
  } else if (name == "recoverable for") {
    if (setting.duration) store.recoverable = to_duration(r, file, *setting.duration);
  } else if (name == "encryption kms") {
    store.encryption = Encryption::kms;
    store.kms_key = text_of(r, setting);
  } else if (name == "encryption managed") {
    store.encryption = Encryption::managed;
  } else if (name == "object_lock") {
    store.object_lock = is_word(setting, "on");
  } else if (name == "access_log to") {
    store.access_log = text_of(r, setting);
  } else if (name == "access_tracking") {
    if (only_on(r, store, setting, Provider::azure, "only Azure records when an object was last read"))
      store.access_tracking = is_word(setting, "on");
  } else if (name == "replicate to") {
    store.replicate_to = text_of(r, setting);
  } else if (name == "public_access") {
    store.public_access = is_word(setting, "on");
  } else if (name == "sweep") {
    store.sweep = is_word(setting, "marked") ? Sweep::marked : Sweep::direct;
  } else if (name == "quarantine by tag") {
    store.quarantine = QuarantineBy::tag;
  } else if (name == "quarantine move to") {
    store.quarantine = QuarantineBy::move;
    store.quarantine_target = text_of(r, setting);
  } else if (name == "orphan after") {
    if (setting.duration) store.orphan_after = to_duration(r, file, *setting.duration);
  } else if (name == "redundancy") {
    if (only_on(r, store, setting, Provider::azure, "S3 and GCS choose it by storage class and location") &&
        setting.word)
      store.redundancy = setting.word->text;
  }
}

void declare(Resolver& r, const ast::Store& tree, NameMap<StoreId>& buckets) {
  const StoreId id = static_cast<StoreId>(r.policy.stores.size());
  const auto [entry, fresh] = r.stores.try_emplace(std::string(tree.name.text), id);
  if (!fresh)
    r.report(Code::duplicate_store, tree.name.origin, say({"two stores are named `", tree.name.text, "`"}))
        .related.push_back({r.policy.stores[entry->second].origin.span, "the first is here"});
  Store store;
  store.name = tree.name.text;
  store.provider = to_provider(tree.provider.text);
  store.bucket = tree.bucket.value;
  store.origin = tree.origin;
  const std::string problem = bucket_problem(store.provider, store.bucket);
  if (!problem.empty())
    r.report(Code::bad_bucket_name, tree.bucket.origin,
             say({"no bucket can be named `", store.bucket, "`: ", problem}), bucket_hint(store.provider));
  const std::string place = say({to_text(store.provider), ":", store.bucket});
  if (store.provider == Provider::azure) {
    const std::size_t slash = std::min(store.bucket.find('/'), store.bucket.size());
    store.account = store.bucket.substr(0, slash);
    store.bucket.erase(0, std::min(slash + 1, store.bucket.size()));
  }
  const auto [other, first] = buckets.try_emplace(place, id);
  if (!first)
    r.report(Code::shared_bucket, tree.bucket.origin,
             say({"another store speaks of `", tree.bucket.value, "` already"}))
        .related.push_back({r.policy.stores[other->second].origin.span,
                            say({"`", r.policy.stores[other->second].name, "` is here"})});
  r.policy.stores.push_back(std::move(store));
}

}  // namespace

void declare_stores(Resolver& r) {
  NameMap<StoreId> buckets;
  for_each_declaration<ast::Store>(r,
                                   [&](LoadedFile&, const ast::Store& tree) { declare(r, tree, buckets); });
}

void resolve_settings(Resolver& r) {
  StoreId id = 0;  // stores were declared in this order
  for_each_declaration<ast::Store>(r, [&](LoadedFile& file, const ast::Store& tree) {
    Store& store = r.policy.stores[id++];
    NameMap<Origin>& places = r.settings.emplace_back();
    for (const ast::Setting& setting : tree.settings) {
      places.try_emplace(std::string(setting.name.substr(0, setting.name.find(' '))), setting.origin);
      apply(r, file, store, setting);
    }
  });
}

}  // namespace shelflife::resolving
