// What a model registry says of runs and versions, and how it reaches objects (docs/inventory.md has the format).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/model/layout.hpp"
#include "compiler/model/names.hpp"
#include "compiler/objects/instant.hpp"
#include "compiler/objects/object.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife {

// A run (named by its run_id) or a version (by `version` and every path field left of it), or either by the place of its
// artifacts, a prefix of their keys.
struct RegistryRecord {
  std::map<std::string, std::string> fields, values;  // values: status, metrics, labels by their external names
  std::string location;
  std::vector<Instant> promotions, retirements;
};
// A record or manifest that names a key or a version. `by_run`: the run that it belongs to.
struct RegistryReference {
  std::string key, by_run;
  std::map<std::string, std::string> fields;
};

class Registry {
 public:
  void add(RegistryRecord record);
  void add(RegistryReference reference);
  bool empty() const { return records_.empty(); }

  std::optional<Instant> read_at;
  bool complete = true;

  // Fills in what the registry says of an object: its facts, and its labels that come from the registry. `now`: events
  // after it have not happened. A registry that is not whole says nothing.
  void tell(const Policy& policy, Instant now, ObjectState& object) const;

 private:
  std::vector<RegistryRecord> records_;
  std::vector<RegistryReference> references_;
  NameMap<std::vector<std::size_t>> by_run_, by_version_, by_location_, referenced_keys_, referenced_versions_;
  std::map<std::size_t, std::size_t> location_sizes_;  // how many locations have that length
};

// Reads a registry: one JSON object with `records` and `references`, or JSONL with a head and {"record": ...} or
// {"reference": ...} a line. Reports what cannot be read.
Registry read_registry(const SourceManager& sources, FileId file, Diagnostics& diagnostics);

}  // namespace shelflife
