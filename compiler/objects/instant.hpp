// Instants and calendar days, UTC only: no time zone, no daylight saving, no leap seconds.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "compiler/model/policy.hpp"
#include "compiler/objects/object.hpp"

namespace shelflife {

using Instant = Seconds;  // since 1970-01-01T00:00:00Z; negative before

Instant midnight(const Date& date);     // 00:00 of that day
Date date_of(Instant instant);          // the day it falls on
Instant next_midnight(Instant instant);  // the first 00:00 that is not before it

std::string to_text(const Date& date);         // "2027-06-30"
std::string instant_text(Instant instant);     // "2027-06-30T12:00:00Z"; "2027-06-30" at midnight
// A day of the calendar, year 0001 to 9999: "2027-06-30".
std::optional<Date> parse_date(std::string_view text);
// A date (its midnight) or a date with a time: "2027-06-30T12:00:00Z", with a fraction of a second (dropped) or an offset
// such as "+00:00" as the clouds write them. Nothing when it is neither.
std::optional<Instant> parse_instant(std::string_view text);

}  // namespace shelflife
