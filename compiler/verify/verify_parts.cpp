#include "compiler/verify/verify_parts.hpp"

#include <algorithm>
#include <charconv>

namespace shelflife::verifying {

namespace {

constexpr std::string_view sweep_tag = "shelflife-sweep", sweep_value = "now";

// The field that a tag of the store is, as far as the policy knows it.
FieldId field_of(const Policy& policy, const std::string& tag) {
  for (FieldId f = 0; f < policy.fields.size(); ++f) {
    if (policy.fields[f].source == FieldSource::tag && policy.fields[f].external == tag) return f;
  }
  return no_id;
}

// What a tag filter says of the policy's attributes. Values that the policy takes for missing are others than the one that
// the cloud compares with, so the box is wider than the filter then.
void narrow_by_tag(const Policy& policy, const std::string& key, const std::string& value, NativeBox& native) {
  const FieldId f = field_of(policy, key);
  if (f == no_id || policy.fields[f].type == FieldType::date) {
    native.whole = false;
    return;
  }
  const Field& field = policy.fields[f];
  if (field.type == FieldType::number) {
    native.whole = false;  // 5 and 5.0 are one number and two texts
    std::uint64_t n = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), n);
    if (error == std::errc() && end == value.data() + value.size() && n < (std::uint64_t{1} << 62)) native.box.numbers.emplace_back(f, NumberSet{{2 * n, 2 * n}, false});
    return;
  }
  const bool known = field.values.empty() || std::find(field.values.begin(), field.values.end(), value) != field.values.end();
  native.whole = native.whole && known;
  TextSet set{false, !known, {}, {}};
  if (known) set.values.push_back(value);
  const TextSet* have = native.box.text(f);
  native.box.set_text(f, have != nullptr ? intersect(*have, set) : std::move(set));
}

}  // namespace

const Placement* Question::placement(StatementRef ref) const {
  const auto at = std::lower_bound(placements.begin(), placements.end(), ref, [](const Placement* p, StatementRef r) { return p->statement < r; });
  return at != placements.end() && (*at)->statement == ref ? *at : nullptr;
}

bool on_noncurrent(ActionKind kind) {
  return kind == ActionKind::expire_noncurrent || kind == ActionKind::expire_snapshots || kind == ActionKind::transition_noncurrent;
}
bool is_transition(ActionKind kind) { return kind == ActionKind::transition || kind == ActionKind::transition_noncurrent; }

// The mark is the decision: the pruner tags only what may be deleted at once.
bool by_mark(const Question& q, const NativeRule& rule, const NativeAction& action) {
  if (q.store().sweep != Sweep::marked || action.kind != ActionKind::expire) return false;
  return std::find(rule.filter.tags.begin(), rule.filter.tags.end(), std::pair<std::string, std::string>(sweep_tag, sweep_value)) != rule.filter.tags.end();
}

std::vector<NativeBox> native_boxes(const Question& q, const NativeRule& rule, const NativeAction& action) {
  NativeBox base;
  base.rule = &rule;
  base.action = &action;
  base.whole = !action.partial;
  base.box.size = {rule.filter.size_min.value_or(0), rule.filter.size_max.value_or(~std::uint64_t{0})};
  // S3 user guide, "Transitioning objects": none under 128 KiB unless a rule filters on size.
  const bool sized = rule.filter.size_min || rule.filter.size_max;
  if (is_transition(action.kind) && q.space.view.can.small_objects_stay && !sized) base.box.size.lo = smallest_moved_on_s3;
  if (action.kind != ActionKind::abort_uploads && action.kind != ActionKind::expired_markers) {
    (on_noncurrent(action.kind) ? base.box.flags.may_be_false : base.box.flags.may_be_true) &= static_cast<std::uint8_t>(~bit(Flag::noncurrent));
  }
  for (const auto& [key, value] : rule.filter.tags) narrow_by_tag(q.policy(), key, value, base);
  const std::vector<std::string> everywhere{""};
  std::vector<NativeBox> out;
  for (const std::string& prefix : rule.filter.prefixes.empty() ? everywhere : rule.filter.prefixes) {
    for (const std::string& suffix : rule.filter.suffixes.empty() ? everywhere : rule.filter.suffixes) {
      NativeBox native = base;
      native.prefix = prefix;
      native.suffix = suffix;
      if (!prefix.empty()) native.box.key.push_back({true, false, prefix});
      if (!suffix.empty()) native.box.key.push_back({false, false, suffix});
      std::sort(native.box.key.begin(), native.box.key.end());
      if (!empty(native.box)) out.push_back(std::move(native));
    }
  }
  return out;
}

std::optional<Tier> tier_of(const Question& q, const std::string& storage_class) {
  const TierMap& map = q.policy().tiers[static_cast<std::size_t>(q.store().provider)];
  for (std::size_t t = 0; t < std::size(map.classes); ++t) {
    if (map.classes[t] == storage_class) return static_cast<Tier>(t);
  }
  return std::nullopt;
}

// Azure's versions and snapshots go for good at an age since creation; the account's soft delete, which every build of it
// writes, gives the span after that ("Soft delete for blobs").
Seconds soft_delete(const Question& q) {
  return q.store().provider == Provider::azure ? days(soft_delete_days(q.policy(), q.space.view.id)) : 0;
}

Seconds first_access(const Part& part) {
  const std::uint64_t code = std::min<std::uint64_t>(part.box.accessed.lo, std::uint64_t{1} << 40);
  return static_cast<Seconds>(code / 2) * seconds_a_day + static_cast<Seconds>(code % 2);
}

Ages earliest(const Question& q, const NativeAction& action, const Part& part) {
  Ages at;
  switch (action.clock) {
    case NativeClock::created: at.created = days(action.days); break;
    case NativeClock::accessed: at.accessed = days(action.days); break;
    case NativeClock::noncurrent: at.noncurrent = days(action.days); break;
  }
  at.newer = action.newer_noncurrent;
  const bool ages_from_creation = action.kind == ActionKind::expire_noncurrent || action.kind == ActionKind::expire_snapshots;
  if (ages_from_creation && action.clock == NativeClock::created) at.soft = soft_delete(q);
  follow_laws(q, part, at);
  return at;
}

void follow_laws(const Question& q, const Part& part, Ages& at) {
  at.accessed = std::max(at.accessed, first_access(part));
  if ((part.box.flags.may_be_false & bit(Flag::orphan)) == 0) at.created = std::max(at.created, days(q.store().orphan_after.days));
  at.created = std::max({at.created, at.accessed, at.noncurrent});
}

bool acts(const NativeAction& action, const Ages& at) {
  const Seconds age = action.clock == NativeClock::created ? at.created : action.clock == NativeClock::accessed ? at.accessed : at.noncurrent;
  return age >= days(action.days) && at.newer >= action.newer_noncurrent;
}

bool lacks_a_label(const Policy& policy, const Part& part) {
  return std::any_of(part.box.texts.begin(), part.box.texts.end(), [&](const auto& e) { return e.second.missing && policy.fields[e.first].required; });
}

namespace {

std::vector<const Protection*> meeting(const StoreSpace& space, const Part& part, std::vector<const Protection*> near) {
  std::erase_if(near, [&](const Protection* p) {
    return std::none_of(p->possible.boxes.begin(), p->possible.boxes.end(), [&](const Box& b) { return space.meets(part, b); });
  });
  return near;
}

}  // namespace

// Without a required label an object may have any value of it, and whatever asks for one of them may hold it.
std::vector<const Protection*> holders(const StoreSpace& space, const Part& part) {
  if (!lacks_a_label(space.view.policy, part)) return space.touching(part);
  return meeting(space, part, space.view.protections.touching(part.box));
}
std::vector<const Protection*> explicit_noncurrent(const StoreSpace& space, const Part& part) {
  if (!lacks_a_label(space.view.policy, part)) return space.explicit_noncurrent(part);
  return meeting(space, part, space.view.protections.explicit_noncurrent(part.box, space.view.keys.anchors(part.box)));
}

bool is_over(const Protection& p, const Ages& at) {
  return (p.over_created && days(*p.over_created) <= at.created) || (p.over_accessed && days(*p.over_accessed) <= at.accessed);
}

std::vector<Part> parts_of(const Question& q, const Box& box, bool unread) {
  std::vector<Part> out;
  const auto add = [&](const Box& some, bool managed) {
    if (auto part = q.space.settle({some, managed}, unread)) out.push_back(std::move(*part));
  };
  Box complete = box;
  const std::vector<Field>& fields = q.policy().fields;
  for (FieldId f = 0; f < fields.size(); ++f) {
    if (fields[f].source != FieldSource::path || !fields[f].required || fields[f].type != FieldType::text) continue;
    const TextSet* have = box.text(f);
    const TextSet mine = have != nullptr ? *have : TextSet{};
    if (unread && mine.missing) {
      Box lacking = box;
      lacking.set_text(f, TextSet{false, true, {}, {}});
      add(lacking, true);
    }
    complete.set_text(f, intersect(mine, TextSet{true, false, {}, {}}));
  }
  add(complete, true);
  add(box, false);
  return out;
}

std::optional<std::vector<Part>> region_of(const Question& q, const Predicate& where, bool unread) {
  const Region region = truth(q.policy(), where, Reading::certain);
  if (!region.exact) return std::nullopt;
  std::vector<Part> out;
  for (const Box& box : region.boxes) {
    for (Part& part : parts_of(q, box, unread)) out.push_back(std::move(part));
  }
  return out;
}

std::optional<Search::Hole> find(const Question& q, Search& search, std::vector<Part> parts) {
  search.max_parts = std::min(search.max_parts, q.parts_left);
  std::size_t used = 0;
  std::optional<Search::Hole> hole = search.find(std::move(parts), &used);
  q.parts_left -= std::min(used, q.parts_left);
  return hole;
}

}  // namespace shelflife::verifying
