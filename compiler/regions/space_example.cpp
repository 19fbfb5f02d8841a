// An example object of a part: a key that fits a layout, and what else the part asks for.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/model/layout.hpp"
#include "compiler/model/print.hpp"
#include "compiler/regions/space.hpp"

namespace shelflife {

namespace {

constexpr std::size_t max_tries = 4000;

bool starts(std::string_view text, std::string_view prefix) { return text.substr(0, prefix.size()) == prefix; }

// The longest text that the patterns want at the start (or the end).
std::string wanted(const std::vector<TextPattern>& patterns, bool prefix) {
  std::string longest;
  for (const TextPattern& p : patterns) {
    if (p.prefix == prefix && !p.negated && p.text.size() > longest.size()) longest = p.text;
  }
  return longest;
}

// Values to try for a set, likely ones first.
std::vector<std::string> candidates(const TextSet& set, const Field& field) {
  std::vector<std::string> out;
  const std::string start = wanted(set.patterns, true), end = wanted(set.patterns, false);
  if (!set.cofinite) out = set.values;
  else if (!field.values.empty()) out = field.values;
  else for (const std::string_view middle : {"x", "a", "1", "other", "zz", "q9", ""}) out.push_back(start + std::string(middle) + end);
  std::erase_if(out, [&](const std::string& value) { return value.empty() || !set.has(value); });
  return out;
}

struct Walk {
  const Policy& policy;
  StoreId store;
  const Part& part;
  const Layout& layout;
  std::string start, end;  // what the key's own conditions want
  std::size_t tries = 0;
  std::string found;

  bool fits(const std::string& key) const {
    if (!std::all_of(part.box.key.begin(), part.box.key.end(), [&](const TextPattern& p) { return matches(p, key); })) return false;
    const Binding binding = shelflife::bind(policy, store, key);
    if (binding.managed != part.managed) return false;
    for (const auto& [field, set] : part.box.texts) {
      const Field& f = policy.fields[field];
      if (f.source != FieldSource::path) continue;
      const auto at = std::find_if(binding.fields.begin(), binding.fields.end(), [&, id = field](const auto& e) { return e.first == id; });
      const bool there = at != binding.fields.end() &&
                         (f.values.empty() || std::find(f.values.begin(), f.values.end(), at->second) != f.values.end());
      if (there ? !set.has(at->second) : !set.missing) return false;
    }
    return true;
  }

  // Ends the key here, in what its conditions still want.
  bool finish(const std::string& head) {
    for (const std::string_view middle : {"x", "file", "part-0", ""}) {
      std::string key = starts(start, head) ? start : head;
      key += std::string(middle) + end;
      if (++tries > max_tries) return false;
      if (key.empty() || !fits(key)) continue;
      found = std::move(key);
      return true;
    }
    return false;
  }

  bool go(std::size_t at, const std::string& head) {
    if (tries > max_tries || (!starts(head, start) && !starts(start, head))) return false;
    if (at == layout.segments.size()) return finish(head);
    const Segment& segment = layout.segments[at];
    if (segment.literal()) return go(at + 1, head + segment.prefix + "/");
    const TextSet* set = part.box.text(segment.field);
    const Field& field = policy.fields[segment.field];
    std::vector<std::string> values = candidates(set != nullptr ? *set : TextSet{}, field);
    // what the wanted start says at this place
    if (start.size() > head.size() + segment.prefix.size()) {
      const std::string rest = start.substr(head.size() + segment.prefix.size());
      const std::string piece = rest.substr(0, rest.find('/'));
      values.push_back(piece);
      values.push_back(piece + "x");
      if (piece.size() > segment.suffix.size()) values.push_back(piece.substr(0, piece.size() - segment.suffix.size()));
    }
    if (set == nullptr || set->missing) values.push_back("other");
    // Likely ones first: a wrong one costs a whole tree of tries. It is not left out, since another layout may bind the key.
    std::stable_partition(values.begin(), values.end(), [&](const std::string& value) {
      const bool listed = field.values.empty() || std::find(field.values.begin(), field.values.end(), value) != field.values.end();
      return set == nullptr || (listed ? set->has(value) : set->missing);
    });
    for (const std::string& value : values) {
      if (value.empty() || value.find('/') != std::string::npos) continue;
      if (go(at + 1, head + segment.prefix + value + segment.suffix + "/")) return true;
    }
    if (set != nullptr && !set->missing) return false;
    // An empty segment leaves its field unbound, and those after it bind as usual.
    const bool bare = segment.prefix.empty() && segment.suffix.empty();
    return finish(head) || (bare && go(at + 1, head + "/"));
  }
};

std::string number_text(const NumberSet& set) {
  const std::uint64_t code = set.codes.lo;
  return code % 2 == 0 ? fmt::format("{}", code / 2) : fmt::format("{}.5", code / 2);
}

}  // namespace

std::optional<std::string> StoreSpace::example_key(const Part& part) const {
  const std::string start = wanted(part.box.key, true), end = wanted(part.box.key, false);
  static const Layout none{};
  if (!part.managed) {
    Walk walk{view.policy, view.id, part, none, start, end, 0, {}};
    return walk.finish(start) ? std::optional(std::move(walk.found)) : std::nullopt;
  }
  for (const Layout* layout : layouts_) {
    Walk walk{view.policy, view.id, part, *layout, start, end, 0, {}};
    if (walk.go(0, "")) return std::move(walk.found);
  }
  return std::nullopt;
}

std::optional<ObjectState> StoreSpace::example_object(const Part& part) const {
  std::optional<std::string> key = example_key(part);
  if (!key) return std::nullopt;
  ObjectState object;
  object.store = view.id;
  object.key = std::move(*key);
  for (FieldId f = 0; f < view.policy.fields.size(); ++f) {
    const Field& field = view.policy.fields[f];
    if (field.source == FieldSource::path) continue;
    LabelState label{LabelState::Kind::missing, f, {}, {}};
    if (field.type == FieldType::number) {
      const auto at = std::find_if(part.box.numbers.begin(), part.box.numbers.end(), [&](const auto& e) { return e.first == f; });
      if (at != part.box.numbers.end() && !at->second.codes.nothing()) label = {LabelState::Kind::value, f, number_text(at->second), {}};
    } else if (const TextSet* set = part.box.text(f); set != nullptr || field.required) {
      const std::vector<std::string> values = candidates(set != nullptr ? *set : TextSet{}, field);
      if (!values.empty()) label = {LabelState::Kind::value, f, values[0], {}};
      else if (set == nullptr || !set->missing) return std::nullopt;
    }
    object.labels.push_back(std::move(label));
  }
  object.size = part.box.size.lo;
  object.accessed = days(static_cast<std::uint32_t>((part.box.accessed.lo + 1) / 2));
  object.created = *object.accessed;
  const auto fact = [&](Flag flag) { return (part.box.flags.may_be_false & bit(flag)) == 0 ? Fact::yes : Fact::no; };
  object.promoted = fact(Flag::promoted);
  object.retired = fact(Flag::retired);
  object.referenced = fact(Flag::referenced);
  object.orphan = fact(Flag::orphan);
  object.noncurrent = fact(Flag::noncurrent) == Fact::yes;
  return object;
}

}  // namespace shelflife
