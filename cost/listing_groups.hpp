// Listed objects that are alike and have the same future, counted together: however many rows a listing has, memory holds
// so many groups. What becomes of a group is what the run decided of one of them, and `why` tells of it; nothing is decided here.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "cost/group.hpp"
#include "cost/wide.hpp"
#include "simulate/decide.hpp"

namespace shelflife::cost {

// Classes that an answer tells of; the futures are told apart more finely.
inline constexpr std::uint64_t size_bounds[] = {128ULL << 10U, 1ULL << 20U, 64ULL << 20U, 1ULL << 30U};
inline constexpr std::uint32_t age_bounds[] = {30, 90, 180, 365, 1095};  // days
std::size_t size_class(std::uint64_t bytes);
std::size_t age_class(Seconds age);
std::string_view size_class_text(std::size_t index);  // "128 KiB to 1 MiB"
std::string_view age_class_text(std::size_t index);   // "30 to 90 days"

// What a group is told by. Ordered as answers list it.
struct Slice {
  StoreId store = 0;
  std::string name;         // "stage dev"
  Tier tier = Tier::hot;
  std::string class_name;   // the cloud's own class where no tier stands for it; else empty
  bool noncurrent = false;
  std::uint8_t size = 0, age = 0;  // classes
  friend auto operator<=>(const Slice&, const Slice&) = default;
};

struct ListedGroup {
  Slice slice;
  ToldObject sample;                      // one of them, as old as all on average
  std::uint64_t objects = 0, bytes = 0, unsized = 0;
  bool undecided = false;
  std::optional<Seconds> deleted;         // from the run on, on average; nothing: it stays, or that depends on what is unread
  std::optional<StatementRef> statement;  // the delete or move that acts now
};

class ListingGroups {
 public:
  // `evaluator` must outlive it. `most`: groups; ages are told apart by 1, 2, 4, ... days so that there are no more.
  explicit ListingGroups(const Evaluator& evaluator, std::size_t most = 20000);

  void add(const Row& row, const ObjectState& object, const Decision& decision);
  std::vector<ListedGroup> list() const;  // by slice, then in the order of the listing

  std::uint64_t objects = 0, bytes = 0, unsized = 0, undecided = 0;
  Seconds width() const { return width_; }  // of the ages of a group
  const Evaluator& evaluator() const { return evaluator_; }

 private:
  struct Entry {
    ListedGroup group;
    std::size_t order = 0;
    std::vector<Seconds> ages;  // all that the signature has, in its order
    std::string alike;          // the rest of the signature
    Wide age_sum = 0, deleted_sum = 0, weight = 0;  // weighted by bytes
  };
  void sign(const Row& row, const ObjectState& object, const Decision& decision, Entry& entry) const;
  std::string key_of(const Entry& entry) const;
  void widen();

  const Evaluator& evaluator_;
  std::size_t most_;
  Seconds width_ = seconds_a_day;
  std::size_t orders_ = 0;
  FieldId by_ = no_id;  // the field that slices are named by
  std::vector<std::uint32_t> most_newer_;  // by store: the largest `keeping N newer`
  std::unordered_map<std::string, Entry> groups_;
  std::map<std::string, std::size_t> names_;
};

}  // namespace shelflife::cost
