#include "cli/progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>

namespace shelflife::cli {

namespace {

using std::chrono::duration;
constexpr double first_shown = 1.0, shown_again = 0.2;  // seconds

}  // namespace

Progress::Progress(std::uint64_t bytes)
    : bytes_(bytes), terminal_(::isatty(STDERR_FILENO) != 0), begun_(std::chrono::steady_clock::now()), last_(begun_) {}

Progress::~Progress() {
  if (shown_) std::fputs("\r\x1b[K", stderr);
}

void Progress::show(std::uint64_t bytes, std::uint64_t rows) {
  if (!terminal_) return;
  const auto now = std::chrono::steady_clock::now();
  const double since = duration<double>(now - begun_).count();
  if (since < first_shown || (shown_ && duration<double>(now - last_).count() < shown_again)) return;
  shown_ = true;
  last_ = now;
  const double part = bytes_ == 0 ? 1.0 : std::min(1.0, static_cast<double>(bytes) / static_cast<double>(bytes_));
  const double left = part > 0 ? since / part - since : 0;
  const auto filled = static_cast<std::size_t>(part * 24);
  const std::string line = fmt::format("\r[{:#<{}}{:.<{}}] {:3.0f}%  {} rows, {:.1f} million a second, {:.0f} s left\x1b[K", "", filled, "", 24 - filled,
                                       part * 100, rows, static_cast<double>(rows) / since / 1e6, left);
  std::fputs(line.c_str(), stderr);
  std::fflush(stderr);
}

}  // namespace shelflife::cli
