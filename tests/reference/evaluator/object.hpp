// What the reference evaluator looks at: the objects of one store, the registry's facts about them, and a time.
// Written from the language's meaning alone; of compiler/ only the data types of the policy are used.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "compiler/model/policy.hpp"

namespace shelflife::reference {

using Time = std::int64_t;  // seconds since 1970-01-01T00:00:00Z
inline constexpr Time day = 86400;

// A fact from a source that may not have been read (not at all, not whole, or too old).
template <class T>
struct Fact {
  bool read = false;
  T value{};
};

// What the registry says of one object. An empty list of times: it never happened.
struct RegistryFacts {
  std::vector<Time> promotions, retirements;
  struct Events {
    std::vector<Time> promotions, retirements;
  };
  // Of the versions that share it, each by itself; of the runs, where no version does. It is retired when all of them are.
  std::vector<Events> sharers;
  std::set<std::string> disputed;  // names of values that records say differently: unread
  bool referenced = false;  // by a record or manifest other than those of its own version or run
  bool known = false;       // by any record
  std::map<std::string, std::string> values;  // status, metrics, labels, by their external names
};

struct Mark {
  Time written = 0;
  std::string statement;  // which quarantine wrote it
};

// One stored revision of one key.
struct Object {
  std::string key, revision;
  bool current = true;
  Time created = 0, noncurrent_since = 0;
  std::uint64_t size = 0;
  Tier tier = Tier::hot;
  std::map<std::string, std::string> tags;
  Fact<Time> accessed;  // writing counts as an access, so it is never before `created`
  Time locked_until = 0;
  bool legal_hold = false;
  std::optional<Mark> mark;
  Fact<RegistryFacts> registry;
};

// What the policy's statements on one store name: the values that make a difference for an unread attribute.
struct Vocabulary {
  struct Words {
    bool named = false;
    std::set<std::string> whole, starts, ends;  // from `==` and `in`, `starts with`, `ends with`
    std::set<std::uint64_t> numbers;            // bounds of number comparisons
  };
  std::vector<Words> fields;                                   // by FieldId
  std::set<std::uint32_t> accessed, promoted, retired, dates;  // durations in days on these clocks
  bool promoted_named = false, retired_named = false, referenced_named = false, orphan_named = false,
       accessed_named = false;
};
Vocabulary vocabulary(const Policy& policy, StoreId store);

struct World {
  World(const Policy& p, StoreId s) : policy(&p), store(s), names(vocabulary(p, s)) {}
  const Policy* policy;
  StoreId store;
  Vocabulary names;
  std::vector<Object> objects;
  Time now = 0;
  Time listing_began = std::numeric_limits<Time>::max();  // what is as young is left out of every count
};

}  // namespace shelflife::reference
