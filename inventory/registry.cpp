#include "inventory/registry.hpp"

#include <algorithm>

#include "compiler/objects/evaluate.hpp"

namespace shelflife {

namespace {

using Names = std::map<std::string, std::string>;

// Whether a record is that of an object: `perhaps` keeps whatever the record may say.
enum class Match : std::uint8_t { no, perhaps, yes };

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

void lower(std::optional<Seconds>& age, const std::optional<Seconds>& other) {
  if (other) age = age ? std::min(*age, *other) : *other;
}

// "v3" may well be what the registry calls 3.
bool perhaps_version(std::string_view in_key, std::string_view said) { return in_key == said || (in_key.starts_with('v') && in_key.substr(1) == said); }

// One run or version, with all that its records say.
struct Sharer {
  const RegistryRecord* record = nullptr;
  std::optional<Seconds> promoted, retired;

  bool same(const RegistryRecord& other) const { return record->fields == other.fields && record->model == other.model && record->many_models == other.many_models; }
  bool is_version() const { return record->fields.contains("version"); }
  bool is_run() const { return record->fields.contains("run_id"); }
  bool is_retired() const { return retired && !(promoted && *promoted < *retired); }
};

}  // namespace

// What the key says of an object's version and run, by the names of the fields.
struct Registry::Identity {
  std::vector<std::pair<std::string_view, std::string_view>> to_version;  // `version` and all that stands left of it
  std::string_view version, run;
  bool has_version = false;  // bound, whatever stands left of it

  Identity(const Policy& policy, const Binding& binding, const ObjectState& object) {
    const auto bound = [&](FieldId id) {
      const auto at = std::find_if(binding.fields.begin(), binding.fields.end(), [&](const auto& f) { return f.first == id; });
      return at != binding.fields.end() ? std::string_view(at->second) : std::string_view();
    };
    for (FieldId id = 0; id < policy.fields.size(); ++id) {
      if (policy.fields[id].name != "run_id") continue;
      run = bound(id);
      const LabelState* const label = object.label(id);
      if (run.empty() && label != nullptr && label->kind == LabelState::Kind::value) run = label->text;
    }
    has_version = std::any_of(binding.fields.begin(), binding.fields.end(), [&](const auto& f) { return policy.fields[f.first].name == "version"; });
    if (!binding.managed) return;
    for (const Segment& segment : binding.layout->segments) {
      if (segment.literal()) continue;
      const std::string_view text = bound(segment.field);
      if (text.empty()) break;  // what a record names must be whole
      to_version.emplace_back(policy.fields[segment.field].name, text);
      if (policy.fields[segment.field].name != "version") continue;
      version = text;
      break;
    }
  }

  bool names_model(std::string_view model) const {
    return std::any_of(to_version.begin(), to_version.end(), [&](const auto& part) { return part.first != "version" && part.second == model; });
  }

  // Of the version that `fields` name; `model`: all that the registry names it by besides.
  Match version_match(const Names& fields, const std::string& model, bool many_models, std::string_view made_by_run) const {
    const auto said_version = fields.find("version");
    if (version.empty() || said_version == fields.end()) return Match::no;
    if (!model.empty() && !names_model(model)) return Match::no;
    bool sure = model.empty() || !many_models;
    for (const auto& [name, text] : to_version) {
      const auto said = fields.find(std::string(name));
      if (said != fields.end() && said->second == text) continue;
      if (model.empty()) return Match::no;
      if (name == "version") {
        if (!perhaps_version(text, said_version->second)) return Match::no;
        sure = false;
      } else if (said != fields.end()) {
        return Match::no;
      } else if (name != "model" || text != model) {
        sure = false;
      }
    }
    if (!made_by_run.empty() && made_by_run == run && version == said_version->second) sure = true;
    return sure ? Match::yes : Match::perhaps;
  }
};

struct Registry::Found {
  std::vector<const RegistryRecord*> records;
  bool sure = true;  // each of them is the object's own
};

void Registry::index_places(const std::vector<RegistryPlace>& places, std::size_t index, ByPlace& by_place, ByPlace& anywhere) {
  for (const RegistryPlace& place : places) (place.store == no_id ? anywhere : by_place)[place.path].push_back({index, place.store, place.sure});
}

void Registry::add(RegistryRecord record) {
  const std::size_t index = records_.size();
  if (const auto run = record.fields.find("run_id"); run != record.fields.end()) by_run_[run->second].push_back(index);
  if (const auto version = record.fields.find("version"); version != record.fields.end()) by_version_[version->second].push_back(index);
  if (!record.location.empty()) {
    by_location_[record.location].push_back(index);
    ++location_sizes_[record.location.size()];
  }
  index_places(record.places, index, by_place_, anywhere_);
  records_.push_back(std::move(record));
}

void Registry::add(RegistryReference reference) {
  const std::size_t index = references_.size();
  if (!reference.key.empty()) referenced_keys_[reference.key].push_back(index);
  if (const auto version = reference.fields.find("version"); version != reference.fields.end()) referenced_versions_[version->second].push_back(index);
  else if (const auto run = reference.fields.find("run_id"); run != reference.fields.end()) referenced_runs_[run->second].push_back(index);
  index_places(reference.places, index, referenced_places_, referenced_anywhere_);
  references_.push_back(std::move(reference));
}

// The whole key, and each folder that it is in.
void Registry::at_place(const ByPlace& by_place, const ByPlace& anywhere, const ObjectState& object, std::vector<Placed>& out) {
  const std::string_view key = object.key;
  const auto look = [&](const ByPlace& places, std::string_view path) {
    const auto at = places.find(path);
    if (at == places.end()) return;
    for (const Placed& placed : at->second)
      if (placed.store == no_id || placed.store == object.store) out.push_back(placed);
  };
  if (!by_place.empty()) {
    look(by_place, {});
    for (std::size_t end = key.find('/'); end != std::string_view::npos; end = key.find('/', end + 1)) look(by_place, key.substr(0, end));
    look(by_place, key);
  }
  for (std::size_t begin = 0; !anywhere.empty() && begin < key.size();) {
    for (std::size_t end = key.find('/', begin); end != std::string_view::npos; end = key.find('/', end + 1)) look(anywhere, key.substr(begin, end - begin));
    look(anywhere, key.substr(begin));
    const std::size_t next = key.find('/', begin);
    begin = next == std::string_view::npos ? key.size() : next + 1;
  }
}

Registry::Found Registry::find(const Identity& identity, const ObjectState& object) const {
  std::vector<std::pair<std::size_t, bool>> found;  // a record, and whether it is sure
  const auto gather = [&](const NameMap<std::vector<std::size_t>>& index, std::string_view name, const auto& match) {
    const auto at = name.empty() ? index.end() : index.find(name);
    if (at == index.end()) return;
    for (const std::size_t i : at->second)
      if (const Match m = match(i); m != Match::no) found.emplace_back(i, m == Match::yes);
  };
  const auto any = [](std::size_t) { return Match::yes; };
  const auto version = [&](std::size_t i) { return identity.version_match(records_[i].fields, records_[i].model, records_[i].many_models, records_[i].made_by_run); };
  gather(by_run_, identity.run, any);
  gather(by_version_, identity.version, version);
  if (identity.version.starts_with('v')) gather(by_version_, identity.version.substr(1), version);
  for (const auto& [size, count] : location_sizes_)
    if (size <= object.key.size()) gather(by_location_, std::string_view(object.key).substr(0, size), any);
  if (!by_place_.empty() || !anywhere_.empty()) {
    std::vector<Placed> placed;
    at_place(by_place_, anywhere_, object, placed);
    for (const Placed& one : placed) found.emplace_back(one.index, one.sure);
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first != b.first ? a.first < b.first : a.second > b.second; });
  Found out;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (i > 0 && found[i].first == found[i - 1].first) continue;  // the surest comes first
    out.records.push_back(&records_[found[i].first]);
    out.sure = out.sure && found[i].second;
  }
  return out;
}

bool Registry::is_referenced(const Identity& identity, const ObjectState& object) const {
  const auto counts = [&](std::size_t i) {
    const RegistryReference& r = references_[i];
    if (!r.by_run.empty() && r.by_run == identity.run) return false;
    return r.by_model.empty() || !identity.names_model(r.by_model) || !perhaps_version(identity.version, r.by_version);
  };
  const auto any_of = [&](const NameMap<std::vector<std::size_t>>& index, std::string_view name, const auto& test) {
    const auto at = name.empty() ? index.end() : index.find(name);
    return at != index.end() && std::any_of(at->second.begin(), at->second.end(), test);
  };
  const auto version = [&](std::size_t i) { return counts(i) && identity.version_match(references_[i].fields, references_[i].model, false, {}) != Match::no; };
  if (any_of(referenced_keys_, object.key, counts) || any_of(referenced_runs_, identity.run, counts)) return true;
  if (any_of(referenced_versions_, identity.version, version)) return true;
  if (identity.version.starts_with('v') && any_of(referenced_versions_, identity.version.substr(1), version)) return true;
  if (referenced_places_.empty() && referenced_anywhere_.empty()) return false;
  std::vector<Placed> placed;
  at_place(referenced_places_, referenced_anywhere_, object, placed);
  return std::any_of(placed.begin(), placed.end(), [&](const Placed& one) { return counts(one.index); });
}

// Promoted by any; retired until the next promotion, and only when each version that shares the object is (each run, where no
// version does).
void Registry::tell_events(const Found& found, Instant now, ObjectState& object) const {
  object.promoted_since.reset();
  object.retired_since.reset();
  if (!found.sure) {
    object.promoted = object.retired = Fact::unread;
    return;
  }
  std::vector<Sharer> sharers;
  std::optional<Seconds> perhaps;
  for (const RegistryRecord* const record : found.records) {
    auto own = std::find_if(sharers.begin(), sharers.end(), [&](const Sharer& s) { return s.same(*record); });
    if (own == sharers.end()) own = sharers.insert(own, Sharer{record, {}, {}});
    lower(own->promoted, record->promoted_now ? Seconds{0} : last_age(record->promotions, now));
    lower(own->retired, record->retired_now ? Seconds{0} : last_age(record->retirements, now));
    if (record->perhaps_promoted) lower(perhaps, std::max<Seconds>(0, now - *record->perhaps_promoted));
  }
  std::optional<Seconds> promoted, retired;
  for (const Sharer& one : sharers) {
    lower(promoted, one.promoted);
    lower(retired, one.retired);
  }
  const bool versions = std::any_of(sharers.begin(), sharers.end(), [](const Sharer& one) { return one.is_version(); });
  const bool in_use = std::any_of(sharers.begin(), sharers.end(), [&](const Sharer& one) { return (versions ? one.is_version() : one.is_run()) && !one.is_retired(); });
  if (in_use || (promoted && retired && *promoted < *retired)) retired.reset();
  object.promoted = promoted ? Fact::yes : perhaps ? Fact::unread : Fact::no;
  object.promoted_since = promoted ? promoted : perhaps;
  object.retired = retired ? Fact::yes : Fact::no;
  object.retired_since = retired;
}

// What several that share the object say differently is unread: it is no more the one than the other.
void Registry::tell_labels(const Policy& policy, const Found& found, Instant now, ObjectState& object) const {
  for (FieldId id = 0; id < policy.fields.size(); ++id) {
    const Field& field = policy.fields[id];
    if (field.source != FieldSource::registry) continue;
    LabelState label{LabelState::Kind::missing, id, {}, {}};
    bool disputed = !found.sure;
    for (const RegistryRecord* const record : found.records) {
      disputed = disputed || record->disputed.contains(field.external);
      const auto value = record->values.find(field.external);
      if (value == record->values.end()) continue;
      disputed = disputed || (label.kind == LabelState::Kind::value && label.text != value->second);
      label.kind = LabelState::Kind::value;
      label.text = value->second;
    }
    if (disputed) label = {LabelState::Kind::unread, id, {}, {}};
    if (const std::optional<Date> date = field.type == FieldType::date ? parse_date(label.text) : std::nullopt) label.age = now - midnight(*date);
    set_label(object, std::move(label));
  }
}

void Registry::tell(const Policy& policy, Instant now, ObjectState& object) const {
  if (!complete) return;
  const Binding binding = shelflife::bind(policy, object.store, object.key);
  const Identity identity(policy, binding, object);
  const Found found = find(identity, object);
  tell_events(found, now, object);
  object.referenced = is_referenced(identity, object) ? Fact::yes : Fact::no;
  const bool bound = identity.has_version || !identity.version.empty() || !identity.run.empty();
  object.orphan = bound && found.records.empty() && object.referenced == Fact::no ? Fact::yes : Fact::no;
  tell_labels(policy, found, now, object);
}

}  // namespace shelflife
