#include "emitters/meaning.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/model/capability.hpp"
#include "compiler/objects/fate.hpp"

namespace shelflife {

namespace {

constexpr std::size_t most_effects = 4000;  // compared two by two

bool moves(ActionKind kind) { return kind == ActionKind::transition || kind == ActionKind::transition_noncurrent; }

// Whether everything that `narrow` matches is matched by `broad`.
bool within(const Effect& narrow, const Effect& broad) {
  return narrow.prefix.starts_with(broad.prefix) && narrow.suffix.ends_with(broad.suffix) && broad.size_min <= narrow.size_min && narrow.size_max <= broad.size_max &&
         std::includes(narrow.tags.begin(), narrow.tags.end(), broad.tags.begin(), broad.tags.end());
}

// Whether `b` does what `a` does, no later. Several clouds let the shorter of two and the colder of two act.
bool beats(const Effect& b, const Effect& a) {
  if (b.kind != a.kind || b.clock != a.clock || b.days > a.days || b.newer_noncurrent > a.newer_noncurrent || !within(a, b)) return false;
  return !moves(a.kind) || b.tier > a.tier || b.storage_class == a.storage_class;
}

void add(std::vector<Effect>& out, Provider provider, const NativeRule& rule, const NativeAction& action, const std::string& prefix, const std::string& suffix) {
  const Capability& can = capability(provider);
  Effect effect;
  effect.kind = action.kind;
  effect.prefix = prefix;
  effect.suffix = suffix;
  effect.tags = rule.filter.tags;
  if (rule.filter.size_min) effect.size_min = *rule.filter.size_min;
  if (rule.filter.size_max && *rule.filter.size_max < can.largest_object) effect.size_max = *rule.filter.size_max;
  const bool floor = moves(action.kind) && can.small_objects_stay && !rule.filter.size_min && !rule.filter.size_max;
  if (floor) effect.size_min = smallest_moved_on_s3;
  effect.clock = action.clock;
  effect.days = action.days;
  effect.newer_noncurrent = action.newer_noncurrent;
  if (moves(action.kind)) {
    effect.tier = action.tier;
    effect.storage_class = action.storage_class;
  }
  out.push_back(std::move(effect));
}

}  // namespace

std::optional<std::vector<Effect>> effects_of(Provider provider, const std::vector<NativeRule>& rules) {
  const std::vector<std::string> any{""};
  std::vector<Effect> all;
  for (const NativeRule& rule : rules) {
    for (const NativeAction& action : rule.actions) {
      if (action.kind == ActionKind::expired_markers) continue;
      for (const std::string& prefix : rule.filter.prefixes.empty() ? any : rule.filter.prefixes)
        for (const std::string& suffix : rule.filter.suffixes.empty() ? any : rule.filter.suffixes) {
          if (all.size() >= most_effects) return std::nullopt;
          add(all, provider, rule, action, prefix, suffix);
        }
    }
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  std::vector<Effect> out;
  for (const Effect& a : all) {
    const auto beaten = [&](const Effect& b) { return &a != &b && beats(b, a) && !(beats(a, b) && &a < &b); };
    if (std::none_of(all.begin(), all.end(), beaten)) out.push_back(a);
  }
  return out;
}

std::string to_text(const Effect& e) {
  std::string what;
  switch (e.kind) {
    case ActionKind::transition: what = "moves objects to " + e.storage_class; break;
    case ActionKind::transition_noncurrent: what = "moves noncurrent revisions to " + e.storage_class; break;
    case ActionKind::expire: what = "deletes objects"; break;
    case ActionKind::expire_noncurrent: what = "deletes noncurrent revisions"; break;
    case ActionKind::expire_snapshots: what = "deletes snapshots"; break;
    case ActionKind::expired_markers: what = "deletes expired markers"; break;
    case ActionKind::abort_uploads: what = "aborts uploads"; break;
  }
  if (!e.prefix.empty()) what += fmt::format(" under `{}`", e.prefix);
  if (!e.suffix.empty()) what += fmt::format(" that end with `{}`", e.suffix);
  for (const auto& [key, value] : e.tags) what += fmt::format(" with the tag {}={}", key, value);
  if (e.size_min > 0) what += fmt::format(" of at least {} bytes", e.size_min);
  if (e.size_max < ~std::uint64_t{0}) what += fmt::format(" of at most {} bytes", e.size_max);
  what += fmt::format(" after {} day{}", e.days, e.days == 1 ? "" : "s");
  if (e.clock == NativeClock::accessed) what += " since the last access";
  if (e.newer_noncurrent > 0) what += fmt::format(" while {} newer noncurrent revisions exist", e.newer_noncurrent);
  return what;
}

}  // namespace shelflife
