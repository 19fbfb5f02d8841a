#include "compiler/objects/instant.hpp"

#include <fmt/format.h>

#include <chrono>

namespace shelflife {

namespace {

// The next `count` digits as a number; nothing, and nothing taken, when they are not there.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int number = 0;
  for (const char c : text.substr(0, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  text.remove_prefix(count);
  return number;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

// Seconds of "12:00:00"; 24:00:00 and leap seconds are refused.
std::optional<Seconds> take_time(std::string_view& text) {
  const auto hours = take_digits(text, 2);
  if (!hours || !take(text, ':')) return std::nullopt;
  const auto minutes = take_digits(text, 2);
  if (!minutes || !take(text, ':')) return std::nullopt;
  const auto seconds = take_digits(text, 2);
  if (!seconds || *hours > 23 || *minutes > 59 || *seconds > 59) return std::nullopt;
  if (take(text, '.')) {
    if (!take_digits(text, 1)) return std::nullopt;
    while (take_digits(text, 1)) {}
  }
  return Seconds{*hours} * 3600 + *minutes * 60 + *seconds;
}

// Seconds that local time is ahead of UTC: "Z", "+02:00".
std::optional<Seconds> take_offset(std::string_view& text) {
  if (take(text, 'Z')) return 0;
  const bool ahead = text.starts_with('+');
  if (!take(text, '+') && !take(text, '-')) return std::nullopt;
  const auto hours = take_digits(text, 2);
  if (!hours || !take(text, ':')) return std::nullopt;
  const auto minutes = take_digits(text, 2);
  if (!minutes || *hours > 14 || *minutes > 59) return std::nullopt;
  const Seconds offset = Seconds{*hours} * 3600 + *minutes * 60;
  return ahead ? offset : -offset;
}

std::optional<Date> take_date(std::string_view& text) {
  const auto year = take_digits(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day || *year == 0) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  return date.ok() ? std::optional(Date{*year, *month, *day}) : std::nullopt;
}

Seconds day_number(Instant instant) {  // rounded down, before 1970 too
  return instant / seconds_a_day - (instant % seconds_a_day < 0 ? 1 : 0);
}

}  // namespace

Instant midnight(const Date& date) {
  const std::chrono::year_month_day day{std::chrono::year{date.year}, std::chrono::month{static_cast<unsigned>(date.month)},
                                        std::chrono::day{static_cast<unsigned>(date.day)}};
  return Instant{std::chrono::sys_days{day}.time_since_epoch().count()} * seconds_a_day;
}

Date date_of(Instant instant) {
  const std::chrono::sys_days day{std::chrono::days{static_cast<int>(day_number(instant))}};
  const std::chrono::year_month_day date{day};
  return Date{static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
              static_cast<int>(static_cast<unsigned>(date.day()))};
}

Instant next_midnight(Instant instant) { return -day_number(-instant) * seconds_a_day; }

std::string to_text(const Date& date) { return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day); }

std::string instant_text(Instant instant) {
  const Seconds rest = instant - day_number(instant) * seconds_a_day;
  if (rest == 0) return to_text(date_of(instant));
  return fmt::format("{}T{:02}:{:02}:{:02}Z", to_text(date_of(instant)), rest / 3600, rest / 60 % 60, rest % 60);
}

std::optional<Date> parse_date(std::string_view text) {
  const std::optional<Date> date = take_date(text);
  return text.empty() ? date : std::nullopt;
}

std::optional<Instant> parse_instant(std::string_view text) {
  const std::optional<Date> date = take_date(text);
  if (!date) return std::nullopt;
  if (text.empty()) return midnight(*date);
  if (!take(text, 'T') && !take(text, ' ')) return std::nullopt;
  const std::optional<Seconds> time = take_time(text);
  const std::optional<Seconds> offset = time ? take_offset(text) : std::nullopt;
  if (!offset || !text.empty()) return std::nullopt;
  return midnight(*date) + *time - *offset;
}

}  // namespace shelflife
