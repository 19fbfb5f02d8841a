#include "compiler/findings/findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "compiler/findings/findings_parts.hpp"
#include "compiler/model/layout.hpp"
#include "compiler/model/print.hpp"
#include "compiler/model/store_rules.hpp"
#include "grammar/side_by_side.hpp"

namespace shelflife {

namespace findings {

namespace {

constexpr std::size_t most_related = 3;
constexpr std::size_t most_walls = 64;           // statements that together cover one
constexpr std::size_t search_parts = 400, search_walls = 20000;

// What makes two stores the same to every finding.
std::string sort_of(const Policy& policy, StoreId id) {
  const Store& store = policy.stores[id];
  std::string text = fmt::format("{}/{}/{}", static_cast<int>(store.provider), store.versioned(), store.recoverable_days());
  for (std::size_t l = 0; l < policy.layouts.size(); ++l) {
    if (applies(policy.layouts[l], id)) text += fmt::format("/{}", l);
  }
  return text;
}

}  // namespace

Landscape::Landscape(const Policy& p, const Lowered& l, const SourceManager* s)
    : policy(p), lowered(l), sources(s), statements(p), idle(statements.items.size(), false) {
  asked = asked_by(policy);
  const std::vector<std::vector<std::uint32_t>> rules = rules_by_store(policy);
  std::map<std::pair<std::string, std::vector<std::uint32_t>>, std::uint32_t> seen;
  std::vector<StoreId> shown;  // by ground: its first store
  for (StoreId store = 0; store < policy.stores.size(); ++store) {
    ground_of_store.push_back(no_id);
    if (rules[store].empty()) continue;
    const auto [at, fresh] = seen.emplace(std::pair(sort_of(policy, store), rules[store]), static_cast<std::uint32_t>(shown.size()));
    ground_of_store.back() = at->second;
    if (fresh) shown.push_back(store);
  }
  grounds.resize(shown.size());
  side_by_side(shown.size(), [&](std::size_t g) { grounds[g] = std::make_unique<Ground>(statements, shown[g], rules[shown[g]], sources); });
  first_standing.assign(policy.rules.size() + 1, 0);
  for (const StoreId store : shown) {
    for (const std::uint32_t rule : rules[store]) ++first_standing[rule + 1];
  }
  for (std::size_t rule = 0; rule < policy.rules.size(); ++rule) first_standing[rule + 1] += first_standing[rule];
  standings.resize(first_standing.back());
  std::vector<std::uint32_t> next(first_standing.begin(), first_standing.end() - 1);
  for (std::uint32_t g = 0; g < shown.size(); ++g) {
    std::uint32_t place = 0;
    for (const std::uint32_t rule : rules[shown[g]]) {
      standings[next[rule]++] = {g, place};
      place += static_cast<std::uint32_t>(policy.rules[rule].statements.size());
    }
  }
}

namespace {

bool asks_required_path(const Landscape& land, const Group& group) {
  return land.statements.asks_required_path[group.best != nullptr ? group.best->region : land.statements.hold_regions[group.hold]];
}

}  // namespace

bool conditions_meet(const Landscape& land, const Ground& ground, const Group& own, const std::function<bool(const Group&)>& accept) {
  const bool every = asks_required_path(land, own);
  const std::vector<Box>& boxes = region_of(land, own).boxes;
  return std::any_of(boxes.begin(), boxes.end(), [&](const Box& box) {
    return ground.conditions_meeting(box, !every, [&](const Spot& spot) { return accept(ground.groups()[spot.group]); });
  }) || ground.exhausted;
}

namespace {

bool one_contains(const std::vector<const Region*>& by, const Box& box) {
  return std::any_of(by.begin(), by.end(), [&](const Region* region) {
    return std::any_of(region->boxes.begin(), region->boxes.end(), [&](const Box& b) { return contains(b, box); });
  });
}

// Whether the regions hold all of the box, cut along the values that they name.
bool conditions_hold(const Policy& policy, const std::vector<const Region*>& by, const Box& box, bool unread, std::size_t& pieces) {
  if (one_contains(by, box)) return true;
  const TextSet any;
  for (const Region* region : by) {
    for (const Box& wall : region->boxes) {
      if (disjoint(wall, box)) continue;
      for (const auto& [field, set] : wall.texts) {
        const Field& f = policy.fields[field];
        TextSet mine = box.text(field) != nullptr ? *box.text(field) : any;
        if (set.cofinite || subset(mine, set)) continue;
        if (!f.values.empty()) {
          TextSet listed{false, true, f.values, {}};
          std::sort(listed.values.begin(), listed.values.end());
          mine = intersect(mine, listed);
        }
        if (!unread && f.required) mine.missing = false;  // with some of its values it is held, and that is enough
        TextSet rest = subtract(mine, TextSet{false, false, set.values, {}});
        TextSet inside = intersect(mine, TextSet{false, false, set.values, {}});
        rest.missing = mine.missing;
        if (inside.nothing() || (pieces += 2) > 256) continue;
        for (TextSet* side : {&inside, &rest}) {
          if (side->nothing()) continue;
          Box piece = box;
          piece.set_text(field, std::move(*side));
          if (!conditions_hold(policy, by, piece, unread, pieces)) return false;
        }
        return true;
      }
    }
  }
  return false;
}

}  // namespace

const Region& region_of(const Landscape& land, const Group& group) {
  return land.statements.regions[group.best != nullptr ? group.best->region : land.statements.hold_regions[group.hold]];
}

Cover cover(const Landscape& land, const Ground& ground, const Group& own, std::span<const Part> parts, bool unread, Kinds kinds, const std::function<bool(const Group&)>& accept) {
  Cover out;
  const Region& conditions = region_of(land, own);
  bool careful = asks_required_path(land, own);
  const bool asked = careful;
  const auto may = [&](const Group& group) {
    if (!accept(group)) return false;
    if (!asked) return true;
    return std::any_of(conditions.boxes.begin(), conditions.boxes.end(), [&](const Box& box) {
      const Region& other = region_of(land, group);
      return std::any_of(other.boxes.begin(), other.boxes.end(), [&](const Box& b) { return !disjoint(b, box); });
    });
  };
  const auto contains_one = [&](const Group& group) {
    return !asked || std::any_of(conditions.boxes.begin(), conditions.boxes.end(), [&](const Box& box) { return one_contains({&region_of(land, group)}, box); });
  };
  const auto add = [&](std::uint32_t group) {
    if (std::find(out.by.begin(), out.by.end(), group) == out.by.end()) out.by.push_back(group);
  };
  // One `delete whole` speaks of all of a unit or of none: it helps only where it alone speaks of all parts.
  const auto alone = [&](const Group& group) { return group.best != nullptr && group.best->statement->whole != no_id; };
  const auto holds_all = [&](std::uint32_t group) {
    return std::all_of(parts.begin(), parts.end(), [&](const Part& part) {
      return std::any_of(ground.parts(group).begin(), ground.parts(group).end(), [&](const Part& by) { return by.managed == part.managed && contains(by.box, part.box); });
    });
  };
  for (const Part& whole : parts) {
    const auto lacks = [&](const auto& entry) { return entry.second.missing && land.policy.fields[entry.first].required; };
    const bool as_it_is = unread || (std::none_of(whole.box.texts.begin(), whole.box.texts.end(), lacks) && std::none_of(whole.box.numbers.begin(), whole.box.numbers.end(), lacks));
    std::optional<Part> settled;
    if (!as_it_is) {
      settled = ground.space().settle(whole, false);
      if (!settled) continue;
    }
    const Part* part = as_it_is ? &whole : &*settled;
    const auto fits = [&](const Spot& spot) {
      const Group& group = ground.groups()[spot.group];
      if (!may(group) || !contains_one(group) || (alone(group) && !holds_all(spot.group))) return false;
      add(spot.group);
      return true;
    };
    if (ground.containing(*part, kinds, fits)) continue;
    std::vector<const Box*> walls;
    std::vector<std::uint32_t> groups;
    ground.meeting(*part, kinds, [&](const Spot& spot) {
      const Group& group = ground.groups()[spot.group];
      if (!may(group) || alone(group)) return false;
      if (std::find(walls.begin(), walls.end(), spot.box) == walls.end()) walls.push_back(spot.box), groups.push_back(spot.group);
      return walls.size() >= most_walls;
    });
    if (walls.size() < 2) return out;
    Search search{ground.space(), unread, false, {}, {}, search_parts, search_walls};
    search.walls = [&](const Part&) { return walls; };
    search.fine = [&](const Part& at) { return std::any_of(walls.begin(), walls.end(), [&](const Box* wall) { return ground.space().covered(at, *wall); }); };
    if (const auto hole = search.find({*part})) {
      out.undecided = !hole->decided || walls.size() >= most_walls;
      return out;
    }
    for (const std::uint32_t group : groups) {
      add(group);
      careful = careful || asks_required_path(land, ground.groups()[group]);
    }
  }
  out.all = true;
  if (careful) {
    std::vector<const Region*> by;
    for (const std::uint32_t group : out.by) by.push_back(&region_of(land, ground.groups()[group]));
    out.all = std::all_of(conditions.boxes.begin(), conditions.boxes.end(), [&](const Box& box) {
      std::size_t pieces = 0;
      return conditions_hold(land.policy, by, box, unread, pieces);
    });
  }
  return out;
}

std::optional<ObjectState> object_at(const Landscape& land, const Ground& ground, const Part& part, const Clock& clock, std::uint32_t age) {
  return witness(ground.space(), land.asked, part, clock, age);
}

Span place(const Policy& policy, StatementRef ref) { return policy.rules[ref.rule].statements[ref.statement].origin.span; }

std::string said(const Policy& policy, StatementRef ref) { return fmt::format("`{}`", to_text(policy, policy.rules[ref.rule].statements[ref.statement])); }

std::string said(const Policy& policy, const Group& group) {
  return group.best != nullptr ? said(policy, group.best->ref) : fmt::format("`hold {}`", quote(policy.holds[group.hold].name));
}

Related here(const Policy& policy, const Group& group, std::string_view what) {
  const Span span = group.best != nullptr ? place(policy, group.best->ref) : policy.holds[group.hold].origin.span;
  return {span, what.empty() ? said(policy, group) + " is here" : std::string(what)};
}

std::string example(const Policy& policy, Finding& finding, std::optional<ObjectState> witness) {
  finding.witness = std::move(witness);
  return finding.witness ? fmt::format(", for example on {}", to_text(policy, *finding.witness)) : std::string();
}

void blame(const Landscape& land, const Ground& ground, const std::vector<std::uint32_t>& by, Finding& finding) {
  for (const std::uint32_t at : by) {
    const Group& group = ground.groups()[at];
    if (group.best != nullptr) finding.others.push_back(group.best->ref);
    if (finding.related.size() < most_related) finding.related.push_back(here(land.policy, group));
  }
  if (by.size() > most_related) finding.related.back().message += fmt::format(" (and {} more)", by.size() - most_related);
}

namespace {

// By place, else in the order in which they were found. Each is moved once.
std::vector<Finding> in_source_order(std::vector<Finding> found) {
  std::vector<std::tuple<FileId, std::uint32_t, std::size_t>> order;
  order.reserve(found.size());
  for (std::size_t i = 0; i < found.size(); ++i) order.emplace_back(found[i].span.file, found[i].span.begin, i);
  std::sort(order.begin(), order.end());
  std::vector<Finding> out;
  out.reserve(found.size());
  for (const auto& entry : order) out.push_back(std::move(found[std::get<2>(entry)]));
  return out;
}

}  // namespace

std::vector<Finding> find_all(Landscape& land) {
  find_empty_conditions(land);
  find_never_fires(land);
  find_shadowed(land);
  find_guards_nothing(land);
  find_waiting_deletes(land);
  find_late_moves(land);
  find_lost_labels(land);
  find_unspoken_values(land);
  find_cloud_differences(land);
  std::size_t wide = 0;
  for (const Item& item : land.statements.items) wide += land.statements.regions[item.region].exact ? 0U : 1U;
  const bool exhausted = std::any_of(land.grounds.begin(), land.grounds.end(), [](const auto& g) { return g->exhausted; });
  if (wide > 0 || land.undecided > 0 || exhausted) {
    Finding note{Code::findings_undecided, Span{land.policy.root, 0, 0}, {}, {}, {}, {}, {}, {}};
    if (exhausted) note.message = "too many statements speak of the same objects: not all of them were compared with each other";
    else if (land.undecided > 0) note.message = fmt::format("{} statements meet too many others to be decided: they were left out", land.undecided);
    else note.message = fmt::format("{} conditions are too wide to be expanded: their statements were left out", wide);
    land.found.push_back(std::move(note));
  }
  return in_source_order(std::move(land.found));
}

}  // namespace findings

}  // namespace shelflife
