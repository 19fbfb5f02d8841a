// Regions in words: `stage == dev and size >= 1 MiB`.
#pragma once

#include <string>
#include <vector>

#include "compiler/diff/diff_items.hpp"

namespace shelflife::diffing {

// Made once for a bucket. Refers to the space.
class RegionWords {
 public:
  explicit RegionWords(const PairSpace& space);
  // Neighbours are joined; what is long is cut and says so. "every object" where nothing is left out.
  std::string operator()(const std::vector<Part>& parts) const;

 private:
  const PairSpace& space_;
  std::vector<FieldId> firsts_;     // the first field of each layout
  std::vector<TextPattern> named_;  // key conditions that somebody wrote; sorted
};

}  // namespace shelflife::diffing
