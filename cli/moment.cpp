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

}  // namespace shelflife::cli
