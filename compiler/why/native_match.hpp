// Which of a cloud's rules act on one object.
#pragma once

#include <vector>

#include "compiler/lowering/lowering.hpp"
#include "compiler/objects/evaluate.hpp"

namespace shelflife {

// Whether a filter could match: no, yes, or unread where it asks for a tag that was not read.
Truth matches(const NativeFilter& filter, const ObjectView& view);

struct NativeMatch {
  const NativeRule* rule = nullptr;
  const NativeAction* action = nullptr;
};
// Every action of every rule of the object's store that could match it, in the document's order; for its current or its
// noncurrent revision, whichever it is. Points into `lowered`.
std::vector<NativeMatch> native_matches(const Lowered& lowered, const ObjectView& view);

}  // namespace shelflife
