// The words of an object's description, before they mean anything.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "grammar/diagnostics.hpp"

namespace shelflife {

// NAME=VALUE or NAME="VALUE". Offsets are in the text.
struct ObjectWord {
  std::string name, value;  // the value without quotes and escapes
  bool quoted = false;
  std::uint32_t begin = 0, value_begin = 0, end = 0;

  bool plain(std::string_view text) const { return !quoted && value == text; }  // quoted words are text, never a keyword
  Span name_span(FileId file) const { return {file, begin, begin + static_cast<std::uint32_t>(name.size())}; }
  Span value_span(FileId file) const { return {file, value_begin, end}; }
};

// Reports what is no such word, and goes on after it.
std::vector<ObjectWord> split_object_words(std::string_view text, FileId file, Diagnostics& diagnostics);

}  // namespace shelflife
