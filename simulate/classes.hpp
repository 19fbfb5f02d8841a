// Objects of one store that no question of the policy tells apart at one instant are one class, and what becomes of one of
// them becomes of all: the same conditions are true of them, and each of their clocks is between the same two of the policy's
// spans. Ranks are apart (outcomes.hpp), since they are known only when the group is.
#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/objects/evaluate.hpp"
#include "compiler/objects/object_text.hpp"
#include "inventory/listing.hpp"

namespace shelflife {

struct ObjectClass {
  std::uint32_t id = 0;
  Row row;           // one of them, without ranks
  ToldObject told;
  bool later = false;               // created after the run
  bool one_clock = false;           // its clocks all run since it was created: in a class the next change is at the same age
  std::vector<std::uint8_t> counts; // by ranked keep: it makes its unit count
  std::vector<std::string> values;  // of the fields that Classes was made with, "" where it has none
};

class Classes {
 public:
  // `fields`: those whose values are to be the same in a class. All arguments must outlive it.
  Classes(const Evaluator& evaluator, StoreId store, const std::vector<StatementRef>& ranked, const std::vector<std::uint64_t>& sizes,
          const std::vector<FieldId>& fields, const ListingHead& head, Instant now);

  // `told`: of the row, with newer revisions, without ranks. The class stays where it is. From any thread.
  const ObjectClass& of(const Row& row, const ToldObject& told);

  // What a class has of the fields of one source: two objects for which it is the same, for each source, and that are alike
  // in all that is no field, are of one class.
  std::string part(const ObjectView& view, FieldSource source) const;

  // Between which of the policy's spans an instant is; two instants with the same number are alike.
  std::size_t cut(Instant at) const;
  const std::vector<Instant>& cuts() const { return cuts_; }
  const std::vector<std::uint64_t>& sizes() const { return sizes_; }
  bool asks_accessed() const { return asks_accessed_; }
  bool asks_whole_key() const { return asks_whole_key_; }  // a condition on the key itself, not on a field

 private:
  struct Test {
    const Predicate* predicate;
    std::optional<FieldSource> source;  // nothing: the key itself
  };
  void gather(const Predicate& predicate);
  void span(const Duration& duration) { span(duration.days); }
  void span(std::uint32_t count) { cuts_.push_back(now_ - days(count) + 1); }
  std::string signature(const Row& row, const ToldObject& told, const ObjectView& view) const;
  ObjectClass make(const Row& row, const ToldObject& told, const ObjectView& view) const;

  const Evaluator& evaluator_;
  const Policy& policy_;
  StoreId store_;
  const std::vector<StatementRef>& ranked_;
  const std::vector<std::uint64_t>& sizes_;
  const std::vector<FieldId>& fields_;
  const ListingHead& head_;
  Instant now_;
  std::vector<Instant> cuts_;
  std::vector<Test> tests_;  // the conditions on texts and numbers that the store's rules and holds name
  std::uint32_t most_newer_ = 0;         // more newer revisions than this are as many
  bool asks_accessed_ = false, asks_whole_key_ = false, hold_ends_ = false;

  std::mutex mutex_;
  std::deque<ObjectClass> all_;
  std::unordered_map<std::string, const ObjectClass*> by_signature_;
};

}  // namespace shelflife
