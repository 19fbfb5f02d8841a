#include "cli/moment.hpp"

#include <ctime>

#include "cli/terminal.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife::cli {

std::optional<Instant> instant_asked(const Arguments& arguments) {
  if (arguments.at.empty()) return static_cast<Instant>(std::time(nullptr));
  const std::optional<Instant> at = parse_instant(arguments.at);
  if (!at) complain("`" + printable(arguments.at) + "` is no date", "write `--at 2027-01-31` or `--at 2027-01-31T12:00:00Z`");
  return at;
}

}  // namespace shelflife::cli
