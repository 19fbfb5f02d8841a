#include "tests/reference/engine/plan_engine.hpp"

#include <algorithm>
#include <ctime>
#include <set>

#include "tests/reference/clouds/native_model.hpp"
#include "tests/reference/engine/plan_model.hpp"
#include "tests/reference/evaluator/view.hpp"

namespace shelflife::reference {
namespace {

using Store = PlanEngine::Store;

// What the engine knows of one object: every fact read.
struct Known {
  const Object* object = nullptr;
  std::optional<std::size_t> layout;            // none: unmanaged
  std::map<std::string, std::string> path;      // raw texts
  std::map<std::string, std::string> values;    // accepted values of all fields
  std::optional<Time> promoted, retired;
  bool referenced = false, orphan = false;
  Time accessed = 0;
};

// Fields of one layout that a key binds.
std::map<std::string, std::string> bind(const std::vector<PlanSegment>& layout, const std::string& key) {
  std::map<std::string, std::string> bound;
  std::size_t from = 0;
  for (const PlanSegment& segment : layout) {
    const std::size_t slash = key.find('/', from);
    if (slash == std::string::npos) break;
    const std::string text = key.substr(from, slash - from);
    from = slash + 1;
    if (segment.field.empty()) {
      if (text != segment.prefix) break;
      continue;
    }
    if (text.size() < segment.prefix.size() + segment.suffix.size() || !text.starts_with(segment.prefix) ||
        !text.ends_with(segment.suffix))
      break;
    const std::string value =
        text.substr(segment.prefix.size(), text.size() - segment.prefix.size() - segment.suffix.size());
    if (!value.empty()) bound[segment.field] = value;
  }
  return bound;
}

bool fits(const PlanSegment& segment, const std::string& text) {
  if (segment.field.empty()) return text == segment.prefix;
  return text.size() >= segment.prefix.size() + segment.suffix.size() && text.starts_with(segment.prefix) &&
         text.ends_with(segment.suffix);
}

// Is layout `a` to be preferred to `b` for this key?
bool beats(const std::vector<PlanSegment>& a, const std::vector<PlanSegment>& b, const std::string& key) {
  std::size_t from = 0;
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    if (i >= b.size()) return true;
    if (i >= a.size()) return false;
    const std::size_t slash = key.find('/', from);
    const bool closed = slash != std::string::npos;
    const std::string text = closed ? key.substr(from, slash - from) : "";
    from = closed ? slash + 1 : key.size();
    if (a[i].prefix == b[i].prefix && a[i].field == b[i].field && a[i].suffix == b[i].suffix) continue;
    const bool fa = closed && fits(a[i], text), fb = closed && fits(b[i], text);
    if (fa != fb) return fa;
    if (a[i].field.empty() != b[i].field.empty()) return a[i].field.empty();
    if (a[i].prefix.size() != b[i].prefix.size()) return a[i].prefix.size() > b[i].prefix.size();
    return a[i].suffix.size() > b[i].suffix.size();
  }
  return false;
}

Known know(const Store& store, const Object& object, Time now) {
  Known k;
  k.object = &object;
  for (std::size_t i = 0; i < store.layouts.size(); ++i) {
    const auto first = std::find_if(store.layouts[i].begin(), store.layouts[i].end(),
                                    [](const PlanSegment& s) { return !s.field.empty(); });
    if (first == store.layouts[i].end()) continue;
    auto bound = bind(store.layouts[i], object.key);
    if (!bound.contains(first->field)) continue;
    if (k.layout && !beats(store.layouts[i], store.layouts[*k.layout], object.key)) continue;
    k.layout = i;
    k.path = std::move(bound);
  }
  const RegistryFacts& facts = object.registry.value;
  for (const auto& [name, field] : store.fields) {
    const auto& from = field.source == "path" ? k.path : field.source == "tag" ? object.tags : facts.values;
    const auto found = from.find(field.source == "path" ? name : field.external);
    if (found == from.end()) continue;
    const std::string& text = found->second;
    if (!field.values.empty() && std::find(field.values.begin(), field.values.end(), text) == field.values.end())
      continue;
    if (field.type == "date" && !date_of(text)) continue;
    if (field.type == "number" && !number_of(text)) continue;
    k.values[name] = text;
  }
  for (Time t : facts.promotions) {
    if (t <= now) k.promoted = std::max(k.promoted.value_or(t), t);
  }
  for (Time t : facts.retirements) {
    if (t <= now) k.retired = std::max(k.retired.value_or(t), t);
  }
  if (k.promoted && k.retired && *k.promoted > *k.retired) k.retired.reset();
  const auto last = [&](const std::vector<Time>& times) {
    std::optional<Time> latest;
    for (Time t : times)
      if (t <= now) latest = std::max(latest.value_or(t), t);
    return latest;
  };
  for (const RegistryFacts::Events& one : facts.sharers) {
    const std::optional<Time> promoted = last(one.promotions), retired = last(one.retirements);
    if (!retired || (promoted && *promoted > *retired)) k.retired.reset();
  }
  k.referenced = facts.referenced;
  const auto version = store.fields.find("version"), run = store.fields.find("run_id");
  const auto named = [&](const auto& field) {
    if (field == store.fields.end()) return false;
    return field->second.source == "path"  ? k.path.contains(field->first)
           : field->second.source == "tag" ? object.tags.contains(field->second.external)
                                           : false;
  };
  k.orphan = (named(version) || named(run)) && !facts.known && !facts.referenced &&
             now - object.created >= store.orphan_after;
  k.accessed = std::max(object.created, object.accessed.value);
  return k;
}

template <class T>
bool compared(const T& a, const std::string& sign, const T& b) {
  return sign == "<" ? a < b : sign == "<=" ? a <= b : sign == ">" ? a > b : a >= b;
}

// -1 false, 0 unknown, 1 true.
int test(const Store& store, const Node& n, const Known& k, Time now) {
  const auto sign = [](bool value) { return value ? 1 : -1; };
  if (n.op == "true") return 1;
  if (n.op == "and" || n.op == "or") {
    int result = n.op == "and" ? 1 : -1;
    for (const Node& child : n.of) {
      const int inner = test(store, child, k, now);
      result = n.op == "and" ? std::min(result, inner) : std::max(result, inner);
    }
    return result;
  }
  if (n.op == "not") return -test(store, n.of.at(0), k, now);
  if (n.op == "size") return sign(compared(k.object->size, n.sign, n.bytes));
  if (n.op == "accessed_within") return sign(now - k.accessed < n.seconds);
  if (n.op == "flag") {
    return sign(n.text == "promoted"     ? k.promoted.has_value()
                : n.text == "retired"    ? k.retired.has_value()
                : n.text == "referenced" ? k.referenced
                : n.text == "orphan"     ? k.orphan
                                         : !k.object->current);
  }
  std::string value = k.object->key;
  if (!n.field.empty()) {
    if (store.fields.at(n.field).source == "path" && !k.layout) return 0;
    const auto found = k.values.find(n.field);
    if (n.op == "missing") return sign(found == k.values.end());
    if (found == k.values.end()) return 0;
    value = found->second;
  }
  if (n.op == "in") return sign(std::find(n.values.begin(), n.values.end(), value) != n.values.end());
  if (n.op == "starts_with") return sign(value.starts_with(n.text));
  if (n.op == "ends_with") return sign(value.ends_with(n.text));
  const std::optional<double> number = number_of(value);
  return number ? sign(compared(*number, n.sign, n.number)) : 0;
}

using Name = std::vector<std::string>;

class Run {
 public:
  Run(const Store& store, const std::vector<Object>& objects, Time now) : store_(store), now_(now) {
    for (const Object& object : objects) all_.push_back(know(store, object, now));
    for (const Known& k : all_) protectors_.push_back(protector(k));
  }

  EngineVerdict verdict(std::size_t i) const {
    const Known& k = all_[i];
    EngineVerdict v;
    v.kept_by = protectors_[i];
    for (const PlanStatementModel& s : store_.locks) {
      if (s.set_per_object && holds(s.where, k) && now_ - k.object->created < s.seconds)
        v.retain_until = std::max(v.retain_until, k.object->created + s.seconds);
    }
    for (const PlanStatementModel& s : store_.moves) {
      const bool noncurrent = s.kind == "move_noncurrent";
      if (noncurrent == k.object->current || !holds(s.where, k) || !ran(s.clock, s.seconds, k)) continue;
      if (coldness(s.storage_class) > coldness(v.moved_to)) v.moved_to = s.storage_class;
    }
    if (!v.kept_by.empty()) return v;
    for (const auto* list : {&store_.deletes, &store_.quarantines}) {
      for (const PlanStatementModel& s : *list) {
        if (v.deleted_by.empty() && due(s, k)) v.deleted_by = s.id;
      }
    }
    return v;
  }

 private:
  bool holds(const Node& where, const Known& k) const { return test(store_, where, k, now_) > 0; }

  bool ran(const PlanClock& clock, Time seconds, const Known& k) const {
    std::optional<Time> event;
    if (clock.since == "created") event = k.object->created;
    if (clock.since == "accessed") event = k.accessed;
    if (clock.since == "promoted") event = k.promoted;
    if (clock.since == "retired") event = k.retired;
    if (clock.since == "noncurrent" && !k.object->current) event = k.object->noncurrent_since;
    if (clock.since == "field" && k.values.contains(clock.field)) event = date_of(k.values.at(clock.field));
    return event && *event <= now_ && now_ - *event >= seconds;
  }

  // Names a unit or a group; nothing where the layout does not bind `fields` or one of them has no value.
  std::optional<Name> name(const Known& k, const LayoutFields& identity, const std::vector<std::string>& fields) const {
    if (!k.layout || !identity.contains(*k.layout)) return std::nullopt;
    for (const std::string& field : fields) {
      if (!k.values.contains(field)) return std::nullopt;
    }
    Name result;
    for (const std::string& field : identity.at(*k.layout)) {
      result.push_back(field);
      result.push_back(k.path.contains(field) ? k.path.at(field) : "");
    }
    return result;
  }

  struct Unit {
    Name group;
    bool current = false, counted = false;
    Time created = 0;
    std::map<std::string, Time> old;  // newest revision of each key
    std::optional<double> metric;
  };

  bool rank_holds(const PlanStatementModel& s, const Known& k) const {
    const PlanRanking& r = *s.ranking;
    const auto mine = name(k, r.unit, {r.unit_field});
    const auto group = name(k, r.group, r.per);
    if (!mine || !group) return true;
    std::map<Name, Unit> units;
    for (const Known& other : all_) {
      const auto unit = name(other, r.unit, {r.unit_field});
      const auto its_group = name(other, r.group, r.per);
      if (!unit || its_group != group) continue;
      Unit& u = units[*unit];
      const Time created = other.object->created;
      if (!other.object->current) {
        Time& newest = u.old[other.object->key];
        newest = std::max(newest, created);
        continue;
      }
      u.created = u.current ? std::min(u.created, created) : created;
      u.current = true;
      u.counted = u.counted || holds(s.where, other);
      if (!r.best || !other.values.contains(r.by)) continue;
      const double metric = *number_of(other.values.at(r.by));
      u.metric = !u.metric ? metric : r.highest ? std::max(*u.metric, metric) : std::min(*u.metric, metric);
    }
    for (auto& [n, u] : units) {
      if (u.current) continue;
      u.created = u.old.begin()->second;
      for (const auto& [key, created] : u.old) u.created = std::min(u.created, created);
    }
    const Unit& own = units.at(*mine);
    if (r.best && !own.metric) return true;
    std::size_t ahead = 0;
    std::set<std::string> periods;
    for (const auto& [n, u] : units) {
      if (n == *mine || !u.counted) continue;
      if (r.best) {
        if (u.metric && (r.highest ? *u.metric > *own.metric : *u.metric < *own.metric)) ++ahead;
      } else if (r.period.empty()) {
        if (u.created > own.created) ++ahead;
      } else if (period(u.created, r.period) == period(own.created, r.period)) {
        if (u.created > own.created) return false;
      } else if (u.created > own.created) {
        periods.insert(period(u.created, r.period));
      }
    }
    return ahead + periods.size() < r.count;
  }

  // A text for the UTC day, week, month or year: equal texts, equal period.
  static std::string period(Time t, const std::string& kind) {
    if (kind == "weekly") return std::to_string((t / day + 3) / 7);
    const std::time_t time = t;
    std::tm utc{};
    gmtime_r(&time, &utc);
    char text[40];
    std::strftime(text, sizeof text, kind == "daily" ? "%F" : kind == "monthly" ? "%Y-%m" : "%Y", &utc);
    return text;
  }

  std::string protector(const Known& k) const {
    for (const PlanStatementModel& s : store_.keeps) {
      if (!holds(s.where, k)) continue;
      if (s.kind == "keep_for" && ran(s.clock, s.seconds, k)) continue;
      if (s.kind == "keep_ranked") {
        if (s.ranking->at_most && now_ - k.object->created >= *s.ranking->at_most) continue;
        if (!rank_holds(s, k)) continue;
      }
      return s.id;
    }
    for (const PlanStatementModel& s : store_.locks) {
      if (holds(s.where, k) && now_ - k.object->created < s.seconds) return s.id;
    }
    for (const PlanHold& h : store_.holds) {
      const std::optional<Time> until = h.until.empty() ? std::nullopt : date_of(h.until);
      if ((!until || now_ < *until) && holds(h.where, k)) return "hold " + h.name;
    }
    if (k.object->locked_until > now_) return "lock found";
    return k.object->legal_hold ? "hold found" : "";
  }

  // A whole unit: all its objects are free, and `current_too` of each that is current.
  template <class Test>
  bool whole(const PlanStatementModel& s, const Known& k, const Test& current_too) const {
    if (s.whole.empty()) return true;
    const auto mine = name(k, s.whole_identity, {s.whole});
    if (!mine) return false;
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (name(all_[i], s.whole_identity, {s.whole}) != mine) continue;
      if (!protectors_[i].empty()) return false;
      if (all_[i].object->current && !current_too(all_[i])) return false;
    }
    return true;
  }

  bool due(const PlanStatementModel& s, const Known& k) const {
    if (!holds(s.where, k)) return false;
    if (!k.object->current) {
      const Time gone = now_ - k.object->noncurrent_since;
      if (s.kind == "delete_noncurrent") {
        std::size_t newer = 0;
        for (const Known& other : all_) {
          newer += !other.object->current && other.object->key == k.object->key &&
                   other.object->noncurrent_since > k.object->noncurrent_since;
        }
        return gone >= s.seconds && newer >= s.keeping_newer;
      }
      for (const Node& where : store_.explicit_) {
        if (holds(where, k)) return false;
      }
      const bool implied = std::find(store_.implicit.begin(), store_.implicit.end(), s.id) != store_.implicit.end();
      return implied && gone >= store_.recoverable && whole(s, k, [](const Known&) { return true; });
    }
    if (s.kind == "delete_noncurrent") return false;
    const auto mine_ran = [&](const Known& other) {
      if (s.kind != "quarantine") return ran(s.clock, s.seconds, other);
      const std::optional<Mark>& mark = other.object->mark;
      return mark && mark->statement == s.id && now_ - mark->written >= s.seconds;
    };
    return mine_ran(k) && whole(s, k, [&](const Known& o) { return holds(s.where, o) && mine_ran(o); });
  }

  const Store& store_;
  Time now_;
  std::vector<Known> all_;
  std::vector<std::string> protectors_;
};

}  // namespace

PlanEngine::PlanEngine(const std::string& plan_json, const std::string& store)
    : store_(std::make_unique<Store>(read_plan_store(plan_json, store))) {}
PlanEngine::~PlanEngine() = default;

std::vector<EngineVerdict> PlanEngine::run(const std::vector<Object>& objects, Time now) const {
  const Run run(*store_, objects, now);
  std::vector<EngineVerdict> verdicts;
  for (std::size_t i = 0; i < objects.size(); ++i) verdicts.push_back(run.verdict(i));
  return verdicts;
}

}  // namespace shelflife::reference
