#include "tests/reference/evaluator/layout_walk.hpp"

#include <optional>
#include <vector>

namespace shelflife::reference {
namespace {

// The segments that a `/` closes: "ml/dev/x" has "ml" and "dev".
std::vector<std::string> closed_segments(const std::string& key) {
  std::vector<std::string> segments;
  std::string segment;
  for (char c : key) {
    if (c == '/') {
      segments.push_back(segment);
      segment.clear();
    } else {
      segment += c;
    }
  }
  return segments;
}

// The text that stands for the field, "" too; nothing when the literal text around it is not there.
std::optional<std::string> middle(const Segment& segment, const std::string& text) {
  if (segment.literal()) return text == segment.prefix ? std::optional<std::string>("") : std::nullopt;
  const std::size_t around = segment.prefix.size() + segment.suffix.size();
  if (text.size() < around || !text.starts_with(segment.prefix) || !text.ends_with(segment.suffix))
    return std::nullopt;
  return text.substr(segment.prefix.size(), text.size() - around);
}

Walk walk_one(const Layout& layout, const std::vector<std::string>& key) {
  Walk result;
  result.layout = &layout;
  FieldId first_field = no_id;
  for (const Segment& segment : layout.segments) {
    if (!segment.literal() && first_field == no_id) first_field = segment.field;
  }
  for (std::size_t i = 0; i < layout.segments.size() && i < key.size(); ++i) {
    const Segment& segment = layout.segments[i];
    const std::optional<std::string> text = middle(segment, key[i]);
    if (!text) break;
    if (!segment.literal() && !text->empty()) result.bound[segment.field] = *text;
  }
  result.managed = result.bound.contains(first_field);
  return result;
}

// Does `a` lose against `b` for this key?
bool loses(const Layout& a, const Layout& b, const std::vector<std::string>& key) {
  for (std::size_t i = 0;; ++i) {
    if (i == a.segments.size()) return i < b.segments.size();  // an ended layout loses to its extension
    if (i == b.segments.size()) return false;
    const Segment& x = a.segments[i];
    const Segment& y = b.segments[i];
    if (x == y) continue;
    const bool x_matches = i < key.size() && middle(x, key[i]).has_value();
    const bool y_matches = i < key.size() && middle(y, key[i]).has_value();
    if (x_matches != y_matches) return y_matches;
    if (x.literal() != y.literal()) return y.literal();
    if (x.prefix.size() != y.prefix.size()) return y.prefix.size() > x.prefix.size();
    return y.suffix.size() > x.suffix.size();
  }
}

}  // namespace

Walk walk(const Policy& policy, StoreId store, const std::string& key) {
  const std::vector<std::string> segments = closed_segments(key);
  Walk best;
  for (const Layout& layout : policy.layouts) {
    bool here = layout.stores.empty();
    for (StoreId s : layout.stores) here = here || s == store;
    if (!here) continue;
    Walk candidate = walk_one(layout, segments);
    if (!candidate.managed) continue;
    if (!best.managed || loses(*best.layout, layout, segments)) best = candidate;
  }
  return best;
}

}  // namespace shelflife::reference
