// How many objects of a listing each change between two policies concerns. A change is about attributes (key, size, labels,
// current or not): how old an object is, and which rank its version has, does not matter.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "compiler/diff/diff.hpp"
#include "inventory/listing.hpp"

namespace shelflife {

struct Amount {
  std::uint64_t objects = 0;  // revisions
  std::uint64_t bytes = 0;    // of those whose size is listed; the largest number stands for more
  std::uint64_t unsized = 0;  // of the objects: those whose size is not listed
  std::uint64_t models = 0;   // values of the path field `model`, with every path field left of it
};

struct Concerned {
  Amount certain;       // whatever the facts are that the listing does not have
  Amount possible;      // besides those: by facts that it does not have
  bool models = false;  // a layout of the store has the field
};

struct ConcernedByChange {
  std::vector<std::optional<Concerned>> changes;  // by change; nothing: it speaks of no objects, or they cannot be told
  std::uint64_t rows = 0;
  std::uint64_t undeclared = 0;   // in buckets that no store of either policy declares
  std::uint64_t unnamed = 0;      // of which several stores could be meant: the counts are short of them
  std::uint64_t unversioned = 0;  // noncurrent revisions where neither policy knows of versions: no change speaks of them
};

// Takes the rows one by one and keeps none of them. Refers to its arguments, which must outlive it.
class ChangeCounter {
 public:
  ChangeCounter(const PolicyDiff& diff, const Policy& before, const Policy& after);
  ChangeCounter(const ChangeCounter&) = delete;
  ChangeCounter& operator=(const ChangeCounter&) = delete;

  void add(const Row& row);
  const ConcernedByChange& counts() const { return counts_; }

 private:
  enum class Member : std::uint8_t { no, possible, certain };
  struct Entry {
    std::uint32_t change = 0, part = 0;
  };
  struct Bucket {
    AnchorIndex by_key;                  // of entries
    std::vector<Entry> entries;          // sorted by change
    std::vector<std::uint32_t> spoken;   // changes that only their statements describe
    // The policy that says what a model is (the new one where it has the store), its store and its field.
    const Policy* policy = nullptr;
    StoreId store = no_id;
    FieldId model = no_id;               // no_id: no layout has it
  };
  struct Seen;

  std::optional<StoreId> bucket_of(const Row& row);
  Member member(std::uint32_t change, const std::vector<std::uint32_t>& parts, const Seen& seen);
  Member spoken(std::uint32_t change, StoreId bucket, const Row& row) const;
  bool covered(const std::vector<Box>& open, const Seen& seen) const;
  void count(std::uint32_t change, Member member, const Row& row, std::optional<std::uint32_t> model);

  const PolicyDiff& diff_;
  const Policy* policies_[2];
  std::vector<Bucket> buckets_;                    // by store of the diff's space
  std::unordered_map<std::string, StoreId> names_;  // no_id: several have it
  std::unordered_map<std::string, std::uint32_t> models_;
  std::vector<std::unordered_map<std::uint32_t, Member>> seen_models_;  // by change
  std::map<std::tuple<std::uint32_t, unsigned, std::vector<std::uint32_t>>, bool> covers_;  // answers given before
  ConcernedByChange counts_;
};

}  // namespace shelflife
