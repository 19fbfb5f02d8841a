// A YAML text as plain values with places, so that only one file knows the library that reads it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/session.hpp"

namespace shelflife::cli {

struct ConfigEntry;
struct ConfigNode {
  enum class Kind : std::uint8_t { nothing, text, list, map } kind = Kind::nothing;
  Span span;         // of a text; else where it begins
  std::string text;
  std::vector<ConfigNode> items;     // of a list
  std::vector<ConfigEntry> entries;  // of a map, in the order of the file, repeats too
};
struct ConfigEntry {
  ConfigNode key, value;
};

// Nothing when it is no YAML, is too large, or holds several documents, which is told.
std::optional<ConfigNode> read_config_tree(Session& session, FileId file);
// Tells what is wrong in a configuration; the run is misuse then.
void wrong_config(Session& session, const Span& span, std::string message, std::string hint = {});

}  // namespace shelflife::cli
