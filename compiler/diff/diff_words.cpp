#include "compiler/diff/diff_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "compiler/model/print.hpp"

namespace shelflife::diffing {

namespace {

constexpr std::size_t most_parts = 2000;  // joined; of more, the first stand for all
constexpr std::size_t most_boxes = 4, most_values = 8;
constexpr std::uint64_t no_end = ~std::uint64_t{0};

struct Area {
  Box box;
  std::uint8_t managed = 0;  // bit 0: objects under no layout, bit 1: under one
  friend auto operator<=>(const Area&, const Area&) = default;
};

TextSet joined(const TextSet& a, const TextSet& b) {
  TextSet out;
  out.missing = a.missing || b.missing;
  out.cofinite = a.cofinite || b.cofinite;
  const auto in = [](const std::vector<std::string>& list, const std::string& v) { return std::binary_search(list.begin(), list.end(), v); };
  if (!out.cofinite) std::set_union(a.values.begin(), a.values.end(), b.values.begin(), b.values.end(), std::back_inserter(out.values));
  else if (a.cofinite && b.cofinite) std::set_intersection(a.values.begin(), a.values.end(), b.values.begin(), b.values.end(), std::back_inserter(out.values));
  else {
    const TextSet& open = a.cofinite ? a : b;
    const TextSet& closed = a.cofinite ? b : a;
    for (const std::string& v : open.values) {
      if (!in(closed.values, v)) out.values.push_back(v);
    }
  }
  return out;
}

// Lists of patterns that differ in one only, which one of them negates: it says nothing then.
bool complement(std::vector<TextPattern> a, const std::vector<TextPattern>& b, std::vector<TextPattern>& out) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::vector<TextPattern> flipped = a;
    flipped[i].negated = !flipped[i].negated;
    std::sort(flipped.begin(), flipped.end());
    if (flipped != b) continue;
    a.erase(a.begin() + static_cast<std::ptrdiff_t>(i));
    out = std::move(a);
    return true;
  }
  return false;
}

bool join(TextSet& a, const TextSet& b) {
  if (a.patterns.empty() && b.patterns.empty()) {
    a = joined(a, b);
    return true;
  }
  if (a.patterns == b.patterns && a.cofinite && b.cofinite && a.values == b.values) {
    a.missing = a.missing || b.missing;
    return true;
  }
  if (!b.cofinite && b.values.empty() && a.patterns.size() > 0) return a.missing = true;  // b is `missing` alone
  std::vector<TextPattern> rest;
  if (a.cofinite != b.cofinite || a.values != b.values || !complement(a.patterns, b.patterns, rest)) return false;
  a.patterns = std::move(rest);
  a.missing = a.missing || b.missing;
  return true;
}

bool join(Interval& a, const Interval& b) {
  if (a.nothing() || b.nothing()) {
    if (a.nothing()) a = b;
    return true;
  }
  const bool touch = a.lo <= b.lo ? (a.hi == no_end || b.lo <= a.hi + 1) : (b.hi == no_end || a.lo <= b.hi + 1);
  if (touch) a = {std::min(a.lo, b.lo), std::max(a.hi, b.hi)};
  return touch;
}

bool join(NumberSet& a, const NumberSet& b) {
  if (!join(a.codes, b.codes)) return false;
  a.missing = a.missing || b.missing;
  return true;
}

class Joiner {
 public:
  Joiner(const PairSpace& space, const std::vector<FieldId>& firsts, const std::vector<TextPattern>& named)
      : space_(space), firsts_(firsts), named_(named) {}

  std::vector<Area> join_all(const std::vector<Part>& parts) {
    std::vector<Area> areas;
    for (const Part& part : parts) {
      if (areas.size() == most_parts) break;
      Area area{part.box, static_cast<std::uint8_t>(part.managed ? 2 : 1)};
      // Keys that other conditions imply are nothing that somebody wrote.
      std::erase_if(area.box.key, [&](TextPattern p) {
        if (std::binary_search(named_.begin(), named_.end(), p)) return false;
        p.negated = !p.negated;
        return !std::binary_search(named_.begin(), named_.end(), p);
      });
      if (!space_.revisions) area.box.flags.may_be_true |= bit(Flag::noncurrent);
      areas.push_back(std::move(area));
    }
    for (std::size_t before = areas.size() + 1; before > areas.size();) {
      before = areas.size();
      pass(areas, [](Area& a) { return std::exchange(a.managed, 0); }, [](Area& a, std::uint8_t v) { a.managed = v; }, [](std::uint8_t& a, std::uint8_t b) { return (a |= b) != 0; });
      pass(areas, [](Area& a) { return std::exchange(a.box.flags, {}); }, [](Area& a, FlagSet v) { a.box.flags = v; }, [](FlagSet& a, const FlagSet& b) { return join_flags(a, b); });
      for (Interval Box::* member : {&Box::size, &Box::accessed}) {
        pass(areas, [member](Area& a) { return std::exchange(a.box.*member, {}); }, [member](Area& a, Interval v) { a.box.*member = v; }, [](Interval& a, const Interval& b) { return join(a, b); });
      }
      pass(areas, [](Area& a) { return std::exchange(a.box.key, {}); }, [](Area& a, std::vector<TextPattern> v) { a.box.key = std::move(v); },
           [](std::vector<TextPattern>& a, const std::vector<TextPattern>& b) { return complement(a, b, a); });
      for (FieldId f = 0; f < space_.joint.space.fields.size(); ++f) by_field(areas, f);
    }
    return areas;
  }

 private:
  static bool join_flags(FlagSet& a, const FlagSet& b) {
    const FlagSet both{static_cast<std::uint8_t>(a.may_be_true | b.may_be_true), static_cast<std::uint8_t>(a.may_be_false | b.may_be_false)};
    // Only where they differ in one flag is the union of the two a box.
    const auto changed = static_cast<unsigned>((a.may_be_true ^ b.may_be_true) | (a.may_be_false ^ b.may_be_false));
    if ((changed & (changed - 1)) != 0) return false;
    a = both;
    return true;
  }

  // Areas that differ in one attribute only become one, where the union of the two values is a value.
  template <class Take, class Put, class Join>
  void pass(std::vector<Area>& areas, Take take, Put put, Join join_values) {
    using Value = decltype(take(areas[0]));
    std::map<Area, std::vector<Value>> by_rest;
    for (Area& area : areas) {
      Value value = take(area);
      by_rest[area].push_back(std::move(value));
    }
    areas.clear();
    for (auto& [rest, values] : by_rest) {
      for (std::size_t i = 0; i < values.size(); ++i) {
        for (std::size_t j = i + 1; j < values.size();) {
          if (values[i] == values[j] || join_values(values[i], values[j])) {
            values.erase(values.begin() + static_cast<std::ptrdiff_t>(j));
            j = i + 1;  // what did not fit before may fit now
          } else {
            ++j;
          }
        }
        areas.push_back(rest);
        put(areas.back(), values[i]);
      }
    }
  }

  void by_field(std::vector<Area>& areas, FieldId f) {
    const Field& field = space_.joint.space.fields[f];
    if (field.type == FieldType::number) {
      const auto at = [f](Area& a) { return std::find_if(a.box.numbers.begin(), a.box.numbers.end(), [f](const auto& e) { return e.first == f; }); };
      pass(areas, [&](Area& a) {
            NumberSet out;
            if (const auto found = at(a); found != a.box.numbers.end()) {
              out = found->second;
              a.box.numbers.erase(found);
            }
            return out;
          }, [f](Area& a, const NumberSet& v) {
            if (v.codes.everything() && v.missing) return;
            a.box.numbers.emplace_back(f, v);
            std::sort(a.box.numbers.begin(), a.box.numbers.end());
          }, [](NumberSet& a, const NumberSet& b) { return join(a, b); });
      return;
    }
    pass(areas, [f](Area& a) {
          const TextSet* set = a.box.text(f);
          TextSet out = set != nullptr ? *set : TextSet{};
          a.box.set_text(f, {});
          return out;
        }, [&, f](Area& a, TextSet v) {
          std::vector<std::string> list = field.values;
          std::sort(list.begin(), list.end());
          const bool bound = a.managed == 2 && !firsts_.empty() && std::all_of(firsts_.begin(), firsts_.end(), [f](FieldId first) { return first == f; });
          if (!v.cofinite && v.missing && !list.empty() && v.values == list) v = {};
          if (v.cofinite && v.values.empty() && v.patterns.empty() && bound) v = {};
          a.box.set_text(f, std::move(v));
        }, [](TextSet& a, const TextSet& b) { return join(a, b) || [&] { TextSet c = b; const bool done = join(c, a); if (done) a = c; return done; }(); });
  }

  const PairSpace& space_;
  const std::vector<FieldId>& firsts_;
  const std::vector<TextPattern>& named_;
};

Predicate text_test(PredicateKind kind, FieldId field, std::vector<std::string> texts, bool negated) {
  Predicate p;
  p.kind = kind;
  p.field = field;
  p.texts = std::move(texts);
  if (!negated) return p;
  Predicate out;
  out.kind = PredicateKind::negation;
  out.children.push_back(std::move(p));
  return out;
}

std::string size_words(const Policy& policy, Comparison comparison, std::uint64_t bytes) {
  Predicate p;
  p.kind = PredicateKind::size;
  p.comparison = comparison;
  p.number = bytes;
  return to_text(policy, p);
}
bool round(std::uint64_t bytes) { return bytes % 1000 == 0 || bytes % 1024 == 0; }

void add_text(std::vector<std::string>& out, const Policy& policy, FieldId f, const TextSet& set) {
  const Predicate missing = text_test(PredicateKind::missing, f, {}, false);
  std::vector<std::string> own;
  if (!set.values.empty() && set.values.size() <= most_values) {
    own.push_back(to_text(policy, text_test(PredicateKind::one_of, f, set.values, set.cofinite)));
  } else if (!set.values.empty()) {
    own.push_back(fmt::format("{} {} {} values ({}, {}, ...)", policy.fields[f].name, set.cofinite ? "is none of" : "is one of", set.values.size(),
                              to_text(policy, text_test(PredicateKind::one_of, f, {set.values[0]}, false)).substr(policy.fields[f].name.size() + 4),
                              to_text(policy, text_test(PredicateKind::one_of, f, {set.values[1]}, false)).substr(policy.fields[f].name.size() + 4)));
  }
  for (const TextPattern& p : set.patterns) {
    own.push_back(to_text(policy, text_test(p.prefix ? PredicateKind::starts_with : PredicateKind::ends_with, f, {p.text}, p.negated)));
  }
  if (own.empty()) {
    out.push_back(to_text(policy, text_test(PredicateKind::missing, f, {}, !set.missing)));
  } else if (set.missing) {
    std::string all;
    for (const std::string& text : own) all += (all.empty() ? "" : " and ") + text;
    out.push_back("(" + all + " or " + to_text(policy, missing) + ")");
  } else {
    out.insert(out.end(), own.begin(), own.end());
  }
}

void add_number(std::vector<std::string>& out, const std::string& name, const NumberSet& set) {
  if (set.codes.nothing()) return out.push_back(name + " is missing");
  std::vector<std::string> own;
  const std::uint64_t lo = set.codes.lo, hi = set.codes.hi;
  if (lo > 0) own.push_back(fmt::format("{} {} {}", name, lo % 2 == 0 ? ">=" : ">", lo / 2));
  if (hi != no_end) own.push_back(fmt::format("{} {} {}", name, hi % 2 == 0 ? "<=" : "<", (hi + 1) / 2));
  if (own.empty()) return out.push_back(name + " is not missing");
  if (!set.missing) return void(out.insert(out.end(), own.begin(), own.end()));
  out.push_back("(" + own[0] + (own.size() > 1 ? " and " + own[1] : "") + " or " + name + " is missing)");
}

std::string words(const PairSpace& space, const Area& area) {
  const Policy& policy = space.joint.space;
  std::vector<std::string> out;
  for (const auto& [f, set] : area.box.texts) add_text(out, policy, f, set);
  for (const auto& [f, set] : area.box.numbers) add_number(out, policy.fields[f].name, set);
  for (const TextPattern& p : area.box.key) {
    out.push_back(to_text(policy, text_test(p.prefix ? PredicateKind::starts_with : PredicateKind::ends_with, no_id, {p.text}, p.negated)));
  }
  const Interval& size = area.box.size;
  if (size.lo > 0) out.push_back(round(size.lo) || !round(size.lo - 1) ? size_words(policy, Comparison::greater_equal, size.lo) : size_words(policy, Comparison::greater, size.lo - 1));
  if (size.hi != no_end) out.push_back(round(size.hi + 1) ? size_words(policy, Comparison::less, size.hi + 1) : size_words(policy, Comparison::less_equal, size.hi));
  const Interval& accessed = area.box.accessed;
  if (accessed.lo > 0) out.push_back(fmt::format("not accessed within {} days", (accessed.lo + 1) / 2));
  if (accessed.hi != no_end) out.push_back(fmt::format("accessed within {} days", (accessed.hi + 1) / 2));
  for (const Flag flag : {Flag::promoted, Flag::retired, Flag::referenced, Flag::orphan, Flag::noncurrent}) {
    if ((area.box.flags.may_be_true & bit(flag)) == 0) out.push_back(fmt::format("not {}", to_text(flag)));
    if ((area.box.flags.may_be_false & bit(flag)) == 0) out.emplace_back(to_text(flag));
  }
  if (area.managed == 1) out.insert(out.begin(), "under no layout");
  if (area.managed == 2 && !names_path(policy, area.box) && area.box.key.empty()) out.insert(out.begin(), "under a layout");
  if (out.empty()) return "every object";
  if (out.size() == 1 && out[0].starts_with('(')) return out[0].substr(1, out[0].size() - 2);
  std::string text;
  for (const std::string& part : out) text += (text.empty() ? "" : " and ") + part;
  return text;
}

}  // namespace

RegionWords::RegionWords(const PairSpace& space) : space_(space) {
  for (const Layout& layout : space.joint.space.layouts) {
    if (layout.stores[0] != space.space.view.id) continue;
    const auto first = std::find_if(layout.segments.begin(), layout.segments.end(), [](const Segment& s) { return !s.literal(); });
    if (first != layout.segments.end()) firsts_.push_back(first->field);
  }
  for (const Item& item : space.items) {
    for (const Box& box : item.boxes) named_.insert(named_.end(), box.key.begin(), box.key.end());
  }
  std::sort(named_.begin(), named_.end());
  named_.erase(std::unique(named_.begin(), named_.end()), named_.end());
}

std::string RegionWords::operator()(const std::vector<Part>& parts) const {
  std::vector<Area> areas = Joiner(space_, firsts_, named_).join_all(parts);
  std::sort(areas.begin(), areas.end());
  std::vector<std::string> texts;
  for (const Area& area : areas) texts.push_back(words(space_, area));
  std::sort(texts.begin(), texts.end(), [](const std::string& a, const std::string& b) { return std::pair(a.size(), a) < std::pair(b.size(), b); });
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  std::string out;
  for (std::size_t i = 0; i < texts.size() && i < most_boxes; ++i) {
    const bool brackets = texts.size() > 1 && texts[i].find(" and ") != std::string::npos;
    out += (i == 0 ? "" : ", or ") + (brackets ? "(" + texts[i] + ")" : texts[i]);
  }
  if (texts.size() > most_boxes) out += fmt::format(", or {} more kinds", texts.size() - most_boxes);
  else if (parts.size() > most_parts) out += ", or others like these";
  return out;
}

}  // namespace shelflife::diffing
