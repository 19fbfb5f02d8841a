// Cells: parts of the object space on which every statement of both sides speaks of all objects or of none.
#include <algorithm>
#include <unordered_set>

#include "compiler/diff/diff_items.hpp"
#include "compiler/model/layout.hpp"
#include "compiler/objects/fate.hpp"

namespace shelflife::diffing {

namespace {

bool only_missing(const Box& box, FieldId field) {
  const TextSet* set = box.text(field);
  if (set != nullptr) return !set->cofinite && set->values.empty() && set->missing;
  const auto at = std::find_if(box.numbers.begin(), box.numbers.end(), [&](const auto& e) { return e.first == field; });
  return at != box.numbers.end() && at->second.codes.nothing() && at->second.missing;
}

Box without(const Box& box, const std::vector<FieldId>& fields) {
  Box out = box;
  const auto dropped = [&](const auto& e) { return std::find(fields.begin(), fields.end(), e.first) != fields.end(); };
  std::erase_if(out.texts, dropped);
  std::erase_if(out.numbers, dropped);
  return out;
}

bool names(const Box& box, const std::vector<FieldId>& fields) {
  return std::any_of(fields.begin(), fields.end(), [&](FieldId f) {
    return box.text(f) != nullptr || std::any_of(box.numbers.begin(), box.numbers.end(), [&](const auto& e) { return e.first == f; });
  });
}

}  // namespace

std::vector<FieldId> PairSpace::lacking(const Part& part) const {
  std::vector<FieldId> out;
  const auto look = [&](FieldId f) {
    if ((joint.required[0][f] || joint.required[1][f]) && only_missing(part.box, f)) out.push_back(f);
  };
  for (const auto& [field, set] : part.box.texts) look(field);
  for (const auto& [field, set] : part.box.numbers) look(field);
  return out;
}

// Required labels that some object of the part may lack.
std::vector<FieldId> PairSpace::may_lack(const Part& part) const {
  std::vector<FieldId> out;
  for (const FieldId f : required_) {
    const Field& field = joint.space.fields[f];
    if (field.source == FieldSource::path && !part.managed) continue;
    const TextSet* set = part.box.text(f);
    const auto at = std::find_if(part.box.numbers.begin(), part.box.numbers.end(), [&](const auto& e) { return e.first == f; });
    if ((set == nullptr || set->missing) && (at == part.box.numbers.end() || at->second.missing)) out.push_back(f);
  }
  return out;
}

PairSpace::Near PairSpace::near(const Part& part) const {
  Near out;
  const std::vector<FieldId> lost = may_lack(part);
  const auto look = [&](const Item& item) {
    const bool meets = !item.unsure.empty() || std::any_of(item.boxes.begin(), item.boxes.end(), [&](const Box& box) {
      return space.meets(part, box) || (!lost.empty() && names(box, lost) && space.meets(part, without(box, lost)));
    });
    if (meets) out.push_back(&item);
  };
  std::vector<std::uint32_t> found;
  // Such an object could be any of the label's values, wherever its key is.
  const bool anywhere = std::any_of(lost.begin(), lost.end(), [&](FieldId f) { return joint.space.fields[f].source == FieldSource::path; });
  if (anywhere) add_unread(part, found);
  else found = by_key_.near(space.view.keys.anchors(part.box));
  found.insert(found.end(), unsure_.begin(), unsure_.end());
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  for (const std::uint32_t at : found) look(items[at]);
  return out;
}

void PairSpace::index_unread() {
  std::vector<FieldId> paths;
  for (FieldId f = 0; f < joint.space.fields.size(); ++f) {
    if (!joint.required[0][f] && !joint.required[1][f]) continue;
    required_.push_back(f);
    if (joint.space.fields[f].source == FieldSource::path) paths.push_back(f);
  }
  if (paths.empty()) return;
  for (std::uint32_t at = 0; at < items.size(); ++at) {
    for (const Box& box : items[at].boxes) {
      const auto named = std::find_if(box.texts.begin(), box.texts.end(), [&](const auto& e) {
        const bool path = joint.space.fields[e.first].source == FieldSource::path && std::find(paths.begin(), paths.end(), e.first) == paths.end();
        return path && !e.second.cofinite && !e.second.missing;
      });
      if (named == box.texts.end()) by_no_value_.push_back(at);
      else for (const std::string& value : named->second.values) by_value_[named->first][value].push_back(at);
    }
  }
}

void PairSpace::add_unread(const Part& part, std::vector<std::uint32_t>& found) const {
  found.insert(found.end(), by_no_value_.begin(), by_no_value_.end());
  for (const auto& [field, items_by] : by_value_) {
    const TextSet* set = part.box.text(field);
    if (set != nullptr && !set->cofinite) {
      for (const std::string& value : set->values) {
        if (const auto at = items_by.find(value); at != items_by.end()) found.insert(found.end(), at->second.begin(), at->second.end());
      }
    } else {
      for (const auto& [value, list] : items_by) found.insert(found.end(), list.begin(), list.end());
    }
  }
}

// What a part is still to be cut along. An object without a required label is unread and goes only if it may for every value
// of it: there the walls of all values count.
std::vector<const Box*> PairSpace::walls(const Part& part, const Near& around, std::vector<Box>& made) const {
  std::vector<const Box*> out;
  const std::vector<FieldId> lost = lacking(part);
  const auto cuts = [&](const Box& box) { return space.meets(part, box) && !space.covered(part, box); };
  const auto may_lack = [&](FieldId f, bool there, bool missing) {
    return missing && !there && (joint.required[0][f] || joint.required[1][f]) && std::find(lost.begin(), lost.end(), f) == lost.end();
  };
  for (const Item* item : around) {
    const bool moves = item->statement != nullptr && (item->statement->kind == StatementKind::move || item->statement->kind == StatementKind::move_noncurrent);
    if (moves && space.view.store.provider == Provider::s3 && !names_size(item->where)) {
      Box moved;
      moved.size.lo = smallest_moved_on_s3;
      made.push_back(std::move(moved));
    }
    if (item->statement != nullptr && item->statement->kind == StatementKind::keep_ranked && part.managed) made.push_back(ranked(*item));
    for (const Box& box : item->boxes) {
      if (cuts(box)) out.push_back(&box);
      if (!lost.empty() && names(box, lost)) made.push_back(without(box, lost));
      if (!part.managed && names_path(joint.space, box)) continue;
      for (const auto& [field, set] : box.texts) {
        const TextSet* mine = part.box.text(field);
        if (!may_lack(field, false, mine == nullptr || mine->missing)) continue;
        Box lack;
        lack.set_text(field, TextSet{false, true, {}, {}});
        made.push_back(std::move(lack));
      }
      for (const auto& [field, set] : box.numbers) {
        if (!may_lack(field, false, true)) continue;
        Box lack;
        lack.numbers.emplace_back(field, NumberSet{Interval{1, 0}, true});
        made.push_back(std::move(lack));
      }
    }
  }
  std::sort(made.begin(), made.end());
  made.erase(std::unique(made.begin(), made.end()), made.end());
  for (const Box& box : made) {
    if (cuts(box)) out.push_back(&box);
  }
  return out;
}

// The boxes, and what an object that lacks required labels could be in.
std::vector<Box> PairSpace::with_unread(const Item& item) const {
  std::vector<Box> out = item.boxes;
  for (FieldId f = 0; f < joint.space.fields.size(); ++f) {
    if (!joint.required[0][f] && !joint.required[1][f]) continue;
    for (std::size_t i = 0, count = out.size(); i < count; ++i) {
      if (!names(out[i], {f}) || only_missing(out[i], f)) continue;
      Box lack = without(out[i], {f});
      if (joint.space.fields[f].type == FieldType::number) {
        lack.numbers.emplace_back(f, NumberSet{Interval{1, 0}, true});
        std::sort(lack.numbers.begin(), lack.numbers.end());
      } else {
        lack.set_text(f, TextSet{false, true, {}, {}});
      }
      if (std::find(out.begin(), out.end(), lack) == out.end()) out.push_back(std::move(lack));
    }
  }
  return out;
}

std::vector<Part> PairSpace::parts_of(const Item& item) const {
  std::vector<Part> out;
  for (const Box& original : with_unread(item)) {
    for (const bool managed : {true, false}) {
      for (const bool noncurrent : {false, true}) {
        if (noncurrent && !revisions) continue;
        Box box = original;
        (noncurrent ? box.flags.may_be_false : box.flags.may_be_true) &= static_cast<std::uint8_t>(~bit(Flag::noncurrent));
        if (auto part = space.settle({std::move(box), managed}, true)) out.push_back(std::move(*part));
      }
    }
  }
  return out;
}

Box PairSpace::ranked(const Item& item) const {
  Box out;
  std::vector<FieldId> fields = item.statement->ranking.per;
  if (item.statement->ranking.unit != no_id) fields.push_back(item.statement->ranking.unit);
  for (const FieldId f : fields) {
    const FieldId field = joint.to[item.side][f];
    TextSet bound{true, false, {}, {}};
    const std::vector<std::string>& list = joint.space.fields[field].values;
    if (!list.empty()) {
      bound = TextSet{false, false, list, {}};
      std::sort(bound.values.begin(), bound.values.end());
    }
    out.set_text(field, std::move(bound));
  }
  return out;
}

std::optional<std::vector<Part>> PairSpace::readings(const Part& cell, const std::vector<FieldId>& unread, const Near& near) const {
  constexpr std::size_t most = 4096;
  std::vector<Part> work{{without(cell.box, unread), cell.managed}}, out;
  for (const FieldId f : unread) {  // with a value and without one
    std::vector<Part> next;
    for (const Part& part : work) {
      Part valued = part, missing = part;
      if (joint.space.fields[f].type == FieldType::number) {
        valued.box.numbers.emplace_back(f, NumberSet{{}, false});
        missing.box.numbers.emplace_back(f, NumberSet{Interval{1, 0}, true});
        std::sort(valued.box.numbers.begin(), valued.box.numbers.end());
        std::sort(missing.box.numbers.begin(), missing.box.numbers.end());
      } else {
        TextSet any{true, false, {}, {}};
        const std::vector<std::string>& list = joint.space.fields[f].values;
        if (!list.empty()) {
          any = TextSet{false, false, list, {}};
          std::sort(any.values.begin(), any.values.end());
        }
        valued.box.set_text(f, std::move(any));
        missing.box.set_text(f, TextSet{false, true, {}, {}});
      }
      next.push_back(std::move(valued));
      next.push_back(std::move(missing));
    }
    work = std::move(next);
  }
  while (!work.empty()) {
    const Part part = std::move(work.back());
    work.pop_back();
    std::vector<const Box*> cuts;
    for (const Item* item : near) {
      for (const Box& box : item->boxes) {
        if (space.meets(part, box) && !space.covered(part, box)) cuts.push_back(&box);
      }
    }
    std::vector<Box> pieces;
    for (const Box* wall : cuts) {
      pieces = cut_along(part.box, *wall, cuts, true);
      if (!pieces.empty()) break;
    }
    if (pieces.empty() && !cuts.empty()) return std::nullopt;
    if (pieces.empty()) out.push_back(part);
    for (Box& piece : pieces) {
      if (!empty(piece)) work.push_back({std::move(piece), part.managed});
    }
    if (out.size() + work.size() > most) return std::nullopt;
  }
  return out;
}

// False where no layout can bind a key of the part as it asks: what its prefix says of each segment contradicts it.
bool PairSpace::possible(const Part& part) const {
  if (!part.managed) return true;
  std::string prefix;
  for (const TextPattern& p : part.box.key) {
    if (p.prefix && !p.negated && p.text.size() > prefix.size()) prefix = p.text;
  }
  const auto allows = [&](const Layout& layout) {
    std::string_view rest = prefix;
    std::vector<std::pair<FieldId, std::string_view>> bound;
    std::vector<FieldId> open;  // fields of which the prefix says nothing
    bool fits = true, closed = true;
    for (const Segment& segment : layout.segments) {
      const std::size_t slash = closed ? rest.find('/') : std::string_view::npos;
      closed = slash != std::string_view::npos;
      if (!fits) break;
      if (!closed) {
        if (!segment.literal()) open.push_back(segment.field);
        continue;
      }
      const std::string_view text = rest.substr(0, slash);
      rest.remove_prefix(slash + 1);
      if (segment.literal()) {
        fits = text == segment.prefix;
        continue;
      }
      if (text.empty()) continue;  // leaves its field unbound
      fits = text.size() > segment.prefix.size() + segment.suffix.size() && text.starts_with(segment.prefix) && text.ends_with(segment.suffix);
      if (fits) bound.emplace_back(segment.field, text.substr(segment.prefix.size(), text.size() - segment.prefix.size() - segment.suffix.size()));
    }
    return std::all_of(part.box.texts.begin(), part.box.texts.end(), [&](const auto& entry) {
      const Field& field = joint.space.fields[entry.first];
      if (field.source != FieldSource::path) return true;
      if (std::find(open.begin(), open.end(), entry.first) != open.end()) return true;
      const auto at = std::find_if(bound.begin(), bound.end(), [&](const auto& b) { return b.first == entry.first; });
      if (at == bound.end()) return entry.second.missing;
      const std::string value(at->second);
      const bool listed = field.values.empty() || std::find(field.values.begin(), field.values.end(), value) != field.values.end();
      return listed ? entry.second.has(value) : entry.second.missing;
    });
  };
  return std::any_of(joint.space.layouts.begin(), joint.space.layouts.end(), [&](const Layout& layout) { return layout.stores[0] == space.view.id && allows(layout); });
}

std::vector<const Item*> PairSpace::seeds() const {
  std::vector<const Item*> out;
  for (const Item& item : items) {
    if (!item.twin && item.unsure.empty()) out.push_back(&item);
  }
  return out;
}

void PairSpace::cells_of_seed(const Item& seed, const Visit& visit, const Undecided& undecided, const Spend& spend) const {
  // What an earlier seed speaks of was looked at with it.
  const auto seen = [&](const Part& cell, const Near& around) {
    return std::any_of(around.begin(), around.end(), [&](const Item* item) {
      return item < &seed && !item->twin && item->unsure.empty() && space.covered(cell, with_unread(*item));
    });
  };
  cells_of(parts_of(seed),
           [&](const Part& cell, const Near& around) {
             if (!seen(cell, around)) visit(cell, around);
           },
           undecided, spend);
}

void PairSpace::cells_of(std::vector<Part> work, const Visit& visit, const Undecided& undecided, const Spend& spend) const {
  std::reverse(work.begin(), work.end());
  while (!work.empty()) {
    const Part part = std::move(work.back());
    work.pop_back();
    if (!possible(part)) continue;
    const Near around = near(part);
    std::vector<Box> made;
    const std::vector<const Box*> cuts = walls(part, around, made);
    if (!spend(around.size())) {
      undecided(part, around, "the policies cut the objects too finely");
      return;
    }
    bool cut = false;
    for (const Box* wall : cuts) {
      const std::vector<Box> pieces = cut_along(part.box, *wall, cuts, true);
      if (pieces.empty()) continue;
      for (const Box& piece : pieces) {
        if (auto settled = space.settle({piece, part.managed}, true)) work.push_back(std::move(*settled));
      }
      cut = true;
      break;
    }
    if (cut) continue;
    if (!cuts.empty()) undecided(part, around, "its conditions on keys cannot be told apart");
    else visit(part, around);
  }
}

}  // namespace shelflife::diffing
