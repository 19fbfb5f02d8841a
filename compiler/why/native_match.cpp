#include "compiler/why/native_match.hpp"

#include <algorithm>

namespace shelflife {

namespace {

Truth tag_is(const ObjectView& view, const std::string& name, const std::string& wanted) {
  const std::vector<Field>& fields = view.policy().fields;
  for (FieldId id = 0; id < fields.size(); ++id) {
    if (fields[id].source != FieldSource::tag || fields[id].external != name) continue;
    const LabelState* const label = view.object().label(id);  // as it stands there: lists and types are the policy's
    if (label == nullptr || label->kind == LabelState::Kind::missing) return Truth::no();
    return label->kind == LabelState::Kind::unread ? Truth::unread(false) : Truth::of(label->text == wanted);
  }
  return Truth::no();  // the sweep's tag: only the pruner writes it
}

bool acts_on(ActionKind kind, bool noncurrent) {
  switch (kind) {
    case ActionKind::transition:
    case ActionKind::expire: return !noncurrent;
    case ActionKind::transition_noncurrent:
    case ActionKind::expire_noncurrent: return noncurrent;
    case ActionKind::expire_snapshots:
    case ActionKind::expired_markers:
    case ActionKind::abort_uploads: break;
  }
  return false;
}

}  // namespace

Truth matches(const NativeFilter& filter, const ObjectView& view) {
  const ObjectState& object = view.object();
  const auto begins = [&](const std::string& prefix) { return object.key.starts_with(prefix); };
  const auto ends = [&](const std::string& suffix) { return object.key.ends_with(suffix); };
  if (!filter.prefixes.empty() && std::none_of(filter.prefixes.begin(), filter.prefixes.end(), begins)) return Truth::no();
  if (!filter.suffixes.empty() && std::none_of(filter.suffixes.begin(), filter.suffixes.end(), ends)) return Truth::no();
  if ((filter.size_min && object.size < *filter.size_min) || (filter.size_max && object.size > *filter.size_max)) return Truth::no();
  Truth truth = Truth::yes();
  for (const auto& [name, value] : filter.tags) truth = truth & tag_is(view, name, value);
  return truth;
}

std::vector<NativeMatch> native_matches(const Lowered& lowered, const ObjectView& view) {
  std::vector<NativeMatch> out;
  const StoreId store = view.object().store;
  for (const NativeDocument& document : lowered.documents) {
    if (std::find(document.stores.begin(), document.stores.end(), store) == document.stores.end()) continue;
    for (const NativeRule& rule : document.rules) {
      if (rule.store != store || !matches(rule.filter, view).may_be_yes()) continue;
      for (const NativeAction& action : rule.actions)
        if (acts_on(action.kind, view.object().noncurrent)) out.push_back({&rule, &action});
    }
  }
  return out;
}

}  // namespace shelflife
