#include "simulate/worlds.hpp"

#include <algorithm>
#include <functional>
#include <map>

namespace shelflife {

namespace {

void sizes_named(const Predicate& p, std::vector<std::uint64_t>& cuts) {
  if (p.kind == PredicateKind::size) {
    const bool beyond = p.comparison == Comparison::less_equal || p.comparison == Comparison::greater;
    cuts.push_back(p.number + (beyond ? 1 : 0));
  }
  for (const Predicate& child : p.children) sizes_named(child, cuts);
}

// What a world says of one fact, so that two worlds say the same where it is the same.
using Says = std::function<std::string(const ObjectState&)>;

std::string age_text(const std::optional<Seconds>& age) { return age ? std::to_string(*age) : "-"; }

std::string label_text(const LabelState* label) {
  if (label == nullptr) return "-";
  return std::to_string(static_cast<int>(label->kind)) + label->text + "/" + age_text(label->age);
}

}  // namespace

std::vector<std::uint64_t> sizes_that_matter(const Evaluator& evaluator, StoreId store) {
  const Policy& policy = evaluator.policy();
  std::vector<std::uint64_t> sizes{0};
  if (policy.stores[store].provider == Provider::s3) sizes.push_back(smallest_moved_on_s3);
  for (const std::uint32_t r : evaluator.rules(store)) {
    sizes_named(policy.rules[r].where, sizes);
    for (const Statement& s : policy.rules[r].statements) sizes_named(s.where, sizes);
  }
  for (const Hold& hold : policy.holds) sizes_named(hold.where, sizes);
  std::sort(sizes.begin(), sizes.end());
  sizes.erase(std::unique(sizes.begin(), sizes.end()), sizes.end());
  return sizes;
}

JudgedWorlds::JudgedWorlds(const Evaluator& evaluator, const ToldObject& told, const std::vector<std::uint64_t>& sizes, Instant now)
    : evaluator_(evaluator), told_(told) {
  const std::vector<std::uint64_t> own{told.object.size};
  for (const std::uint64_t size : told.size ? own : sizes) {
    ObjectState sized = told.object;
    sized.size = size;
    Evaluator::Worlds worlds = evaluator.worlds(sized, now);
    complete = complete && worlds.complete;
    for (ObjectState& world : worlds.objects) {
      Judged one{std::move(world), {}, {}};
      one.speaking = evaluator.speaking(one.object, now);
      one.verdict = judge(evaluator.policy(), one.object, one.speaking);
      list.push_back(std::move(one));
    }
  }
  if (!complete) list.clear();
}

std::vector<std::string> JudgedWorlds::unread() const {
  const ObjectState& object = told_.object;
  const Policy& policy = evaluator_.policy();
  std::vector<std::pair<std::string, Says>> facts;
  if (!told_.size) facts.emplace_back("size", [](const ObjectState& o) { return std::to_string(o.size); });
  if (object.referenced == Fact::unread) facts.emplace_back("referenced", [](const ObjectState& o) { return std::to_string(static_cast<int>(o.referenced)); });
  if (object.orphan == Fact::unread) facts.emplace_back("orphan", [](const ObjectState& o) { return std::to_string(static_cast<int>(o.orphan)); });
  if (object.promoted == Fact::unread) facts.emplace_back("promoted", [](const ObjectState& o) { return age_text(o.promoted_since) + std::to_string(static_cast<int>(o.promoted)); });
  if (object.retired == Fact::unread) facts.emplace_back("retired", [](const ObjectState& o) { return age_text(o.retired_since) + std::to_string(static_cast<int>(o.retired)); });
  if (!object.accessed) facts.emplace_back("accessed", [](const ObjectState& o) { return age_text(o.accessed); });
  const ObjectView view(policy, object);
  for (FieldId id = 0; id < policy.fields.size(); ++id) {
    if (view.value(id).state == ObjectView::State::unread) facts.emplace_back(policy.fields[id].name, [id](const ObjectState& o) { return label_text(o.label(id)); });
  }
  if (!list.empty() && list[0].object.ranks.size() > object.ranks.size()) {
    facts.emplace_back("rank", [](const ObjectState& o) {
      std::string text;
      for (const auto& [keep, rank] : o.ranks) text += rank ? std::to_string(*rank) + "/" : "-/";
      return text;
    });
  }
  // A fact matters when some value of it goes with other outcomes than another. Several may only matter together: then all do.
  std::vector<std::string> matter, vary;
  for (const auto& [name, says] : facts) {
    std::map<std::string, std::vector<bool>> outcomes;
    for (const Judged& one : list) outcomes[says(one.object)].push_back(one.verdict.may_be_deleted);
    if (outcomes.size() > 1) vary.push_back(name);
    const bool same = std::all_of(outcomes.begin(), outcomes.end(), [&](const auto& o) { return o.second == outcomes.begin()->second; });
    if (!same) matter.push_back(name);
  }
  std::vector<std::string>& out = matter.empty() ? vary : matter;
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace shelflife
