#include "compiler/lowering/native_rules.hpp"

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

namespace {

using Tags = std::vector<std::pair<std::string, std::string>>;

const std::string& prefix_of(const NativeFilter& filter) {
  static const std::string none;
  return filter.prefixes.empty() ? none : filter.prefixes[0];
}

// Drafts by prefix and tags. A filter is within those whose prefix its own extends and whose tags are among its own.
class Broader {
 public:
  void add(const NativeFilter& filter, std::size_t draft) {
    at_[key(prefix_of(filter), filter.tags)].push_back(draft);
    lengths_.insert(prefix_of(filter).size());
    most_tags_ = std::max(most_tags_, filter.tags.size());
  }

  // Calls `covers(draft)` for all whose prefix and tags are broader or the same, the shortest prefix first, in order,
  // until one says yes.
  template <class Covers>
  bool any(const NativeFilter& filter, Covers covers) const {
    const std::string& prefix = prefix_of(filter);
    for (const std::size_t length : lengths_) {
      if (length > prefix.size()) return false;
      std::vector<std::size_t> found;
      subsets(std::string_view(prefix).substr(0, length), filter.tags, 0, {}, found);
      std::sort(found.begin(), found.end());
      if (std::any_of(found.begin(), found.end(), covers)) return true;
    }
    return false;
  }

 private:
  static std::string key(std::string_view prefix, const Tags& tags) {
    std::string out(prefix);
    for (const auto& [name, value] : tags) out.append(1, '\0').append(name).append(1, '\0').append(value);
    return out;
  }

  void subsets(std::string_view prefix, const Tags& tags, std::size_t from, Tags chosen, std::vector<std::size_t>& found) const {
    const auto here = at_.find(key(prefix, chosen));
    if (here != at_.end()) found.insert(found.end(), here->second.begin(), here->second.end());
    if (chosen.size() == most_tags_) return;
    for (std::size_t i = from; i < tags.size(); ++i) {
      chosen.push_back(tags[i]);
      subsets(prefix, tags, i + 1, chosen, found);
      chosen.pop_back();
    }
  }

  std::unordered_map<std::string, std::vector<std::size_t>> at_;
  std::set<std::size_t> lengths_;  // of prefixes
  std::size_t most_tags_ = 0;      // at most 10 at any provider: few subsets
};

}  // namespace

// Deletes that a broader filter makes at the same day or earlier need no rule of their own.
void RuleBook::drop_covered() {
  Broader broader;
  for (std::size_t i = 0; i < drafts_.size(); ++i) broader.add(drafts_[i].filter, i);
  for (std::size_t i = 0; i < drafts_.size(); ++i) {
    const NativeFilter& narrow = drafts_[i].filter;
    std::erase_if(drafts_[i].actions, [&](const NativeAction& action) {
      if (action.kind != ActionKind::expire && action.kind != ActionKind::expire_noncurrent && action.kind != ActionKind::expire_snapshots) return false;
      return broader.any(narrow, [&](std::size_t j) {
        const NativeFilter& broad = drafts_[j].filter;
        if (j == i || broad == narrow || !sizes_within(broad, narrow) || broad.suffixes != narrow.suffixes) return false;
        for (NativeAction& other : drafts_[j].actions) {
          if (other.kind != action.kind || other.clock != action.clock || other.days > action.days || other.newer_noncurrent > action.newer_noncurrent) continue;
          add_refs(other.from, action.from);
          return true;
        }
        return false;
      });
    });
  }
  std::erase_if(drafts_, [](const Draft& d) { return d.actions.empty(); });
}

// A move is a floor: what an earlier or equal move has made colder stays, so a later warmer one does nothing.
void RuleBook::drop_pointless_transitions(Draft& draft) const {
  if (std::none_of(draft.actions.begin(), draft.actions.end(), [](const NativeAction& a) { return transition(a.kind); })) return;
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
std::vector<RuleBook::Draft> RuleBook::apart(Draft draft, const Capability& can) {
  std::vector<Draft> out;
  if (can.one_action_a_rule) {
    for (const NativeAction& a : draft.actions) out.push_back({draft.filter, {a}});
    return out;
  }
  if (can.provider != Provider::azure) {
    out.push_back(std::move(draft));
    return out;
  }
  // Append blobs can be deleted but have no tiers, and their access is not tracked: what speaks of block blobs only stands
  // in rules of its own, or versions and snapshots of append blobs would stay.
  Draft moves{draft.filter, {}}, unread{draft.filter, {}}, removals{draft.filter, {}};
  for (const NativeAction& a : draft.actions) (transition(a.kind) ? moves : a.clock == NativeClock::accessed ? unread : removals).actions.push_back(a);
  for (Draft* part : {&moves, &unread, &removals}) {
    if (!part->actions.empty()) out.push_back(std::move(*part));
  }
  return out;
}

std::vector<NativeRule> RuleBook::rules(const Capability& can) {
  for (Draft& draft : drafts_) drop_pointless_transitions(draft);
  drop_covered();
  std::vector<NativeRule> out;
  // Same actions under different prefixes share a rule where a rule takes several prefixes.
  using Key = std::pair<NativeFilter, std::vector<std::tuple<ActionKind, NativeClock, std::uint32_t, std::uint32_t, std::string>>>;
  std::map<Key, std::size_t> open;
  for (Draft& draft : drafts_) {
    for (Draft& part : apart(std::move(draft), can)) {
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
      open.insert_or_assign(at, std::move(key), out.size());
      out.push_back(NativeRule{{}, store_, std::move(part.filter), std::move(part.actions), {}});
    }
  }
  drafts_.clear();
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
