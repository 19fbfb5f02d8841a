// A line on the terminal that says how far a long reading is.
#pragma once

#include <chrono>
#include <cstdint>

namespace shelflife::cli {

class Progress {
 public:
  // `bytes`: all that will be read. Shows nothing where standard error is no terminal, or within the first second.
  explicit Progress(std::uint64_t bytes);
  ~Progress();  // takes the line away
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void show(std::uint64_t bytes, std::uint64_t rows);

 private:
  std::uint64_t bytes_;
  bool terminal_, shown_ = false;
  std::chrono::steady_clock::time_point begun_, last_;
};

}  // namespace shelflife::cli
