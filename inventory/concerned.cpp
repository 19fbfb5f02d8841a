#include "inventory/concerned.hpp"

#include <algorithm>
#include <cmath>

#include "compiler/model/layout.hpp"
#include "compiler/objects/evaluate.hpp"
#include "compiler/objects/fate.hpp"
#include "compiler/regions/key_space.hpp"
#include "inventory/ranks.hpp"
#include "inventory/row_state.hpp"

namespace shelflife {

namespace {

constexpr std::uint8_t every_flag = 0x1f;
constexpr std::size_t most_pieces = 4096;  // beyond it an object is possible, not certain

void add_to(std::uint64_t& sum, std::uint64_t more) { sum = sum > ~std::uint64_t{0} - more ? ~std::uint64_t{0} : sum + more; }

// 2n for the integer n, 2n+1 between n and n+1, as regions have it. No bound is below 1.
std::uint64_t code_of(double number) {
  if (number <= 0) return 0;
  if (number >= 4e18) return ~std::uint64_t{0};
  const double whole = std::floor(number);
  return 2 * static_cast<std::uint64_t>(whole) + (number > whole ? 1 : 0);
}

// Cuts what is left of the unread facts until each piece is in one of the boxes.
bool all_in(const Box& world, const std::vector<Box>& boxes, std::size_t& pieces_left) {
  if (empty(world)) return true;
  // What is referenced is no orphan.
  const std::uint8_t always = static_cast<std::uint8_t>(~world.flags.may_be_false);
  if ((always & bit(Flag::orphan)) != 0 && (always & bit(Flag::referenced)) != 0) return true;
  if (pieces_left == 0) return false;
  --pieces_left;
  std::vector<const Box*> walls;
  for (const Box& box : boxes) {
    if (contains(box, world)) return true;
    if (!disjoint(box, world)) walls.push_back(&box);
  }
  for (const Box* wall : walls) {
    const std::vector<Box> pieces = cut_along(world, *wall, walls, true);
    if (!pieces.empty()) return std::all_of(pieces.begin(), pieces.end(), [&](const Box& piece) { return all_in(piece, boxes, pieces_left); });
  }
  return false;
}

FieldId model_field(const Policy& policy, StoreId store) {
  for (const Layout& layout : policy.layouts) {
    if (!applies(layout, store)) continue;
    for (const Segment& segment : layout.segments)
      if (!segment.literal() && policy.fields[segment.field].name == "model") return segment.field;
  }
  return no_id;
}

}  // namespace

// One row as the space of both policies sees it.
struct ChangeCounter::Seen {
  Seen(const Policy& space, const Row& row, const ToldObject& told)
      : view(space, told.object, Lacking::missing), sized(row.size.has_value()), tagged(row.tags.has_value()), may_be_orphan(view.may_have_run_or_version()) {}

  ObjectView view;
  bool sized, tagged, may_be_orphan;

  // What decides which facts are unread.
  unsigned mask() const { return (sized ? 1U : 0U) | (tagged ? 2U : 0U) | (may_be_orphan ? 4U : 0U); }

  // What a part asks of facts that were not read; nothing where those that were read rule it out.
  std::optional<Box> open(const Part& part) const {
    const Box& box = part.box;
    const ObjectState& object = view.object();
    if (part.managed != view.managed()) return std::nullopt;
    if (!std::all_of(box.key.begin(), box.key.end(), [&](const TextPattern& p) { return matches(p, object.key); })) return std::nullopt;
    Box out;
    using State = ObjectView::State;
    for (const auto& [field, set] : box.texts) {
      const ObjectView::Value& value = view.value(field);
      if (value.state == State::unread) out.texts.emplace_back(field, set);
      else if (value.state == State::unmanaged || !(value.state == State::value ? set.has(std::string(value.text)) : set.missing)) return std::nullopt;
    }
    for (const auto& [field, set] : box.numbers) {
      const ObjectView::Value& value = view.value(field);
      if (value.state == State::unread) {
        out.numbers.emplace_back(field, set);
        continue;
      }
      const std::optional<double> number = value.state == State::value ? parse_number(value.text) : std::nullopt;
      const std::uint64_t code = code_of(number.value_or(0));
      if (value.state == State::unmanaged || !(number ? set.codes.lo <= code && code <= set.codes.hi : set.missing)) return std::nullopt;
    }
    if (!sized) out.size = box.size;
    else if (object.size < box.size.lo || object.size > box.size.hi) return std::nullopt;
    out.accessed = box.accessed;  // it changes as time goes on
    std::uint8_t known = bit(Flag::noncurrent);
    if (!may_be_orphan) known |= bit(Flag::orphan);
    const std::uint8_t is = object.noncurrent ? bit(Flag::noncurrent) : std::uint8_t{0};
    if ((known & is & ~box.flags.may_be_true) != 0 || (known & ~is & ~box.flags.may_be_false) != 0) return std::nullopt;
    out.flags.may_be_true = box.flags.may_be_true | known;
    out.flags.may_be_false = box.flags.may_be_false | known;
    return empty(out) ? std::nullopt : std::optional(std::move(out));
  }
};

ChangeCounter::ChangeCounter(const PolicyDiff& diff, const Policy& before, const Policy& after)
    : diff_(diff), policies_{&before, &after}, buckets_(diff.buckets.size()), seen_models_(diff.changes.size()) {
  for (StoreId id = 0; id < buckets_.size(); ++id) {
    Bucket& bucket = buckets_[id];
    const Store& store = diff.space.stores[id];
    const ComparedBucket& compared = diff.buckets[id];
    bucket.policy = compared.after != no_id ? &after : &before;
    bucket.store = compared.after != no_id ? compared.after : compared.before;
    bucket.model = model_field(*bucket.policy, bucket.store);
    for (const std::string& name : {store.bucket, store.account + "/" + store.bucket}) {
      const auto [at, fresh] = names_.emplace(name, id);
      if (!fresh) at->second = no_id;
    }
  }
  std::vector<KeySpace> keys;
  for (StoreId id = 0; id < buckets_.size(); ++id) keys.emplace_back(diff.space, id);
  for (std::uint32_t c = 0; c < diff.changes.size(); ++c) {
    const ChangeArea& area = diff.changes[c].area;
    counts_.changes.emplace_back();
    if (area.bucket == no_id) continue;
    Bucket& bucket = buckets_[area.bucket];
    counts_.changes.back() = Concerned{{}, {}, bucket.model != no_id};
    if (!area.speakers.empty()) bucket.spoken.push_back(c);
    for (std::uint32_t p = 0; p < area.parts.size(); ++p) {
      bucket.by_key.add(keys[area.bucket].anchors(area.parts[p].box), static_cast<std::uint32_t>(bucket.entries.size()));
      bucket.entries.push_back({c, p});
    }
  }
  for (Bucket& bucket : buckets_) bucket.by_key.finish();
}

std::optional<StoreId> ChangeCounter::bucket_of(const Row& row) {
  if (row.bucket.empty() && buckets_.size() == 1) return 0;
  const auto found = names_.find(row.bucket);
  if (!row.bucket.empty() && found == names_.end()) {
    ++counts_.undeclared;
    return std::nullopt;
  }
  if (row.bucket.empty() || found->second == no_id) {
    ++counts_.unnamed;
    return std::nullopt;
  }
  return found->second;
}

// The world of the unread facts is all that they could be.
bool ChangeCounter::covered(const std::vector<Box>& open, const Seen& seen) const {
  Box world;
  if (!seen.may_be_orphan) world.flags.may_be_true = static_cast<std::uint8_t>(every_flag & ~bit(Flag::orphan));
  for (const Box& box : open) {
    for (const auto& [field, set] : box.texts) {
      const std::vector<std::string>& list = diff_.space.fields[field].values;
      if (list.empty()) continue;
      TextSet listed{false, true, list, {}};
      std::sort(listed.values.begin(), listed.values.end());
      world.set_text(field, std::move(listed));
    }
  }
  std::size_t pieces_left = most_pieces;
  return all_in(world, open, pieces_left);
}

ChangeCounter::Member ChangeCounter::member(std::uint32_t change, const std::vector<std::uint32_t>& parts, const Seen& seen) {
  std::vector<Box> open;
  std::vector<std::uint32_t> near;
  for (const std::uint32_t p : parts) {
    std::optional<Box> box = seen.open(diff_.changes[change].area.parts[p]);
    if (!box) continue;
    if (*box == Box{}) return Member::certain;
    open.push_back(std::move(*box));
    near.push_back(p);
  }
  if (open.empty()) return Member::no;
  const auto [at, fresh] = covers_.try_emplace({change, seen.mask(), std::move(near)});
  if (fresh) at->second = covered(open, seen);
  return at->second ? Member::certain : Member::possible;
}

ChangeCounter::Member ChangeCounter::spoken(std::uint32_t change, StoreId bucket, const Row& row) const {
  Member most = Member::no;
  for (const ChangeArea::Speaker& speaker : diff_.changes[change].area.speakers) {
    const Policy& policy = *policies_[speaker.after ? 1 : 0];
    const StoreId store = speaker.after ? diff_.buckets[bucket].after : diff_.buckets[bucket].before;
    if (store == no_id) continue;
    const ToldObject told = row_state(policy, store, row, nullptr, 0);
    const ObjectView view(policy, told.object, Lacking::unread, When::ever);
    const bool hold = speaker.hold != no_id;
    const Predicate& where = hold ? policy.holds[speaker.hold].where : policy.rules[speaker.ref.rule].statements[speaker.ref.statement].where;
    const Truth truth = hold ? evaluate(where, view) : speaks(speaker.ref, view);
    const bool unsized = !told.size && (names_size(where) || (!hold && names_size(policy.rules[speaker.ref.rule].where)));
    if (unsized || truth.may_be_yes()) most = std::max(most, truth.is_yes() && !unsized ? Member::certain : Member::possible);
  }
  return most;
}

void ChangeCounter::count(std::uint32_t change, Member member, const Row& row, std::optional<std::uint32_t> model) {
  if (member == Member::no) return;
  Concerned& concerned = *counts_.changes[change];
  Amount& amount = member == Member::certain ? concerned.certain : concerned.possible;
  ++amount.objects;
  if (row.size) add_to(amount.bytes, *row.size);
  else ++amount.unsized;
  if (!model) return;
  Member& before = seen_models_[change].try_emplace(*model, Member::no).first->second;
  if (before >= member) return;
  if (before == Member::possible) --concerned.possible.models;  // now for certain
  ++amount.models;
  before = member;
}

void ChangeCounter::add(const Row& row) {
  ++counts_.rows;
  const std::optional<StoreId> id = bucket_of(row);
  if (!id) return;
  const Bucket& bucket = buckets_[*id];
  if (!row.current && !diff_.buckets[*id].revisions) {
    ++counts_.unversioned;
    return;
  }
  const ToldObject told = row_state(diff_.space, *id, row, nullptr, 0);
  const Seen seen(diff_.space, row, told);
  std::optional<std::uint32_t> model;
  if (bucket.model != no_id) {
    if (const auto name = unit_name(*bucket.policy, shelflife::bind(*bucket.policy, bucket.store, row.key), {bucket.model}))
      model = models_.try_emplace(std::to_string(*id) + "/" + *name, static_cast<std::uint32_t>(models_.size())).first->second;
  }
  const std::vector<std::uint32_t> near = bucket.by_key.near({row.key});
  for (auto at = near.begin(); at != near.end();) {
    const std::uint32_t change = bucket.entries[*at].change;
    std::vector<std::uint32_t> parts;
    for (; at != near.end() && bucket.entries[*at].change == change; ++at) parts.push_back(bucket.entries[*at].part);
    count(change, member(change, parts, seen), row, model);
  }
  for (const std::uint32_t change : bucket.spoken) count(change, spoken(change, *id, row), row, model);
}

}  // namespace shelflife
