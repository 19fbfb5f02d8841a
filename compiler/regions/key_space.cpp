#include "compiler/regions/key_space.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "compiler/model/layout.hpp"

namespace shelflife {

namespace {

// Prefixes of one box are listed up to this many; beyond it the plan takes over.
constexpr std::size_t max_prefixes = 4096;

bool starts(std::string_view text, std::string_view prefix) { return text.substr(0, prefix.size()) == prefix; }

// The longest prefix that the box's key conditions demand (they do not contradict: the box is not empty).
std::string_view demanded_prefix(const Box& box) {
  std::string_view longest;
  for (const TextPattern& p : box.key) {
    if (p.prefix && !p.negated && p.text.size() > longest.size()) longest = p.text;
  }
  return longest;
}

// Whether the box leaves out every key that starts so.
bool excluded(const Box& box, std::string_view prefix) {
  return std::any_of(box.key.begin(), box.key.end(), [&](const TextPattern& p) { return p.prefix && p.negated && starts(prefix, p.text); });
}

// A field's values can stand in a key only when they are not empty and hold no '/'.
bool fits_key(const std::string& value) { return !value.empty() && value.find('/') == std::string::npos; }

bool segment_matches(const Segment& segment, std::string_view text) {
  if (segment.literal()) return text == segment.prefix;
  return text.size() > segment.prefix.size() + segment.suffix.size() && starts(text, segment.prefix) &&
         text.substr(text.size() - segment.suffix.size()) == segment.suffix;
}

bool has_field(const Layout& layout) {
  return std::any_of(layout.segments.begin(), layout.segments.end(), [](const Segment& s) { return !s.literal(); });
}

void keep_shortest(std::vector<std::string>& prefixes) {
  if (prefixes.size() < 2) return;
  std::sort(prefixes.begin(), prefixes.end());
  std::vector<std::string> out;
  for (std::string& p : prefixes) {
    if (out.empty() || !starts(p, out.back())) out.push_back(std::move(p));
  }
  prefixes = std::move(out);
}

}  // namespace

KeySpace::KeySpace(const Policy& policy, StoreId store) : policy_(policy) {
  for (const Layout& layout : policy.layouts) {
    if (applies(layout, store)) layouts_.push_back(&layout);
  }
}

// Whether a layout binds every path field that the box wants present.
bool KeySpace::holds_all(const Layout& layout, const Box& box, bool possible) const {
  for (const auto& [field, set] : box.texts) {
    if (policy_.fields[field].source != FieldSource::path || (possible && set.missing)) continue;
    const bool found = std::any_of(layout.segments.begin(), layout.segments.end(), [f = field](const Segment& s) { return s.field == f; });
    if (!found) return false;
  }
  return true;
}

std::vector<std::string> KeySpace::anchors(const Box& box) const {
  const std::string_view demanded = demanded_prefix(box);
  const bool wants_field = std::any_of(box.texts.begin(), box.texts.end(), [&](const auto& e) {
    return policy_.fields[e.first].source == FieldSource::path && !e.second.missing;
  });
  std::vector<std::string> out;
  if (!wants_field) {
    out.emplace_back(demanded);
    return out;
  }
  for (const Layout* layout : layouts_) {
    if (!holds_all(*layout, box, true)) continue;
    // A field is bound as soon as its segment is closed: nothing is known of what follows the last one wanted.
    std::size_t wanted = 0;
    for (std::size_t i = 0; i < layout->segments.size(); ++i) {
      const TextSet* set = layout->segments[i].literal() ? nullptr : box.text(layout->segments[i].field);
      if (set != nullptr && !set->missing) wanted = i + 1;
    }
    std::vector<std::string> heads(1);
    for (std::size_t i = 0; i < wanted; ++i) {
      const Segment& segment = layout->segments[i];
      const TextSet* set = segment.literal() ? nullptr : box.text(segment.field);
      const bool open = !segment.literal() && (set == nullptr || set->missing || set->cofinite || heads.size() * set->values.size() > 16);
      if (open) {
        for (std::string& head : heads) head += segment.prefix;
        break;
      }
      if (segment.literal() || (set->values.size() == 1 && fits_key(set->values[0]))) {
        for (std::string& head : heads) {
          head += segment.prefix;
          if (!segment.literal()) head.append(set->values[0]).append(segment.suffix);
          head += '/';
        }
        continue;
      }
      std::vector<std::string> next;
      for (const std::string& head : heads) {
        for (const std::string& v : set->values) {
          if (fits_key(v)) next.push_back(head + segment.prefix + v + segment.suffix + "/");
        }
      }
      heads = std::move(next);
    }
    for (std::string& head : heads) {
      if (excluded(box, head)) continue;
      if (starts(head, demanded)) out.push_back(std::move(head));
      else if (starts(demanded, head)) out.emplace_back(demanded);
    }
  }
  keep_shortest(out);
  return out;
}

std::vector<std::string> KeySpace::possible_anchors(const Box& box, std::vector<std::string> out) const {
  const bool managed = std::any_of(box.texts.begin(), box.texts.end(), [&](const auto& e) {
    const Field& field = policy_.fields[e.first];
    return field.source == FieldSource::path && field.required && e.second.missing;
  });
  if (!managed) return out;
  std::vector<std::string> narrowed;
  for (const Layout* layout : layouts_) {
    std::string head;
    for (const Segment& segment : layout->segments) {
      head += segment.prefix;
      if (!segment.literal()) break;
      head += "/";
    }
    if (!has_field(*layout)) continue;
    for (const std::string& anchor : out) {
      if (starts(anchor, head)) narrowed.push_back(anchor);
      else if (starts(head, anchor)) narrowed.push_back(head);
    }
  }
  keep_shortest(narrowed);
  return narrowed;
}

// The fields that the closed segments of a prefix pin on every key that starts with it, whichever layout is meant.
KeySpace::Pins KeySpace::pins(std::string_view prefix) const {
  struct Candidate {
    const Layout* layout;
    std::size_t matched = 0;  // segments
    std::vector<std::pair<FieldId, std::string_view>> bound;
    bool stopped = false;  // by a segment that does not match
    std::optional<std::pair<FieldId, std::string_view>> open;
  };
  std::vector<Candidate> candidates;
  for (const Layout* layout : layouts_) {
    Candidate candidate{layout, 0, {}, false, {}};
    candidate.bound.reserve(layout->segments.size());
    std::string_view rest = prefix;
    bool match = true;
    for (const Segment& segment : layout->segments) {
      const std::size_t slash = rest.find('/');
      if (slash == std::string_view::npos) {
        if (!segment.literal() && rest.size() > segment.prefix.size() && starts(rest, segment.prefix)) candidate.open.emplace(segment.field, rest.substr(segment.prefix.size()));
        break;
      }
      const std::string_view text = rest.substr(0, slash);
      match = segment_matches(segment, text);
      if (!match) break;
      ++candidate.matched;
      if (!segment.literal()) candidate.bound.emplace_back(segment.field, text.substr(segment.prefix.size(), text.size() - segment.prefix.size() - segment.suffix.size()));
      rest.remove_prefix(slash + 1);
    }
    // A mismatch after the first bound field still binds what came before: then two layouts may be meant.
    candidate.stopped = !match;
    if (match || !candidate.bound.empty()) candidates.push_back(std::move(candidate));
  }
  if (candidates.size() == 1) return {std::move(candidates[0].bound), candidates[0].open};
  // Literal text beats a field where a layout that fits already differs from another, and what matches beats what does not.
  const auto loses = [&](const Candidate& mine) {
    return std::any_of(candidates.begin(), candidates.end(), [&](const Candidate& other) {
      if (other.layout == mine.layout || other.bound.empty()) return false;
      for (std::size_t i = 0; i < mine.matched && i < other.matched; ++i) {
        const Segment& a = mine.layout->segments[i];
        const Segment& b = other.layout->segments[i];
        if (a != b) return !a.literal() && b.literal();
      }
      const std::vector<Segment>& here = mine.layout->segments;
      const std::vector<Segment>& there = other.layout->segments;
      const bool goes_on = there.size() > here.size() && std::equal(here.begin(), here.end(), there.begin());
      return goes_on || (mine.stopped && other.matched > mine.matched);
    });
  };
  Pins pinned;
  bool first = true;
  for (const Candidate& candidate : candidates) {
    if (loses(candidate)) continue;
    const auto bound = [&](const auto& pin) { return std::find(candidate.bound.begin(), candidate.bound.end(), pin) != candidate.bound.end(); };
    if (first) {
      pinned = {candidate.bound, candidate.open};
    } else {
      std::erase_if(pinned.bound, [&](const auto& pin) { return !bound(pin); });
      if (pinned.open != candidate.open) pinned.open.reset();
    }
    first = false;
  }
  return pinned;
}

Box KeySpace::refine(Box box) const {
  refine_in_place(box);
  return box;
}

std::vector<std::string> KeySpace::refine_in_place(Box& box) const {
  if (const std::string_view demanded = demanded_prefix(box); !demanded.empty()) {
    const Pins pinned = pins(demanded);
    if (pinned.open) {
      const auto& [field, text] = *pinned.open;
      const TextSet* have = box.text(field);
      box.set_text(field, intersect(have != nullptr ? *have : TextSet{}, TextSet{true, true, {}, {{true, false, std::string(text)}}}));
    }
    for (const auto& [field, text] : pinned.bound) {
      const Field& f = policy_.fields[field];
      const bool known = f.values.empty() || std::find(f.values.begin(), f.values.end(), text) != f.values.end();
      TextSet set{false, !known, {}, {}};
      if (known) set.values.emplace_back(text);
      const TextSet* have = box.text(field);
      if (have != nullptr) box.set_text(field, intersect(*have, set));
      else if (known) box.set_text(field, std::move(set));
    }
  }
  // What is added says of the keys what the anchors say already.
  std::vector<std::string> heads = anchors(box);
  if (heads.size() == 1 && !heads[0].empty() && heads[0] != demanded_prefix(box)) {
    TextPattern pattern{true, false, heads[0]};
    box.key.insert(std::upper_bound(box.key.begin(), box.key.end(), pattern), std::move(pattern));
  }
  return heads;
}

// Another layout could bind some of these keys differently: then the prefix does not mean the box alone.
bool KeySpace::claimed_elsewhere(const Layout& layout, const std::vector<std::string>& texts) const {
  for (const Layout* other : layouts_) {
    if (other == &layout || !has_field(*other)) continue;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (i >= other->segments.size()) break;
      const Segment& mine = layout.segments[i];
      const Segment& its = other->segments[i];
      if (mine == its) continue;
      if (!segment_matches(its, texts[i])) break;
      if (mine.literal()) break;
      if (!its.literal()) {
        const auto rank = [](const Segment& s) { return std::pair(s.prefix.size(), s.suffix.size()); };
        if (rank(mine) > rank(its)) break;
      }
      return true;
    }
  }
  return false;
}

struct KeySpace::Walk {
  const KeySpace& space;
  const Layout& layout;
  const Box& box;
  std::size_t last;  // index of the last segment that the box constrains
  Cover& cover;
  std::vector<std::string> texts;
  std::size_t seen = 0;  // prefixes, those that another layout claims too

  void go(std::size_t at, const std::string& head) {
    if (seen > max_prefixes) return;
    if (at > last) {
      ++seen;
      if (space.claimed_elsewhere(layout, texts)) {
        cover.exact = cover.listed = false;
        if (cover.why.empty()) cover.why = fmt::format("another layout binds some keys under `{}`", head);
        return;
      }
      cover.prefixes.push_back(head);
      return;
    }
    const Segment& segment = layout.segments[at];
    if (segment.literal()) {
      step(at, head, segment.prefix);
      return;
    }
    const Field& field = space.policy_.fields[segment.field];
    const TextSet* set = box.text(segment.field);
    if (set != nullptr && !set->cofinite) {
      for (const std::string& v : set->values) {
        if (fits_key(v)) step(at, head, segment.prefix + v + segment.suffix);
      }
      return;
    }
    const bool expandable = set == nullptr && !field.values.empty();
    cover.exact = false;
    if (!field.required || !expandable) cover.listed = false;
    if (cover.why.empty() || !expandable) {
      cover.why = expandable ? fmt::format("`{}` may have a value outside its list", field.name)
                             : fmt::format("`{}` stands in the path without a list of values", field.name);
    }
    if (!expandable) return;
    for (const std::string& v : field.values) {
      if (fits_key(v)) step(at, head, segment.prefix + v + segment.suffix);
    }
  }

  void step(std::size_t at, const std::string& head, const std::string& text) {
    texts.push_back(text);
    go(at + 1, head + text + "/");
    texts.pop_back();
  }
};

KeySpace::Cover KeySpace::cover(const Box& original, bool suffixes_allowed) const {
  Cover cover;
  const auto refuse = [&](std::string why, bool listed = false) {
    cover.exact = false;
    cover.listed = cover.listed && listed;
    if (cover.why.empty()) cover.why = std::move(why);
  };
  for (const TextPattern& p : original.key) {
    if (p.prefix && p.negated) refuse(fmt::format("no cloud can leave out the prefix `{}`", p.text));
    if (!p.prefix && (p.negated || !suffixes_allowed)) refuse("the end of a key is no filter of this cloud");
    if (!p.prefix && !p.negated && suffixes_allowed) {
      if (cover.suffixes.empty() || p.text.size() > cover.suffixes[0].size()) cover.suffixes = {p.text};
    }
  }
  if (!cover.exact) return cover;
  Box box = original;
  const std::string_view demanded = demanded_prefix(box);
  if (!demanded.empty()) {
    for (const auto& [field, text] : pins(demanded).bound) {  // the prefix alone says so much already
      const TextSet* have = box.text(field);
      if (have != nullptr && have->has(std::string(text))) box.set_text(field, {});
    }
  }
  bool wants_field = false;
  for (auto& [field, set] : box.texts) {
    if (policy_.fields[field].source != FieldSource::path) continue;
    wants_field = true;
    if (set.missing) {
      refuse(fmt::format("`{}` may be missing", policy_.fields[field].name), policy_.fields[field].required);
      set.missing = false;
    }
  }
  if (!wants_field) {
    cover.prefixes.emplace_back(demanded);
    return cover;
  }
  std::size_t seen = 0;
  for (const Layout* layout : layouts_) {
    if (!holds_all(*layout, box, false)) continue;
    std::size_t last = 0;
    for (std::size_t i = 0; i < layout->segments.size(); ++i) {
      if (!layout->segments[i].literal() && box.text(layout->segments[i].field) != nullptr) last = i;
    }
    Walk walk{*this, *layout, box, last, cover, {}};
    walk.go(0, "");
    seen += walk.seen;
  }
  if (seen > max_prefixes) {
    cover.prefixes.clear();
    refuse(fmt::format("more than {} prefixes", max_prefixes));
  }
  std::vector<std::string> out;
  for (std::string& p : cover.prefixes) {
    if (starts(p, demanded)) out.push_back(std::move(p));
    else if (starts(demanded, p)) out.emplace_back(demanded);
  }
  keep_shortest(out);
  cover.prefixes = std::move(out);
  return cover;
}

}  // namespace shelflife
