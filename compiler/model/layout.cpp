#include "compiler/model/layout.hpp"

#include <algorithm>

#include "compiler/model/names.hpp"
#include "grammar/tree.hpp"

namespace shelflife {

namespace {

// One segment of a pattern: `pre{field}suf`. `offset` is its place in the pattern.
PatternSegment parse_segment(std::string_view text, std::size_t offset, std::vector<PatternError>& errors) {
  PatternSegment segment;
  if (text.empty()) {
    errors.push_back({offset, "an empty segment"});
    return segment;
  }
  const std::size_t open = text.find('{');
  const std::size_t stray = text.find('}');
  if (stray < open) {
    errors.push_back({offset + stray, "`}` without `{`"});
    return segment;
  }
  if (open == std::string_view::npos) {
    segment.prefix = text;
    return segment;
  }
  const std::size_t close = text.find('}', open);
  if (close == std::string_view::npos) {
    errors.push_back({offset + open, "`{` without `}` in its segment"});
    return segment;
  }
  segment.prefix = text.substr(0, open);
  segment.field = text.substr(open + 1, close - open - 1);
  segment.suffix = text.substr(close + 1);
  if (!is_name(segment.field)) {
    errors.push_back({offset + open, "`{" + segment.field + "}` names no field"});
  } else if (is_reserved(segment.field)) {
    errors.push_back({offset + open, "`" + segment.field + "` is a word of the language"});
  }
  const std::size_t more = segment.suffix.find_first_of("{}");
  if (more != std::string::npos)
    errors.push_back({offset + close + 1 + more, "a second brace in one segment"});
  return segment;
}

// What lies between prefix and suffix; nothing when the text does not have them.
bool middle_of(const Segment& segment, std::string_view text, std::string_view& middle) {
  if (segment.literal()) return text == segment.prefix;
  if (text.size() < segment.prefix.size() + segment.suffix.size()) return false;
  if (!text.starts_with(segment.prefix) || !text.ends_with(segment.suffix)) return false;
  middle = text.substr(segment.prefix.size(), text.size() - segment.prefix.size() - segment.suffix.size());
  return true;
}

struct Walk {
  std::size_t matched = 0;  // segments of the layout that the key's closed segments match, from the first
  bool fits = false;        // the first field is bound
  std::vector<std::pair<FieldId, std::string_view>> fields;
};

Walk walk(const Layout& layout, std::string_view key) {
  Walk result;
  bool first_field = true;
  for (const Segment& segment : layout.segments) {
    const std::size_t slash = key.find('/');
    if (slash == std::string_view::npos) break;
    std::string_view middle;
    if (!middle_of(segment, key.substr(0, slash), middle)) break;
    ++result.matched;
    if (!segment.literal()) {
      if (!middle.empty()) result.fields.emplace_back(segment.field, middle);
      if (first_field) result.fits = !middle.empty();
      first_field = false;
    }
    key.remove_prefix(slash + 1);
  }
  return result;
}

enum class Order { better, worse, same, undecided };

// Does `a` take a key from `b`? `in_a` and `in_b` say how many of their segments match the key.
Order compare(const Layout& a, std::size_t in_a, const Layout& b, std::size_t in_b) {
  const std::size_t common = std::min(a.segments.size(), b.segments.size());
  std::size_t i = 0;
  while (i < common && a.segments[i] == b.segments[i]) ++i;
  if (i == common) {
    if (a.segments.size() == b.segments.size()) return Order::same;
    return a.segments.size() > b.segments.size() ? Order::better : Order::worse;
  }
  const bool matches_a = in_a > i;
  const bool matches_b = in_b > i;
  if (matches_a != matches_b) return matches_a ? Order::better : Order::worse;
  if (!matches_a) return Order::same;  // both stopped before they part: they bind the same
  const Segment& x = a.segments[i];
  const Segment& y = b.segments[i];
  if (x.literal() != y.literal()) return x.literal() ? Order::better : Order::worse;
  if (x.prefix.size() != y.prefix.size())
    return x.prefix.size() > y.prefix.size() ? Order::better : Order::worse;
  if (x.suffix.size() != y.suffix.size())
    return x.suffix.size() > y.suffix.size() ? Order::better : Order::worse;
  return Order::undecided;
}

// Both apply to some store (to any that may come, when neither names one).
bool share_a_store(const Layout& a, const Layout& b) {
  if (a.stores.empty() || b.stores.empty()) return true;
  return std::any_of(a.stores.begin(), a.stores.end(), [&](StoreId store) { return applies(b, store); });
}

// The key that the first `count` segments of a layout spell with `text` in every field.
std::string spell(const Layout& layout, std::size_t count, std::string_view text) {
  std::string key;
  for (std::size_t i = 0; i < count; ++i) {
    const Segment& segment = layout.segments[i];
    key += segment.prefix;
    if (!segment.literal()) key += text;
    key += segment.suffix + "/";
  }
  return key;
}

// True when some third layout takes the key from `a`, so that it shows nothing about `a`.
bool taken(const Policy& policy, const Layout& a, const Layout& b, std::string_view key) {
  const Walk own = walk(a, key);
  return std::any_of(policy.layouts.begin(), policy.layouts.end(), [&](const Layout& other) {
    if (other.segments == a.segments || other.segments == b.segments || !share_a_store(a, other))
      return false;
    const Walk theirs = walk(other, key);
    return theirs.fits && compare(other, theirs.matched, a, own.matched) == Order::better;
  });
}

}  // namespace

std::vector<PatternSegment> parse_pattern(std::string_view pattern, std::vector<PatternError>& errors) {
  std::vector<PatternSegment> segments;
  if (pattern.empty()) {
    errors.push_back({0, "an empty pattern"});
    return segments;
  }
  const std::size_t end = pattern.back() == '/' ? pattern.size() - 1 : pattern.size();
  NameSet seen;
  for (std::size_t at = 0; at <= end;) {
    const std::size_t slash = std::min(pattern.substr(0, end).find('/', at), end);
    segments.push_back(parse_segment(pattern.substr(at, slash - at), at, errors));
    const std::string& field = segments.back().field;
    if (!field.empty() && !seen.insert(field).second)
      errors.push_back({at + segments.back().prefix.size(), "field `" + field + "` stands here twice"});
    at = slash + 1;
  }
  if (seen.empty() && errors.empty()) errors.push_back({0, "no `{field}` in the pattern"});
  return segments;
}

bool applies(const Layout& layout, StoreId store) {
  return layout.stores.empty() ||
         std::find(layout.stores.begin(), layout.stores.end(), store) != layout.stores.end();
}

Binding bind(const Policy& policy, StoreId store, std::string_view key) {
  const Layout* best = nullptr;
  Walk best_walk;
  for (const Layout& layout : policy.layouts) {
    if (!applies(layout, store)) continue;
    Walk here = walk(layout, key);
    if (!here.fits) continue;
    if (best == nullptr || compare(layout, here.matched, *best, best_walk.matched) == Order::better) {
      best = &layout;
      best_walk = std::move(here);
    }
  }
  Binding binding;
  if (best == nullptr) return binding;
  binding.managed = true;
  binding.layout = best;
  for (const auto& [field, text] : best_walk.fields) binding.fields.emplace_back(field, std::string(text));
  return binding;
}

std::string ambiguous_key(const Policy& policy, const Layout& a, const Layout& b) {
  if (!share_a_store(a, b)) return {};
  const std::size_t common = std::min(a.segments.size(), b.segments.size());
  std::size_t i = 0;
  while (i < common && a.segments[i] == b.segments[i]) ++i;
  if (i == common) return {};
  const Segment& x = a.segments[i];
  const Segment& y = b.segments[i];
  // Two fields with affixes of equal length match one text only when the affixes are equal.
  if (x.literal() || y.literal() || x.prefix != y.prefix || x.suffix != y.suffix) return {};
  // Other layouts may take single texts away with literals, never all of them.
  std::string key;
  for (const char c : std::string_view("xvwabcdefghijklmnopqrstuyz0123456789")) {
    key = spell(a, i + 1, std::string(1, c));
    if (!taken(policy, a, b, key)) return key;
  }
  return key;
}

}  // namespace shelflife
