// What an unread fact could be, told apart as far as some statements tell it: the choices of which Evaluator::worlds() makes its
// objects, for who cannot make them one object at a time.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "compiler/objects/fate.hpp"

namespace shelflife {

struct Choices {
  using Event = std::pair<Fact, std::optional<Seconds>>;
  // Empty: nothing asks.
  std::vector<Event> promoted, retired;
  bool referenced = false, orphan = false;
  std::vector<std::uint32_t> accessed;           // days that decide something
  bool ask_accessed = false;
  std::vector<std::vector<LabelState>> labels;   // by FieldId; of one: nothing asks
};

Choices choices_of(const Policy& policy, const Speaking& concerned);

}  // namespace shelflife
