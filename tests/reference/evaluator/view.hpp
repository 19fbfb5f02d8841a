// One object as it looks when every attribute has a value or is missing: nothing is unread in a View.
// An object with unread attributes has one View for each combination of values that they could have.
#pragma once

#include <optional>
#include <vector>

#include "tests/reference/evaluator/layout_walk.hpp"
#include "tests/reference/evaluator/object.hpp"

namespace shelflife::reference {

enum class Truth { no, unknown, yes };

struct View {
  const Object* object = nullptr;
  bool managed = false;
  std::vector<std::optional<std::string>> fields;  // by FieldId; nothing: missing
  std::optional<Time> promoted, retired;           // last time it happened and still stands
  bool referenced = false, orphan = false;
  Time accessed = 0;
};

// Every View that the object could have in this world.
std::vector<View> views(const World& world, const Object& object);

// Kleene's three values.
Truth evaluate(const World& world, const Predicate& predicate, const View& view);

// Age on a clock in seconds; nothing when its event has not happened.
std::optional<Time> age(const World& world, const Clock& clock, const View& view);

// 00:00 UTC of "2027-06-30"; nothing when the text is no date.
std::optional<Time> date_of(const std::string& text);
// A decimal number; nothing when the text is none.
std::optional<double> number_of(const std::string& text);

}  // namespace shelflife::reference
