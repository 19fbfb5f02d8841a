#include "compiler/why/why.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/model/print.hpp"
#include "compiler/why/misses.hpp"

namespace shelflife {

namespace {

// Time alone can end it.
bool asks_time(const Predicate& p) {
  return p.kind == PredicateKind::accessed_within || std::any_of(p.children.begin(), p.children.end(), asks_time);
}

class Asker {
 public:
  Asker(const Evaluator& evaluator, const Lowered& lowered, Answer& answer)
      : evaluator_(evaluator), policy_(evaluator.policy()), lowered_(lowered), answer_(answer), object_(answer.told.object), view_(policy_, object_), ever_(policy_, object_, Lacking::unread, When::ever) {}

  void answer(std::size_t most_misses) {
    tell_facts();
    answer_.cases = cases_of(evaluator_, lowered_, object_, answer_.now, !answer_.told.size);
    for (const std::uint32_t r : evaluator_.rules(object_.store)) {
      const Rule& rule = policy_.rules[r];
      const auto speaks_of_objects = [](const Statement& s) { return s.kind != StatementKind::abort_uploads; };
      if (!std::any_of(rule.statements.begin(), rule.statements.end(), speaks_of_objects)) continue;
      if (!evaluate(rule.where, ever_).may_be_yes()) {
        answer_.misses.push_back({r, {}, {}, misses(rule.where, view_)});
        continue;
      }
      for (std::uint32_t s = 0; s < rule.statements.size(); ++s) ask({r, s});
    }
    for (std::uint32_t h = 0; h < policy_.holds.size(); ++h) ask_hold(h);
    std::stable_sort(answer_.misses.begin(), answer_.misses.end(),
                     [](const Miss& a, const Miss& b) { return a.conditions.size() < b.conditions.size(); });
    if (answer_.misses.size() <= most_misses) return;
    answer_.more_misses = answer_.misses.size() - most_misses;
    answer_.misses.resize(most_misses);
  }

 private:
  const Statement& statement(StatementRef ref) const { return policy_.rules[ref.rule].statements[ref.statement]; }
  std::string when(Instant at) const { return shelflife::when(answer_, at); }

  void tell_facts() {
    for (FieldId id = 0; id < policy_.fields.size(); ++id) {
      const ObjectView::Value& value = view_.value(id);
      const std::string& name = policy_.fields[id].name;
      switch (value.state) {
        case ObjectView::State::value: {
          const LabelState* const label = object_.label(id);
          const bool by_age = value.text.empty() && label != nullptr && label->age;
          answer_.facts.push_back(fmt::format("{} {}", name, by_age ? when(answer_.now - *label->age) : std::string(value.text)));
          break;
        }
        case ObjectView::State::missing: answer_.facts.push_back(name + " missing"); break;
        case ObjectView::State::unread:
        case ObjectView::State::unmanaged: break;
      }
    }
    if (!view_.managed() && !policy_.layouts.empty()) answer_.facts.emplace_back("no layout fits the key");
  }

  void ask(StatementRef ref) {
    const Statement& s = statement(ref);
    if (s.kind == StatementKind::abort_uploads) return;  // an upload in progress is no object
    const Truth truth = speaks(ref, view_);
    if (!speaks(ref, ever_).may_be_yes()) {
      Miss miss{ref.rule, ref.statement, {}, misses(s.where, view_)};
      if (miss.conditions.empty()) miss.conditions.push_back(fmt::format("the key has no {}", policy_.fields[s.whole].name));
      answer_.misses.push_back(std::move(miss));
      return;
    }
    Spoken spoken;
    spoken.statement = ref;
    spoken.sure = truth.is_yes();
    spoken.holds = spoken.sure && holds_now(policy_, ref, object_) && !(s.kind == StatementKind::keep_ranked && !rank_is_known(ref));
    spoken.state = state(ref);
    const Predicate where = both(policy_.rules[ref.rule].where, s.where);
    if (!truth.may_be_yes()) {
      spoken.state = "not yet";
      for (const std::string& miss : misses(where, view_)) spoken.state.append(spoken.state == "not yet" ? ": " : "; ").append(miss);
    } else if (!spoken.sure) {
      spoken.state = depends_on(where) + spoken.state;
    }
    if (const Placement* const placed = lowered_.placement(object_.store, ref)) {
      spoken.who = placed->who;
      spoken.acts = true;
    }
    answer_.spoken.push_back(std::move(spoken));
  }

  void ask_hold(std::uint32_t h) {
    const Hold& hold = policy_.holds[h];
    const Truth truth = evaluate(hold.where, view_);
    if (!truth.may_be_yes()) return answer_.misses.push_back({0, {}, h, misses(hold.where, view_)});
    Spoken spoken;
    spoken.hold = h;
    spoken.sure = truth.is_yes();
    const bool over = hold.until && answer_.asked >= midnight(*hold.until);
    spoken.holds = spoken.sure && !over;
    spoken.state = over ? "over since " + to_text(*hold.until) : hold.until ? "holds until " + to_text(*hold.until) : std::string("holds until it is taken out of the policy");
    if (!spoken.sure) {
      spoken.state = depends_on(hold.where) + spoken.state;
    }
    answer_.spoken.push_back(std::move(spoken));
  }

  std::string depends_on(const Predicate& where) const {
    std::string list;
    for (const std::string& name : unread_facts(where, view_)) list.append(list.empty() ? "" : ", ").append(name);
    return fmt::format("depends on {} (unread): ", list);
  }

  bool rank_is_known(StatementRef ref) const {
    return std::any_of(object_.ranks.begin(), object_.ranks.end(), [&](const auto& r) { return r.first == ref; });
  }

  // "until 2027-01-01" or "since 2026-11-01": when an age on a clock reaches a span.
  std::string reached(const std::optional<Seconds>& age, std::uint32_t count, std::string_view before, std::string_view after) const {
    const Instant at = answer_.now + days(count) - *age;
    return fmt::format("{} {}", at > answer_.now ? before : after, when(at));
  }
  std::string no_event(const Clock& clock) const {
    switch (clock.kind) {
      case ClockKind::accessed: return "its last access is unread";
      case ClockKind::promoted: return object_.promoted == Fact::no ? "it was never promoted" : "when it was promoted is unread";
      case ClockKind::retired: return object_.retired == Fact::no ? "it is not retired" : "when it was retired is unread";
      case ClockKind::field: return fmt::format("it has no {}", policy_.fields[clock.field].name);
      default: return "it is not noncurrent";
    }
  }

  std::string state(StatementRef ref) const {
    const Statement& s = statement(ref);
    switch (s.kind) {
      case StatementKind::keep_forever:
        return asks_time(policy_.rules[ref.rule].where) || asks_time(s.where) ? "holds as long as its condition is true" : "holds for ever";
      case StatementKind::keep_ranked: return rank_state(ref);
      case StatementKind::lock: return reached(object_.created, s.duration.days, "holds until", "over since");
      case StatementKind::keep_for: {
        const std::optional<Seconds> age = age_on(policy_, s.clock, object_);
        return age ? reached(age, s.duration.days, "holds until", "over since") : "holds: " + no_event(s.clock);
      }
      case StatementKind::move:
      case StatementKind::move_noncurrent: {
        if ((s.kind == StatementKind::move_noncurrent) != object_.noncurrent) return object_.noncurrent ? "speaks of current revisions" : "speaks of noncurrent revisions";
        const std::optional<Seconds> age = age_on(policy_, s.clock, object_);
        return age ? reached(age, s.duration.days, "due on", "due since") : "not due: " + no_event(s.clock);
      }
      default: return delete_state(s);
    }
  }

  std::string rank_state(StatementRef ref) const {
    const Ranking& ranking = statement(ref).ranking;
    if (ranking.at_most && object_.created >= days(ranking.at_most->days)) return reached(object_.created, ranking.at_most->days, "", "over since");
    const std::string until = ranking.at_most ? ", at most " + reached(object_.created, ranking.at_most->days, "until", "since") : std::string();
    const auto at = std::find_if(object_.ranks.begin(), object_.ranks.end(), [&](const auto& r) { return r.first == ref; });
    if (at != object_.ranks.end() && !at->second) return "holds: it has no rank" + until;
    if (at == object_.ranks.end()) {
      const bool has_unit = view_.binds(ranking.unit) && std::all_of(ranking.per.begin(), ranking.per.end(), [&](FieldId f) { return view_.binds(f); });
      return has_unit ? "its rank is unread" + until : "holds: it has no rank" + until;
    }
    return *at->second <= ranking.count ? fmt::format("holds: rank {} of {}{}", *at->second, ranking.count, until)
                                        : fmt::format("does not hold: rank {}, and it keeps {}", *at->second, ranking.count);
  }

  // A `delete noncurrent` that speaks of the revision takes the place of the span that applies without one.
  bool deletes_noncurrent() const {
    const std::vector<StatementRef> all = evaluator_.speaking(object_, answer_.now).statements;
    return std::any_of(all.begin(), all.end(), [&](StatementRef ref) { return statement(ref).kind == StatementKind::remove_noncurrent; });
  }

  std::string delete_state(const Statement& s) const {
    if (object_.noncurrent) {
      const bool own = s.kind == StatementKind::remove_noncurrent;
      if (!own && deletes_noncurrent()) return "not due: a `delete noncurrent` speaks of it instead";
      std::string out = reached(object_.noncurrent_since, own ? s.duration.days : policy_.stores[object_.store].recoverable_days(), "due on", "due since");
      if (object_.newer_noncurrent < s.keeping_newer)
        out = fmt::format("not due: {} newer noncurrent revisions of its key, and it keeps {}", object_.newer_noncurrent, s.keeping_newer);
      return out;
    }
    if (s.kind == StatementKind::remove_noncurrent) return "once it is noncurrent";
    if (s.kind == StatementKind::quarantine)
      return object_.marked ? reached(object_.marked, s.duration.days, "marked, due on", "marked, due since") : std::string("once it is marked");
    if (s.whole != no_id && object_.whole_kept) return fmt::format("not due: something of its {} is kept", policy_.fields[s.whole].name);
    const std::optional<Seconds> age = age_on(policy_, s.clock, object_);
    return age ? reached(age, s.duration.days, "due on", "due since") : "not due: " + no_event(s.clock);
  }

  const Evaluator& evaluator_;
  const Policy& policy_;
  const Lowered& lowered_;
  Answer& answer_;
  const ObjectState& object_;
  ObjectView view_, ever_;
};

}  // namespace

std::string when(const Answer& answer, Instant at) {
  if (!answer.relative) return instant_text(at);
  const Seconds age = at - answer.now;
  return age % seconds_a_day == 0 ? fmt::format("day {}", age / seconds_a_day) : fmt::format("day {} and {} seconds", age / seconds_a_day, age % seconds_a_day);
}

namespace {

// Facts that nobody told are unread: a tag, and a day that the key names is a date with an age.
void complete_labels(const Policy& policy, ObjectState& object, Instant asked) {
  const Binding binding = shelflife::bind(policy, object.store, object.key);
  for (FieldId id = 0; id < policy.fields.size(); ++id) {
    const Field& field = policy.fields[id];
    if (object.label(id) != nullptr) continue;
    LabelState label{LabelState::Kind::unread, id, {}, {}};
    if (field.source == FieldSource::path) {
      const auto bound = std::find_if(binding.fields.begin(), binding.fields.end(), [&](const auto& f) { return f.first == id; });
      const std::optional<Date> date = bound == binding.fields.end() || field.type != FieldType::date ? std::nullopt : parse_date(bound->second);
      if (!date) continue;
      label = {LabelState::Kind::value, id, bound->second, asked - midnight(*date)};
    } else if (field.source == FieldSource::registry) {
      continue;  // what is not listed is unread already
    }
    const auto at = std::lower_bound(object.labels.begin(), object.labels.end(), id, [](const LabelState& l, FieldId f) { return l.field < f; });
    object.labels.insert(at, std::move(label));
  }
}

}  // namespace

Answer why(const Evaluator& evaluator, const Lowered& lowered, ToldObject told, Instant asked, std::size_t most_misses) {
  Answer answer;
  answer.asked = answer.now = asked;
  ObjectState& object = told.object;
  complete_labels(evaluator.policy(), object, asked);
  if (!told.created) {
    // No event of an object is before its creation. Where one is told, the latest creation that it allows is taken: what
    // counts from creation ends no sooner than that.
    object.created = std::max({object.noncurrent ? object.noncurrent_since : 0, object.accessed.value_or(0), object.marked.value_or(0)});
    answer.relative = object.created == 0;
  }
  if (answer.relative) {
    object.accessed = 0;  // from its creation on, as if nobody touched it
    for (const Hold& hold : evaluator.policy().holds)
      if (hold.until) answer.now = std::max(answer.now, midnight(*hold.until));
  }
  answer.told = std::move(told);
  Asker(evaluator, lowered, answer).answer(most_misses);
  return answer;
}

}  // namespace shelflife
