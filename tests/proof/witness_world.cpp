#include "tests/proof/witness_world.hpp"

#include <algorithm>

#include "tests/reference/clouds/native_model.hpp"
#include "tests/reference/evaluator/ranks.hpp"

namespace shelflife::proofs {

using namespace shelflife::reference;

namespace {

std::string date_text(Time time) {  // of the day in which it lies
  for (int year = 1970;; ++year) {
    for (int month = 1; month <= 12; ++month) {
      for (int d = 1; d <= 31; ++d) {
        char text[40];
        std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, d);
        const std::optional<Time> at = date_of(text);
        if (at && *at + day > time) return text;
      }
    }
  }
}

Time now_of(const Policy& policy, bool held) {
  Time first = 1772629200, last = first;  // 2026-03-04T13:00:00Z
  for (const Hold& hold : policy.holds) {
    if (!hold.until) continue;
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02d-%02d", hold.until->year, hold.until->month, hold.until->day);
    first = std::min(first, *date_of(text) - 1);
    last = std::max(last, *date_of(text) + 13 * 3600);
  }
  return held ? first : last;
}

Object object_of(const Policy& policy, const ObjectState& w, Time now) {
  Object o;
  o.key = w.key;
  o.revision = "0";
  o.current = !w.noncurrent;
  o.created = now - w.created;
  o.noncurrent_since = w.noncurrent ? now - w.noncurrent_since : 0;
  o.size = w.size;
  o.tier = w.tier;
  o.accessed = {true, now - w.accessed.value_or(w.created)};
  o.registry.read = true;
  if (w.promoted == shelflife::Fact::yes) o.registry.value.promotions.push_back(now - w.promoted_since.value_or(0));
  if (w.retired == shelflife::Fact::yes) o.registry.value.retirements.push_back(now - w.retired_since.value_or(0));
  o.registry.value.referenced = w.referenced == shelflife::Fact::yes;
  o.registry.value.known = w.orphan != shelflife::Fact::yes;
  for (const LabelState& label : w.labels) {
    if (label.kind != LabelState::Kind::value) continue;
    const Field& field = policy.fields[label.field];
    const std::string text = label.text.empty() && label.age ? date_text(now - *label.age) : label.text;
    if (field.source == FieldSource::tag) o.tags[field.external] = text;
    else o.registry.value.values[field.external] = text;
  }
  return o;
}

std::string replaced(const std::string& key, const std::string& from, const std::string& to) {
  const std::size_t at = ("/" + key).find("/" + from + "/");
  return at == std::string::npos ? key : std::string(key).replace(at, from.size(), to);
}

// Newer or better units beside the object's own, so that its rank is past `count`.
void add_units(World& world, const Ranking& ranking) {
  const Object mine = world.objects[0];
  const Walk path = walk(*world.policy, world.store, mine.key);
  const auto bound = path.bound.find(ranking.unit);
  if (bound == path.bound.end()) return;
  for (std::uint32_t i = 0; i < ranking.count; ++i) {
    Object other = mine;
    other.current = true;
    other.noncurrent_since = 0;
    other.revision = "unit" + std::to_string(i);
    other.key = replaced(mine.key, bound->second, bound->second.substr(0, 1) + "~" + std::to_string(i) + bound->second.substr(1));
    const Time span = ranking.period == Period::none ? 1 : ranking.period == Period::daily ? day : ranking.period == Period::weekly ? 7 * day : ranking.period == Period::monthly ? 31 * day : 366 * day;
    other.created = world.now - static_cast<Time>(i) * span - 1;
    other.accessed.value = other.created;
    if (ranking.best) {
      const Field& by = world.policy->fields[ranking.by];
      const std::string best = ranking.highest ? "1000000" : "-1000000";
      if (by.source == FieldSource::tag) other.tags[by.external] = best;
      else other.registry.value.values[by.external] = best;
    }
    world.objects.push_back(std::move(other));
  }
}

}  // namespace

World world_of(const Policy& policy, const ObjectState& witness, bool held) {
  World world(policy, witness.store);
  world.now = now_of(policy, held);
  world.objects.push_back(object_of(policy, witness, world.now));
  for (const auto& [keep, rank] : witness.ranks) {
    const Ranking& ranking = policy.rules[keep.rule].statements[keep.statement].ranking;
    if (rank && *rank > ranking.count) add_units(world, ranking);
  }
  if (witness.marked) {  // by whichever quarantine speaks of it
    for (const InEffect& s : in_effect(world)) {
      if (s.statement->kind != StatementKind::quarantine) continue;
      world.objects[0].mark = Mark{world.now - *witness.marked, s.id};
      if (reference::decide(world)[0].may_be_deleted) break;
    }
  }
  if (witness.newest_of_whole || witness.whole_kept) {
    Object sibling = world.objects[0];
    sibling.key += "~";
    sibling.revision = "sibling";
    sibling.current = true;
    sibling.created = sibling.accessed.value = world.now;
    sibling.legal_hold = witness.whole_kept;
    world.objects.push_back(std::move(sibling));
  }
  for (std::uint32_t i = 0; i < witness.newer_noncurrent; ++i) {
    Object newer = world.objects[0];
    newer.revision = "newer" + std::to_string(i);
    newer.noncurrent_since += 1 + static_cast<Time>(i);
    world.objects.push_back(std::move(newer));
  }
  return world;
}

std::uint32_t soft_delete_days(const Policy& policy, StoreId store) {
  if (policy.stores[store].provider != Provider::azure) return 0;
  std::uint32_t longest = 0;
  for (const Store& s : policy.stores) {
    if (s.provider == Provider::azure && s.account == policy.stores[store].account) longest = std::max(longest, s.recoverable_days());
  }
  return std::min(longest, 365U);
}

namespace {

bool matched(const Policy& policy, const NativeFilter& f, const Object& o, bool unknown_tags) {
  const auto any = [](const std::vector<std::string>& list, const auto& test) { return list.empty() || std::any_of(list.begin(), list.end(), test); };
  if (!any(f.prefixes, [&](const std::string& p) { return o.key.starts_with(p); })) return false;
  if (!any(f.suffixes, [&](const std::string& s) { return o.key.ends_with(s); })) return false;
  if ((f.size_min && o.size < *f.size_min) || (f.size_max && o.size > *f.size_max)) return false;
  return std::all_of(f.tags.begin(), f.tags.end(), [&](const auto& tag) {
    const bool known = std::any_of(policy.fields.begin(), policy.fields.end(), [&](const Field& field) { return field.source == FieldSource::tag && field.external == tag.first; });
    const auto have = o.tags.find(tag.first);
    return have != o.tags.end() ? have->second == tag.second : !known && unknown_tags;
  });
}

}  // namespace

NativeDeed natively(const Policy& policy, StoreId store, const std::vector<NativeRule>& rules, const World& world, std::size_t at, const std::string& rule_id) {
  const Object& o = world.objects[at];
  std::uint32_t newer = 0;
  for (const Object& other : world.objects) newer += &other != &o && other.key == o.key && !other.current && !o.current && other.noncurrent_since > o.noncurrent_since ? 1U : 0U;
  NativeDeed deed;
  for (const NativeRule& rule : rules) {
    if ((!rule_id.empty() && rule.id != rule_id) || !matched(policy, rule.filter, o, !rule_id.empty())) continue;
    const bool sized = rule.filter.size_min || rule.filter.size_max;
    for (const NativeAction& a : rule.actions) {
      const Time from = a.clock == NativeClock::created ? o.created : a.clock == NativeClock::accessed ? std::max(o.created, o.accessed.value) : o.noncurrent_since;
      if (world.now - from < static_cast<Time>(a.days) * day || newer < a.newer_noncurrent) continue;
      const bool old = a.kind == ActionKind::expire_noncurrent || a.kind == ActionKind::expire_snapshots || a.kind == ActionKind::transition_noncurrent;
      if (old == o.current || a.kind == ActionKind::expired_markers || a.kind == ActionKind::abort_uploads) continue;
      if (a.kind == ActionKind::transition || a.kind == ActionKind::transition_noncurrent) {
        if (policy.stores[store].provider == Provider::s3 && !sized && o.size < 131072) continue;
        int& to = a.partial ? deed.may_move_to : deed.moved_to;
        to = std::max(to, coldness(a.storage_class));
        continue;
      }
      if (a.kind == ActionKind::expire_snapshots) deed.deletes_snapshot = true;
      else (a.partial ? deed.may_delete : deed.deletes) = true;
    }
  }
  return deed;
}

}  // namespace shelflife::proofs
