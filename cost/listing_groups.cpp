#include "cost/listing_groups.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "compiler/model/print.hpp"

namespace shelflife::cost {

namespace {

constexpr std::size_t most_names = 50;

char bits(Truth truth) { return static_cast<char>('0' + (truth.may_be_yes() ? 4 : 0) + (truth.may_be_no() ? 1 : 0) + (truth.may_be_unknown() ? 2 : 0)); }

// The field that people speak of stages by, else the first with a list of values.
FieldId leading_field(const Policy& policy) {
  FieldId listed = no_id;
  for (FieldId id = 0; id < policy.fields.size(); ++id) {
    if (policy.fields[id].name == "stage") return id;
    if (listed == no_id && !policy.fields[id].values.empty()) listed = id;
  }
  return listed;
}

// A class of the cloud that no tier of the policy stands for, such as INTELLIGENT_TIERING: it is priced as what it is.
std::string own_class(const Policy& policy, const Row& row, const ObjectState& object) {
  if (row.storage_class.empty() || object.tier != Tier::hot || parse_tier(row.storage_class)) return {};
  const std::string& hot = policy.tiers[static_cast<std::size_t>(policy.stores[object.store].provider)].classes[0];
  const auto lower = [](std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
  };
  return lower(hot) == lower(row.storage_class) ? std::string() : row.storage_class;
}

}  // namespace

std::size_t size_class(std::uint64_t bytes) { return static_cast<std::size_t>(std::upper_bound(std::begin(size_bounds), std::end(size_bounds), bytes) - std::begin(size_bounds)); }
std::size_t age_class(Seconds age) {
  std::size_t out = 0;
  while (out < std::size(age_bounds) && age >= days(age_bounds[out])) ++out;
  return out;
}
std::string_view size_class_text(std::size_t index) {
  constexpr std::string_view names[] = {"under 128 KiB", "128 KiB to 1 MiB", "1 to 64 MiB", "64 MiB to 1 GiB", "1 GiB and more"};
  return names[index];
}
std::string_view age_class_text(std::size_t index) {
  constexpr std::string_view names[] = {"under 30 days", "30 to 90 days", "90 to 180 days", "180 days to 1 year", "1 to 3 years", "3 years and more"};
  return names[index];
}

ListingGroups::ListingGroups(const Evaluator& evaluator, std::size_t most)
    : evaluator_(evaluator), most_(most), by_(leading_field(evaluator.policy())), most_newer_(evaluator.policy().stores.size()) {
  const Policy& policy = evaluator.policy();
  for (StoreId store = 0; store < policy.stores.size(); ++store)
    for (const std::uint32_t rule : evaluator.rules(store))
      for (const Statement& s : policy.rules[rule].statements) most_newer_[store] = std::max(most_newer_[store], s.keeping_newer);
}

// All that a verdict on the object depends on, now or later: which statements and holds speak of it, its ages, facts and ranks.
void ListingGroups::sign(const Row& row, const ObjectState& o, const Decision& decision, Entry& entry) const {
  const Policy& policy = evaluator_.policy();
  const ObjectView view(policy, o, Lacking::unread, When::ever);
  std::string& alike = entry.alike;
  for (const std::uint32_t rule : evaluator_.rules(o.store))
    for (std::uint32_t s = 0; s < policy.rules[rule].statements.size(); ++s) alike += bits(speaks({rule, s}, view));
  for (const Hold& hold : policy.holds) alike += bits(evaluate(hold.where, view));
  for (const Fact fact : {o.promoted, o.retired, o.referenced, o.orphan}) alike += static_cast<char>('0' + static_cast<int>(fact));
  for (const auto& [keep, rank] : o.ranks) alike += !rank ? '-' : *rank <= policy.rules[keep.rule].statements[keep.statement].ranking.count ? 'k' : 'r';
  alike += 'n' + std::to_string(std::min(o.newer_noncurrent, most_newer_[o.store]));
  alike += o.whole_kept ? 'w' : '.';
  alike += o.legal_hold ? 'h' : '.';
  alike += row.size ? '.' : '?';
  alike += static_cast<char>('0' + static_cast<int>(decision.fate));
  if (decision.statement) alike += statement_id(policy, *decision.statement);

  const auto age = [&](const std::optional<Seconds>& a) {
    alike += a ? 'a' : '-';
    if (a) entry.ages.push_back(*a);
  };
  entry.ages.push_back(o.created);
  age(o.accessed);
  if (o.noncurrent) age(o.noncurrent_since);
  for (const std::optional<Seconds>& a : {o.promoted_since, o.retired_since, o.marked, o.newest_of_whole, o.locked_for}) age(a);
  for (const LabelState& label : o.labels)
    if (policy.fields[label.field].type == FieldType::date) age(label.age);

  ListedGroup& group = entry.group;
  if (decision.fate == Fate::remove) group.deleted = 0;
  else if (decision.next) group.deleted = *decision.next - decision.at;
  else if (decision.mark == MarkAction::write) group.deleted = days(policy.rules[decision.mark_by->rule].statements[decision.mark_by->statement].duration.days);
  age(group.deleted);
  group.statement = decision.fate == Fate::remove || decision.fate == Fate::move ? decision.statement : decision.mark_by;
  group.undecided = decision.fate == Fate::undecided;

  Slice& slice = group.slice;
  slice.store = o.store;
  slice.tier = o.tier;
  slice.class_name = own_class(policy, row, o);
  slice.noncurrent = o.noncurrent;
  slice.size = static_cast<std::uint8_t>(size_class(row.size.value_or(0)));
  slice.age = static_cast<std::uint8_t>(age_class(o.created));
  if (by_ != no_id) {
    const ObjectView::Value& value = view.value(by_);
    slice.name = value.state == ObjectView::State::value ? policy.fields[by_].name + " " + std::string(value.text) : "no " + policy.fields[by_].name;
  } else {
    slice.name = policy.stores[o.store].name;
  }
}

std::string ListingGroups::key_of(const Entry& entry) const {
  const Slice& s = entry.group.slice;
  std::string key = entry.alike + '/' + s.name + '\0' + s.class_name + '\0';
  for (const std::uint64_t part : {std::uint64_t{s.store}, static_cast<std::uint64_t>(s.tier), std::uint64_t{s.noncurrent}, std::uint64_t{s.size}, std::uint64_t{s.age}}) key += std::to_string(part) + ' ';
  for (const Seconds age : entry.ages) key += std::to_string(age >= 0 ? age / width_ : -((width_ - 1 - age) / width_)) + ' ';
  return key;
}

void ListingGroups::add(const Row& row, const ObjectState& object, const Decision& decision) {
  Entry entry;
  sign(row, object, decision, entry);
  if (const auto known = names_.find(entry.group.slice.name); known == names_.end()) {
    if (names_.size() < most_names) names_.emplace(entry.group.slice.name, names_.size());
    else entry.group.slice.name = "others";
  }
  const std::uint64_t size = row.size.value_or(0);
  objects += 1;
  bytes += size;
  unsized += row.size ? 0U : 1U;
  undecided += entry.group.undecided ? 1U : 0U;
  const auto [at, fresh] = groups_.try_emplace(key_of(entry));
  Entry& kept = at->second;
  if (fresh) {
    kept = std::move(entry);
    kept.order = orders_++;
    ToldObject& sample = kept.group.sample;
    sample.object = object;
    sample.store = sample.created = sample.noncurrent = sample.tier = true;
    sample.size = row.size.has_value();
  }
  const Entry& seen = fresh ? kept : entry;
  const Wide weight = static_cast<Wide>(size) + 1;
  kept.weight += weight;
  kept.age_sum += weight * object.created;
  if (seen.group.deleted) kept.deleted_sum += weight * seen.ages.back();
  kept.group.objects += 1;
  kept.group.bytes += size;
  kept.group.unsized += row.size ? 0U : 1U;
  while (groups_.size() > most_) {
    const std::size_t before = groups_.size();
    widen();
    if (groups_.size() == before && width_ > days(36500)) break;  // ages are not what tells them apart
  }
}

// Groups whose ages are no longer told apart become one; the first of the listing stands for both.
void ListingGroups::widen() {
  width_ *= 2;
  std::vector<Entry> entries;
  for (auto& [key, entry] : groups_) entries.push_back(std::move(entry));
  groups_.clear();
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.order < b.order; });
  for (Entry& entry : entries) {
    std::string key = key_of(entry);
    const auto [at, fresh] = groups_.try_emplace(std::move(key));
    if (fresh) {
      at->second = std::move(entry);
      continue;
    }
    Entry& kept = at->second;
    kept.weight += entry.weight;
    kept.age_sum += entry.age_sum;
    kept.deleted_sum += entry.deleted_sum;
    kept.group.objects += entry.group.objects;
    kept.group.bytes += entry.group.bytes;
    kept.group.unsized += entry.group.unsized;
  }
}

std::vector<ListedGroup> ListingGroups::list() const {
  std::vector<const Entry*> entries;
  for (const auto& [key, entry] : groups_) entries.push_back(&entry);
  std::sort(entries.begin(), entries.end(), [](const Entry* a, const Entry* b) { return std::tie(a->group.slice, a->order) < std::tie(b->group.slice, b->order); });
  std::vector<ListedGroup> out;
  for (const Entry* const entry : entries) {
    ListedGroup& group = out.emplace_back(entry->group);
    group.sample.object.created = static_cast<Seconds>(entry->age_sum / entry->weight);
    if (group.deleted) group.deleted = static_cast<Seconds>(entry->deleted_sum / entry->weight);
  }
  return out;
}

}  // namespace shelflife::cost
