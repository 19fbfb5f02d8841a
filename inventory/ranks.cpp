#include "inventory/ranks.hpp"

#include <algorithm>

namespace shelflife {

std::optional<std::string> unit_name(const Policy& policy, const Binding& binding, const std::vector<FieldId>& fields) {
  if (!binding.managed) return std::nullopt;
  const auto bound = [&](FieldId id) {
    return std::find_if(binding.fields.begin(), binding.fields.end(), [&](const auto& f) { return f.first == id; });
  };
  for (const FieldId id : fields) {
    const auto at = bound(id);
    const std::vector<std::string>& values = policy.fields[id].values;
    if (at == binding.fields.end() || (!values.empty() && std::find(values.begin(), values.end(), at->second) == values.end())) return std::nullopt;
  }
  std::string name;
  std::size_t wanted = fields.size();
  for (const Segment& segment : binding.layout->segments) {
    if (wanted == 0) break;
    if (segment.literal()) continue;
    if (const auto at = bound(segment.field); at != binding.fields.end()) name += at->second;
    name += std::to_string(segment.field) + "/";  // no text of a field has a slash in it
    if (std::find(fields.begin(), fields.end(), segment.field) != fields.end()) --wanted;
  }
  return name;
}

Ranks::Ranks(const Policy& policy, StatementRef keep, Instant until)
    : policy_(policy), keep_(keep), ranking_(policy.rules[keep.rule].statements[keep.statement].ranking), until_(until) {}

void Ranks::add(const ObjectView& view, const Binding& binding, Instant now) {
  const std::optional<std::string> name = unit_name(policy_, binding, {ranking_.unit});
  std::optional<std::string> group = unit_name(policy_, binding, ranking_.per);
  if (!name || !group) return;
  Unit& unit = units_[*name];
  unit.group = std::move(*group);
  const ObjectState& object = view.object();
  const Instant made = now - object.created;
  if (object.noncurrent) {
    const auto [at, fresh] = unit.gone.emplace(object.key, made);
    if (!fresh) at->second = std::max(at->second, made);
    return;
  }
  // What may or may not count does not: fewer newer units never make a rank larger.
  unit.facts.add_current(made, made < until_ && speaks(keep_, view).is_yes());
  if (ranking_.best) unit.facts.add_metric(view.value(ranking_.by), ranking_.highest);
}

void Ranks::finish() {
  groups_.clear();
  for (auto& [name, unit] : units_) {
    for (const auto& [key, made] : unit.gone) unit.facts.add_gone(made);
    groups_[unit.group].add(unit.facts, ranking_);
  }
  for (auto& [name, group] : groups_) group.finish();
}

std::optional<std::uint32_t> Ranks::rank(const Binding& binding) const {
  const std::optional<std::string> name = unit_name(policy_, binding, {ranking_.unit});
  if (!name || !unit_name(policy_, binding, ranking_.per)) return std::nullopt;
  const auto found = units_.find(*name);
  if (found == units_.end()) return 1;  // nobody showed it: it could be the first
  const auto group = groups_.find(found->second.group);
  return group->second.rank(found->second.facts, ranking_);
}

}  // namespace shelflife
