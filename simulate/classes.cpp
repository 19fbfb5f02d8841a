#include "simulate/classes.hpp"

#include <algorithm>

namespace shelflife {

namespace {

class Signature {
 public:
  std::string text;
  void add(std::uint64_t number) {
    do text += static_cast<char>((number & 0x7f) | (number > 0x7f ? 0x80 : 0));
    while ((number >>= 7) != 0);
  }
  void add(std::string_view part) {
    add(part.size());
    text += part;
  }
};

std::uint64_t bits(Truth t) { return (t.may_be_yes() ? 4U : 0U) | (t.may_be_unknown() ? 2U : 0U) | (t.may_be_no() ? 1U : 0U); }

}  // namespace

Classes::Classes(const Evaluator& evaluator, StoreId store, const std::vector<StatementRef>& ranked, const std::vector<std::uint64_t>& sizes,
                 const std::vector<FieldId>& fields, const ListingHead& head, Instant now)
    : evaluator_(evaluator), policy_(evaluator.policy()), store_(store), ranked_(ranked), sizes_(sizes), fields_(fields), head_(head), now_(now) {
  for (const std::uint32_t r : evaluator.rules(store)) {
    gather(policy_.rules[r].where);
    for (const Statement& s : policy_.rules[r].statements) {
      gather(s.where);
      span(s.duration);
      if (s.ranking.at_most) span(*s.ranking.at_most);
      most_newer_ = std::max(most_newer_, s.keeping_newer);
      asks_accessed_ = asks_accessed_ || s.clock.kind == ClockKind::accessed;
    }
  }
  for (const Hold& hold : policy_.holds) {
    gather(hold.where);
    hold_ends_ = hold_ends_ || (hold.until && midnight(*hold.until) > now);
  }
  span(policy_.stores[store].orphan_after);
  span(policy_.stores[store].recoverable_days());
  cuts_.push_back(now + 1);
  if (head.began) cuts_.push_back(*head.began);
  std::sort(cuts_.begin(), cuts_.end());
  cuts_.erase(std::unique(cuts_.begin(), cuts_.end()), cuts_.end());
}

void Classes::gather(const Predicate& p) {
  switch (p.kind) {
    case PredicateKind::one_of:
    case PredicateKind::starts_with:
    case PredicateKind::ends_with:
    case PredicateKind::number:
      tests_.push_back({&p, p.field == no_id ? std::nullopt : std::optional(policy_.fields[p.field].source)});
      asks_whole_key_ = asks_whole_key_ || p.field == no_id;
      break;
    case PredicateKind::accessed_within:
      asks_accessed_ = true;
      span(p.duration);
      break;
    default: break;  // sizes and flags are in the signature, whether the field has a value is in its state
  }
  for (const Predicate& child : p.children) gather(child);
}

std::size_t Classes::cut(Instant at) const { return static_cast<std::size_t>(std::upper_bound(cuts_.begin(), cuts_.end(), at) - cuts_.begin()); }

std::string Classes::signature(const Row& row, const ToldObject& told, const ObjectView& view) const {
  const ObjectState& o = told.object;
  Signature s;
  const auto age = [&](const std::optional<Seconds>& since) { s.add(since ? cut(now_ - *since) + 1 : 0); };
  s.add((o.noncurrent ? 1U : 0U) | (told.size ? 2U : 0U) | (told.tier ? 4U : 0U) | (o.legal_hold ? 8U : 0U) | (o.locked_for ? 16U : 0U) |
        (row.mark ? 32U : 0U) | (o.marked ? 64U : 0U));
  s.add(static_cast<std::uint64_t>(o.tier));
  if (told.size) s.add(static_cast<std::uint64_t>(std::upper_bound(sizes_.begin(), sizes_.end(), o.size) - sizes_.begin()));
  s.add(row.created ? cut(*row.created) + 1 : 0);
  if (asks_accessed_) age(o.accessed);
  if (o.noncurrent) {
    age(o.noncurrent_since);
    s.add(std::min(o.newer_noncurrent, most_newer_));
  }
  s.add(static_cast<std::uint64_t>(o.promoted) | static_cast<std::uint64_t>(o.retired) << 2 | static_cast<std::uint64_t>(o.referenced) << 4 |
        static_cast<std::uint64_t>(o.orphan) << 6);
  age(o.promoted_since);
  age(o.retired_since);
  if (row.mark) {
    age(o.marked);
    s.add(cut(row.mark->written));
    s.add(row.mark->statement);
  }
  for (const FieldSource source : {FieldSource::path, FieldSource::tag, FieldSource::registry}) s.add(part(view, source));
  for (const Test& test : tests_)
    if (!test.source) s.add(bits(evaluate(*test.predicate, view)));
  return std::move(s.text);
}

std::string Classes::part(const ObjectView& view, FieldSource source) const {
  Signature s;
  // A key may be bound to a version that its list does not have, which no state tells.
  if (source == FieldSource::path) s.add((view.managed() ? 1U : 0U) | (view.may_have_run_or_version() ? 2U : 0U));
  for (FieldId id = 0; id < policy_.fields.size(); ++id) {
    if (policy_.fields[id].source != source) continue;
    const LabelState* const label = view.object().label(id);
    s.add(static_cast<std::uint64_t>(view.value(id).state) | (label != nullptr ? static_cast<std::uint64_t>(label->kind) + 1 : 0U) << 2);
    if (label != nullptr && policy_.fields[id].type == FieldType::date) s.add(label->age ? cut(now_ - *label->age) + 1 : 0);
  }
  for (const Test& test : tests_)
    if (test.source == source) s.add(bits(evaluate(*test.predicate, view)));
  for (const FieldId id : fields_)
    if (policy_.fields[id].source == source) s.add(view.value(id).text);
  return std::move(s.text);
}

ObjectClass Classes::make(const Row& row, const ToldObject& told, const ObjectView& view) const {
  ObjectClass made;
  made.row = row;
  made.told = told;
  made.later = row.created && *row.created > now_;
  const ObjectState& o = told.object;
  const bool dated = std::any_of(o.labels.begin(), o.labels.end(), [](const LabelState& label) { return label.age.has_value(); });
  made.one_clock = !hold_ends_ && !o.noncurrent && !dated && !(asks_accessed_ && o.accessed) && !o.promoted_since && !o.retired_since && !o.marked && !o.locked_for;
  for (const StatementRef keep : ranked_) {
    const bool before = row.created && (!head_.began || *row.created < *head_.began);
    made.counts.push_back(!o.noncurrent && before && speaks(keep, view).is_yes() ? 1 : 0);
  }
  for (const FieldId id : fields_) made.values.emplace_back(view.value(id).state == ObjectView::State::value ? view.value(id).text : std::string_view());
  return made;
}

const ObjectClass& Classes::of(const Row& row, const ToldObject& told) {
  const ObjectView view(policy_, told.object);
  std::string text = signature(row, told, view);
  const std::lock_guard<std::mutex> one(mutex_);
  const auto at = by_signature_.find(text);
  if (at != by_signature_.end()) return *at->second;
  all_.push_back(make(row, told, view));
  all_.back().id = static_cast<std::uint32_t>(all_.size() - 1);
  by_signature_.emplace(std::move(text), &all_.back());
  return all_.back();
}

}  // namespace shelflife
