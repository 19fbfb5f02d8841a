// The parts of plan.json that the engine reads, as plain structs.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/reference/engine/plan_engine.hpp"

namespace shelflife::reference {

struct Node {
  std::string op, field, text, sign;  // field "": the key
  std::vector<std::string> values;
  std::vector<Node> of;
  double number = 0;
  std::uint64_t bytes = 0;
  Time seconds = 0;
};

struct PlanClock {
  std::string since, field;
};

using LayoutFields = std::map<std::size_t, std::vector<std::string>>;  // by layout: names of an identity's fields

struct PlanRanking {
  std::size_t count = 0;
  bool best = false, highest = true;
  std::string period, by, unit_field;
  LayoutFields unit, group;
  std::vector<std::string> per;
  std::optional<Time> at_most;
};

struct PlanStatementModel {
  std::string id, kind, storage_class;
  Node where;
  Time seconds = 0;
  PlanClock clock;
  std::optional<PlanRanking> ranking;
  std::string whole;
  LayoutFields whole_identity;
  std::size_t keeping_newer = 0;
  bool set_per_object = false;
};

struct PlanHold {
  std::string name, until;
  Node where;
};

struct PlanSegment {
  std::string prefix, field, suffix;  // field "": literal
};

struct PlanField {
  std::string source, external, type;
  std::vector<std::string> values;
};

struct PlanEngine::Store {
  std::string provider;
  Time recoverable = 0, orphan_after = 0;
  std::vector<std::vector<PlanSegment>> layouts;
  std::map<std::string, PlanField> fields;
  std::vector<PlanStatementModel> keeps, locks, deletes, moves, quarantines;
  std::vector<PlanHold> holds;
  std::vector<std::string> implicit;
  std::vector<Node> explicit_;
};

PlanEngine::Store read_plan_store(const std::string& plan_json, const std::string& store);

}  // namespace shelflife::reference
