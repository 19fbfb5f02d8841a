#include "cli/commands.hpp"
#include "cli/terminal.hpp"

namespace shelflife::cli {

int command_fmt(const Arguments&) {
  complain("`fmt` is not built yet");
  return exit_misuse;
}

}  // namespace shelflife::cli
