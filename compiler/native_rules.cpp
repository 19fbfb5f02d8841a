#include "compiler/native_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_map>

namespace shelflife {

namespace {

void add_refs(std::vector<StatementRef>& into, const std::vector<StatementRef>& refs) {
  into.insert(into.end(), refs.begin(), refs.end());
  std::sort(into.begin(), into.end());
  into.erase(std::unique(into.begin(), into.end()), into.end());
}

bool transition(ActionKind kind) { return kind == ActionKind::transition || kind == ActionKind::transition_noncurrent; }

// Actions of which a rule can hold one only: the kind, and for transitions the class too.
bool same_slot(const NativeAction& a, const NativeAction& b) {
  return a.kind == b.kind && (!transition(a.kind) || a.storage_class == b.storage_class);
}
bool same_but_days(const NativeAction& a, const NativeAction& b) {
  return same_slot(a, b) && a.clock == b.clock && a.newer_noncurrent == b.newer_noncurrent;
}

// Markers and uploads stay in rules of their own: S3 refuses them beside days, tags and sizes.
bool alone(ActionKind kind) { return kind == ActionKind::expired_markers || kind == ActionKind::abort_uploads; }

bool tags_within(const NativeFilter& broad, const NativeFilter& narrow) {
  return std::includes(narrow.tags.begin(), narrow.tags.end(), broad.tags.begin(), broad.tags.end());
}
bool sizes_within(const NativeFilter& broad, const NativeFilter& narrow) {
  if (broad.size_min && (!narrow.size_min || *narrow.size_min < *broad.size_min)) return false;
  return !broad.size_max || (narrow.size_max && *narrow.size_max <= *broad.size_max);
}

}  // namespace

void RuleBook::add(const NativeFilter& filter, NativeAction action) {
  std::vector<std::size_t>& here = by_filter_[filter];
  for (const std::size_t at : here) {
    for (NativeAction& have : drafts_[at].actions) {
      if (!same_but_days(have, action)) continue;
      if (action.days < have.days) {
        have.days = action.days;
        have.lead = action.lead;
      }
      add_refs(have.from, action.from);
      return;
    }
  }
  for (const std::size_t at : here) {
    std::vector<NativeAction>& actions = drafts_[at].actions;
    const bool taken = std::any_of(actions.begin(), actions.end(), [&](const NativeAction& a) { return same_slot(a, action) || alone(a.kind); });
    if (taken || alone(action.kind)) continue;
    actions.push_back(std::move(action));
    return;
  }
  here.push_back(drafts_.size());
  drafts_.push_back({filter, {std::move(action)}});
}

// Deletes that a broader filter makes at the same day or earlier need no rule of their own.
void RuleBook::drop_covered() {
  std::unordered_map<std::string, std::vector<std::size_t>> by_prefix;
  const auto prefix_of = [](const NativeFilter& f) { return f.prefixes.empty() ? std::string() : f.prefixes[0]; };
  for (std::size_t i = 0; i < drafts_.size(); ++i) by_prefix[prefix_of(drafts_[i].filter)].push_back(i);
  for (std::size_t i = 0; i < drafts_.size(); ++i) {
    const std::string prefix = prefix_of(drafts_[i].filter);
    std::erase_if(drafts_[i].actions, [&](const NativeAction& action) {
      if (action.kind != ActionKind::expire && action.kind != ActionKind::expire_noncurrent && action.kind != ActionKind::expire_snapshots) return false;
      for (std::size_t length = 0; length <= prefix.size(); ++length) {
        const auto at = by_prefix.find(prefix.substr(0, length));
        if (at == by_prefix.end()) continue;
        for (const std::size_t j : at->second) {
          const NativeFilter& broad = drafts_[j].filter;
          const NativeFilter& narrow = drafts_[i].filter;
          if (j == i || broad == narrow || !tags_within(broad, narrow) || !sizes_within(broad, narrow) || broad.suffixes != narrow.suffixes) continue;
          for (NativeAction& other : drafts_[j].actions) {
            if (other.kind != action.kind || other.clock != action.clock || other.days > action.days || other.newer_noncurrent > action.newer_noncurrent) continue;
            add_refs(other.from, action.from);
            return true;
          }
        }
      }
      return false;
    });
  }
  std::erase_if(drafts_, [](const Draft& d) { return d.actions.empty(); });
}

// A move is a floor: what an earlier or equal move has made colder stays, so a later warmer one does nothing.
void RuleBook::drop_pointless_transitions(Draft& draft) const {
  std::vector<NativeAction> kept;
  for (const NativeAction& a : draft.actions) {
    const auto beats = [&](const NativeAction& b) {
      return &a != &b && b.kind == a.kind && b.clock == a.clock && b.newer_noncurrent <= a.newer_noncurrent && transition(b.kind) && b.days <= a.days && b.tier > a.tier;
    };
    const auto by = std::find_if(draft.actions.begin(), draft.actions.end(), beats);
    if (transition(a.kind) && by != draft.actions.end()) continue;
    kept.push_back(a);
  }
  for (NativeAction& k : kept) {
    for (const NativeAction& a : draft.actions) {
      if (transition(a.kind) && a.kind == k.kind && a.days >= k.days && k.tier > a.tier) add_refs(k.from, a.from);
    }
  }
  draft.actions = std::move(kept);
}

// Parts of a draft that need rules of their own at this provider.
std::vector<RuleBook::Draft> RuleBook::apart(const Draft& draft, const Capability& can) const {
  std::vector<Draft> out;
  if (can.one_action_a_rule) {
    for (const NativeAction& a : draft.actions) out.push_back({draft.filter, {a}});
    return out;
  }
  if (can.provider != Provider::azure) return {draft};
  // Append blobs can be deleted but not tiered: deletes and moves are rules over different blob types.
  Draft moves{draft.filter, {}}, removals{draft.filter, {}};
  for (const NativeAction& a : draft.actions) (transition(a.kind) ? moves : removals).actions.push_back(a);
  if (!moves.actions.empty()) out.push_back(std::move(moves));
  if (!removals.actions.empty()) out.push_back(std::move(removals));
  return out;
}

std::vector<NativeRule> RuleBook::rules(const Capability& can) {
  for (Draft& draft : drafts_) drop_pointless_transitions(draft);
  drop_covered();
  std::vector<NativeRule> out;
  // Same actions under different prefixes share a rule where a rule takes several prefixes.
  using Key = std::pair<NativeFilter, std::vector<std::tuple<ActionKind, NativeClock, std::uint32_t, std::uint32_t, std::string>>>;
  std::map<Key, std::size_t> open;
  for (const Draft& draft : drafts_) {
    for (Draft& part : apart(draft, can)) {
      std::sort(part.actions.begin(), part.actions.end(), [](const NativeAction& a, const NativeAction& b) {
        return std::tuple(a.kind, a.days, a.tier) < std::tuple(b.kind, b.days, b.tier);
      });
      Key key{part.filter, {}};
      key.first.prefixes.clear();
      for (const NativeAction& a : part.actions) key.second.emplace_back(a.kind, a.clock, a.days, a.newer_noncurrent, a.storage_class);
      const auto at = open.find(key);
      const bool joins = at != open.end() && !part.filter.prefixes.empty() && !out[at->second].filter.prefixes.empty() &&
                         out[at->second].filter.prefixes.size() < can.max_prefixes_a_rule;
      if (joins) {
        NativeRule& rule = out[at->second];
        rule.filter.prefixes.push_back(part.filter.prefixes[0]);
        for (std::size_t i = 0; i < rule.actions.size(); ++i) add_refs(rule.actions[i].from, part.actions[i].from);
        continue;
      }
      open[key] = out.size();
      out.push_back(NativeRule{{}, store_, part.filter, std::move(part.actions), {}});
    }
  }
  for (NativeRule& rule : out) std::sort(rule.filter.prefixes.begin(), rule.filter.prefixes.end());
  return out;
}

void name_rules(const Policy& policy, const Capability& can, std::vector<NativeRule>& rules) {
  std::map<std::string, std::size_t> uses;
  std::vector<std::string> stems;
  for (const NativeRule& rule : rules) {
    std::string stem;
    if (!rule.id.empty()) stem = rule.id;
    else if (!rule.actions.empty() && rule.actions[0].lead) stem = policy.rules[rule.actions[0].lead->rule].id;
    else stem = "expired-markers";
    if (can.id_alphanumeric) std::erase_if(stem, [](char c) { return !((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')); });
    if (stem.empty()) stem = "rule";
    constexpr std::size_t room_for_number = 12;
    if (stem.size() > can.max_id - room_for_number) stem.resize(can.max_id - room_for_number);
    ++uses[stem];
    stems.push_back(std::move(stem));
  }
  std::set<std::string> taken;
  for (const auto& [stem, count] : uses) {
    if (count == 1) taken.insert(stem);
  }
  std::map<std::string, std::size_t> next;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (uses[stems[i]] == 1) {
      rules[i].id = stems[i];
      continue;
    }
    std::string id;
    do {
      id = fmt::format("{}{}{}", stems[i], can.id_alphanumeric ? "n" : "-", ++next[stems[i]]);
    } while (!taken.insert(id).second);
    rules[i].id = std::move(id);
  }
}

}  // namespace shelflife
