#include "simulate/key_region.hpp"

#include <algorithm>
#include <optional>

namespace shelflife {

std::uint32_t KeyRegion::number_of_model(const std::string& name) {
  if (models_.empty() || models_.back() != name) models_.push_back(name);
  return static_cast<std::uint32_t>(models_.size() - 1);
}

void KeyRegion::enter(const FolderPlace& place) {
  for (std::size_t k = 0; k < keeps_.size(); ++k) {
    const FolderPlace::Group& own = place.groups[k];
    if (!own.bound) {
      places_.emplace_back();
      continue;
    }
    Keep& keep = keeps_[k];
    if (keep.groups.empty() || own.group != keep.last_group) {
      if (keep.groups.empty()) keep.first_group = own.group;
      keep.last_group = own.group;
      keep.groups.emplace_back();
    }
    const auto group = static_cast<std::uint32_t>(keep.groups.size() - 1);
    if (keep.units.empty() || own.unit != keep.last_unit) {
      if (keep.units.empty()) keep.first_unit = own.unit;
      keep.last_unit = own.unit;
      keep.units.push_back({{}, group});
    }
    places_.push_back({static_cast<std::uint32_t>(keep.units.size() - 1), group});
  }
  folders_.push_back({number_of_model(*place.model), {}, nullptr, 0});
  open_ = cells_.size();
}

void KeyRegion::enter(const FolderPlace& place, std::shared_ptr<RankList> ranks, std::size_t number) {
  enter(place);
  folders_.back().told = std::move(ranks);
  folders_.back().number = number;
}

KeyRegion::Cell& KeyRegion::cell(const ObjectClass& of) {
  for (std::size_t i = open_; i < cells_.size(); ++i)
    if (cells_[i].of == &of) return cells_[i];
  cells_.push_back({folder(), &of, {}, std::numeric_limits<Instant>::max(), std::numeric_limits<Instant>::max()});
  return cells_.back();
}

void KeyRegion::add_metrics(const ObjectState& object) {
  std::optional<ObjectView> view;
  for (std::size_t k = 0; k < keeps_.size(); ++k) {
    const Place& own = place(folders_.size() - 1, k);
    if (!ranking(k).best || own.unit == no_id) continue;
    if (!view) view.emplace(*policy_, object);
    keeps_[k].units[own.unit].facts.add_metric(view->value(ranking(k).by), ranking(k).highest);
  }
}

void KeyRegion::add(const KeyRegion& more) {
  // By how much its numbers of units and groups grow here.
  std::vector<std::uint32_t> units, groups;
  for (std::size_t k = 0; k < keeps_.size(); ++k) {
    Keep& keep = keeps_[k];
    const Keep& next = more.keeps_[k];
    const bool same_group = !keep.groups.empty() && !next.groups.empty() && next.first_group == keep.last_group;
    const bool same_unit = !keep.units.empty() && !next.units.empty() && next.first_unit == keep.last_unit;
    groups.push_back(static_cast<std::uint32_t>(keep.groups.size()) - (same_group ? 1U : 0U));
    units.push_back(static_cast<std::uint32_t>(keep.units.size()) - (same_unit ? 1U : 0U));
    keep.groups.insert(keep.groups.end(), next.groups.begin() + (same_group ? 1 : 0), next.groups.end());
    for (std::size_t i = 0; i < next.units.size(); ++i) {
      if (i == 0 && same_unit) keep.units.back().facts.add(next.units[i].facts, ranking(k).highest);
      else keep.units.push_back({next.units[i].facts, next.units[i].group + groups[k]});
    }
    if (next.units.empty()) continue;
    if (keep.first_unit.empty()) keep.first_unit = next.first_unit;
    if (keep.first_group.empty()) keep.first_group = next.first_group;
    keep.last_unit = next.last_unit;
    keep.last_group = next.last_group;
  }
  const auto before = static_cast<std::uint32_t>(folders_.size());
  for (std::size_t i = 0; i < more.folders_.size(); ++i) {
    for (std::size_t k = 0; k < keeps_.size(); ++k) {
      const Place& own = more.place(i, k);
      places_.push_back(own.unit == no_id ? own : Place{own.unit + units[k], own.group + groups[k]});
    }
    folders_.push_back({number_of_model(more.models_[more.folders_[i].model]), {}, more.folders_[i].told, more.folders_[i].number});
  }
  for (Cell cell : more.cells_) {
    cell.folder += before;
    cells_.push_back(cell);
  }
  open_ = cells_.size();
}

void KeyRegion::finish() {
  for (std::size_t k = 0; k < keeps_.size(); ++k) {
    Keep& keep = keeps_[k];
    for (const Cell& cell : cells_) {
      const Place& own = place(cell.folder, k);
      if (own.unit == no_id) continue;
      RankUnit& unit = keep.units[own.unit].facts;
      if (cell.of->row.current) unit.add_current(cell.first, cell.of->counts[k] != 0);
      else if (cell.gone != std::numeric_limits<Instant>::max()) unit.add_gone(cell.gone);
    }
    for (const Unit& unit : keep.units) keep.groups[unit.group].add(unit.facts, ranking(k));
    for (RankGroup& group : keep.groups) group.finish();
  }
  for (std::size_t i = 0; i < folders_.size(); ++i) {
    folders_[i].ranks.clear();
    for (std::size_t k = 0; k < keeps_.size(); ++k) {
      const Place& own = place(i, k);
      folders_[i].ranks.push_back(own.unit == no_id ? 0 : listed_rank(keeps_[k].groups[own.group].rank(keeps_[k].units[own.unit].facts, ranking(k)), ranking(k)));
    }
    if (folders_[i].told) std::copy(folders_[i].ranks.begin(), folders_[i].ranks.end(), folders_[i].told->begin() + static_cast<std::ptrdiff_t>(folders_[i].number * keeps_.size()));
  }
}

void KeyRegion::clear() {
  for (Keep& keep : keeps_) {
    keep.units.clear();
    keep.groups.clear();
  }
  folders_.clear();
  places_.clear();
  models_.clear();
  cells_.clear();
  open_ = 0;
}

}  // namespace shelflife
