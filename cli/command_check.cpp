#include "cli/commands.hpp"
#include "cli/terminal.hpp"

namespace shelflife::cli {

int command_check(const Arguments&) {
  complain("`check` is not built yet");
  return exit_misuse;
}

}  // namespace shelflife::cli
