// A command as a shell runs it, and what it says.
#pragma once

#include <doctest/doctest.h>

#include <array>
#include <cstdio>
#include <string>

namespace shelflife::test {

struct ShellRun {
  std::string out;
  int status = 0;
};

inline ShellRun run_in_shell(const std::string& command) {
  ShellRun run;
  std::FILE* const pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::array<char, 4096> buffer;
  for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) run.out.append(buffer.data(), n);
  run.status = ::pclose(pipe) / 256;
  return run;
}

}  // namespace shelflife::test
