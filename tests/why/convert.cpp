#include "tests/why/convert.hpp"

#include <algorithm>

#include "tests/reference/evaluator/layout_walk.hpp"
#include "tests/reference/evaluator/view.hpp"

namespace shelflife::testing {
namespace {

using reference::Time;

std::optional<Time> last(const std::vector<Time>& times) {
  return times.empty() ? std::nullopt : std::optional(*std::max_element(times.begin(), times.end()));
}

LabelState label_of(const Field& field, FieldId id, const std::map<std::string, std::string>& source, Time now) {
  const auto found = source.find(field.external);
  if (found == source.end()) return {LabelState::Kind::missing, id, {}, {}};
  LabelState label{LabelState::Kind::value, id, found->second, {}};
  if (field.type == FieldType::date) {
    if (const auto date = reference::date_of(found->second)) label.age = now - *date;
  }
  return label;
}

void set_registry(ObjectState& state, const Policy& policy, const reference::Object& object, Time now) {
  const reference::RegistryFacts& facts = object.registry.value;
  const std::optional<Time> promoted = last(facts.promotions), retired = last(facts.retirements);
  state.promoted = promoted ? Fact::yes : Fact::no;
  if (promoted) state.promoted_since = now - *promoted;
  const bool stands = retired && (!promoted || *promoted <= *retired);
  state.retired = stands ? Fact::yes : Fact::no;
  if (stands) state.retired_since = now - *retired;
  state.referenced = facts.referenced ? Fact::yes : Fact::no;
  const reference::Walk path = reference::walk(policy, state.store, object.key);
  bool bound = false;
  for (FieldId id = 0; id < policy.fields.size(); ++id) {
    const Field& field = policy.fields[id];
    if (field.name != "version" && field.name != "run_id") continue;
    bound = bound || path.bound.contains(id) || (field.source == FieldSource::tag && object.tags.contains(field.external));
  }
  state.orphan = bound && !facts.known && !facts.referenced ? Fact::yes : Fact::no;
}

}  // namespace

ObjectState object_state(const Policy& policy, StoreId store, const reference::Object& object, Time now) {
  ObjectState state;
  state.store = store;
  state.key = object.key;
  state.noncurrent = !object.current;
  state.size = object.size;
  state.tier = object.tier;
  state.created = now - object.created;
  if (object.accessed.read) state.accessed = now - std::max(object.created, object.accessed.value);
  if (state.noncurrent) state.noncurrent_since = now - object.noncurrent_since;
  for (FieldId id = 0; id < policy.fields.size(); ++id) {
    const Field& field = policy.fields[id];
    if (field.source == FieldSource::tag) state.labels.push_back(label_of(field, id, object.tags, now));
    if (field.source != FieldSource::registry) continue;
    if (object.registry.read) state.labels.push_back(label_of(field, id, object.registry.value.values, now));
    else state.labels.push_back({LabelState::Kind::unread, id, {}, {}});
  }
  if (object.registry.read) set_registry(state, policy, object, now);
  if (object.locked_until > now) state.locked_for = object.locked_until - now;
  state.legal_hold = object.legal_hold;
  if (object.mark) state.marked = now - object.mark->written;
  return state;
}

}  // namespace shelflife::testing
