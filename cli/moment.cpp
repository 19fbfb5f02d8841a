#include "cli/moment.hpp"

#include <ctime>

#include "cli/terminal.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife::cli {

std::optional<Instant> instant_of(const std::string& text, std::string_view option) {
  const std::optional<Instant> at = parse_instant(text);
  if (!at) complain("`" + printable(text) + "` is no date", "write `" + std::string(option) + " 2027-01-31` or `" + std::string(option) + " 2027-01-31T12:00:00Z`");
  return at;
}

std::optional<Instant> instant_asked(const Arguments& arguments) {
  if (arguments.at.empty()) return static_cast<Instant>(std::time(nullptr));
  return instant_of(arguments.at, "--at");
}

std::optional<AskedTime> time_asked(const Arguments& arguments) {
  constexpr Seconds longest_range = 10 * 366 * seconds_a_day;
  constexpr std::string_view example = "`--from 2027-01-01 --to 2027-03-31`";
  const auto wrong = [&](const std::string& problem) {
    misuse(problem, example);
    return std::nullopt;
  };
  if (arguments.from.empty() && arguments.to.empty()) {
    const std::optional<Instant> at = instant_asked(arguments);
    return at ? std::optional(AskedTime{*at, {}}) : std::nullopt;
  }
  if (arguments.from.empty() || arguments.to.empty()) return wrong("a range has two ends");
  if (!arguments.at.empty()) return wrong("--at is one run, --from and --to are many");
  const std::optional<Instant> from = instant_of(arguments.from, "--from"), to = instant_of(arguments.to, "--to");
  if (!from || !to) return std::nullopt;
  if (*to < *from || *to - *from > longest_range) return wrong("the range ends before it begins, or lasts more than ten years");
  return AskedTime{*from, to};
}

}  // namespace shelflife::cli
