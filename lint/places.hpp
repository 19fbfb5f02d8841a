// Where a finding stands when the policy's values do not say it, and which conditions surely lie within each other.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lint/rule.hpp"

namespace shelflife::lint {

// The setting's word in the store's block; the store's name when it is not said there.
Span setting_span(const Context& context, const Store& store, std::string_view setting);
// The string, with its quotes, as the declaration has it; the declaration's name when it is not found.
Span string_span(const Context& context, const Span& declaration, std::string_view text);
// The period of a statement or obligation: the number with its unit, or the let's name after `word` ("for", "after").
Span period_span(const Context& context, const Span& written, const Duration& duration, std::string_view word);

// A pack's text is not the user's to mend.
bool from_pack(const Context& context, const Span& span);

// Whatever `narrow` is true of, `wide` is true of, as far as their form tells; false is no proof of the contrary.
bool within(const Predicate& narrow, const Predicate& wide);
// One lies within the other.
bool nested(const Predicate& a, const Predicate& b);
// Some conjunct says that a stage is one of values among which is production.
bool bound_to_production(const Policy& policy, const Predicate& predicate);
// By store: the first rule or requirement that speaks of production; nullptr: none does. See Context::production.
std::vector<const Origin*> productions(const Policy& policy, const std::vector<std::vector<std::uint32_t>>& rules_of_store);

}  // namespace shelflife::lint
