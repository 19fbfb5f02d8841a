// Settings that contradict each other or the provider, and what the stores of one Azure account share.
#include <algorithm>
#include <functional>

#include "compiler/model/print.hpp"
#include "compiler/resolve/resolve_state.hpp"

namespace shelflife::resolving {

namespace {

std::string_view on_off(const std::optional<bool>& value) { return !value ? "" : *value ? "on" : "off"; }

StoreId id_of(const Resolver& r, const Store& store) {
  return static_cast<StoreId>(&store - r.policy.stores.data());
}

// The line of a setting; the store where it was not said.
Origin line_of(const Resolver& r, const Store& store, std::string_view setting) {
  const NameMap<Origin>& lines = r.settings[id_of(r, store)];
  const auto found = lines.find(setting);
  return found == lines.end() ? store.origin : found->second;
}

// A setting that Azure keeps once per account: how a store says it ("" where it does not), and how to take it
// over.
struct Shared {
  std::string_view name;
  std::function<std::string(const Store&)> said;
  std::function<void(Store&, const Store&)> copy;
};

const std::vector<Shared>& shared_settings() {
  static const std::vector<Shared> settings = {
      {"region", [](const Store& s) { return s.region; },
       [](Store& to, const Store& from) { to.region = from.region; }},
      {"versioning",
       // Object lock needs versions, so it says `versioning on`.
       [](const Store& s) {
         return std::string(s.object_lock && !s.versioning ? "on" : on_off(s.versioning));
       },
       [](Store& to, const Store& from) { to.versioning = from.versioned(); }},
      {"access_tracking", [](const Store& s) { return std::string(on_off(s.access_tracking)); },
       [](Store& to, const Store& from) { to.access_tracking = from.access_tracking; }},
      {"redundancy", [](const Store& s) { return s.redundancy; },
       [](Store& to, const Store& from) { to.redundancy = from.redundancy; }},
      {"encryption",
       [](const Store& s) {
         if (s.encryption == Encryption::unsaid) return std::string{};
         return s.encryption == Encryption::managed ? std::string("managed")
                                                    : say({"kms ", quote(s.kms_key)});
       },
       [](Store& to, const Store& from) {
         to.encryption = from.encryption;
         to.kms_key = from.kms_key;
       }},
      {"recoverable",
       [](const Store& s) {
         return s.recoverable ? say({"for ", to_text(*s.recoverable)}) : std::string{};
       },
       [](Store& to, const Store& from) { to.recoverable = from.recoverable; }},
      {"public_access", [](const Store& s) { return std::string(on_off(s.public_access)); },
       [](Store& to, const Store& from) { to.public_access = from.public_access; }},
  };
  return settings;
}

void share(Resolver& r, const std::vector<StoreId>& stores, const Shared& setting) {
  const Store* first = nullptr;
  std::string said;
  // Versions may be said by object lock.
  const auto line = [&](const Store& store) {
    const bool by_lock = setting.name == "versioning" && !store.versioning;
    return line_of(r, store, by_lock ? "object_lock" : setting.name);
  };
  for (const StoreId id : stores) {
    const Store& store = r.policy.stores[id];
    const std::string here = setting.said(store);
    if (here.empty()) continue;
    if (first == nullptr) {
      first = &store;
      said = here;
    } else if (here != said && !(setting.name == "recoverable" && store.recoverable == first->recoverable)) {
      r.report(Code::account_settings_differ, line(store),
               say({"`", setting.name, " ", here, "` here and `", setting.name, " ", said, "` in store `",
                    first->name, "`, in one account `", store.account, "`"}))
          .related.push_back({line(*first).span, say({"store `", first->name, "` says it here"})});
    }
  }
  if (first == nullptr) return;
  for (const StoreId id : stores)
    if (setting.said(r.policy.stores[id]).empty()) setting.copy(r.policy.stores[id], *first);
}

void check_versions(Resolver& r, const Store& store) {
  if (store.object_lock && store.versioning == false)
    r.report(Code::lock_without_versions, line_of(r, store, "versioning"),
             say({"store `", store.name, "` has `object_lock on` with `versioning off`"}));
  if (store.object_lock && store.provider == Provider::azure && store.access_tracking == true)
    r.report(Code::setting_not_of_provider, line_of(r, store, "access_tracking"),
             say({"store `", store.name,
                  "` has `object_lock on` with `access_tracking on`; Azure allows only one of them"}),
             "leave one of the two out");
  if (store.recoverable && store.provider == Provider::s3 && !store.versioned())
    r.report(Code::recoverable_without_versions, line_of(r, store, "recoverable"),
             say({"store `", store.name, "` is `recoverable for ", to_text(*store.recoverable),
                  "` without versions: S3 then deletes for good at once"}));
}

void check_sweep(Resolver& r, const Store& store) {
  if (store.sweep != Sweep::marked) return;
  std::string reason;
  if (store.provider == Provider::gcs)
    reason = "rules of GCS see no metadata, so nothing would act on a mark";
  if (store.provider == Provider::azure && store.versioned())
    reason = "rules of Azure see no tags of versions, so what is marked would never be deleted";
  if (reason.empty() && store.recoverable_days() < 2)
    reason = say({"`recoverable for` is ", to_text(*store.recoverable),
                  ", and a mark set in error needs 2 days at least"});
  if (!reason.empty())
    r.report(Code::sweep_refused, line_of(r, store, "sweep"),
             say({"store `", store.name, "` has `sweep marked`: ", reason}));
}

// A target is a declared store or the name of a bucket of the same provider. Returns the store's id or no_id.
StoreId check_target(Resolver& r, const Store& store, std::string& target, std::string_view setting) {
  if (target.empty()) return no_id;
  StoreId id = no_id;
  const Origin line = line_of(r, store, setting.substr(0, setting.find(' ')));
  const auto found = r.stores.find(target);
  if (found != r.stores.end()) {
    id = found->second;
    const Store& other = r.policy.stores[id];
    if (other.provider != store.provider) {
      r.report(Code::bad_target, line,
               say({"store `", store.name, "` has `", setting, "` `", other.name, "`, which is on ",
                    to_text(other.provider)}),
               say({"name a store on ", to_text(store.provider)}));
      return no_id;
    }
    target = other.account.empty() ? other.bucket : say({other.account, "/", other.bucket});
  } else {
    const std::string problem = bucket_problem(store.provider, target);
    if (!problem.empty())
      r.report(Code::bad_bucket_name, line,
               say({"store `", store.name, "` has `", setting, " ", quote(target), "`: ", problem}),
               bucket_hint(store.provider));
  }
  const std::string own = store.account.empty() ? store.bucket : say({store.account, "/", store.bucket});
  if (target == own)
    r.report(Code::bad_target, line, say({"store `", store.name, "` has `", setting, "` itself"}),
             "name another bucket");
  return id;
}

void check_replication(Resolver& r, Store& store) {
  if (!store.replicate_to) return;
  store.replicate_store = check_target(r, store, *store.replicate_to, "replicate to");
  if (store.provider != Provider::gcs && !store.versioned())
    r.report(Code::replication_without_versions, line_of(r, store, "replicate"),
             say({"store `", store.name, "` has `replicate to` without `versioning on`"}));
}

void check_log(Resolver& r, Store& store) {
  // On Azure the target is a workspace or account of another kind: its name is not ours to judge.
  if (!store.access_log || store.provider == Provider::azure) return;
  const StoreId id = check_target(r, store, *store.access_log, "access_log to");
  if (id != no_id && store.provider == Provider::s3 && r.policy.stores[id].object_lock)
    r.report(Code::bad_target, line_of(r, store, "access_log"),
             say({"store `", store.name, "` has `access_log to` `", r.policy.stores[id].name,
                  "`, which has `object_lock on`; S3 writes no logs there"}),
             "log to a bucket without object lock");
}

}  // namespace

void check_accounts(Resolver& r) {
  NameMap<std::vector<StoreId>> accounts;
  std::vector<const std::vector<StoreId>*> in_order;
  for (StoreId id = 0; id < r.policy.stores.size(); ++id) {
    const Store& store = r.policy.stores[id];
    if (store.provider != Provider::azure) continue;
    const auto [entry, fresh] = accounts.try_emplace(store.account);
    entry->second.push_back(id);
    if (fresh) in_order.push_back(&entry->second);
  }
  for (const std::vector<StoreId>* stores : in_order)
    for (const Shared& setting : shared_settings()) share(r, *stores, setting);
}

void check_stores(Resolver& r) {
  for (Store& store : r.policy.stores) {
    check_versions(r, store);
    check_sweep(r, store);
    check_replication(r, store);
    check_log(r, store);
    if (store.quarantine == QuarantineBy::move && store.quarantine_target.empty()) continue;
    if (store.quarantine == QuarantineBy::move)
      check_target(r, store, store.quarantine_target, "quarantine move to");
  }
}

}  // namespace shelflife::resolving
