#include "inventory/registry.hpp"

#include <algorithm>

#include "compiler/objects/evaluate.hpp"

namespace shelflife {

namespace {

using Names = std::map<std::string, std::string>;

// What the key says of an object's version and run, by the names of the fields.
struct Identity {
  std::vector<std::pair<std::string_view, std::string_view>> to_version;  // `version` and all that stands left of it
  std::string_view version, run;
};

Identity identity_of(const Policy& policy, const Binding& binding, const ObjectState& object) {
  Identity identity;
  const auto bound = [&](FieldId id) {
    const auto at = std::find_if(binding.fields.begin(), binding.fields.end(), [&](const auto& f) { return f.first == id; });
    return at != binding.fields.end() ? std::string_view(at->second) : std::string_view();
  };
  for (FieldId id = 0; id < policy.fields.size(); ++id) {
    if (policy.fields[id].name != "run_id") continue;
    identity.run = bound(id);
    const LabelState* const label = object.label(id);
    if (identity.run.empty() && label != nullptr && label->kind == LabelState::Kind::value) identity.run = label->text;
  }
  if (!binding.managed) return identity;
  for (const Segment& segment : binding.layout->segments) {
    if (segment.literal()) continue;
    const std::string_view text = bound(segment.field);
    if (text.empty()) break;  // what a record names must be whole
    identity.to_version.emplace_back(policy.fields[segment.field].name, text);
    if (policy.fields[segment.field].name != "version") continue;
    identity.version = text;
    break;
  }
  return identity;
}

bool names_version(const Names& fields, const Identity& identity) {
  if (identity.version.empty() || !fields.contains("version")) return false;
  return std::all_of(identity.to_version.begin(), identity.to_version.end(), [&](const auto& part) {
    const auto said = fields.find(std::string(part.first));
    return said != fields.end() && said->second == part.second;
  });
}

std::optional<Seconds> last_age(const std::vector<Instant>& events, Instant now) {
  std::optional<Seconds> age;
  for (const Instant at : events)
    if (at <= now && (!age || now - at < *age)) age = now - at;
  return age;
}

void set_label(ObjectState& object, LabelState label) {
  const auto at = std::lower_bound(object.labels.begin(), object.labels.end(), label.field, [](const LabelState& l, FieldId f) { return l.field < f; });
  if (at != object.labels.end() && at->field == label.field) *at = std::move(label);
  else object.labels.insert(at, std::move(label));
}

}  // namespace

void Registry::add(RegistryRecord record) {
  const std::size_t index = records_.size();
  if (const auto run = record.fields.find("run_id"); run != record.fields.end()) by_run_[run->second].push_back(index);
  if (const auto version = record.fields.find("version"); version != record.fields.end()) by_version_[version->second].push_back(index);
  if (!record.location.empty()) {
    by_location_[record.location].push_back(index);
    ++location_sizes_[record.location.size()];
  }
  records_.push_back(std::move(record));
}

void Registry::add(RegistryReference reference) {
  const std::size_t index = references_.size();
  if (!reference.key.empty()) referenced_keys_[reference.key].push_back(index);
  if (const auto version = reference.fields.find("version"); version != reference.fields.end()) referenced_versions_[version->second].push_back(index);
  references_.push_back(std::move(reference));
}

void Registry::tell(const Policy& policy, Instant now, ObjectState& object) const {
  if (!complete) return;
  const Binding binding = shelflife::bind(policy, object.store, object.key);
  const Identity identity = identity_of(policy, binding, object);
  std::vector<std::size_t> found;
  const auto gather = [&](const NameMap<std::vector<std::size_t>>& index, std::string_view name, const auto& test) {
    const auto at = name.empty() ? index.end() : index.find(name);
    if (at == index.end()) return;
    for (const std::size_t i : at->second)
      if (test(i)) found.push_back(i);
  };
  const auto any = [](std::size_t) { return true; };
  gather(by_run_, identity.run, any);
  gather(by_version_, identity.version, [&](std::size_t i) { return names_version(records_[i].fields, identity); });
  for (const auto& [size, count] : location_sizes_)
    if (size <= object.key.size()) gather(by_location_, std::string_view(object.key).substr(0, size), any);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());

  std::optional<Seconds> promoted, retired;
  Names values;
  for (const std::size_t i : found) {
    const auto newest = [&](std::optional<Seconds>& age, const std::vector<Instant>& events) {
      if (const std::optional<Seconds> own = last_age(events, now)) age = age ? std::min(*age, *own) : *own;
    };
    newest(promoted, records_[i].promotions);
    newest(retired, records_[i].retirements);
    values.insert(records_[i].values.begin(), records_[i].values.end());
  }
  if (promoted && retired && *promoted < *retired) retired.reset();  // retired until the next promotion
  object.promoted = promoted ? Fact::yes : Fact::no;
  object.promoted_since = promoted;
  object.retired = retired ? Fact::yes : Fact::no;
  object.retired_since = retired;

  const std::size_t known = found.size();
  const auto of_another_run = [&](std::size_t i) { return references_[i].by_run.empty() || references_[i].by_run != identity.run; };
  gather(referenced_keys_, object.key, of_another_run);
  gather(referenced_versions_, identity.version, [&](std::size_t i) { return of_another_run(i) && names_version(references_[i].fields, identity); });
  object.referenced = found.size() > known ? Fact::yes : Fact::no;
  const bool bound = !identity.version.empty() || !identity.run.empty() ||
                     std::any_of(binding.fields.begin(), binding.fields.end(), [&](const auto& f) { return policy.fields[f.first].name == "version"; });
  object.orphan = bound && known == 0 && object.referenced == Fact::no ? Fact::yes : Fact::no;

  for (FieldId id = 0; id < policy.fields.size(); ++id) {
    const Field& field = policy.fields[id];
    if (field.source != FieldSource::registry) continue;
    LabelState label{LabelState::Kind::missing, id, {}, {}};
    if (const auto value = values.find(field.external); value != values.end()) {
      label = {LabelState::Kind::value, id, value->second, {}};
      if (const std::optional<Date> date = field.type == FieldType::date ? parse_date(label.text) : std::nullopt) label.age = now - midnight(*date);
    }
    set_label(object, std::move(label));
  }
}

}  // namespace shelflife
