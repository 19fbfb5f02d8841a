#include "simulate/folders.hpp"

#include <algorithm>

#include "inventory/ranks.hpp"
#include "simulate/totals.hpp"

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

void gather(const Predicate& p, std::vector<bool>& asked) {
  if (p.field != no_id) asked[p.field] = true;
  for (const Predicate& child : p.children) gather(child, asked);
}

// The fields whose text, not only whether there is one, makes a difference.
std::vector<bool> asked_fields(const Policy& policy) {
  std::vector<bool> asked(policy.fields.size());
  for (const Rule& rule : policy.rules) {
    gather(rule.where, asked);
    for (const Statement& s : rule.statements) {
      gather(s.where, asked);
      if (s.clock.field != no_id) asked[s.clock.field] = true;
    }
  }
  for (const Hold& hold : policy.holds) gather(hold.where, asked);
  for (const FieldId field : fields_of_totals(policy)) asked[field] = true;
  for (FieldId id = 0; id < asked.size(); ++id)
    if (!policy.fields[id].values.empty() || policy.fields[id].type != FieldType::text) asked[id] = true;
  return asked;
}

}  // namespace

KeyFolders::KeyFolders(const Policy& policy, StoreId store, const std::vector<StatementRef>& ranked) {
  const Layout* only = nullptr;
  std::size_t layouts = 0;
  for (const Layout& layout : policy.layouts) {
    if (!applies(layout, store)) continue;
    folder_slashes_ = std::max(folder_slashes_, layout.segments.size());
    only = &layout;
    ++layouts;
  }
  shape_slashes_ = folder_slashes_;
  if (layouts == 1) {
    const std::vector<bool> asked = asked_fields(policy);
    const auto matters = [&](const Segment& s) { return s.literal() || !s.prefix.empty() || !s.suffix.empty() || asked[s.field]; };
    while (shape_slashes_ > 0 && !matters(only->segments[shape_slashes_ - 1])) --shape_slashes_;
  }
  bool any = false;
  for (const StatementRef keep : ranked) {
    const Ranking& ranking = policy.rules[keep.rule].statements[keep.statement].ranking;
    std::size_t binding = 0;
    Slashes slashes;
    for (const Layout& layout : policy.layouts) {
      if (!applies(layout, store)) continue;
      const std::size_t unit = segments_of(layout, {ranking.unit}), group = segments_of(layout, ranking.per);
      if (unit == 0 || group == 0) continue;
      ++binding;
      slashes = {unit, group};
      groups_are_folders_ = groups_are_folders_ && group <= unit;
      region_slashes_ = any ? std::min(region_slashes_, group) : group;
      any = true;
    }
    groups_.push_back(slashes);
    groups_are_folders_ = groups_are_folders_ && binding < 2;
  }
}

void KeyFolders::find_slashes(std::string_view key, std::vector<std::size_t>& slashes) const {
  slashes.clear();
  for (std::size_t at = 0; at < key.size() && slashes.size() < folder_slashes_; ++at)
    if (key[at] == '/') slashes.push_back(at);
}

const FolderPlace& Folders::of(std::string_view key, const std::vector<std::size_t>& slashes) {
  bool empty = false;
  for (std::size_t i = std::max<std::size_t>(keys_.shape_slashes(), 1); i < slashes.size(); ++i) empty = empty || slashes[i] == slashes[i - 1] + 1;
  empty = empty || (keys_.shape_slashes() == 0 && !slashes.empty() && slashes[0] == 0);
  const std::string_view shape = KeyFolders::up_to(key, slashes, keys_.shape_slashes());
  if (!simple_ || empty || slashes.size() != slashes_ || shape != shape_) {
    look_at(KeyFolders::up_to(key, slashes, slashes.size()));
    shape_ = shape;
    slashes_ = slashes.size();
    simple_ = !empty;
  }
  for (std::size_t k = 0; k < place_.groups.size(); ++k) {
    FolderPlace::Group& group = place_.groups[k];
    if (!group.bound) continue;
    group.unit = KeyFolders::up_to(key, slashes, keys_.groups()[k].unit);
    group.group = KeyFolders::up_to(key, slashes, keys_.groups()[k].group);
  }
  return place_;
}

void Folders::look_at(std::string_view folder) {
  ObjectState object;
  object.store = store_;
  object.key = folder;
  const ObjectView view(policy_, object);
  place_.part = parts_.emplace(classes_.part(view, FieldSource::path), static_cast<std::uint32_t>(parts_.size())).first->second;
  const Binding binding = shelflife::bind(policy_, store_, folder);
  place_.groups.assign(ranked_.size(), {});
  for (std::size_t k = 0; k < ranked_.size(); ++k) {
    const Ranking& ranking = policy_.rules[ranked_[k].rule].statements[ranked_[k].statement].ranking;
    place_.groups[k].bound = unit_name(policy_, binding, {ranking.unit}) && unit_name(policy_, binding, ranking.per);
  }
  const auto model = std::find_if(binding.fields.begin(), binding.fields.end(), [&](const auto& f) { return f.first == model_; });
  model_name_ = binding.managed && model_ != no_id && model != binding.fields.end() ? model->second : std::string();
  place_.model = &model_name_;
}

}  // namespace shelflife
