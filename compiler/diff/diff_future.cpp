// What becomes of a state when nothing but time goes on, and which ranked keeps count alike.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/diff/diff_state.hpp"

namespace shelflife::diffing {

namespace {

bool bounded(const Box& box) { return !box.accessed.everything(); }

}  // namespace

State CellStates::later(const State& state, Seconds by) const {
  State out = state;
  out.created += by;
  out.accessed += by;
  out.noncurrent_since += by;
  out.newest += by;
  for (std::optional<Seconds>* age : {&out.promoted, &out.retired, &out.mark}) {
    if (*age) **age += by;
  }
  for (auto& [field, age] : out.dates) {
    if (age) *age += by;
  }
  return out;
}

std::optional<std::pair<Seconds, Fate>> CellStates::deletion(std::size_t side, const State& start) const {
  if (space_.pair.id[side] == no_id) return std::nullopt;
  std::vector<Seconds> bounds = bounds_;
  bounds.insert(bounds.end(), event_bounds_.begin(), event_bounds_.end());
  bounds.insert(bounds.end(), date_bounds_.begin(), date_bounds_.end());
  if (moving_access_) {  // conditions on the last access change while it grows older
    for (const Item* item : near_) {
      for (const Box& box : item->boxes) {
        if (box.accessed.lo > 0) bounds.push_back(days(static_cast<std::uint32_t>((box.accessed.lo + 1) / 2)));
        if (box.accessed.hi != ~std::uint64_t{0}) bounds.push_back(days(static_cast<std::uint32_t>((box.accessed.hi + 1) / 2)));
      }
    }
  }
  std::vector<Seconds> steps{0};
  std::vector<std::optional<Seconds>> ages{start.created, start.accessed, start.noncurrent_since, start.newest, start.promoted, start.retired, start.mark};
  for (const auto& [field, age] : start.dates) ages.push_back(age);
  for (const std::optional<Seconds>& age : ages) {
    for (const Seconds bound : bounds) {
      if (age && bound > *age) steps.push_back(bound - *age);
    }
  }
  std::sort(steps.begin(), steps.end());
  steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
  std::optional<Seconds> marked_at;
  for (std::size_t at = 0; at < steps.size(); ++at) {
    const Seconds step = steps[at];
    State state = later(start, step);
    if (!start.mark && marked_at) state.mark = step - *marked_at;
    // Holds with a date are over some day; which day comes first is not said.
    for (const std::size_t today : {start.today, calendar_.size()}) {
      state.today = today;
      Fate then = fate_while_ageing(side, state);
      if (then.deleted) return std::pair(step, std::move(then));
      if (!then.marks || marked_at || start.mark || noncurrent_) continue;
      marked_at = step;
      for (const Seconds bound : bounds_) {
        const auto place = std::lower_bound(steps.begin(), steps.end(), step + bound);
        if (place == steps.end() || *place != step + bound) steps.insert(place, step + bound);
      }
    }
  }
  return std::nullopt;
}

// The fate where the last access may have left the cell's own span.
Fate CellStates::fate_while_ageing(std::size_t side, const State& state) const {
  if (!moving_access_ || views_[side].size() != 1 || !example_) return fate(side, state);
  View view = views_[side][0];
  set(view.object, side, state);
  view.speaking = {};
  const ObjectView seen(space_.joint.side(side), view.object, Lacking::missing);
  for (const Item* item : near_) {
    if (item->side != side) continue;
    if (item->hold != no_id) {
      if (evaluate(space_.joint.side(side).holds[item->hold].where, seen).is_yes()) view.speaking.holds.push_back(item->hold);
    } else if (item->statement->kind != StatementKind::abort_uploads && shelflife::speaks(item->ref, seen).is_yes()) {
      view.speaking.statements.push_back(item->ref);
    }
  }
  return judge_view(side, view, state);
}

bool CellStates::trusted() const {
  for (const std::size_t side : {old_side, new_side}) {
    if (space_.pair.id[side] == no_id || views_[side].size() != 1) continue;
    ObjectState object = views_[side][0].object;
    if (orphan_) object.created = std::max(object.created, *orphan_);  // a younger one is no orphan yet
    const ObjectView seen(space_.joint.side(side), object, Lacking::missing);
    for (const Item* item : near_) {
      // What the last access decides depends on an age that the object does not have yet.
      if (item->side != side || std::any_of(item->boxes.begin(), item->boxes.end(), bounded)) continue;
      const Truth truth = item->hold != no_id ? evaluate(space_.joint.side(side).holds[item->hold].where, seen) : shelflife::speaks(item->ref, seen);
      if (truth.is_yes() != space_.speaks(*item, cell_)) return false;
    }
  }
  return true;
}

namespace {

// By layout of the store: how many fields stand up to the last of `fields`; 0 where one of them is not bound.
std::vector<std::size_t> depths(const Policy& space, StoreId store, const std::vector<FieldId>& fields) {
  std::vector<std::size_t> out;
  for (const Layout& layout : space.layouts) {
    if (layout.stores[0] != store) continue;
    std::size_t depth = 0, found = 0, last = 0;
    for (const Segment& segment : layout.segments) {
      if (segment.literal()) continue;
      ++depth;
      if (std::find(fields.begin(), fields.end(), segment.field) == fields.end()) continue;
      ++found;
      last = depth;
    }
    out.push_back(found == fields.size() ? last : 0);
  }
  return out;
}

// Whether every object of the one list is in the other.
bool within(const StoreSpace& space, const std::vector<Box>& inner, const std::vector<Box>& outer) {
  std::vector<Part> parts;
  for (const Box& box : inner) parts.push_back({box, true});
  Search search{space, true, false, {}, {}};
  search.walls = [&](const Part&) {
    std::vector<const Box*> walls;
    for (const Box& box : outer) walls.push_back(&box);
    return walls;
  };
  search.fine = [&](const Part& part) { return space.covered(part, outer); };
  return !search.find(std::move(parts));
}

}  // namespace

// Two ranked keeps share their ranks where they rank the same units in the same groups and count the same objects. All
// of a group share its fields, so objects outside the cell's values of these count for nobody here.
std::size_t CellStates::rank_class(const Item& item) {
  const Joint& joint = space_.joint;
  const Ranking& r = item.statement->ranking;
  const auto field = [&](FieldId f) { return f == no_id ? no_id : joint.to[item.side][f]; };
  RankClass mine;
  const bool changed = item.meaning.find(" side ") != std::string::npos;
  mine.spec = fmt::format("{} {} {} {} {} {}", r.best, r.best && r.highest, static_cast<int>(r.period), field(r.unit), field(r.by), changed ? item.meaning : "");
  std::vector<FieldId> per;
  for (const FieldId f : r.per) per.push_back(field(f));
  std::sort(per.begin(), per.end());
  per.erase(std::unique(per.begin(), per.end()), per.end());
  const StoreId store = space_.space.view.id;
  mine.groups = depths(joint.space, store, per);
  Box group;  // what the cell says of the fields that all layouts have in the group
  std::vector<std::size_t> layout_at;
  for (const auto& [f, set] : cell_.box.texts) {
    bool shared = joint.space.fields[f].source == FieldSource::path;
    std::size_t at = 0;
    for (const Layout& layout : joint.space.layouts) {
      if (layout.stores[0] != store) continue;
      const std::size_t depth = mine.groups[at++];
      std::size_t place = 0, found = 0;
      for (const Segment& segment : layout.segments) {
        if (segment.literal()) continue;
        ++place;
        if (segment.field == f) found = place;
      }
      if (depth != 0 && (found == 0 || found > depth)) shared = false;
    }
    if (shared) group.set_text(f, set);
  }
  for (const Box& box : item.boxes) {
    Box counted = intersect(box, group);
    counted.flags.may_be_true &= static_cast<std::uint8_t>(~bit(Flag::noncurrent));  // current objects count
    if (auto part = space_.space.settle({std::move(counted), true}, true)) mine.counted.push_back(std::move(part->box));
  }
  std::sort(mine.counted.begin(), mine.counted.end());
  for (std::size_t i = 0; i < ranks_.size(); ++i) {
    if (ranks_[i].spec != mine.spec || ranks_[i].groups != mine.groups) continue;
    const std::vector<Box>& theirs = ranks_[i].counted;
    if (theirs == mine.counted || (within(space_.space, theirs, mine.counted) && within(space_.space, mine.counted, theirs))) return i;
  }
  ranks_.push_back(std::move(mine));
  return ranks_.size() - 1;
}

void CellStates::find_ranks() {
  std::vector<std::uint32_t> counts;
  for (std::size_t side : {old_side, new_side}) {
    for (const View& view : views_[side]) {
      for (const StatementRef ref : view.speaking.statements) {
        const Statement& s = space_.joint.side(side).rules[ref.rule].statements[ref.statement];
        const Item* found = s.kind == StatementKind::keep_ranked ? item(side, ref) : nullptr;
        if (found == nullptr) continue;
        if (std::any_of(rank_of_.begin(), rank_of_.end(), [&](const auto& entry) { return entry.first == found; })) continue;
        if (!space_.space.covered(cell_, space_.ranked(*found))) {
          rank_of_.emplace_back(found, no_rank);
          continue;
        }
        counts.push_back(s.ranking.count);
        rank_of_.emplace_back(found, rank_class(*found));
      }
    }
  }
  if (counts.empty()) return;
  std::sort(counts.begin(), counts.end());
  counts.erase(std::unique(counts.begin(), counts.end()), counts.end());
  counts.push_back(counts.back() + 1);
  for (RankClass& c : ranks_) c.counts = counts;
  for (std::size_t i = 0; i < ranks_.size(); ++i) {
    for (std::size_t j = 0; j < ranks_.size(); ++j) {
      if (i == j || ranks_[i].spec != ranks_[j].spec) continue;
      bool finer = true;
      for (std::size_t g = 0; g < ranks_[i].groups.size(); ++g) finer = finer && ranks_[i].groups[g] >= ranks_[j].groups[g];
      if (finer && within(space_.space, ranks_[i].counted, ranks_[j].counted)) no_larger_.emplace_back(i, j);
    }
  }
}

}  // namespace shelflife::diffing
