#include "cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "cli/arguments.hpp"

namespace shelflife::cli {

namespace {

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool says(const char* variable, std::string_view value) {
  const char* const found = std::getenv(variable);
  return found != nullptr && value == found;
}

}  // namespace

bool write_out(std::string_view text) {
  if (write_all(STDOUT_FILENO, text)) return true;
  complain("standard output cannot be written");
  return false;
}

bool write_error(std::string_view text) { return write_all(STDERR_FILENO, text); }

bool use_color(Stream stream, std::string_view choice) {
  if (choice != "auto") return choice == "always";
  const char* const no_color = std::getenv("NO_COLOR");  // no-color.org: present and not empty
  if ((no_color != nullptr && *no_color != '\0') || says("TERM", "dumb")) return false;
  return ::isatty(stream == Stream::out ? STDOUT_FILENO : STDERR_FILENO) == 1;
}

std::size_t columns(Stream stream) {
  constexpr std::size_t narrowest = 40, widest = 1000;
  const char* const said = std::getenv("COLUMNS");
  std::size_t width = said != nullptr ? static_cast<std::size_t>(std::strtoul(said, nullptr, 10)) : 0;
  winsize size{};
  if (width == 0 && ::ioctl(stream == Stream::out ? STDOUT_FILENO : STDERR_FILENO, TIOCGWINSZ, &size) == 0) width = size.ws_col;
  return width == 0 ? 100 : std::clamp(width, narrowest, widest);
}

void complain(std::string_view message, std::string_view help) {
  std::string text = "shelflife: " + std::string(message) + "\n";
  if (!help.empty()) text.append("  help: ").append(help).append("\n");
  write_error(text);
}

int misuse(std::string_view message, std::string_view help) {
  complain(message, help);
  return exit_misuse;
}

}  // namespace shelflife::cli
