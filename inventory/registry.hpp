// What a model registry says of runs and versions, and how it reaches objects (docs/registry.md has the formats).
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/model/layout.hpp"
#include "compiler/model/names.hpp"
#include "compiler/objects/instant.hpp"
#include "compiler/objects/object.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife {

// Where artifacts lie: the object of this key, and all below it as if it were a folder.
struct RegistryPlace {
  StoreId store = no_id;  // no_id: nobody knows; `path` may then stand anywhere between two `/` of a key in any store
  std::string path;       // without a `/` at its end; empty: the whole store
  bool sure = true;       // false: it may be another object that only looks like it
};

// A run (named by its run_id) or a version (by `version` and every path field left of it), or either by the place of its
// artifacts. What is not sure only ever keeps: it makes facts unread.
struct RegistryRecord {
  std::map<std::string, std::string> fields, values;  // values: status, metrics, labels by their external names
  std::string location;                               // a prefix of the keys of its artifacts, in every store
  std::vector<Instant> promotions, retirements;
  std::vector<RegistryPlace> places{};
  // A registry that names a version by its model alone: `fields` has what it says of the path besides. Where the path has more
  // fields left of `version`, it names the object for certain only by its place or by the run that made it.
  std::string model{}, made_by_run{};
  bool many_models{};        // several models have that name
  bool promoted_now{};       // promoted, nobody knows when last: as of the moment that is asked about
  std::optional<Instant> perhaps_promoted{};  // it may have been, not later than this
  bool retired_now{};        // as promoted_now
  std::set<std::string> disputed{};  // values that it has in several ways
};
// A record or manifest that names a key, a version, a run or a place. What belongs to the same run or version does not count.
struct RegistryReference {
  std::string key, by_run;
  std::map<std::string, std::string> fields;
  std::vector<RegistryPlace> places{};
  std::string model{}, by_model{}, by_version{};  // model: as in a record; by_model, by_version: it belongs to that version
};

class Registry {
 public:
  void add(RegistryRecord record);
  void add(RegistryReference reference);
  bool empty() const { return records_.empty(); }
  std::size_t size() const { return records_.size(); }

  std::optional<Instant> read_at;
  bool complete = true;

  // Fills in what the registry says of an object: its facts, and its labels that come from the registry. `now`: events
  // after it have not happened. A registry that is not whole says nothing.
  void tell(const Policy& policy, Instant now, ObjectState& object) const;

 private:
  struct Placed {
    std::size_t index = 0;
    StoreId store = no_id;
    bool sure = true;
  };
  using ByPlace = NameMap<std::vector<Placed>>;
  struct Identity;
  struct Found;
  static void index_places(const std::vector<RegistryPlace>& places, std::size_t index, ByPlace& by_place, ByPlace& anywhere);
  static void at_place(const ByPlace& by_place, const ByPlace& anywhere, const ObjectState& object, std::vector<Placed>& out);
  Found find(const Identity& identity, const ObjectState& object) const;
  bool is_referenced(const Identity& identity, const ObjectState& object) const;
  void tell_events(const Found& found, Instant now, ObjectState& object) const;
  void tell_labels(const Policy& policy, const Found& found, Instant now, ObjectState& object) const;

  std::vector<RegistryRecord> records_;
  std::vector<RegistryReference> references_;
  NameMap<std::vector<std::size_t>> by_run_, by_version_, by_location_, referenced_keys_, referenced_versions_, referenced_runs_;
  std::map<std::size_t, std::size_t> location_sizes_;  // how many locations have that length
  ByPlace by_place_, anywhere_, referenced_places_, referenced_anywhere_;
};

// A place or a key that a registry may write as a URI: "s3://acme-ml/ml/dev/x/". Takes it out of the text and puts it into `places`; in
// a bucket that no store declares it is nowhere. Any other text stays.
void take_uri(const Policy& policy, std::string& text, std::vector<RegistryPlace>& places);

// Reads a registry: one JSON object with `records` and `references`, JSONL with a head and {"record": ...} or {"reference": ...}
// a line, CSV, or answers of MLflow's REST API, told by its content. Reports what cannot be read. `policy`: whose stores and labels
// they speak of.
Registry read_registry(const Policy& policy, const SourceManager& sources, FileId file, Diagnostics& diagnostics);

}  // namespace shelflife
