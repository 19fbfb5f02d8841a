// All the ways an object could look, given what was not read.
// A value that nobody read may be any: one that the policy names, one that it does not, or missing.
#include <functional>

#include "tests/reference/evaluator/view.hpp"

namespace shelflife::reference {
namespace {

using Values = std::vector<std::optional<std::string>>;

// What the source holds, as the policy sees it: outside the list, or of the wrong type, counts as missing.
std::optional<std::string> accepted(const Field& field, const std::optional<std::string>& raw) {
  if (!raw) return std::nullopt;
  if (!field.values.empty()) {
    bool listed = false;
    for (const std::string& value : field.values) listed = listed || value == *raw;
    if (!listed) return std::nullopt;
  }
  if (field.type == FieldType::date && !date_of(*raw)) return std::nullopt;
  if (field.type == FieldType::number && !number_of(*raw)) return std::nullopt;
  return raw;
}

std::string text_of_date(Time time) {
  for (int year = static_cast<int>(1969 + time / (366 * day));; ++year) {
    for (int month = 1; month <= 12; ++month) {
      for (int d = 1; d <= 31; ++d) {
        char text[40];
        std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, d);
        const std::optional<Time> at = date_of(text);
        if (at && *at >= time) return text;
      }
    }
  }
}

Values every_value(const World& world, FieldId id) {
  const Field& field = world.policy->fields[id];
  const Vocabulary::Words& words = world.names.fields[id];
  Values values{std::nullopt};
  if (!words.named) return values;  // nothing asks for it: one value stands for all
  if (!field.values.empty()) {
    for (const std::string& value : field.values) values.emplace_back(value);
    return values;
  }
  if (field.type == FieldType::number) {
    values.emplace_back("0");
    for (std::uint64_t bound : words.numbers) {
      if (bound > 0) values.emplace_back(std::to_string(bound - 1));
      values.emplace_back(std::to_string(bound));
      values.emplace_back(std::to_string(bound + 1));
    }
    return values;
  }
  if (field.type == FieldType::date) {
    const Time today = world.now / day * day;
    for (std::uint32_t days : world.names.dates) {
      values.emplace_back(text_of_date(today - days * day));
      values.emplace_back(text_of_date(today - days * day + day));
    }
    values.emplace_back("1970-01-01");
    values.emplace_back("2999-01-01");
  }
  for (const std::string& text : words.whole) values.emplace_back(text);
  std::set<std::string> starts = words.starts, ends = words.ends;
  starts.insert("");
  ends.insert("");
  for (const std::string& start : starts) {
    for (const std::string& end : ends) {
      values.emplace_back(start + "~fresh~" + end);
      if (!(start + end).empty()) values.emplace_back(start + end);
    }
  }
  return values;
}

// Times that fall on every side of the durations asked of a clock.
std::vector<Time> every_time(const World& world, const std::set<std::uint32_t>& durations, Time not_before) {
  std::set<Time> times{world.now, not_before};
  for (std::uint32_t days : durations) {
    for (Time at : {world.now - days * day, world.now - days * day + 1}) {
      if (at >= not_before) times.insert(at);
    }
  }
  return {times.begin(), times.end()};
}

// The last time an event happened, up to now.
std::optional<Time> last(const std::vector<Time>& times, Time now) {
  std::optional<Time> result;
  for (Time t : times) {
    if (t <= now && (!result || t > *result)) result = t;
  }
  return result;
}

// Bound to a version or run, older than `orphan after`, known to no record, not referenced.
bool is_orphan(const World& world, const Object& object, const Walk& path, bool known, bool referenced) {
  bool bound = false;
  for (FieldId id = 0; id < world.policy->fields.size(); ++id) {
    const Field& field = world.policy->fields[id];
    if (field.name != "version" && field.name != "run_id") continue;
    bound = bound || path.bound.contains(id) ||
            (field.source == FieldSource::tag && object.tags.contains(field.external));
  }
  const Time old_enough = world.policy->stores[world.store].orphan_after.days * day;
  return bound && !known && !referenced && world.now - object.created >= old_enough;
}

// Replaces every view by copies of it, one for each choice.
template <class Choices, class Set>
void split(std::vector<View>& all, const Choices& choices, const Set& set) {
  std::vector<View> result;
  for (const View& view : all) {
    for (const auto& choice : choices) {
      result.push_back(view);
      set(result.back(), choice);
    }
  }
  all = std::move(result);
}

std::optional<std::string> lookup(const std::map<std::string, std::string>& values, const std::string& name) {
  const auto found = values.find(name);
  return found == values.end() ? std::nullopt : std::optional<std::string>(found->second);
}

void set_registry(const World& world, const Object& object, const Walk& path, std::vector<View>& all) {
  const RegistryFacts& facts = object.registry.value;
  if (object.registry.read) {
    View& view = all[0];
    view.promoted = last(facts.promotions, world.now);
    view.retired = last(facts.retirements, world.now);
    if (view.retired && view.promoted && *view.promoted > *view.retired) view.retired.reset();
    for (const RegistryFacts::Events& one : facts.sharers) {
      const std::optional<Time> promoted = last(one.promotions, world.now), retired = last(one.retirements, world.now);
      if (!retired || (promoted && *promoted > *retired)) view.retired.reset();
    }
    view.referenced = facts.referenced;
    view.orphan = is_orphan(world, object, path, facts.known, facts.referenced);
    return;
  }
  const Vocabulary& names = world.names;
  std::vector<std::optional<Time>> promotions{std::nullopt}, retirements{std::nullopt};
  if (names.promoted_named) {
    for (Time t : every_time(world, names.promoted, 0)) promotions.emplace_back(t);
  }
  if (names.retired_named) {
    for (Time t : every_time(world, names.retired, 0)) retirements.emplace_back(t);
  }
  split(all, promotions, [](View& view, const auto& t) { view.promoted = t; });
  split(all, retirements, [](View& view, const auto& t) { view.retired = t; });
  const std::vector<int> either{0, 1};
  if (names.referenced_named) split(all, either, [](View& view, int choice) { view.referenced = choice == 1; });
  if (names.orphan_named) {
    split(all, either, [&](View& view, int choice) {
      view.orphan = is_orphan(world, object, path, choice == 1, view.referenced);
    });
  }
}

}  // namespace

std::vector<View> views(const World& world, const Object& object) {
  const Walk path = walk(*world.policy, world.store, object.key);
  View base;
  base.object = &object;
  base.managed = path.managed;
  base.fields.resize(world.policy->fields.size());
  base.accessed = std::max(object.created, object.accessed.value);
  std::vector<View> all{base};
  set_registry(world, object, path, all);
  if (!object.accessed.read && world.names.accessed_named) {
    split(all, every_time(world, world.names.accessed, object.created), [](View& v, Time t) { v.accessed = t; });
  }
  for (FieldId id = 0; id < world.policy->fields.size(); ++id) {
    const Field& field = world.policy->fields[id];
    std::optional<std::string> raw;
    bool read = true;
    switch (field.source) {
      case FieldSource::path:
        if (!path.managed) continue;  // unknown, never unread
        if (path.bound.contains(id)) raw = path.bound.at(id);
        break;
      case FieldSource::tag: raw = lookup(object.tags, field.external); break;
      case FieldSource::registry:
        read = object.registry.read && !object.registry.value.disputed.contains(field.external);
        if (read) raw = lookup(object.registry.value.values, field.external);
        break;
    }
    raw = accepted(field, raw);
    if (!read || (!raw && field.required)) {
      split(all, every_value(world, id), [&](View& view, const auto& value) { view.fields[id] = value; });
    } else {
      for (View& view : all) view.fields[id] = raw;
    }
  }
  return all;
}

}  // namespace shelflife::reference
