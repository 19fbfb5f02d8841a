#include "compiler/diff/diff_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace shelflife::diffing {

namespace {

template <class T>
void sort_unique(std::vector<T>& list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

bool certain(const Box& box, Flag flag) { return (box.flags.may_be_false & bit(flag)) == 0; }
bool impossible(const Box& box, Flag flag) { return (box.flags.may_be_true & bit(flag)) == 0; }

bool bounded(const Box& box) { return !box.accessed.everything(); }

std::optional<ObjectState> example_of(const StoreSpace& space, const Part& cell) {
  if (certain(cell.box, Flag::orphan)) {  // is bound to a version or run
    for (const FieldId f : space.orphan_fields()) {
      Box bound;
      bound.set_text(f, TextSet{true, false, {}, {}});
      const std::optional<Part> narrowed = space.meet(cell, bound, true);
      if (!narrowed) continue;
      if (std::optional<ObjectState> object = space.example_object(*narrowed)) return object;
    }
  }
  return space.example_object(cell);
}

void set_age(ObjectState& object, FieldId field, const std::optional<Seconds>& age, bool may_lack) {
  for (LabelState& label : object.labels) {
    if (label.field != field) continue;
    label.text.clear();
    label.kind = age || !may_lack ? LabelState::Kind::value : LabelState::Kind::missing;
    label.age = age ? age : may_lack ? std::nullopt : std::optional(-seconds_a_day);
  }
}

}  // namespace

CellStates::CellStates(const PairSpace& space, const Evaluator* const evaluators[2], const Part& cell, const PairSpace::Near& near,
                       const UnitKeeping& units)
    : space_(space), evaluators_(evaluators), cell_(cell), near_(near), units_(units), example_(example_of(space.space, cell)),
      noncurrent_(certain(cell.box, Flag::noncurrent)) {
  for (const Item* item : near) {
    if (!item->unsure.empty()) undecided = item->unsure;
    else if (space.speaks(*item, cell)) speaking_[item->side].push_back(item);
    moving_access_ = moving_access_ || std::any_of(item->boxes.begin(), item->boxes.end(), bounded);
  }
  if (!undecided.empty()) return;
  for (std::size_t side : {old_side, new_side}) make_views(side);
  if (!undecided.empty()) return;
  find_bounds();
  find_ranks();
}

const Item* CellStates::item(std::size_t side, StatementRef ref) const {
  const auto at = std::find_if(near_.begin(), near_.end(), [&](const Item* i) { return i->side == side && i->hold == no_id && i->ref == ref; });
  return at != near_.end() ? *at : nullptr;
}
const Item* CellStates::hold(std::size_t side, std::uint32_t hold) const {
  const auto at = std::find_if(near_.begin(), near_.end(), [&](const Item* i) { return i->side == side && i->hold == hold; });
  return at != near_.end() ? *at : nullptr;
}

// An object without a required label could have any value of it: one view each. All others have one view.
void CellStates::make_views(std::size_t side) {
  const StoreId store = space_.pair.id[side];
  if (store == no_id) {
    views_[side].push_back({});
    return;
  }
  View view;
  view.object.key = "x";
  if (example_) view.object = *example_;
  view.object.store = store;
  view.object.noncurrent = noncurrent_;
  view.object.size = cell_.box.size.lo;
  std::vector<LabelState> labels;
  for (LabelState& label : view.object.labels) {
    const FieldId own = space_.joint.back[side][label.field];
    if (own == no_id) continue;
    if (space_.joint.side(side).fields[own].type == FieldType::date && label.kind == LabelState::Kind::value) {
      label.text.clear();
      label.age = 0;
    }
    label.field = own;
    labels.push_back(std::move(label));
  }
  std::sort(labels.begin(), labels.end(), [](const LabelState& a, const LabelState& b) { return a.field < b.field; });
  view.object.labels = std::move(labels);
  for (const Item* item : speaking_[side]) {
    if (item->hold != no_id) view.speaking.holds.push_back(item->hold);
    else if (item->statement->kind != StatementKind::abort_uploads) view.speaking.statements.push_back(item->ref);
  }
  std::sort(view.speaking.statements.begin(), view.speaking.statements.end());
  std::vector<FieldId> unread = space_.lacking(cell_);
  std::erase_if(unread, [&](FieldId f) { return !space_.joint.required[side][f]; });
  if (unread.empty()) {
    views_[side].push_back(std::move(view));
    return;
  }
  const auto readings = space_.readings(cell_, unread, near_);
  const bool dates = std::any_of(unread.begin(), unread.end(), [&](FieldId f) { return space_.joint.space.fields[f].type == FieldType::date; });
  if (!readings || dates) {
    undecided = dates ? "it lacks a required date" : "what it lacks could have too many values";
    return;
  }
  for (const Part& reading : *readings) {
    view.speaking = {};
    for (const Item* item : near_) {
      if (item->side != side || !space_.speaks(*item, reading)) continue;
      if (item->hold != no_id) view.speaking.holds.push_back(item->hold);
      else if (item->statement->kind != StatementKind::abort_uploads) view.speaking.statements.push_back(item->ref);
    }
    std::sort(view.speaking.statements.begin(), view.speaking.statements.end());
    if (std::none_of(views_[side].begin(), views_[side].end(), [&](const View& v) { return v.speaking == view.speaking; })) views_[side].push_back(view);
  }
}

// The bounds that either policy asks of each clock. Between two of them nothing changes, so each of their lower ends stands
// for all; one common list makes every order of two clocks come up.
void CellStates::find_bounds() {
  bounds_ = event_bounds_ = date_bounds_ = {0};
  newer_ = {0};
  const auto clock = [&](const Clock& c, const Duration& d) {
    switch (c.kind) {
      case ClockKind::created: asks_created_ = true; break;
      case ClockKind::accessed: asks_accessed_ = true; break;
      case ClockKind::noncurrent: break;
      case ClockKind::promoted: asks_promoted_ = true; return event_bounds_.push_back(days(d.days));
      case ClockKind::retired: asks_retired_ = true; return event_bounds_.push_back(days(d.days));
      case ClockKind::field: return date_bounds_.push_back(days(d.days));
    }
    bounds_.push_back(days(d.days));
  };
  for (std::size_t side : {old_side, new_side}) {
    if (space_.pair.id[side] == no_id) continue;
    const Policy& policy = space_.joint.side(side);
    std::vector<FieldId> wholes;
    const auto look = [&](const Statement& s) {
      if (s.whole != no_id) {
        whole_ = true;
        asks_created_ = asks_created_ || !noncurrent_;  // the newest of a unit is no older than this object
        wholes.push_back(s.whole);
      }
      switch (s.kind) {
        case StatementKind::keep_forever:
        case StatementKind::abort_uploads: return;
        case StatementKind::keep_ranked:
          if (s.ranking.at_most) clock(Clock{}, *s.ranking.at_most);
          return;
        case StatementKind::lock: return clock(Clock{}, s.duration);
        case StatementKind::remove_noncurrent:
        case StatementKind::move_noncurrent:
          if (!noncurrent_) return;
          newer_.push_back(s.keeping_newer);
          return clock(s.clock, s.duration);
        case StatementKind::keep_for: break;
        default:  // of revisions that are not current the store's span decides
          if (!noncurrent_) break;
          if (is_delete(s.kind)) bounds_.push_back(days(policy.stores[space_.pair.id[side]].recoverable_days()));
          return;
      }
      if (s.kind == StatementKind::quarantine) {
        asks_mark_ = true;
        bounds_.push_back(days(s.duration.days));
        return;
      }
      clock(s.clock, s.duration);
      if (s.clock.kind == ClockKind::field) dates_.push_back(space_.joint.to[side][s.clock.field]);
    };
    for (const View& view : views_[side]) {
      for (const StatementRef ref : view.speaking.statements) look(policy.rules[ref.rule].statements[ref.statement]);
      for (const std::uint32_t h : view.speaking.holds) {
        if (policy.holds[h].until) calendar_.push_back(*policy.holds[h].until);
      }
    }
    sort_unique(wholes);
    if (wholes.size() > 1) undecided = "deletes of several kinds of whole units meet";
  }
  if (certain(cell_.box, Flag::orphan)) {
    orphan_ = days(space_.space.view.store.orphan_after.days);
    bounds_.push_back(*orphan_);
  }
  const Interval& accessed = cell_.box.accessed;
  if (accessed.lo > 0) bounds_.push_back(days(static_cast<std::uint32_t>((accessed.lo + 1) / 2)));
  sort_unique(bounds_);
  sort_unique(event_bounds_);
  sort_unique(date_bounds_);
  sort_unique(newer_);
  sort_unique(dates_);
  sort_unique(calendar_);
}

void CellStates::set(ObjectState& object, std::size_t side, const State& state) const {
  object.created = state.created;
  object.accessed = state.accessed;
  object.noncurrent_since = noncurrent_ ? state.noncurrent_since : 0;
  object.newer_noncurrent = noncurrent_ ? state.newer : 0;
  if (asks_promoted_) {
    object.promoted = state.promoted ? Fact::yes : Fact::no;
    object.promoted_since = state.promoted;
  }
  if (asks_retired_) {
    object.retired = state.retired ? Fact::yes : Fact::no;
    object.retired_since = state.retired;
  }
  // What still stands as retired was retired after the last promotion.
  if (object.promoted == Fact::yes && !object.promoted_since) object.promoted_since = object.retired_since;
  object.marked = state.mark;
  if (whole_) {
    if (!noncurrent_) object.newest_of_whole = state.newest;
    object.whole_kept = state.whole_kept[side];
  }
  for (const auto& [field, age] : state.dates) {
    const FieldId own = space_.joint.back[side][field];
    const TextSet* set = cell_.box.text(field);
    if (own != no_id) set_age(object, own, age, set == nullptr || set->missing);
  }
  object.ranks.clear();
  for (const auto& [item, at] : rank_of_) {
    if (item->side == side) object.ranks.emplace_back(item->ref, at == no_rank ? std::nullopt : std::optional(state.ranks[at]));
  }
  std::sort(object.ranks.begin(), object.ranks.end());
}

Fate CellStates::judge_view(std::size_t side, const View& view, const State& state) const {
  const Policy& policy = space_.joint.side(side);
  ObjectState object = view.object;
  set(object, side, state);
  Speaking speaking = view.speaking;
  std::erase_if(speaking.holds, [&](std::uint32_t h) {
    const std::optional<Date>& until = policy.holds[h].until;
    return until && static_cast<std::size_t>(std::lower_bound(calendar_.begin(), calendar_.end(), *until) - calendar_.begin()) < state.today;
  });
  Verdict v = judge(policy, object, speaking);
  Fate fate;
  fate.deleted = v.may_be_deleted;
  fate.kept = std::any_of(v.kept_by.begin(), v.kept_by.end(), [&](StatementRef r) { return policy.rules[r.rule].statements[r.statement].kind != StatementKind::lock; });
  fate.held = !v.held_by.empty();
  fate.marks = v.mark.has_value();
  fate.locked = v.locked_until;
  fate.mode = v.lock_mode;
  fate.sheltered = fate.kept || fate.held || fate.locked;
  fate.floor = v.floor;
  fate.due = std::move(v.due);
  fate.kept_by = std::move(v.kept_by);
  fate.holds = std::move(v.held_by);
  return fate;
}

Fate CellStates::fate(std::size_t side, const State& state) const {
  if (space_.pair.id[side] == no_id) return {};
  Fate out = judge_view(side, views_[side][0], state);
  for (std::size_t i = 1; i < views_[side].size(); ++i) {
    Fate other = judge_view(side, views_[side][i], state);
    out.deleted = out.deleted && other.deleted;
    if (!out.sheltered && other.sheltered) {
      out.kept_by = std::move(other.kept_by);
      out.holds = std::move(other.holds);
    }
    out.sheltered = out.sheltered || other.sheltered;
    out.kept = out.kept || other.kept;
    out.held = out.held || other.held;
    out.marks = out.marks && other.marks;
    out.locked = out.locked && other.locked ? std::optional(std::min(*out.locked, *other.locked)) : std::nullopt;
    out.mode = std::min(out.mode, other.mode);
    out.floor = std::min(out.floor, other.floor);
  }
  return out;
}

ObjectState CellStates::object(std::size_t side, const State& state) const {
  ObjectState out;
  if (example_) out = *example_;
  out.labels.clear();
  if (!views_[side].empty()) {
    out = views_[side][0].object;
  }
  set(out, side, state);
  return out;
}

bool CellStates::lawful(const State& s) const {
  if (s.created < s.accessed || (noncurrent_ && s.created < s.noncurrent_since) || (s.mark && s.created < *s.mark)) return false;
  if (whole_ && s.created < s.newest) return false;
  if (orphan_ && s.created < *orphan_) return false;
  const Interval& accessed = cell_.box.accessed;
  if (s.accessed < days(static_cast<std::uint32_t>((accessed.lo + 1) / 2))) return false;
  if (accessed.hi != ~std::uint64_t{0} && s.accessed >= days(static_cast<std::uint32_t>((accessed.hi + 1) / 2))) return false;
  // Retired until the next promotion: what still stands came after it.
  if (s.promoted && s.retired && *s.promoted < *s.retired) return false;
  return std::all_of(no_larger_.begin(), no_larger_.end(), [&](const auto& law) { return s.ranks[law.first] <= s.ranks[law.second]; });
}

bool CellStates::each(const std::function<void(const State&)>& look) const {
  struct Variable {
    std::size_t count;
    std::function<void(State&, std::size_t)> set;
  };
  std::vector<Variable> variables;  // the first varies fastest, so that the first state found is the plainest
  const std::size_t ages = bounds_.size();
  const bool free_access = cell_.box.accessed.everything();
  if (asks_created_) variables.push_back({ages, [&](State& s, std::size_t i) { s.created = bounds_[i]; }});
  else variables.push_back({1, [&](State& s, std::size_t) { s.created = bounds_.back(); }});
  if (asks_accessed_ || !free_access) variables.push_back({ages, [&](State& s, std::size_t i) { s.accessed = bounds_[i]; }});
  else variables.push_back({1, [](State& s, std::size_t) { s.accessed = s.created; }});
  if (noncurrent_) variables.push_back({ages, [&](State& s, std::size_t i) { s.noncurrent_since = bounds_[i]; }});
  if (noncurrent_ && newer_.size() > 1) variables.push_back({newer_.size(), [&](State& s, std::size_t i) { s.newer = newer_[i]; }});
  if (whole_ && !noncurrent_) variables.push_back({ages, [&](State& s, std::size_t i) { s.newest = bounds_[i]; }});
  for (std::size_t d = 0; d < dates_.size(); ++d) {
    const TextSet* set = cell_.box.text(dates_[d]);
    const bool never = set != nullptr && !set->cofinite && set->values.empty();
    variables.push_back({never ? 1 : date_bounds_.size() + 1, [&, d](State& s, std::size_t i) { s.dates[d].second = i == 0 ? std::nullopt : std::optional(date_bounds_[i - 1]); }});
  }
  const auto event = [&](std::optional<Seconds> State::* age, Flag flag) {
    const bool always = certain(cell_.box, flag), never = impossible(cell_.box, flag);
    if (never) return;
    variables.push_back({event_bounds_.size() + (always ? 0 : 1), [&, age, always](State& s, std::size_t i) {
                           s.*age = always ? std::optional(event_bounds_[i]) : i == 0 ? std::nullopt : std::optional(event_bounds_[i - 1]);
                         }});
  };
  if (asks_promoted_) event(&State::promoted, Flag::promoted);
  if (asks_retired_) event(&State::retired, Flag::retired);
  for (std::size_t r = 0; r < ranks_.size(); ++r) {
    variables.push_back({ranks_[r].counts.size(), [&, r](State& s, std::size_t i) { s.ranks[r] = ranks_[r].counts[i]; }});
  }
  if (asks_mark_ && !noncurrent_) {
    variables.push_back({ages + 1, [&](State& s, std::size_t i) { s.mark = i == 0 ? std::nullopt : std::optional(bounds_[i - 1]); }});
  }
  if (!calendar_.empty()) variables.push_back({calendar_.size() + 1, [](State& s, std::size_t i) { s.today = i; }});
  if (whole_) {
    // Kept or not by both; by one only where some object is.
    std::vector<std::pair<bool, bool>> ways{{false, false}, {true, true}};
    if (units_.lost) ways.emplace_back(true, false);
    if (units_.gained) ways.emplace_back(false, true);
    variables.push_back({ways.size(), [ways](State& s, std::size_t i) { std::tie(s.whole_kept[0], s.whole_kept[1]) = ways[i]; }});
  }
  std::size_t states = 1;
  for (const Variable& v : variables) {
    states *= v.count;
    if (states > max_states) return false;
  }
  State state;
  for (const FieldId f : dates_) state.dates.emplace_back(f, std::nullopt);
  state.ranks.resize(ranks_.size(), 1);
  for (std::size_t n = 0; n < states; ++n) {
    std::size_t rest = n;
    for (const Variable& v : variables) {
      v.set(state, rest % v.count);
      rest /= v.count;
    }
    if (lawful(state)) look(state);
  }
  return true;
}

}  // namespace shelflife::diffing
