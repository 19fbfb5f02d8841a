// Where what cannot be read of a registry is told; after a few the rest is only counted.
#pragma once

#include <algorithm>
#include <string>

#include "grammar/diagnostics.hpp"

namespace shelflife {

class RegistryProblems {
 public:
  RegistryProblems(const SourceManager& sources, FileId file, Diagnostics& diagnostics) : text_(sources.source(file).text), file_(file), diagnostics_(diagnostics) {}
  RegistryProblems(const RegistryProblems&) = delete;
  RegistryProblems& operator=(const RegistryProblems&) = delete;
  ~RegistryProblems() {
    if (count_ > most) diagnostics_.add(Code::inventory_bad_row, Span{file_, 0, 0}, std::to_string(count_ - most) + " more rows cannot be read");
  }

  // `at`: where the row begins; its first line is shown.
  void report(std::size_t at, std::string message, std::string hint) {
    if (++count_ > most) return;
    const std::size_t end = std::min(text_.find('\n', at), text_.size());
    diagnostics_.add(Code::inventory_bad_row, Span{file_, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(std::min(end, at + 200))}, std::move(message), std::move(hint));
  }

 private:
  static constexpr std::size_t most = 10;
  std::string_view text_;
  FileId file_;
  Diagnostics& diagnostics_;
  std::size_t count_ = 0;
};

}  // namespace shelflife
