// Laws and standards that a reason may name, with the figures in them that a policy can be held against. No legal advice: each
// row names its article, and a rule that uses one prints it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "compiler/model/policy.hpp"

namespace shelflife::lint {

struct Standard {
  std::string_view name;   // "SEC Rule 17a-4(a)"
  std::vector<std::string_view> all;  // each of these words must be named ...
  std::vector<std::string_view> any;  // ... and one of these, where any are listed; lower case
  Duration floor;          // kept at least; count 0: no figure
  std::uint32_t hot_years = 0, hot_months = 0;  // of the floor, how long at once at hand
  bool write_once = false; // wants what nobody can rewrite or erase
  std::string_view clock;  // where the law counts from, when that is not the writing of the record; else empty
};
// The most exact one that the text names; nullptr: none.
const Standard* standard_named(std::string_view text);

// A name in a reason that is out of date from a day on.
struct Superseded {
  std::vector<std::string_view> any;  // lower case
  Date since;
  std::string_view name, instead;
};
const Superseded* superseded_named(std::string_view text, Date today);

// GDPR, DSGVO, storage limitation: purposes end, and with them the reason to keep.
bool names_storage_limitation(std::string_view text);

}  // namespace shelflife::lint
