#include "compiler/diff/diff_settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "compiler/model/print.hpp"

namespace shelflife::diffing {

namespace {

std::string on_off(bool value) { return value ? "on" : "off"; }
std::string said(const std::optional<bool>& value) { return value ? on_off(*value) : "not said"; }
std::string named(const std::string& value) { return value.empty() ? "not said" : quote(value); }

std::string encryption(const Store& s) {
  switch (s.encryption) {
    case Encryption::unsaid: return "not said";
    case Encryption::managed: return "managed";
    case Encryption::kms: return "kms " + quote(s.kms_key);
  }
  return {};
}

std::string quarantine(const Store& s) { return s.quarantine == QuarantineBy::tag ? "by tag" : "move to " + quote(s.quarantine_target); }

bool deletes_anything(const PairSpace& space) {
  return std::any_of(space.items.begin(), space.items.end(), [](const Item& i) { return i.statement != nullptr && is_delete(i.statement->kind); });
}

// A limit that is not said never refuses.
template <class T>
T limit(const std::optional<T>& value) { return value.value_or(std::numeric_limits<T>::max()); }

template <class T>
std::string limit_text(const std::optional<T>& value, std::string_view unit) { return value ? fmt::format("at most {}{} per run", *value, unit) : "no limit"; }

}  // namespace

void compare_settings(const PairSpace& space, std::vector<Change>& out) {
  const Joint& joint = space.joint;
  const auto change = [&](ChangeKind kind, std::string_view what, std::string was, std::string now) {
    if (was == now) return;
    Change c;
    c.kind = kind;
    c.before = what.empty() ? std::move(was) : fmt::format("{} {}", what, was);
    c.after = what.empty() ? std::move(now) : fmt::format("{} {}", what, now);
    c.store = space.space.view.store.name;
    for (const std::size_t side : {old_side, new_side}) {
      if (space.pair.id[side] == no_id) continue;
      const Store& store = joint.side(side).stores[space.pair.id[side]];
      (side == old_side ? c.old_sources : c.new_sources).push_back({store.origin.span, "store " + store.name, {}});
    }
    out.push_back(std::move(c));
  };
  if (!space.pair.both()) {
    const bool gone = space.pair.id[new_side] == no_id;
    return change(ChangeKind::settings, "", gone ? "a store of the policy" : "no store of the policy", gone ? "no store of the policy" : "a store of the policy");
  }
  const Store& was = joint.side(old_side).stores[space.pair.id[old_side]];
  const Store& now = joint.side(new_side).stores[space.pair.id[new_side]];
  const bool deletes = deletes_anything(space);
  const bool lost = was.versioned() && !now.versioned();
  change(lost && deletes ? ChangeKind::sooner : ChangeKind::settings, "versioning", said(was.versioning), said(now.versioning));
  if (was.recoverable_days() != now.recoverable_days() && (!space.revisions || !deletes)) {
    const bool shorter = now.recoverable_days() < was.recoverable_days();
    change(!deletes ? ChangeKind::settings : shorter ? ChangeKind::sooner : ChangeKind::later, "recoverable for",
           fmt::format("{} days", was.recoverable_days()), fmt::format("{} days", now.recoverable_days()));
  }
  change(was.object_lock && !now.object_lock ? ChangeKind::less_locked : ChangeKind::more_locked, "object_lock", on_off(was.object_lock), on_off(now.object_lock));
  change(ChangeKind::settings, "region", named(was.region), named(now.region));
  change(ChangeKind::settings, "encryption", encryption(was), encryption(now));
  change(ChangeKind::settings, "access_log to", named(was.access_log.value_or("")), named(now.access_log.value_or("")));
  change(ChangeKind::settings, "access_tracking", said(was.access_tracking), said(now.access_tracking));
  change(ChangeKind::settings, "replicate to", named(was.replicate_to.value_or("")), named(now.replicate_to.value_or("")));
  change(ChangeKind::settings, "public_access", said(was.public_access), said(now.public_access));
  change(ChangeKind::settings, "sweep", was.sweep == Sweep::direct ? "direct" : "marked", now.sweep == Sweep::direct ? "direct" : "marked");
  change(ChangeKind::settings, "quarantine", quarantine(was), quarantine(now));
  change(ChangeKind::settings, "orphan after", fmt::format("{} days", was.orphan_after.days), fmt::format("{} days", now.orphan_after.days));
  change(ChangeKind::settings, "redundancy", named(was.redundancy), named(now.redundancy));
}

void compare_whole(const Policy& before, const Policy& after, std::vector<Change>& out) {
  const auto change = [&](ChangeKind kind, std::string was, std::string now) {
    if (was == now) return;
    Change c;
    c.kind = kind;
    c.before = std::move(was);
    c.after = std::move(now);
    out.push_back(std::move(c));
  };
  for (const Provider provider : {Provider::s3, Provider::azure, Provider::gcs}) {
    const auto uses = [&](const Policy& p) { return std::any_of(p.stores.begin(), p.stores.end(), [&](const Store& s) { return s.provider == provider; }); };
    if (!uses(before) || !uses(after)) continue;
    const auto at = static_cast<std::size_t>(provider);
    for (const Tier tier : {Tier::cool, Tier::cold, Tier::archive, Tier::deep_archive}) {
      const auto t = static_cast<std::size_t>(tier);
      const std::string head = fmt::format("tiers on {}: {} is ", to_text(provider), to_text(tier));
      change(ChangeKind::settings, head + before.tiers[at].classes[t], head + after.tiers[at].classes[t]);
    }
  }
  // Without any limit 10 % of a store's objects is the most.
  const auto limits = [](Safeguards s) {
    if (!s.percent && !s.objects && !s.bytes) s.percent = 10;
    return s;
  };
  const Safeguards was = limits(before.safeguards), now = limits(after.safeguards);
  const auto guard = [&](auto old_limit, auto new_limit, std::string old_text, std::string new_text, std::string_view what) {
    change(new_limit > old_limit ? ChangeKind::safeguards_loosened : ChangeKind::safeguards_tightened, fmt::format("{}: {}", what, old_text), fmt::format("{}: {}", what, new_text));
  };
  guard(limit(was.percent), limit(now.percent), limit_text(was.percent, "%"), limit_text(now.percent, "%"), "share of a store's objects");
  guard(limit(was.objects), limit(now.objects), limit_text(was.objects, " objects"), limit_text(now.objects, " objects"), "objects");
  guard(limit(was.bytes), limit(now.bytes), limit_text(was.bytes, " B"), limit_text(now.bytes, " B"), "bytes");
  guard(was.registry_age.days, now.registry_age.days, fmt::format("within {} days", was.registry_age.days), fmt::format("within {} days", now.registry_age.days), "registry");
  guard(was.inventory_age.days, now.inventory_age.days, fmt::format("within {} days", was.inventory_age.days), fmt::format("within {} days", now.inventory_age.days), "inventory");
}

}  // namespace shelflife::diffing
