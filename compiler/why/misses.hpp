// Why a predicate does not hold of one object: the conditions in it that are not true, in words.
#pragma once

#include <string>
#include <vector>

#include "compiler/objects/evaluate.hpp"

namespace shelflife {

// "stage is staging, not dev", "size 12 KiB is not < 1 MiB", "status is unread": what keeps `predicate` from being true.
// Empty when it is true. Of an `or` every branch is named, since any of them would do.
std::vector<std::string> misses(const Predicate& predicate, const ObjectView& view);

// The unread facts that a predicate's truth depends on: "status", "referenced". Sorted, each once.
std::vector<std::string> unread_facts(const Predicate& predicate, const ObjectView& view);

std::string size_text(std::uint64_t bytes);  // "12 KiB", "1536 B": the largest unit that says it exactly
std::string age_in_words(Seconds age);       // "15 days", "less than a day"

}  // namespace shelflife
