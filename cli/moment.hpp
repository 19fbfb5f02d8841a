// --at, and the only look at the machine's clock.
#pragma once

#include <optional>

#include "cli/arguments.hpp"
#include "compiler/objects/instant.hpp"

namespace shelflife::cli {

// The instant of --at; now where it is not given. Nothing when it is no date, which is told.
std::optional<Instant> instant_asked(const Arguments& arguments);

}  // namespace shelflife::cli
