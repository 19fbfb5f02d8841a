// Truth of a predicate and age on a clock, for one View.
#include <charconv>
#include <cmath>

#include "tests/reference/evaluator/view.hpp"

namespace shelflife::reference {
namespace {

Truth truth(bool value) { return value ? Truth::yes : Truth::no; }

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

bool flag(const View& view, Flag f) {
  switch (f) {
    case Flag::promoted: return view.promoted.has_value();
    case Flag::retired: return view.retired.has_value();
    case Flag::referenced: return view.referenced;
    case Flag::orphan: return view.orphan;
    case Flag::noncurrent: return !view.object->current;
  }
  return false;
}

// A comparison with a field: unknown when the field is missing.
Truth about_field(const World& world, const Predicate& p, const View& view) {
  const Field& field = world.policy->fields[p.field];
  if (field.source == FieldSource::path && !view.managed) return Truth::unknown;
  const std::optional<std::string>& value = view.fields[p.field];
  if (p.kind == PredicateKind::missing) return truth(!value.has_value());
  if (!value) return Truth::unknown;
  switch (p.kind) {
    case PredicateKind::one_of:
      for (const std::string& text : p.texts) {
        if (text == *value) return Truth::yes;
      }
      return Truth::no;
    case PredicateKind::starts_with: return truth(value->starts_with(p.texts[0]));
    case PredicateKind::ends_with: return truth(value->ends_with(p.texts[0]));
    case PredicateKind::number: {
      const std::optional<double> number = number_of(*value);
      if (!number) return Truth::unknown;
      return truth(compare(*number, p.comparison, static_cast<double>(p.number)));
    }
    default: return Truth::unknown;
  }
}

}  // namespace

Truth evaluate(const World& world, const Predicate& p, const View& view) {
  switch (p.kind) {
    case PredicateKind::always: return Truth::yes;
    case PredicateKind::all: {
      Truth result = Truth::yes;
      for (const Predicate& child : p.children) result = std::min(result, evaluate(world, child, view));
      return result;
    }
    case PredicateKind::any: {
      Truth result = Truth::no;
      for (const Predicate& child : p.children) result = std::max(result, evaluate(world, child, view));
      return result;
    }
    case PredicateKind::negation: {
      const Truth inner = evaluate(world, p.children[0], view);
      if (inner == Truth::unknown) return Truth::unknown;
      return truth(inner == Truth::no);
    }
    case PredicateKind::size: return truth(compare(view.object->size, p.comparison, p.number));
    case PredicateKind::accessed_within: return truth(world.now - view.accessed < p.duration.days * day);
    case PredicateKind::flag: return truth(flag(view, p.flag));
    case PredicateKind::starts_with:
      if (p.field == no_id) return truth(view.object->key.starts_with(p.texts[0]));
      return about_field(world, p, view);
    case PredicateKind::ends_with:
      if (p.field == no_id) return truth(view.object->key.ends_with(p.texts[0]));
      return about_field(world, p, view);
    case PredicateKind::one_of:
    case PredicateKind::number:
    case PredicateKind::missing: return about_field(world, p, view);
  }
  return Truth::unknown;
}

std::optional<Time> age(const World& world, const Clock& clock, const View& view) {
  std::optional<Time> event;
  switch (clock.kind) {
    case ClockKind::created: event = view.object->created; break;
    case ClockKind::accessed: event = view.accessed; break;
    case ClockKind::promoted: event = view.promoted; break;
    case ClockKind::retired: event = view.retired; break;
    case ClockKind::noncurrent:
      if (!view.object->current) event = view.object->noncurrent_since;
      break;
    case ClockKind::field:
      if (view.fields[clock.field]) event = date_of(*view.fields[clock.field]);
      break;
  }
  if (!event || *event > world.now) return std::nullopt;
  return world.now - *event;
}

std::optional<Time> date_of(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  int parts[3] = {0, 0, 0};
  for (std::size_t i = 0; i < 10; ++i) {
    if (i == 4 || i == 7) continue;
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    int& part = parts[i < 4 ? 0 : i < 7 ? 1 : 2];
    part = part * 10 + (text[i] - '0');
  }
  const auto leap = [](int y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; };
  const int lengths[] = {31, leap(parts[0]) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (parts[1] < 1 || parts[1] > 12 || parts[2] < 1 || parts[2] > lengths[parts[1] - 1]) return std::nullopt;
  Time days = 0;
  for (int y = 1970; y < parts[0]; ++y) days += leap(y) ? 366 : 365;
  for (int y = parts[0]; y < 1970; ++y) days -= leap(y) ? 366 : 365;
  for (int m = 1; m < parts[1]; ++m) days += lengths[m - 1];
  return (days + parts[2] - 1) * day;
}

std::optional<double> number_of(const std::string& text) {
  double number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end || !std::isfinite(number)) return std::nullopt;
  return number;
}

}  // namespace shelflife::reference
