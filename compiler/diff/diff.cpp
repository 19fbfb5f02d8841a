#include "compiler/diff/diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <tuple>

#include "compiler/diff/diff_fate.hpp"
#include "compiler/diff/diff_settings.hpp"
#include "compiler/diff/diff_words.hpp"
#include "compiler/model/print.hpp"
#include "grammar/side_by_side.hpp"

namespace shelflife {

using namespace diffing;

namespace {

constexpr std::size_t most_sources = 3;
constexpr std::size_t seeds_at_once = 256, seeds_a_turn = 8;  // shared out to the processors
// Beyond this many parts of one bucket, and walls looked at for them, the rest is undecided.
constexpr std::size_t max_parts = 2000000, max_walls = 200000000;

ChangeSource source_of(const Joint& joint, const Item& item) {
  const Policy& policy = joint.side(item.side);
  if (item.hold != no_id) return {policy.holds[item.hold].origin.span, "hold " + quote(policy.holds[item.hold].name), {}};
  return {item.statement->origin.span, to_text(policy, *item.statement), policy.rules[item.ref.rule].id};
}

// Cells that change alike by the same statements are one change.
struct Group {
  Finding finding;           // of the first cell
  std::vector<Part> parts;
};

// A cell of a seed with what changes there, or a part that could not be cut.
struct Seen {
  Part part;
  std::vector<Finding> findings;
  UnitKeeping kept;
};

class StoreDiff {
 public:
  StoreDiff(PairSpace& space, const Evaluator* const evaluators[2]) : space_(space), evaluators_(evaluators) {}

  void run() {
    std::vector<std::pair<Part, UnitKeeping>> changed;
    const std::vector<const Item*> seeds = space_.seeds();
    for (std::size_t first = 0; first < seeds.size(); first += seeds_at_once) {
      const std::size_t count = std::min(seeds_at_once, seeds.size() - first);
      for (std::vector<Seen>& cells : look_at(seeds.data() + first, count)) {
        for (Seen& seen : cells) take(std::move(seen), changed);
      }
    }
    whole_units(changed);
    for (const Item& item : space_.items) {
      if (item.unsure.empty() || item.twin) continue;
      Finding finding;
      finding.note = item.unsure;
      finding.sources[item.side].push_back(&item);
      groups_[{ChangeKind::undecided, {item.meaning}}].finding = std::move(finding);
    }
  }

  void tell(std::vector<Change>& out) {
    const RegionWords region(space_);
    for (auto& [key, group] : groups_) {
      Change change;
      change.kind = std::get<0>(key);
      change.store = space_.space.view.store.name;
      change.note = group.finding.note;
      change.before = group.finding.words[old_side];
      change.after = group.finding.words[new_side];
      for (const std::size_t side : {old_side, new_side}) {
        std::vector<ChangeSource>& sources = side == old_side ? change.old_sources : change.new_sources;
        for (const Item* item : shown(group.finding.sources[side])) sources.push_back(source_of(space_.joint, *item));
      }
      if (group.parts.empty()) {
        for (const auto& list : group.finding.sources) {
          if (!list.empty()) change.region = to_text(space_.joint.space, list.front()->where);
        }
        if (change.region.empty()) change.region = "every object";
      } else {
        change.region = region(group.parts);
      }
      if (change.kind != ChangeKind::uploads) change.area = area_of(group);  // an upload in progress is no object
      const std::optional<ObjectState>& before = group.finding.object[old_side];
      const std::optional<ObjectState>& after = group.finding.object[new_side];
      if (before) change.old_witness = to_text(space_.joint.side(old_side), *before);
      if (after) change.witness = to_text(space_.joint.side(new_side), *after);
      if (!change.witness || change.witness == change.old_witness) std::swap(change.witness, change.old_witness), change.old_witness.reset();
      if (!after && before) change.witness = to_text(space_.joint.side(old_side), *before);
      change.object = after ? after : before;
      change.old_object = before;
      out.push_back(std::move(change));
    }
  }

 private:
  using Key = std::tuple<ChangeKind, std::vector<std::string>>;

  // What has a counterpart on the other side explains a change only where nothing else does.
  static std::vector<const Item*> shown(const std::vector<const Item*>& sources) {
    std::vector<const Item*> out = sources;
    if (std::any_of(out.begin(), out.end(), [](const Item* i) { return !i->twin; })) std::erase_if(out, [](const Item* i) { return i->twin; });
    if (out.size() > most_sources) out.resize(most_sources);
    return out;
  }

  ChangeArea area_of(Group& group) const {
    ChangeArea area{space_.space.view.id, std::move(group.parts), {}};
    if (!area.parts.empty()) return area;
    for (const auto& list : group.finding.sources)
      for (const Item* item : list) area.speakers.push_back({item->side == new_side, item->ref, item->hold});
    return area;
  }

  void add(const Part& cell, std::vector<Finding> findings) {
    for (Finding& finding : findings) {
      std::vector<std::string> names;
      for (const bool twins : {false, true}) {
        if (!names.empty()) break;
        for (const auto& list : finding.sources) {
          for (const Item* item : list) {
            if (item->twin == twins) names.push_back(fmt::format("{} {} {}", item->side, item->meaning, item->ref.rule));
          }
        }
      }
      names.push_back(finding.note + finding.alike);
      std::sort(names.begin(), names.end());
      const auto [at, fresh] = groups_.try_emplace({finding.kind, std::move(names)});
      if (fresh || plainer(finding, at->second.finding)) at->second.finding = std::move(finding);
      at->second.parts.push_back(cell);
    }
  }

  void add_one(const Part& cell, Finding finding) {
    std::vector<Finding> one;
    one.push_back(std::move(finding));
    add(cell, std::move(one));
  }

  // Of all witnesses the plainest is shown: a current object with few facts.
  bool plainer(const Finding& a, const Finding& b) const {
    const auto score = [&](const Finding& f) {
      for (const std::size_t side : {new_side, old_side}) {
        if (!f.object[side]) continue;
        const ObjectState& o = *f.object[side];
        const int yes = (o.promoted == Fact::yes) + (o.retired == Fact::yes) + (o.referenced == Fact::yes) + (o.orphan == Fact::yes) + o.marked.has_value();
        return std::tuple(o.noncurrent, yes, o.key.find("//") != std::string::npos, to_text(space_.joint.side(side), o).size());
      }
      return std::tuple(true, 9, true, std::size_t{0});
    };
    return score(a) < score(b);
  }

  static Finding give_up(const PairSpace::Near& near, const std::string& why) {
    Finding finding;
    finding.note = why;
    for (const Item* item : near) {
      if (!item->twin && finding.sources[item->side].size() < most_sources) finding.sources[item->side].push_back(item);
    }
    return finding;
  }

  void look_at(const Item& seed, const PairSpace::Spend& spend, std::vector<Seen>& out) const {
    space_.cells_of_seed(
        seed,
        [&](const Part& cell, const PairSpace::Near& near) {
          UnitKeeping kept;
          std::vector<Finding> findings = compare_cell(space_, evaluators_, cell, near, {}, kept);
          if (!findings.empty() || kept.lost || kept.gained) out.push_back({cell, std::move(findings), kept});
        },
        [&](const Part& part, const PairSpace::Near& near, const std::string& why) {
          out.push_back({part, {}, {}});
          out.back().findings.push_back(give_up(near, why));
        },
        spend);
  }

  // The cells of some seeds, by all processors. What they may cost together is bounded; where they would cost more, they are
  // looked at again one after the other, so that the same seeds are left out however many processors there are.
  std::vector<std::vector<Seen>> look_at(const Item* const* seeds, std::size_t count) {
    std::vector<std::vector<Seen>> out(count);
    std::atomic<std::size_t> parts = parts_, walls = walls_;
    std::atomic<bool> enough = true;
    const PairSpace::Spend shared = [&](std::size_t near) {
      if ((walls += near) > max_walls || ++parts > max_parts) enough = false;
      return enough.load();
    };
    side_by_side((count + seeds_a_turn - 1) / seeds_a_turn, [&](std::size_t turn) {
      for (std::size_t i = turn * seeds_a_turn; i < std::min(count, (turn + 1) * seeds_a_turn); ++i) look_at(*seeds[i], shared, out[i]);
    });
    if (enough) {
      parts_ = parts, walls_ = walls;
      return out;
    }
    for (std::size_t i = 0; i < count; ++i) {
      out[i].clear();
      look_at(*seeds[i], spend(), out[i]);
    }
    return out;
  }
  PairSpace::Spend spend() {
    return [this](std::size_t near) {
      walls_ += near;
      return ++parts_ <= max_parts && walls_ <= max_walls;
    };
  }

  void take(Seen seen, std::vector<std::pair<Part, UnitKeeping>>& changed) {
    add(seen.part, std::move(seen.findings));
    if (seen.kept.lost || seen.kept.gained) changed.emplace_back(std::move(seen.part), seen.kept);
  }

  // One member that is kept keeps its whole unit: where a keep differs, deletes of whole units that both sides have may act
  // on other members than before.
  void whole_units(const std::vector<std::pair<Part, UnitKeeping>>& changed) {
    if (changed.empty()) return;
    for (const Item& item : space_.items) {
      if (item.statement == nullptr || item.statement->whole == no_id || !item.unsure.empty()) continue;
      const FieldId whole = space_.joint.to[item.side][item.statement->whole];
      space_.cells_of(
          space_.parts_of(item),
          [&](const Part& cell, const PairSpace::Near& near) {
            UnitKeeping units, ignored;
            for (const auto& [part, kept] : changed) {
              if ((kept.lost && units.lost) || (kept.gained && units.gained) || !share_unit(cell, part, whole)) continue;
              units.lost = units.lost || kept.lost;
              units.gained = units.gained || kept.gained;
            }
            if (units.lost || units.gained) add(cell, compare_cell(space_, evaluators_, cell, near, units, ignored));
          },
          [&](const Part& part, const PairSpace::Near& near, const std::string& why) { add_one(part, give_up(near, why)); }, spend());
    }
  }

  // Objects of one unit have the unit's field and all left of it in common, whichever layout binds them.
  bool share_unit(const Part& a, const Part& b, FieldId whole) const {
    if (!a.managed || !b.managed) return false;
    Box left, right;
    for (const Layout& layout : space_.joint.space.layouts) {
      if (layout.stores[0] != space_.space.view.id) continue;
      if (std::none_of(layout.segments.begin(), layout.segments.end(), [&](const Segment& s) { return s.field == whole; })) continue;
      if (!left.texts.empty()) return true;  // two layouts: not compared further
      for (const Segment& segment : layout.segments) {
        if (segment.literal()) continue;
        if (const TextSet* set = a.box.text(segment.field)) left.set_text(segment.field, *set);
        if (const TextSet* set = b.box.text(segment.field)) right.set_text(segment.field, *set);
        if (segment.field == whole) break;
      }
    }
    return !disjoint(left, right);
  }

  PairSpace& space_;
  const Evaluator* const* evaluators_;
  std::map<Key, Group> groups_;
  std::size_t parts_ = 0, walls_ = 0;  // looked at
};

}  // namespace

std::string_view name_of(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::more_deleted: return "more-deleted";
    case ChangeKind::sooner: return "sooner";
    case ChangeKind::less_kept: return "less-kept";
    case ChangeKind::less_locked: return "less-locked";
    case ChangeKind::hold_lifted: return "hold-lifted";
    case ChangeKind::undecided: return "undecided";
    case ChangeKind::require_weakened: return "require-weakened";
    case ChangeKind::safeguards_loosened: return "safeguards-loosened";
    case ChangeKind::moves: return "moves";
    case ChangeKind::uploads: return "uploads";
    case ChangeKind::settings: return "settings";
    case ChangeKind::later: return "later";
    case ChangeKind::less_deleted: return "less-deleted";
    case ChangeKind::more_kept: return "more-kept";
    case ChangeKind::more_locked: return "more-locked";
    case ChangeKind::hold_added: return "hold-added";
    case ChangeKind::require_strengthened: return "require-strengthened";
    case ChangeKind::safeguards_tightened: return "safeguards-tightened";
  }
  return {};
}

bool harmless(ChangeKind kind) { return kind > ChangeKind::safeguards_loosened; }

PolicyDiff diff(const Policy& before, const Policy& after) {
  PolicyDiff out;
  const Joint joint(before, after);
  const Evaluator old_evaluator(before), new_evaluator(after);
  const Evaluator* const evaluators[2] = {&old_evaluator, &new_evaluator};
  compare_whole(before, after, out.changes);
  for (std::size_t at = 0; at < joint.pairs.size(); ++at) {
    PairSpace space(joint, at);
    StoreDiff store(space, evaluators);
    store.run();
    store.tell(out.changes);
    compare_settings(space, out.changes);
    compare_requires(space, out.changes);
    out.buckets.push_back({space.pair.id[old_side], space.pair.id[new_side], space.revisions});
  }
  const auto place = [](const Change& c) {
    const std::vector<ChangeSource>& list = c.new_sources.empty() ? c.old_sources : c.new_sources;
    return list.empty() ? std::tuple(no_file, 0U) : std::tuple(list[0].span.file, list[0].span.begin);
  };
  std::stable_sort(out.changes.begin(), out.changes.end(), [&](const Change& a, const Change& b) {
    return std::tuple(a.kind, place(a), std::string_view(a.region)) < std::tuple(b.kind, place(b), std::string_view(b.region));
  });
  out.space = joint.space;
  return out;
}

}  // namespace shelflife
