#include "compiler/why/cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "compiler/model/print.hpp"
#include "compiler/why/misses.hpp"

namespace shelflife {

namespace {

constexpr std::size_t most_worlds = 1024;  // each is given a future of its own

// One unread fact: its name, and how a world says which value it has.
struct Axis {
  std::string name;
  std::function<std::string(const ObjectState&)> says;
};

std::string event_text(std::string_view name, Fact fact, const std::optional<Seconds>& since) {
  if (fact == Fact::no) return fmt::format("not {}", name);
  if (!since) return std::string(name);
  if (*since == 0) return fmt::format("{} just now", name);
  return fmt::format("{} {} ago or earlier", name, age_in_words(*since));
}

bool names_text(const Predicate& p, FieldId field, const std::string& text) {
  if (p.field == field && p.kind == PredicateKind::one_of && std::find(p.texts.begin(), p.texts.end(), text) != p.texts.end()) return true;
  return std::any_of(p.children.begin(), p.children.end(), [&](const Predicate& child) { return names_text(child, field, text); });
}
bool has_pattern(const Predicate& p, FieldId field) {
  const bool own = p.field == field && (p.kind == PredicateKind::starts_with || p.kind == PredicateKind::ends_with);
  return own || std::any_of(p.children.begin(), p.children.end(), [&](const Predicate& child) { return has_pattern(child, field); });
}

class Describer {
 public:
  explicit Describer(const Policy& policy) : policy_(policy) {}

  std::string label(const LabelState* label, FieldId id) const {
    const Field& field = policy_.fields[id];
    if (label == nullptr || label->kind != LabelState::Kind::value) return field.name + " is missing";
    if (label->text.empty() && label->age) {
      if (*label->age < 0) return field.name + " is still to come";
      return fmt::format("{} is {} ago", field.name, age_in_words(*label->age));
    }
    if (!field.values.empty() || field.type == FieldType::number || asks(id, label->text)) return fmt::format("{} is {}", field.name, label->text);
    return has_patterns(id) ? fmt::format("{} is such as {}", field.name, quote(label->text)) : field.name + " is anything else";
  }

  std::string rank(StatementRef ref, const ObjectState& object) const {
    const Statement& s = policy_.rules[ref.rule].statements[ref.statement];
    const auto at = std::find_if(object.ranks.begin(), object.ranks.end(), [&](const auto& r) { return r.first == ref; });
    const bool first = at == object.ranks.end() || !at->second || *at->second <= s.ranking.count;
    return fmt::format("{}among the {} {} of `{}`", first ? "" : "not ", s.ranking.count, s.ranking.best ? "best" : "newest", to_text(policy_, s));
  }

 private:
  template <class Test>
  bool any_predicate(const Test& test) const {
    for (const Rule& rule : policy_.rules) {
      if (test(rule.where)) return true;
      for (const Statement& s : rule.statements)
        if (test(s.where)) return true;
    }
    return std::any_of(policy_.holds.begin(), policy_.holds.end(), [&](const Hold& hold) { return test(hold.where); });
  }
  bool asks(FieldId id, const std::string& text) const {
    return any_predicate([&](const Predicate& p) { return names_text(p, id, text); });
  }
  bool has_patterns(FieldId id) const {
    return any_predicate([&](const Predicate& p) { return has_pattern(p, id); });
  }

  const Policy& policy_;
};

void sizes_named(const Predicate& p, std::vector<std::uint64_t>& cuts) {
  if (p.kind == PredicateKind::size) {
    // The least size on the far side of the bound.
    const bool beyond = p.comparison == Comparison::less_equal || p.comparison == Comparison::greater;
    cuts.push_back(p.number + (beyond ? 1 : 0));
  }
  for (const Predicate& child : p.children) sizes_named(child, cuts);
}

class CaseFinder {
 public:
  CaseFinder(const Evaluator& evaluator, const Lowered& lowered, const ObjectState& object, Instant now, bool size_unknown)
      : evaluator_(evaluator), policy_(evaluator.policy()), lowered_(lowered), object_(object), now_(now), describer_(policy_) {
    find_axes();
    if (size_unknown) find_sizes();
  }

  Cases find() {
    Cases cases;
    for (const std::uint64_t size : sizes_) {
      ObjectState sized = object_;
      sized.size = size;
      Evaluator::Worlds worlds = evaluator_.worlds(sized, now_, most_worlds, When::ever);
      if (!worlds.complete) return Cases{{}, {}, false};
      for (ObjectState& world : worlds.objects)
        if (!only_just_short(world)) worlds_.push_back(std::move(world));
    }
    for (const ObjectState& world : worlds_) {
      futures_.push_back(future_of(evaluator_, lowered_, world, now_));
      outcomes_.push_back(outcome(futures_.back()));
    }
    std::vector<std::size_t> all(worlds_.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    split(all, {}, cases);
    for (const Axis& axis : axes_)
      if (axis_matters(axis)) cases.unread.push_back(axis.name);
    return cases;
  }

 private:
  void find_axes() {
    const auto fact = [&](std::string name, Fact ObjectState::*value, std::optional<Seconds> ObjectState::*since) {
      if (object_.*value == Fact::no || (object_.*value == Fact::yes && (since == nullptr || object_.*since))) return;
      axes_.push_back({name, [=](const ObjectState& o) { return event_text(name, o.*value, since == nullptr ? std::nullopt : o.*since); }});
    };
    fact("referenced", &ObjectState::referenced, nullptr);
    fact("promoted", &ObjectState::promoted, &ObjectState::promoted_since);
    fact("retired", &ObjectState::retired, &ObjectState::retired_since);
    fact("orphan", &ObjectState::orphan, nullptr);
    const ObjectView view(policy_, object_);
    for (FieldId id = 0; id < policy_.fields.size(); ++id) {
      if (view.value(id).state != ObjectView::State::unread) continue;
      axes_.push_back({policy_.fields[id].name, [this, id](const ObjectState& o) { return describer_.label(o.label(id), id); }});
    }
    for (const StatementRef ref : evaluator_.concerned(object_, now_, When::ever).statements) {
      if (policy_.rules[ref.rule].statements[ref.statement].kind != StatementKind::keep_ranked) continue;
      const bool known = std::any_of(object_.ranks.begin(), object_.ranks.end(), [&](const auto& r) { return r.first == ref; });
      if (!known) axes_.push_back({"rank", [this, ref](const ObjectState& o) { return describer_.rank(ref, o); }});
    }
    if (!object_.accessed) {
      axes_.push_back({"accessed", [](const ObjectState& o) {
        return !o.accessed ? std::string() : *o.accessed == 0 ? std::string("last read just now") : *o.accessed == o.created ? std::string("never read since it was written") : fmt::format("last read {} ago", age_in_words(*o.accessed));
      }});
    }
  }

  // Sizes on both sides of each bound; S3 moves nothing under its own floor.
  void find_sizes() {
    std::vector<std::uint64_t> cuts;
    bool moves = false;
    for (const StatementRef ref : evaluator_.concerned(object_, now_, When::ever).statements) {
      const Statement& s = policy_.rules[ref.rule].statements[ref.statement];
      moves |= s.kind == StatementKind::move || s.kind == StatementKind::move_noncurrent;
    }
    if (moves && policy_.stores[object_.store].provider == Provider::s3) cuts.push_back(smallest_moved_on_s3);
    for (const std::uint32_t r : evaluator_.rules(object_.store)) {
      sizes_named(policy_.rules[r].where, cuts);
      for (const Statement& s : policy_.rules[r].statements) sizes_named(s.where, cuts);
    }
    for (const Hold& hold : policy_.holds) sizes_named(hold.where, cuts);
    sizes_ = {0};
    sizes_.insert(sizes_.end(), cuts.begin(), cuts.end());
    std::sort(sizes_.begin(), sizes_.end());
    sizes_.erase(std::unique(sizes_.begin(), sizes_.end()), sizes_.end());
    std::reverse(sizes_.begin(), sizes_.end());  // the largest stands for all where sizes make no difference
    axes_.push_back({"size", [this](const ObjectState& o) {
      const auto own = std::find(sizes_.begin(), sizes_.end(), o.size);
      const std::string below = own == sizes_.begin() ? std::string() : "size < " + size_text(*(own - 1));
      if (o.size == 0) return below;
      return below.empty() ? "size >= " + size_text(o.size) : fmt::format("{} <= {}", size_text(o.size), below);
    }});
  }

  // A clock one second short of its bound is the same story as one at the bound, a second later.
  bool only_just_short(const ObjectState& world) const {
    const auto odd = [&](const std::optional<Seconds>& age, const std::optional<Seconds>& known) {
      return age && !known && *age > 0 && (*age + 1) % seconds_a_day == 0;
    };
    if (odd(world.promoted_since, object_.promoted_since) || odd(world.retired_since, object_.retired_since)) return true;
    if (odd(world.accessed, object_.accessed) && *world.accessed != world.created) return true;
    return std::any_of(world.labels.begin(), world.labels.end(), [&](const LabelState& label) {
      const LabelState* const known = object_.label(label.field);
      return odd(label.age, known != nullptr ? known->age : std::nullopt);
    });
  }

  // What makes two futures different for whoever asks: who deletes it when, or what keeps it.
  std::string outcome(const Future& future) const {
    std::string out;
    for (const std::optional<FateEvent>* event : {&future.deleted, &future.gone}) {
      if (!*event) continue;
      out += fmt::format("{} {} {};", to_text((*event)->kind), (*event)->at, static_cast<int>((*event)->who));
      if ((*event)->statement) out += fmt::format("{}/{};", (*event)->statement->rule, (*event)->statement->statement);
    }
    for (const FateEvent& event : future.events) {
      if (event.kind == EventKind::hidden) out += fmt::format("hidden {};", event.at);
      if (sizes_.size() == 1 && event.kind == EventKind::moved) out += fmt::format("moved {} {};", static_cast<int>(event.tier), event.at);
    }
    if (future.gone || future.deleted) return out;
    const Verdict& last = future.changes.back().verdict;
    if (!last.held_by.empty()) return out + fmt::format("held {}", last.held_by[0]);
    if (!last.kept_by.empty()) return out + fmt::format("kept {}/{}", last.kept_by[0].rule, last.kept_by[0].statement);
    return out + (last.lock_found ? "locked" : last.due.empty() ? "nothing due" : "nobody");
  }

  struct Group {
    std::vector<std::string> labels;
    std::vector<std::size_t> worlds;
    std::vector<std::string> outcomes;  // in order; one when all are the same
  };
  std::vector<Group> groups(const Axis& axis, const std::vector<std::size_t>& worlds) const {
    std::vector<Group> out;
    for (const std::size_t i : worlds) {
      const std::string label = axis.says(worlds_[i]);
      auto at = std::find_if(out.begin(), out.end(), [&](const Group& g) { return g.labels[0] == label; });
      if (at == out.end()) at = out.insert(out.end(), Group{{label}, {}, {}});
      at->worlds.push_back(i);
      at->outcomes.push_back(outcomes_[i]);
    }
    for (Group& group : out)
      if (std::all_of(group.outcomes.begin(), group.outcomes.end(), [&](const std::string& o) { return o == group.outcomes[0]; })) group.outcomes.resize(1);
    // Values that lead to the same are one case.
    std::vector<Group> merged;
    for (Group& group : out) {
      const auto at = std::find_if(merged.begin(), merged.end(), [&](const Group& g) { return g.outcomes == group.outcomes; });
      if (at == merged.end()) merged.push_back(std::move(group));
      else at->labels.push_back(group.labels[0]);
    }
    return merged;
  }

  bool axis_matters(const Axis& axis) const {
    std::vector<std::size_t> all(worlds_.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    return groups(axis, all).size() > 1;
  }

  void split(const std::vector<std::size_t>& worlds, const std::vector<std::string>& conditions, Cases& cases) const {
    const auto same = [&](std::size_t i) { return outcomes_[i] == outcomes_[worlds[0]]; };
    std::vector<Group> best;
    std::size_t best_score = 0;
    if (!std::all_of(worlds.begin(), worlds.end(), same)) {
      for (const Axis& axis : axes_) {
        std::vector<Group> here = groups(axis, worlds);
        if (here.size() < 2) continue;
        std::size_t score = 1;
        for (const Group& group : here)
          if (group.outcomes.size() == 1) score += group.worlds.size();
        if (score > best_score) {
          best = std::move(here);
          best_score = score;
        }
      }
    }
    if (best.empty()) {
      cases.list.push_back({conditions, worlds_[worlds[0]], futures_[worlds[0]]});
      return;
    }
    for (const Group& group : best) {
      std::vector<std::string> with = conditions;
      with.push_back(joined(group.labels));
      split(group.worlds, with, cases);
    }
  }

  // "status is ok", "status is ok or failed or missing".
  static std::string joined(const std::vector<std::string>& labels) {
    std::string out = labels[0];
    const std::size_t is = out.find(" is ");
    for (std::size_t i = 1; i < labels.size(); ++i) {
      const bool same_start = is != std::string::npos && labels[i].starts_with(out.substr(0, is + 4));
      out += " or " + (same_start ? labels[i].substr(is + 4) : labels[i]);
    }
    return out;
  }

  const Evaluator& evaluator_;
  const Policy& policy_;
  const Lowered& lowered_;
  const ObjectState& object_;
  Instant now_;
  Describer describer_;
  std::vector<Axis> axes_;
  std::vector<std::uint64_t> sizes_{object_.size};
  std::vector<ObjectState> worlds_;
  std::vector<Future> futures_;
  std::vector<std::string> outcomes_;
};

}  // namespace

Cases cases_of(const Evaluator& evaluator, const Lowered& lowered, const ObjectState& object, Instant now, bool size_unknown) {
  return CaseFinder(evaluator, lowered, object, now, size_unknown).find();
}

}  // namespace shelflife
