// Packs: requirements of laws and standards as policy texts, part of the program. `import "pack:NAME"` binds one.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shelflife {

inline constexpr std::string_view pack_prefix = "pack:";
// Whether the path of an import or of a source names a pack, which is no file.
constexpr bool is_pack(std::string_view path) { return path.starts_with(pack_prefix); }

struct Pack {
  std::string_view name;  // what follows `pack:`
  std::string_view text;  // packs/NAME.shelf, byte for byte
};

// All packs, sorted by name.
std::span<const Pack> packs();
// nullptr when there is none.
const Pack* find_pack(std::string_view name);
std::vector<std::string> pack_names();

// What a pack cannot know: a date label that the policy has to declare, or a let that has to hold a number.
struct PackNeed {
  bool label = false;  // else a let
  std::string name;
  std::string meaning;
};

// The comments on top of a pack, in their order in the text.
struct PackHeader {
  std::string title, jurisdiction, article, official_text, secondary_copy;
  std::string since, until;  // YYYY-MM-DD; `until` is empty while no end is known
  std::string remark;        // what else the line says of when it is in force
  std::string clock, covers, not_covered;
  std::vector<PackNeed> needs;
  std::string read_from, advice;
};

// Nothing when a line is missing, out of order or malformed: that is a mistake in the pack, which a test finds.
std::optional<PackHeader> read_pack_header(std::string_view text);

}  // namespace shelflife
