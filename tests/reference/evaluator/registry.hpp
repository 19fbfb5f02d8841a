// How a registry's records reach objects.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/reference/evaluator/object.hpp"

namespace shelflife::reference {

// A run (named by its run_id) or a version (named by model, version and every path field left of them), or either by
// the place of its artifacts.
struct Record {
  std::map<std::string, std::string> fields;  // path fields that name it
  std::string location;                       // prefix of the keys of its artifacts; may be empty
  std::vector<Time> promotions, retirements;
  std::map<std::string, std::string> values;
};

// A record or manifest that names a key, or a version by its fields. `by_run`: the run that it belongs to.
struct Reference {
  std::string key, by_run;
  std::map<std::string, std::string> fields;
};

struct Registry {
  std::vector<Record> records;
  std::vector<Reference> references;
};

RegistryFacts facts_of(const Registry& registry, const Policy& policy, StoreId store, const Object& object);

}  // namespace shelflife::reference
