// What an audit looks for in a listing, each with its manual as the linter's rules have: `shelflife explain`, docs/audit.md and
// reports read this one table. Codes are never reused: SA01 labels, SA02 retention, SA03 locks, SA04 packages.
#pragma once

#include <span>
#include <string_view>

#include "grammar/diagnostics.hpp"

namespace shelflife::audit {

enum class Check : std::uint8_t { label_missing, never_deleted, kept_past_delete, production_unlocked, manifest_missing, manifest_differs };
inline constexpr std::size_t check_count = 6;

struct AuditRule {
  Check check;
  std::string_view id, name;   // "SA0101", "label-missing"
  Severity severity;
  std::string_view title;      // what is wrong in general
  std::string_view help;       // one line: how to mend it
  std::string_view found;      // what exactly is counted
  std::string_view why;        // what happens otherwise
  std::string_view source;     // where the fact is documented
};
std::span<const AuditRule> rules();
const AuditRule& rule_of(Check check);
// By id (any case) or name; nullptr when there is none.
const AuditRule* find_rule(std::string_view id_or_name);

}  // namespace shelflife::audit
