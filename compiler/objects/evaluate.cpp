#include "compiler/objects/evaluate.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "compiler/model/store_rules.hpp"

namespace shelflife {

namespace {

template <class T>
bool compare(const T& left, Comparison comparison, const T& right) {
  switch (comparison) {
    case Comparison::less: return left < right;
    case Comparison::less_equal: return left <= right;
    case Comparison::greater: return left > right;
    case Comparison::greater_equal: return left >= right;
  }
  return false;
}

bool has_type(const Field& field, const LabelState* label, std::string_view text) {
  switch (field.type) {
    case FieldType::text: return true;
    case FieldType::date: return (label != nullptr && label->age) || parse_date(text);
    case FieldType::number: return parse_number(text).has_value();
  }
  return false;
}

bool is_listed(const Field& field, std::string_view text) {
  return field.values.empty() || std::find(field.values.begin(), field.values.end(), text) != field.values.end();
}

// What the source says of a field, before lists, types and `required` are applied.
ObjectView::Value told(const Field& field, const LabelState* label) {
  using State = ObjectView::State;
  // A label that nobody listed: tags were read whole, the registry was not.
  if (label == nullptr) return {field.source == FieldSource::registry ? State::unread : State::missing, {}};
  switch (label->kind) {
    case LabelState::Kind::value: return {State::value, label->text};
    case LabelState::Kind::missing: return {State::missing, {}};
    case LabelState::Kind::unread: break;
  }
  return {State::unread, {}};
}

Truth fact(Fact fact) { return fact == Fact::unread ? Truth::unread(false) : Truth::of(fact == Fact::yes); }

// A young object is no orphan yet, whatever nobody knows of it, and what is bound to no run and no version never is.
Truth orphan(const ObjectView& view) {
  const ObjectState& object = view.object();
  if (object.orphan == Fact::unread && !view.may_have_run_or_version()) return Truth::no();
  const bool young = object.created < days(view.policy().stores[object.store].orphan_after.days);
  if (!young) return fact(object.orphan);
  return view.when() == When::now || object.orphan == Fact::no ? Truth::no() : Truth::unread(false);
}

Truth flag_of(const ObjectView& view, Flag flag) {
  const ObjectState& object = view.object();
  switch (flag) {
    case Flag::promoted: return fact(object.promoted);
    case Flag::retired: return fact(object.retired);
    case Flag::referenced: return fact(object.referenced);
    case Flag::orphan: return orphan(view);
    case Flag::noncurrent: return object.noncurrent || view.when() == When::now ? Truth::of(object.noncurrent) : Truth::unread(false);
  }
  return Truth::no();
}

Truth text_test(const Predicate& p, std::string_view text) {
  switch (p.kind) {
    case PredicateKind::one_of: return Truth::of(std::find(p.texts.begin(), p.texts.end(), text) != p.texts.end());
    case PredicateKind::starts_with: return Truth::of(text.starts_with(p.texts[0]));
    case PredicateKind::ends_with: return Truth::of(text.ends_with(p.texts[0]));
    case PredicateKind::number: {
      const std::optional<double> number = parse_number(text);
      return number ? Truth::of(compare(*number, p.comparison, static_cast<double>(p.number))) : Truth::unknown();
    }
    default: return Truth::unknown();
  }
}

Truth field_test(const Predicate& p, const ObjectView& view) {
  const ObjectView::Value& value = view.value(p.field);
  switch (value.state) {
    case ObjectView::State::unmanaged: return Truth::unknown();
    case ObjectView::State::unread: return Truth::unread(p.kind != PredicateKind::missing);
    case ObjectView::State::missing: return p.kind == PredicateKind::missing ? Truth::yes() : Truth::unknown();
    case ObjectView::State::value: break;
  }
  return p.kind == PredicateKind::missing ? Truth::no() : text_test(p, value.text);
}

Truth accessed_within(const ObjectView& view, Seconds span) {
  const ObjectState& object = view.object();
  if (view.when() == When::ever) return !object.accessed || *object.accessed < span ? Truth::unread(false) : Truth::no();
  if (object.accessed) return Truth::of(*object.accessed < span);
  // Writing counts as an access: what is younger than the span was accessed within it.
  return object.created < span ? Truth::yes() : Truth::unread(false);
}

}  // namespace

ObjectView::ObjectView(const Policy& policy, const ObjectState& object, Lacking lacking, When when)
    : policy_(policy), object_(object), when_(when), binding_(shelflife::bind(policy, object.store, object.key)), values_(policy.fields.size()) {
  for (const auto& [field, text] : binding_.fields) values_[field] = {State::value, text};
  for (FieldId id = 0; id < values_.size(); ++id) {
    const Field& field = policy.fields[id];
    const LabelState* const label = object.label(id);
    Value& value = values_[id];
    if (field.source == FieldSource::path && !binding_.managed) {
      value.state = State::unmanaged;
      continue;
    }
    const auto accepts = [&](std::string_view text) { return is_listed(field, text) && has_type(field, label, text); };
    if (value.state == State::value && !accepts(value.text)) value = {};
    // On a path field that the key binds to nothing a label speaks of one of the worlds, where the field is required.
    if (field.source != FieldSource::path || (value.state == State::missing && label != nullptr)) value = told(field, label);
    if (value.state == State::value && !accepts(value.text)) value = {};
    if (value.state == State::missing && field.required && lacking == Lacking::unread) value.state = State::unread;
  }
}

bool ObjectView::binds(FieldId field) const {
  const auto at = std::find_if(binding_.fields.begin(), binding_.fields.end(), [&](const auto& bound) { return bound.first == field; });
  return at != binding_.fields.end() && is_listed(policy_.fields[field], at->second);
}

Truth evaluate(const Predicate& p, const ObjectView& view) {
  switch (p.kind) {
    case PredicateKind::always: return Truth::yes();
    case PredicateKind::all: {
      Truth result = Truth::yes();
      for (const Predicate& child : p.children) {
        result = result & evaluate(child, view);
        if (result.is_no()) break;
      }
      return result;
    }
    case PredicateKind::any: {
      Truth result = Truth::no();
      for (const Predicate& child : p.children) {
        result = result | evaluate(child, view);
        if (result.is_yes()) break;
      }
      return result;
    }
    case PredicateKind::negation: return !evaluate(p.children[0], view);
    case PredicateKind::size: return Truth::of(compare(view.object().size, p.comparison, p.number));
    case PredicateKind::accessed_within: return accessed_within(view, days(p.duration.days));
    case PredicateKind::flag: return flag_of(view, p.flag);
    default: break;
  }
  return p.field == no_id ? text_test(p, view.object().key) : field_test(p, view);
}

bool ObjectView::may_have_run_or_version() const {
  for (FieldId id = 0; id < values_.size(); ++id) {
    const std::string& name = policy_.fields[id].name;
    if (name != "version" && name != "run_id") continue;
    // A value outside its list binds the object all the same.
    const bool in_key = std::any_of(binding_.fields.begin(), binding_.fields.end(), [&](const auto& bound) { return bound.first == id; });
    if (in_key || values_[id].state == State::value || values_[id].state == State::unread) return true;
  }
  return false;
}

namespace {

// `whole F` speaks of objects with a unit, and only a key names one.
Truth own_condition(const Statement& statement, const ObjectView& view) {
  if (statement.whole != no_id && !view.binds(statement.whole)) return Truth::no();
  return evaluate(statement.where, view);
}

bool is_over(const Hold& hold, std::optional<Instant> now) { return now && hold.until && *now >= midnight(*hold.until); }

}  // namespace

Truth speaks(StatementRef ref, const ObjectView& view) {
  const Rule& rule = view.policy().rules[ref.rule];
  if (!speaks_of(rule, view.object().store)) return Truth::no();
  const Truth by_rule = evaluate(rule.where, view);
  return by_rule.is_no() ? by_rule : by_rule & own_condition(rule.statements[ref.statement], view);
}

Evaluator::Evaluator(const Policy& policy) : policy_(policy), rules_(rules_by_store(policy)) {}

Speaking Evaluator::speaking(const ObjectState& object, std::optional<Instant> now) const {
  const ObjectView view(policy_, object, Lacking::missing);
  Speaking speaking;
  for (const std::uint32_t r : rules_[object.store]) {
    const Rule& rule = policy_.rules[r];
    if (!evaluate(rule.where, view).is_yes()) continue;
    for (std::uint32_t s = 0; s < rule.statements.size(); ++s) {
      if (rule.statements[s].kind == StatementKind::abort_uploads) continue;
      if (own_condition(rule.statements[s], view).is_yes()) speaking.statements.push_back({r, s});
    }
  }
  for (std::uint32_t h = 0; h < policy_.holds.size(); ++h) {
    if (!is_over(policy_.holds[h], now) && evaluate(policy_.holds[h].where, view).is_yes()) speaking.holds.push_back(h);
  }
  return speaking;
}

Evaluator::Concerned Evaluator::concerned(const ObjectState& object, std::optional<Instant> now, When when) const {
  const ObjectView view(policy_, object, Lacking::unread, when);
  Concerned all;
  for (const std::uint32_t r : rules_[object.store]) {
    const Rule& rule = policy_.rules[r];
    const Truth by_rule = evaluate(rule.where, view);
    if (!by_rule.may_be_yes()) continue;
    for (std::uint32_t s = 0; s < rule.statements.size(); ++s) {
      if (rule.statements[s].kind == StatementKind::abort_uploads) continue;
      if (own_condition(rule.statements[s], view).may_be_yes()) all.statements.push_back({r, s});
    }
  }
  for (std::uint32_t h = 0; h < policy_.holds.size(); ++h) {
    if (!is_over(policy_.holds[h], now) && evaluate(policy_.holds[h].where, view).may_be_yes()) all.holds.push_back(h);
  }
  return all;
}

std::optional<double> parse_number(std::string_view text) {
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end || !std::isfinite(number)) return std::nullopt;
  return number;
}

}  // namespace shelflife
