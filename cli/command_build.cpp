#include "cli/commands.hpp"
#include "cli/terminal.hpp"

namespace shelflife::cli {

int command_build(const Arguments&) {
  complain("`build` is not built yet");
  return exit_misuse;
}

}  // namespace shelflife::cli
