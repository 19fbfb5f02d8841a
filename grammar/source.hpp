// Source text and places in it. Offsets everywhere; line and column only when something is printed.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace shelflife {

// Index of a file in its SourceManager.
using FileId = std::uint32_t;
inline constexpr FileId no_file = 0xffffffffU;

// Half-open byte range [begin, end) of one file.
struct Span {
  FileId file = no_file;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

// A Span that equality ignores, so that trees and policies compare by meaning, not by place.
struct Origin {
  Span span;
  friend bool operator==(const Origin&, const Origin&) { return true; }
};

// 1-based line and column; the column counts bytes (a tab is one).
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

struct Source {
  std::string path;  // as the user wrote it (or relative to the root file); never resolved to an absolute one
  std::string text;
  std::uint32_t first_line = 1;  // of a part of a file: the number of its first line in the file
  mutable std::vector<std::uint32_t> line_starts;  // filled at the first position() or line()
};

// Owns all texts of a run. Texts never move: string_views into them stay valid as long as the manager lives.
class SourceManager {
 public:
  FileId add(std::string path, std::string text, std::uint32_t first_line = 1);
  const Source& source(FileId file) const { return sources_[file]; }
  std::size_t size() const { return sources_.size(); }
  // The path of a file relative to the root file's folder, so that outputs are the same on every machine. Empty when
  // there is no such file.
  std::string path_below(FileId root, FileId file) const;
  std::string_view text(Span span) const;
  Position position(FileId file, std::uint32_t offset) const;
  // The text of a 1-based line without its line break.
  std::string_view line(FileId file, std::uint32_t number) const;

 private:
  void index_lines(const Source& source) const;
  std::deque<Source> sources_;
};

}  // namespace shelflife
