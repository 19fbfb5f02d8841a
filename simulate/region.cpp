#include "simulate/region.hpp"

#include <algorithm>

#include "inventory/ranks.hpp"

namespace shelflife {

namespace {

// How many closed segments of the layout the fields are in; 0: it does not bind them all.
std::size_t segments_of(const Layout& layout, const std::vector<FieldId>& fields) {
  std::size_t most = 0;
  for (const FieldId field : fields) {
    const auto at = std::find_if(layout.segments.begin(), layout.segments.end(), [&](const Segment& s) { return s.field == field; });
    if (at == layout.segments.end()) return 0;
    most = std::max(most, static_cast<std::size_t>(at - layout.segments.begin()) + 1);
  }
  return most;
}

}  // namespace

KeyFolders::KeyFolders(const Policy& policy, StoreId store, const std::vector<StatementRef>& ranked) {
  for (const Layout& layout : policy.layouts)
    if (applies(layout, store)) folder_slashes_ = std::max(folder_slashes_, layout.segments.size());
  bool any = false;
  for (const StatementRef keep : ranked) {
    const Ranking& ranking = policy.rules[keep.rule].statements[keep.statement].ranking;
    std::size_t binding = 0;
    for (const Layout& layout : policy.layouts) {
      if (!applies(layout, store) || segments_of(layout, {ranking.unit}) == 0) continue;
      const std::size_t segments = segments_of(layout, ranking.per);
      if (segments == 0) continue;
      ++binding;
      groups_are_folders_ = groups_are_folders_ && segments <= segments_of(layout, {ranking.unit});
      region_slashes_ = any ? std::min(region_slashes_, segments) : segments;
      any = true;
    }
    groups_are_folders_ = groups_are_folders_ && binding < 2;
  }
}

std::string_view KeyFolders::up_to(std::string_view key, std::size_t count) {
  std::size_t end = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t slash = key.find('/', end);
    if (slash == std::string_view::npos) break;
    end = slash + 1;
  }
  return key.substr(0, end);
}

Region::Place Region::place(std::size_t keep, const std::optional<std::string>& unit, const std::optional<std::string>& group) {
  if (!unit || !group) return {};
  const auto [own_group, new_group] = names_[keep].groups.emplace(*group, static_cast<std::uint32_t>(groups_[keep].size()));
  if (new_group) groups_[keep].emplace_back();
  const auto [own, fresh] = names_[keep].units.emplace(*unit, static_cast<std::uint32_t>(units_[keep].size()));
  if (fresh) units_[keep].push_back({{}, own_group->second});
  return {own->second, own_group->second};
}

std::uint32_t Region::number_of_model(std::string text) {
  if (models_.empty() || models_.back() != text) models_.push_back(std::move(text));
  return static_cast<std::uint32_t>(models_.size() - 1);
}

void Region::enter(std::string_view key) {
  const Binding binding = shelflife::bind(*policy_, store_, key);
  Folder folder;
  for (std::size_t k = 0; k < ranked_->size(); ++k)
    folder.places.push_back(place(k, unit_name(*policy_, binding, {ranking(k).unit}), unit_name(*policy_, binding, ranking(k).per)));
  const auto model = std::find_if(binding.fields.begin(), binding.fields.end(), [&](const auto& f) { return f.first == model_; });
  folder.model = number_of_model(binding.managed && model_ != no_id && model != binding.fields.end() ? model->second : std::string());
  folders_.push_back(std::move(folder));
  open_ = cells_.size();
}

Region::Cell& Region::cell(const ObjectClass& of) {
  for (std::size_t i = open_; i < cells_.size(); ++i)
    if (cells_[i].of == &of) return cells_[i];
  cells_.push_back({folder(), &of, {}, std::numeric_limits<Instant>::max(), std::numeric_limits<Instant>::max()});
  return cells_.back();
}

void Region::add_metrics(const ObjectState& object) {
  std::optional<ObjectView> view;
  for (std::size_t k = 0; k < ranked_->size(); ++k) {
    const Place& place = folders_.back().places[k];
    if (!ranking(k).best || place.unit == no_id) continue;
    if (!view) view.emplace(*policy_, object);
    units_[k][place.unit].facts.add_metric(view->value(ranking(k).by), ranking(k).highest);
  }
}

void Region::add(const Region& more) {
  // Its numbers of units and groups, by their names.
  std::vector<std::vector<std::uint32_t>> units(ranked_->size()), groups(ranked_->size());
  for (std::size_t k = 0; k < ranked_->size(); ++k) {
    units[k].resize(more.units_[k].size());
    groups[k].resize(more.groups_[k].size());
    for (const auto& [name, number] : more.names_[k].groups) {
      const auto [at, fresh] = names_[k].groups.emplace(name, static_cast<std::uint32_t>(groups_[k].size()));
      if (fresh) groups_[k].emplace_back();
      groups[k][number] = at->second;
    }
    for (const auto& [name, number] : more.names_[k].units) {
      const auto [at, fresh] = names_[k].units.emplace(name, static_cast<std::uint32_t>(units_[k].size()));
      if (fresh) units_[k].push_back({{}, groups[k][more.units_[k][number].group]});
      units_[k][at->second].facts.add(more.units_[k][number].facts, ranking(k).highest);
      units[k][number] = at->second;
    }
  }
  const std::uint32_t before = static_cast<std::uint32_t>(folders_.size());
  for (Folder folder : more.folders_) {
    for (std::size_t k = 0; k < ranked_->size(); ++k)
      if (folder.places[k].unit != no_id) folder.places[k] = {units[k][folder.places[k].unit], groups[k][folder.places[k].group]};
    folder.model = number_of_model(more.models_[folder.model]);
    folders_.push_back(std::move(folder));
  }
  for (Cell cell : more.cells_) {
    cell.folder += before;
    cells_.push_back(cell);
  }
  open_ = cells_.size();
}

void Region::finish() {
  for (std::size_t k = 0; k < ranked_->size(); ++k) {
    for (const Cell& cell : cells_) {
      const Place& place = folders_[cell.folder].places[k];
      if (place.unit == no_id) continue;
      RankUnit& unit = units_[k][place.unit].facts;
      if (cell.of->row.current) unit.add_current(cell.first, cell.of->counts[k] != 0);
      else if (cell.gone != std::numeric_limits<Instant>::max()) unit.add_gone(cell.gone);
    }
    for (const Unit& unit : units_[k]) groups_[k][unit.group].add(unit.facts, ranking(k));
    for (RankGroup& group : groups_[k]) group.finish();
  }
  for (Folder& folder : folders_) {
    folder.ranks.clear();
    for (std::size_t k = 0; k < ranked_->size(); ++k) {
      const Place& place = folder.places[k];
      folder.ranks.push_back(place.unit == no_id ? 0 : listed_rank(groups_[k][place.group].rank(units_[k][place.unit].facts, ranking(k)), ranking(k)));
    }
  }
}

void Region::clear() {
  for (std::size_t k = 0; k < ranked_->size(); ++k) {
    names_[k] = {};
    units_[k].clear();
    groups_[k].clear();
  }
  folders_.clear();
  models_.clear();
  cells_.clear();
  open_ = 0;
}

}  // namespace shelflife
