// --at, and the only look at the machine's clock.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/arguments.hpp"
#include "compiler/objects/instant.hpp"

namespace shelflife::cli {

// The instant that an option says. Nothing when it is no date, which is told.
std::optional<Instant> instant_of(const std::string& text, std::string_view option);
// The instant of --at; now where it is not given. Nothing when it is no date, which is told.
std::optional<Instant> instant_asked(const Arguments& arguments);

// What --from and --to, or --at, ask for. Nothing where they do not go together, which is told.
struct AskedTime {
  Instant at = 0;
  std::optional<Instant> to;  // a run a day, from `at` to here
};
std::optional<AskedTime> time_asked(const Arguments& arguments);

}  // namespace shelflife::cli
