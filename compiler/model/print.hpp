// IR to policy text: canonical, one line, lets looked through. Used in tables, plans and provenance.
#pragma once

#include <string>
#include <string_view>

#include "compiler/model/policy.hpp"

namespace shelflife {

std::string to_text(const Policy& policy, const Predicate& predicate);   // "" for always
std::string to_text(const Policy& policy, const Statement& statement);   // with its own `where`
std::string to_text(const Duration& duration);                           // "14 days", as written
std::string to_text(Tier tier);                                          // "cool"
std::string to_text(Provider provider);                                  // "s3"
std::string to_text(const Policy& policy, const Clock& clock);           // "created"
std::string_view to_text(Comparison comparison);                         // "<="
std::string_view to_text(Flag flag);                                     // "promoted"
std::string quote(std::string_view text);                                // a policy string literal
std::string statement_id(const Policy& policy, StatementRef statement);  // "rule/2": as plans and marks name it

}  // namespace shelflife
