#include "inventory/row_state.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/model/print.hpp"
#include "grammar/ascii.hpp"

namespace shelflife {

namespace {

std::optional<Tier> tier_of(const Policy& policy, StoreId store, const std::string& name) {
  if (const std::optional<Tier> tier = parse_tier(name)) return tier;
  const TierMap& map = policy.tiers[static_cast<std::size_t>(policy.stores[store].provider)];
  for (std::size_t i = 0; i < 5; ++i)
    // Azure writes "Cool", its CLI "COOL".
    if (!map.classes[i].empty() && same_ignoring_case(map.classes[i], name)) return static_cast<Tier>(i);
  return std::nullopt;  // a class that no tier stands for
}

LabelState tag_label(const Field& field, FieldId id, const Row& row, Instant now) {
  if (!row.tags) return {LabelState::Kind::unread, id, {}, {}};
  const auto tag = row.tags->find(field.external);
  if (tag == row.tags->end()) return {LabelState::Kind::missing, id, {}, {}};
  LabelState label{LabelState::Kind::value, id, tag->second, {}};
  if (const std::optional<Date> date = field.type == FieldType::date ? parse_date(label.text) : std::nullopt) label.age = now - midnight(*date);
  return label;
}

// A mark counts only if a quarantine of the policy wrote it.
bool is_ours(const Policy& policy, const RowMark& mark) {
  for (std::uint32_t r = 0; r < policy.rules.size(); ++r) {
    const std::vector<Statement>& statements = policy.rules[r].statements;
    for (std::uint32_t s = 0; s < statements.size(); ++s)
      if (statements[s].kind == StatementKind::quarantine && mark.statement == statement_id(policy, {r, s})) return true;
  }
  return false;
}

}  // namespace

ToldObject row_state(const Policy& policy, StoreId store, const Row& row, const Registry* registry, Instant now) {
  ToldObject told;
  ObjectState& object = told.object;
  told.store = told.noncurrent = true;
  told.created = row.created.has_value();
  told.size = row.size.has_value();
  object.store = store;
  object.key = row.key;
  object.noncurrent = !row.current;
  object.size = row.size.value_or(0);
  object.created = std::max<Seconds>(0, now - row.created.value_or(now));
  if (row.noncurrent_since) object.noncurrent_since = std::clamp<Seconds>(now - *row.noncurrent_since, 0, object.created);
  if (row.accessed) object.accessed = std::clamp<Seconds>(now - *row.accessed, 0, object.created);
  if (const std::optional<Tier> tier = tier_of(policy, store, row.storage_class)) {
    object.tier = *tier;
    told.tier = true;
  }
  for (FieldId id = 0; id < policy.fields.size(); ++id)
    if (policy.fields[id].source == FieldSource::tag) object.labels.push_back(tag_label(policy.fields[id], id, row, now));
  if (registry != nullptr) registry->tell(policy, now, object);
  if (row.locked_until && *row.locked_until > now) object.locked_for = *row.locked_until - now;
  object.legal_hold = row.legal_hold;
  if (row.mark && is_ours(policy, *row.mark)) object.marked = std::max<Seconds>(0, now - row.mark->written);
  return told;
}

}  // namespace shelflife
