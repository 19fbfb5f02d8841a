// The search for an object that no wall covers: parts are cut along the walls, one attribute at a time.
#include <algorithm>
#include <map>

#include "compiler/regions/space.hpp"

namespace shelflife {

namespace {

using Cut = std::vector<Box>;

Box with_text(const Box& box, FieldId field, TextSet set) {
  Box out = box;
  out.set_text(field, std::move(set));
  return out;
}

TextSet text_of(const Box& box, FieldId field) {
  const TextSet* set = box.text(field);
  return set != nullptr ? *set : TextSet{};
}

// Values that no wall tells apart stay together; what no wall names is the last class.
Cut by_values(const Box& box, FieldId field, const std::vector<const Box*>& walls) {
  const TextSet mine = text_of(box, field);
  std::map<std::string, std::vector<std::uint32_t>> named;  // value -> walls that have or leave it
  for (std::uint32_t w = 0; w < walls.size(); ++w) {
    const TextSet* set = walls[w]->text(field);
    if (set == nullptr) continue;
    for (const std::string& value : set->values) {
      if (mine.has(value)) named[value].push_back(w);
    }
  }
  std::map<std::vector<std::uint32_t>, std::vector<std::string>> classes;
  TextSet rest = mine;
  rest.missing = false;
  TextSet taken{false, false, {}, {}};
  for (const auto& [value, where] : named) {
    classes[where].push_back(value);
    taken.values.push_back(value);
  }
  rest = intersect(rest, subtract(TextSet{}, taken));
  rest.missing = false;
  Cut out;
  if (!rest.nothing()) out.push_back(with_text(box, field, rest));
  if (mine.missing) out.push_back(with_text(box, field, TextSet{false, true, {}, {}}));
  for (auto& [where, values] : classes) out.push_back(with_text(box, field, TextSet{false, false, std::move(values), {}}));
  return out;
}

Cut by_pattern(const Box& box, FieldId field, const TextPattern& pattern) {
  TextPattern other = pattern;
  other.negated = !other.negated;
  const TextSet mine = text_of(box, field);
  Cut out;
  if (mine.missing) out.push_back(with_text(box, field, TextSet{false, true, {}, {}}));
  for (const TextPattern& p : {other, pattern}) {
    TextSet set = intersect(mine, TextSet{true, false, {}, {p}});
    if (!set.nothing()) out.push_back(with_text(box, field, std::move(set)));
  }
  return out;
}

Cut by_key(const Box& box, const TextPattern& pattern) {
  TextPattern other = pattern;
  other.negated = !other.negated;
  Cut out;
  for (const TextPattern& p : {other, pattern}) {
    Box side;
    side.key = {p};
    Box cut = intersect(box, side);
    if (!empty(cut)) out.push_back(std::move(cut));
  }
  return out;
}

// The interval's part inside a wall, below and above it.
std::vector<Interval> slices(const Interval& mine, const Interval& wall) {
  std::vector<Interval> out;
  if (wall.lo > 0) out.push_back(intersect(mine, {0, wall.lo - 1}));
  if (wall.hi < ~std::uint64_t{0}) out.push_back(intersect(mine, {wall.hi + 1, ~std::uint64_t{0}}));
  out.push_back(intersect(mine, wall));
  std::erase_if(out, [](const Interval& i) { return i.nothing(); });
  return out;
}

NumberSet number_of(const Box& box, FieldId field) {
  const auto at = std::find_if(box.numbers.begin(), box.numbers.end(), [&](const auto& e) { return e.first == field; });
  return at != box.numbers.end() ? at->second : NumberSet{};
}

Cut by_number(const Box& box, FieldId field, const NumberSet& wall) {
  const NumberSet mine = number_of(box, field);
  Cut out;
  const auto add = [&](NumberSet set) {
    Box side;
    side.numbers.emplace_back(field, set);
    out.push_back(intersect(box, side));
  };
  if (mine.missing) add({Interval{1, 0}, true});
  for (const Interval& slice : slices(mine.codes, wall.codes)) add({slice, false});
  return out;
}

}  // namespace

std::vector<Box> cut_along(const Box& box, const Box& wall, const std::vector<const Box*>& walls, bool both_revisions) {
  for (const auto& [field, set] : wall.texts) {
    if (subset(text_of(box, field), set)) continue;
    Cut out = by_values(box, field, walls);
    if (out.size() > 1) return out;
    for (const TextPattern& pattern : set.patterns) {
      out = by_pattern(box, field, pattern);
      if (out.size() > 1) return out;
    }
  }
  for (const auto& [field, set] : wall.numbers) {
    const NumberSet mine = number_of(box, field);
    if (subset(mine.codes, set.codes) && (set.missing || !mine.missing)) continue;
    Cut out = by_number(box, field, set);
    if (out.size() > 1) return out;
  }
  for (const TextPattern& pattern : wall.key) {
    Cut out = by_key(box, pattern);
    if (out.size() > 1) return out;
  }
  for (Interval Box::* member : {&Box::size, &Box::accessed}) {
    if (subset(box.*member, wall.*member)) continue;
    Cut out;
    for (const Interval& slice : slices(box.*member, wall.*member)) {
      out.push_back(box);
      out.back().*member = slice;
    }
    if (out.size() > 1) return out;
  }
  for (const Flag flag : {Flag::promoted, Flag::retired, Flag::referenced, Flag::orphan, Flag::noncurrent}) {
    if (flag == Flag::noncurrent && both_revisions) continue;
    const std::uint8_t mask = bit(flag);
    const bool open = (box.flags.may_be_true & box.flags.may_be_false & mask) != 0;
    if (!open || (wall.flags.may_be_true & wall.flags.may_be_false & mask) != 0) continue;
    Cut out(2, box);
    out[0].flags.may_be_true &= static_cast<std::uint8_t>(~mask);
    out[1].flags.may_be_false &= static_cast<std::uint8_t>(~mask);
    return out;
  }
  return {};
}

bool Search::split(const Part& part, const std::vector<const Box*>& around, std::vector<Part>& out) const {
  for (const Box* wall : around) {
    const Cut pieces = cut_along(part.box, *wall, around, both_revisions);
    if (pieces.empty()) continue;
    for (const Box& piece : pieces) {
      if (auto settled = space.settle({piece, part.managed}, unread)) out.push_back(std::move(*settled));
    }
    return true;
  }
  return false;
}

std::optional<Search::Hole> Search::find(std::vector<Part> work, std::size_t* used) const {
  std::size_t own = 0, seen = 0;
  std::size_t& parts = used != nullptr ? *used : own;
  std::reverse(work.begin(), work.end());
  while (!work.empty()) {
    Part part = std::move(work.back());
    work.pop_back();
    if (fine(part)) continue;
    std::vector<const Box*> around = walls(part);
    std::erase_if(around, [&](const Box* wall) { return !space.meets(part, *wall) || space.covered(part, *wall); });
    seen += around.size();
    if (++parts > max_parts || seen > max_walls) return Hole{std::move(part), false};
    if (!split(part, around, work)) return Hole{std::move(part), around.empty()};
  }
  return std::nullopt;
}

}  // namespace shelflife
