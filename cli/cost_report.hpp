// The answer of `cost` for people and as JSON.
#pragma once

#include <string>

#include "cli/arguments.hpp"
#include "cost/estimate.hpp"

namespace shelflife::cli {

// The tables of the program, then those that the user named. Nothing where one cannot be read, which is told.
std::optional<cost::Tables> read_price_tables(const Arguments& arguments);

// `policy`: what the moves' statements are of; nullptr where none was asked. User text is made printable().
std::string cost_text(const cost::Estimate& estimate, const Policy* policy, bool color);
std::string cost_json(const cost::Estimate& estimate, const Policy* policy);

// "`move to cool after 30 days` of rule staging"; "then" of an assumption.
std::string move_name(const Policy* policy, const cost::BreakEven& move);
// "60% cheaper STANDARD".
std::string lane_name(const cost::Lane& lane);

}  // namespace shelflife::cli
