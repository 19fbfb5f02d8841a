#include "inventory/finder.hpp"

#include <algorithm>
#include <limits>

namespace shelflife {

Finder::Finder(const Evaluator& evaluator, StoreId store, std::string key, const Registry* registry, Instant now)
    : evaluator_(evaluator), policy_(evaluator.policy()), store_(store), key_(std::move(key)), registry_(registry), now_(now) {
  const Binding own = shelflife::bind(policy_, store_, key_);
  const auto add_set = [&](std::vector<FieldId> fields) {
    names_.push_back(unit_name(policy_, own, fields));
    sets_.push_back(std::move(fields));
  };
  for (const std::uint32_t r : evaluator.rules(store)) {
    for (std::uint32_t s = 0; s < policy_.rules[r].statements.size(); ++s) {
      const Statement& statement = policy_.rules[r].statements[s];
      if (statement.kind == StatementKind::keep_ranked) {
        ranked_.push_back({r, s});
        add_set(statement.ranking.per);
        add_set({statement.ranking.unit});
      }
      if (statement.whole != no_id) {
        whole_.push_back({r, s});
        add_set({statement.whole});
      }
    }
  }
}

void Finder::add(const Row& row) {
  ++rows_;
  if (!row.bucket.empty() && row.bucket != policy_.stores[store_].bucket) return;
  Binding binding = shelflife::bind(policy_, store_, row.key);
  bool near = row.key == key_;
  for (std::size_t i = 0; i < sets_.size() && !near; ++i) near = names_[i] && unit_name(policy_, binding, sets_[i]) == names_[i];
  if (!near) return;
  near_.push_back({std::move(binding), {row.revision, row_state(policy_, store_, row, registry_, now_)}});
}

void Finder::count_newer() {
  for (Near& one : near_) {
    ObjectState& object = one.found.told.object;
    if (!object.noncurrent) continue;
    object.newer_noncurrent = static_cast<std::uint32_t>(std::count_if(near_.begin(), near_.end(), [&](const Near& other) {
      const ObjectState& o = other.found.told.object;
      return o.noncurrent && o.key == object.key && o.noncurrent_since < object.noncurrent_since;
    }));
  }
}

void Finder::tell_ranks(const ListingHead& head) {
  std::deque<ObjectView> views;  // a view cannot be moved
  for (const Near& one : near_) views.emplace_back(policy_, one.found.told.object);
  std::vector<std::vector<std::optional<std::uint32_t>>> ranks;
  for (const StatementRef keep : ranked_) {
    Ranks counted(policy_, keep, head.began.value_or(std::numeric_limits<Instant>::max()));
    for (std::size_t i = 0; i < near_.size(); ++i) counted.add(views[i], near_[i].binding, now_);
    counted.finish();
    std::vector<std::optional<std::uint32_t>>& own = ranks.emplace_back();
    for (const Near& one : near_) own.push_back(counted.rank(one.binding));
  }
  for (std::size_t k = 0; k < ranked_.size(); ++k)
    for (std::size_t i = 0; i < near_.size(); ++i) near_[i].found.told.object.ranks.emplace_back(ranked_[k], ranks[k][i]);
}

bool Finder::is_kept(const ObjectState& object) const {
  const Evaluator::Worlds worlds = evaluator_.worlds(object, now_);
  if (!worlds.complete) return true;
  return std::any_of(worlds.objects.begin(), worlds.objects.end(), [&](const ObjectState& world) {
    const Verdict verdict = judge(policy_, world, evaluator_.speaking(world, now_));
    return !verdict.kept_by.empty() || !verdict.held_by.empty() || verdict.lock_found;
  });
}

// An object goes with its whole unit or not at all: not where something of it is kept, nor where something current of it is none
// that the statement speaks of for certain. A noncurrent revision has a clock of its own, and waits only for what is kept.
// One state holds for all of an object's `whole` statements: the strictest speaks.
void Finder::tell_units(bool complete) {
  std::vector<char> kept;
  for (const Near& one : near_) kept.push_back(is_kept(one.found.told.object) ? 1 : 0);
  for (Near& one : near_) {
    if (one.found.told.object.key != key_) continue;
    ObjectState& object = one.found.told.object;
    for (const StatementRef ref : whole_) {
      if (!speaks(ref, ObjectView(policy_, object)).may_be_yes()) continue;
      const std::vector<FieldId> fields{policy_.rules[ref.rule].statements[ref.statement].whole};
      const std::optional<std::string> unit = unit_name(policy_, one.binding, fields);
      if (unit && !complete) object.whole_kept = true;  // what is not listed may be kept
      for (std::size_t i = 0; unit && i < near_.size(); ++i) {
        const ObjectState& other = near_[i].found.told.object;
        if (&other == &object || unit_name(policy_, near_[i].binding, fields) != unit) continue;
        object.whole_kept = object.whole_kept || kept[i] != 0;
        if (other.noncurrent || object.noncurrent) continue;
        object.whole_kept = object.whole_kept || !speaks(ref, ObjectView(policy_, other)).is_yes();
        object.newest_of_whole = std::min(object.newest_of_whole.value_or(object.created), other.created);
      }
    }
  }
}

std::vector<FoundRevision> Finder::finish(const ListingHead& head) {
  count_newer();
  if (head.complete) tell_ranks(head);  // a listing that is not whole counts nothing: ranks stay unread
  if (!whole_.empty()) tell_units(head.complete);
  std::vector<FoundRevision> found;
  for (Near& one : near_)
    if (one.found.told.object.key == key_) found.push_back(std::move(one.found));
  std::stable_sort(found.begin(), found.end(), [](const FoundRevision& a, const FoundRevision& b) {
    const ObjectState &x = a.told.object, &y = b.told.object;
    if (x.noncurrent != y.noncurrent) return y.noncurrent;
    return x.noncurrent_since != y.noncurrent_since ? x.noncurrent_since < y.noncurrent_since : x.created < y.created;
  });
  return found;
}

}  // namespace shelflife
