// The fully known objects that an object with unread facts could be. Only values that make a difference are tried: those
// that statements name, one that none names, none at all, and both sides of each bound.
#include <algorithm>
#include <tuple>

#include "compiler/objects/choices.hpp"
#include "compiler/objects/evaluate.hpp"

namespace shelflife {

namespace {

struct Words {
  bool named = false;
  std::vector<std::string> whole, starts, ends;  // from `==` and `in`, `starts with`, `ends with`
  std::vector<std::uint64_t> numbers;
};

// What the statements that could speak of an object ask for.
struct Vocabulary {
  explicit Vocabulary(const Policy& policy) : fields(policy.fields.size()) {}

  std::vector<Words> fields;  // by FieldId
  std::vector<std::uint32_t> accessed, promoted, retired, dates;  // days that decide something on these clocks
  bool ask_accessed = false, ask_promoted = false, ask_retired = false, ask_referenced = false, ask_orphan = false;

  void add(const Predicate& p) {
    for (const Predicate& child : p.children) add(child);
    if (p.field != no_id) add_field(p);
    if (p.kind == PredicateKind::accessed_within) {
      accessed.push_back(p.duration.days);
      ask_accessed = true;
    }
    if (p.kind != PredicateKind::flag) return;
    ask_promoted |= p.flag == Flag::promoted;
    ask_retired |= p.flag == Flag::retired;
    ask_referenced |= p.flag == Flag::referenced;
    ask_orphan |= p.flag == Flag::orphan;
  }

  void add(const Statement& s) {
    add(s.where);
    switch (s.clock.kind) {
      case ClockKind::accessed: accessed.push_back(s.duration.days); ask_accessed = true; break;
      case ClockKind::promoted: promoted.push_back(s.duration.days); ask_promoted = true; break;
      case ClockKind::retired: retired.push_back(s.duration.days); ask_retired = true; break;
      case ClockKind::field:
        dates.push_back(s.duration.days);
        fields[s.clock.field].named = true;
        break;
      default: break;
    }
  }

 private:
  void add_field(const Predicate& p) {
    Words& words = fields[p.field];
    words.named = true;
    switch (p.kind) {
      case PredicateKind::one_of: words.whole.insert(words.whole.end(), p.texts.begin(), p.texts.end()); break;
      case PredicateKind::starts_with: words.starts.push_back(p.texts[0]); break;
      case PredicateKind::ends_with: words.ends.push_back(p.texts[0]); break;
      case PredicateKind::number: words.numbers.push_back(p.number); break;
      default: break;
    }
  }
};

template <class T>
void sort_unique(std::vector<T>& list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

// Ages on every side of the durations; none above `most`.
std::vector<Seconds> ages(const std::vector<std::uint32_t>& durations, Seconds most) {
  std::vector<Seconds> all{0, most};
  for (const std::uint32_t d : durations) {
    all.push_back(days(d) - 1);
    all.push_back(days(d));
  }
  std::erase_if(all, [&](Seconds age) { return age > most; });
  sort_unique(all);
  return all;
}

// A text that begins like no prefix and ends like no suffix that is asked for, and is none of the values.
std::string fresh_text(const Words& words) {
  std::string text = "other";
  const auto clashes = [&] {
    return std::any_of(words.starts.begin(), words.starts.end(), [&](const std::string& s) { return !s.empty() && s[0] == text.front(); }) ||
           std::any_of(words.ends.begin(), words.ends.end(), [&](const std::string& s) { return !s.empty() && s.back() == text.back(); }) ||
           std::find(words.whole.begin(), words.whole.end(), text) != words.whole.end();
  };
  for (char c = '!'; c < '~' && clashes(); ++c) text = std::string(1, c) + "other" + c;
  return text;
}

std::vector<std::string> texts(const Field& field, Words words) {
  if (!field.values.empty()) return field.values;
  std::vector<std::string> all = words.whole;
  if (field.type == FieldType::number) {
    sort_unique(words.numbers);
    if (words.numbers.empty()) return {"0"};
    all = {words.numbers[0] == 0 ? "-1" : std::to_string(words.numbers[0] - 1)};
    for (const std::uint64_t bound : words.numbers) {
      all.push_back(std::to_string(bound));
      all.push_back(std::to_string(bound) + ".5");
    }
    return all;
  }
  const std::string fresh = fresh_text(words);
  words.starts.emplace_back();
  words.ends.emplace_back();
  for (const std::string& start : words.starts) {
    for (const std::string& end : words.ends) all.push_back(start + fresh + end);
  }
  sort_unique(all);
  return all;
}

class Splitter {
 public:
  Splitter(std::vector<ObjectState>& all, std::size_t most) : all_(all), most_(most) {}

  // Replaces every object by copies of it, one for each choice. Does nothing once there would be too many.
  template <class T, class Set>
  void split(const std::vector<T>& choices, const Set& set) {
    if (!complete) return;
    if (choices.empty() || all_.size() * choices.size() > most_) {
      complete = false;
      return;
    }
    std::vector<ObjectState> result;
    result.reserve(all_.size() * choices.size());
    for (const ObjectState& object : all_) {
      for (const T& choice : choices) {
        result.push_back(object);
        set(result.back(), choice);
      }
    }
    all_ = std::move(result);
  }

  bool complete = true;

 private:
  std::vector<ObjectState>& all_;
  std::size_t most_;
};

void set_label(ObjectState& object, LabelState label) {
  const auto at = std::lower_bound(object.labels.begin(), object.labels.end(), label.field,
                                   [](const LabelState& l, FieldId f) { return l.field < f; });
  if (at != object.labels.end() && at->field == label.field) *at = std::move(label);
  else object.labels.insert(at, std::move(label));
}

// The longest span that a clock is asked for: no event needs to be older.
Seconds oldest(const std::vector<std::uint32_t>& durations) {
  return durations.empty() ? 0 : days(*std::max_element(durations.begin(), durations.end()));
}

std::vector<LabelState> label_choices(const Field& field, FieldId id, const Vocabulary& names) {
  std::vector<LabelState> all{{LabelState::Kind::missing, id, {}, {}}};
  const Words& words = names.fields[id];
  if (!words.named) return all;  // nothing asks for it: one value stands for all
  if (field.type == FieldType::date) {
    all.push_back({LabelState::Kind::value, id, {}, -seconds_a_day});
    for (const Seconds age : ages(names.dates, oldest(names.dates))) all.push_back({LabelState::Kind::value, id, {}, age});
    return all;
  }
  for (std::string& text : texts(field, words)) all.push_back({LabelState::Kind::value, id, std::move(text), {}});
  return all;
}

// A fact and the age of its event: no, or yes with each age that makes a difference. Unread, with an age: no, or yes for at least
// so long.
using Event = std::pair<Fact, std::optional<Seconds>>;
std::vector<Event> event_choices(Fact fact, const std::optional<Seconds>& since, const std::vector<std::uint32_t>& durations) {
  if (fact == Fact::no || (fact == Fact::yes && (since || durations.empty()))) return {{fact, since}};
  std::vector<Event> all;
  if (fact == Fact::unread) all.emplace_back(Fact::no, std::nullopt);
  if (durations.empty()) all.emplace_back(Fact::yes, std::nullopt);
  else {
    const Seconds least = since.value_or(0);
    all.emplace_back(Fact::yes, least);
    for (const Seconds age : ages(durations, oldest(durations)))
      if (age > least) all.emplace_back(Fact::yes, age);
  }
  return all;
}

void split_facts(Splitter& worlds, const ObjectState& object, const Vocabulary& names, bool could_be_orphan) {
  if (names.ask_promoted) {
    worlds.split(event_choices(object.promoted, object.promoted_since, names.promoted),
                 [](ObjectState& o, const Event& e) { std::tie(o.promoted, o.promoted_since) = e; });
  }
  if (names.ask_retired) {
    worlds.split(event_choices(object.retired, object.retired_since, names.retired),
                 [](ObjectState& o, const Event& e) { std::tie(o.retired, o.retired_since) = e; });
  }
  const std::vector<Fact> either{Fact::no, Fact::yes};
  if (object.referenced == Fact::unread && object.orphan != Fact::yes && (names.ask_referenced || names.ask_orphan))
    worlds.split(either, [](ObjectState& o, Fact f) { o.referenced = f; });
  if (object.orphan == Fact::unread && names.ask_orphan) {
    worlds.split(could_be_orphan ? either : std::vector<Fact>{Fact::no}, [](ObjectState& o, Fact f) {
      o.orphan = o.referenced == Fact::yes ? Fact::no : f;  // what is referenced is no orphan
    });
  }
  if (!object.accessed && names.ask_accessed) {
    worlds.split(ages(names.accessed, object.created), [](ObjectState& o, Seconds age) { o.accessed = age; });
  }
}

// Facts that nothing asks for are read as `no`, so that what is listed is fully known.
void settle(ObjectState& object) {
  for (Fact* fact : {&object.promoted, &object.retired, &object.referenced, &object.orphan})
    if (*fact == Fact::unread) *fact = Fact::no;
}

void split_rank(Splitter& worlds, const Policy& policy, StatementRef ref, const ObjectState& object, const ObjectView& view) {
  const Ranking& ranking = policy.rules[ref.rule].statements[ref.statement].ranking;
  const auto known = std::find_if(object.ranks.begin(), object.ranks.end(), [&](const auto& r) { return r.first == ref; });
  if (known != object.ranks.end()) return;
  using Rank = std::optional<std::uint32_t>;
  const bool has_unit = view.binds(ranking.unit) && std::all_of(ranking.per.begin(), ranking.per.end(), [&](FieldId f) { return view.binds(f); });
  const std::vector<Rank> ranks = has_unit ? std::vector<Rank>{1, ranking.count + 1} : std::vector<Rank>{std::nullopt};
  worlds.split(ranks, [&](ObjectState& o, const Rank& rank) { o.ranks.emplace_back(ref, rank); });
}

Vocabulary vocabulary_of(const Policy& policy, const Speaking& concerned) {
  Vocabulary names(policy);
  for (const StatementRef ref : concerned.statements) {
    names.add(policy.rules[ref.rule].where);
    names.add(policy.rules[ref.rule].statements[ref.statement]);
  }
  for (const std::uint32_t h : concerned.holds) names.add(policy.holds[h].where);
  return names;
}

}  // namespace

Choices choices_of(const Policy& policy, const Speaking& concerned) {
  const Vocabulary names = vocabulary_of(policy, concerned);
  Choices choices;
  if (names.ask_promoted) choices.promoted = event_choices(Fact::unread, {}, names.promoted);
  if (names.ask_retired) choices.retired = event_choices(Fact::unread, {}, names.retired);
  choices.referenced = names.ask_referenced || names.ask_orphan;
  choices.orphan = names.ask_orphan;
  choices.ask_accessed = names.ask_accessed;
  choices.accessed = names.accessed;
  for (FieldId id = 0; id < policy.fields.size(); ++id) choices.labels.push_back(label_choices(policy.fields[id], id, names));
  return choices;
}

Evaluator::Worlds Evaluator::worlds(const ObjectState& object, std::optional<Instant> now, std::size_t most, When when) const {
  const Concerned concerned = this->concerned(object, now, when);
  const ObjectView view(policy_, object);
  const Vocabulary names = vocabulary_of(policy_, concerned);

  Worlds worlds{{object}, true};
  if (object.orphan == Fact::yes && object.referenced == Fact::unread) worlds.objects[0].referenced = Fact::no;  // an orphan is not
  Splitter splitter(worlds.objects, most);
  split_facts(splitter, object, names, view.may_have_run_or_version());
  for (FieldId id = 0; id < policy_.fields.size(); ++id) {
    if (view.value(id).state != ObjectView::State::unread) continue;
    splitter.split(label_choices(policy_.fields[id], id, names),
                   [](ObjectState& o, const LabelState& label) { set_label(o, label); });
  }
  for (const StatementRef ref : concerned.statements) {
    if (policy_.rules[ref.rule].statements[ref.statement].kind == StatementKind::keep_ranked)
      split_rank(splitter, policy_, ref, object, view);
  }
  if (!splitter.complete) return {{}, false};
  for (ObjectState& world : worlds.objects) settle(world);
  return worlds;
}

}  // namespace shelflife
