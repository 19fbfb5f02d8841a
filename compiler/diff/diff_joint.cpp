#include "compiler/diff/diff_joint.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "compiler/model/layout.hpp"
#include "compiler/model/store_rules.hpp"

namespace shelflife::diffing {

namespace {

// A layout without the names of its fields.
std::string shape(const Layout& layout) {
  std::string out;
  for (const Segment& s : layout.segments) out += s.prefix + (s.literal() ? "" : "{}") + s.suffix + "/";
  return out;
}

std::vector<const Layout*> layouts_of(const Policy& policy, StoreId store) {
  std::vector<const Layout*> out;
  for (const Layout& layout : policy.layouts) {
    if (applies(layout, store)) out.push_back(&layout);
  }
  // Layouts have no order.
  std::stable_sort(out.begin(), out.end(), [](const Layout* a, const Layout* b) { return shape(*a) < shape(*b); });
  return out;
}

// Facts of the registry reach objects through these names.
bool finds_records(const std::string& name) { return name == "run_id" || name == "model" || name == "version"; }

}  // namespace

Joint::Joint(const Policy& before, const Policy& after) : sides{&before, &after} {
  for (std::size_t which : {old_side, new_side}) rules[which] = rules_by_store(side(which));
  match_fields();
  match_stores();
  for (StorePair& pair : pairs) add_layouts(pair, static_cast<StoreId>(&pair - pairs.data()));
  for (std::size_t which : {old_side, new_side}) {
    lists_[which].fields = space.fields;
    for (FieldId f = 0; f < space.fields.size(); ++f) {
      if (back[which][f] != no_id) lists_[which].fields[f].values = side(which).fields[back[which][f]].values;
    }
  }
}

// By old field: the new path field that stands at its place, where layouts of the two sides have one shape.
std::vector<FieldId> Joint::renamed_fields() const {
  std::vector<FieldId> out(side(old_side).fields.size(), no_id);
  std::vector<bool> taken(side(new_side).fields.size());
  std::multimap<std::string, const Layout*> shapes;
  for (const Layout& layout : side(new_side).layouts) shapes.emplace(shape(layout), &layout);
  for (const Layout& layout : side(old_side).layouts) {
    const auto found = shapes.find(shape(layout));
    if (found == shapes.end()) continue;
    for (std::size_t i = 0; i < layout.segments.size(); ++i) {
      const FieldId from = layout.segments[i].field, onto = found->second->segments[i].field;
      if (from == no_id || out[from] != no_id || taken[onto]) continue;
      out[from] = onto;
      taken[onto] = true;
    }
  }
  return out;
}

void Joint::match_fields() {
  const Policy& was = side(old_side);
  const Policy& now = side(new_side);
  space.fields = now.fields;
  std::map<std::tuple<FieldSource, std::string>, FieldId> known;
  for (FieldId f = 0; f < now.fields.size(); ++f) {
    known.emplace(std::tuple(now.fields[f].source, now.fields[f].external), f);
    to[new_side].push_back(f);
  }
  const std::vector<FieldId> renamed = renamed_fields();
  std::vector<bool> taken(now.fields.size());
  for (const FieldId f : renamed) {
    if (f != no_id) taken[f] = true;
  }
  for (FieldId f = 0; f < was.fields.size(); ++f) {
    FieldId joint = renamed[f];
    if (joint == no_id) {
      const auto found = known.find({was.fields[f].source, was.fields[f].external});
      if (found != known.end() && !taken[found->second]) joint = found->second;
    } else if (was.fields[f].name != now.fields[joint].name) {
      registry_moved = registry_moved || finds_records(was.fields[f].name) || finds_records(now.fields[joint].name);
    }
    // The same source read as another type shares no values that a region could speak of.
    const bool other_type = joint != no_id && was.fields[f].type != now.fields[joint].type;
    if (joint == no_id || other_type) {
      if (other_type) {
        retyped.resize(space.fields.size() + 1);
        retyped[joint] = true;
      }
      joint = static_cast<FieldId>(space.fields.size());
      space.fields.push_back(was.fields[f]);
      retyped.resize(space.fields.size());
      retyped[joint] = other_type;
    }
    to[old_side].push_back(joint);
  }
  retyped.resize(space.fields.size());
  relisted.resize(space.fields.size());
  for (std::size_t which : {old_side, new_side}) {
    back[which].assign(space.fields.size(), no_id);
    for (FieldId f = 0; f < to[which].size(); ++f) back[which][to[which][f]] = f;
    required[which].resize(space.fields.size());
  }
  for (FieldId f = 0; f < space.fields.size(); ++f) {
    std::vector<std::string> lists[2];
    for (std::size_t which : {old_side, new_side}) {
      if (back[which][f] == no_id) continue;
      lists[which] = side(which).fields[back[which][f]].values;
      std::sort(lists[which].begin(), lists[which].end());
      required[which][f] = side(which).fields[back[which][f]].required;
    }
    space.fields[f].required = false;
    if (back[old_side][f] == no_id || back[new_side][f] == no_id) continue;
    relisted[f] = lists[0] != lists[1];
    if (relisted[f]) space.fields[f].values.clear();
  }
}

void Joint::match_stores() {
  using Bucket = std::tuple<Provider, std::string, std::string>;
  const auto bucket = [](const Store& s) { return Bucket(s.provider, s.account, s.bucket); };
  std::map<Bucket, StoreId> was;
  for (StoreId s = 0; s < side(old_side).stores.size(); ++s) was.emplace(bucket(side(old_side).stores[s]), s);
  for (StoreId s = 0; s < side(new_side).stores.size(); ++s) {
    StorePair pair;
    pair.id[new_side] = s;
    if (const auto found = was.find(bucket(side(new_side).stores[s])); found != was.end()) {
      pair.id[old_side] = found->second;
      was.erase(found);
    }
    pairs.push_back(pair);
    space.stores.push_back(side(new_side).stores[s]);
  }
  for (StoreId s = 0; s < side(old_side).stores.size(); ++s) {
    if (!was.contains(bucket(side(old_side).stores[s]))) continue;
    StorePair pair;
    pair.id[old_side] = s;
    pairs.push_back(pair);
    space.stores.push_back(side(old_side).stores[s]);
  }
}

void Joint::add_layouts(StorePair& pair, StoreId as) {
  std::vector<Layout> translated[2];
  for (std::size_t which : {old_side, new_side}) {
    if (pair.id[which] == no_id) continue;
    for (const Layout* layout : layouts_of(side(which), pair.id[which])) {
      Layout copy = *layout;
      copy.pattern.clear();
      copy.stores = {as};
      for (Segment& segment : copy.segments) {
        if (!segment.literal()) segment.field = to[which][segment.field];
      }
      if (translated[which].empty() || translated[which].back() != copy) translated[which].push_back(std::move(copy));
    }
  }
  pair.layouts_changed = pair.both() && translated[0] != translated[1];
  if (pair.layouts_changed) return;  // no path field means one thing: whatever names one is undecided
  std::vector<Layout>& from = translated[pair.id[new_side] != no_id ? new_side : old_side];
  space.layouts.insert(space.layouts.end(), from.begin(), from.end());
}

Predicate Joint::translate(const Predicate& p, std::size_t which) const {
  Predicate out = p;
  if (out.field != no_id) out.field = to[which][out.field];
  for (Predicate& child : out.children) child = translate(child, which);
  return out;
}

Region Joint::region(const Predicate& joint, std::size_t which, Reading reading) const {
  Region out = truth(lists_[which], joint, reading);
  for (Box& box : out.boxes) {
    const std::vector<std::pair<FieldId, TextSet>> texts = box.texts;
    for (const auto& [field, set] : texts) {
      const std::vector<std::string>& list = lists_[which].fields[field].values;
      if (!relisted[field] || list.empty() || !set.missing) continue;
      // Missing to this side is all that its list does not have.
      TextSet raw{true, true, list, {}};
      std::sort(raw.values.begin(), raw.values.end());
      std::erase_if(raw.values, [&, s = &set](const std::string& value) { return s->has(value); });
      box.set_text(field, std::move(raw));
    }
  }
  return out;
}

}  // namespace shelflife::diffing
