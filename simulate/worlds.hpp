// The objects that a listed one could be, with the policy's verdict on each.
#pragma once

#include "compiler/objects/evaluate.hpp"
#include "compiler/objects/object_text.hpp"

namespace shelflife {

struct Judged {
  ObjectState object;
  Speaking speaking;
  Verdict verdict;
  bool kept() const { return !verdict.kept_by.empty() || !verdict.held_by.empty() || verdict.lock_found; }
};

class JudgedWorlds {
 public:
  // `sizes`: those that make a difference, tried where the listing does not say the size.
  JudgedWorlds(const Evaluator& evaluator, const ToldObject& told, const std::vector<std::uint64_t>& sizes, Instant now);

  std::vector<Judged> list;
  bool complete = true;  // false: too many, none is listed, and the object is to be kept

  // The unread facts that make a difference: to whether it may be deleted. Sorted.
  std::vector<std::string> unread() const;

 private:
  const Evaluator& evaluator_;
  const ToldObject& told_;
};

// The sizes on both sides of each bound that the policy's statements on a store name.
std::vector<std::uint64_t> sizes_that_matter(const Evaluator& evaluator, StoreId store);

}  // namespace shelflife
