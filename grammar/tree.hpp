// The lossless syntax tree: a flat list of events over the text. Nodes open and close, leaves tile the file from its
// first byte to its last; comments, blanks and text that did not parse are leaves too.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "grammar/diagnostics.hpp"

namespace shelflife {

enum class Kind : std::uint8_t {
  // Leaves. blank is never an event of its own between tokens (see Event::blank), only at the end of the file.
  blank, comment, junk, name, string, integer, digits, calendar_date,
  comma, colon, percent, assign, open_brace, close_brace, open_paren, close_paren,
  equal, not_equal, less, less_equal, greater, greater_equal,
  // Leaves: one per word of the language.
#define SHELFLIFE_KEYWORD(kind, spelling, reserved) kind,
#include "grammar/keywords.def"
#undef SHELFLIFE_KEYWORD
  // Nodes: declarations.
  import_item, let_item, layout_item, label_item, tiers_item, store_item, safeguard_item, rule_item, hold_item,
  require_item, role_item, manifest_item,
  // Nodes: lines of a block.
  tier_entry, setting, limit, statement, obligation, allow_entry, manifest_entry,
  // Nodes: parts.
  where, since, duration, size, literal, amount, any, all, negation, group, comparison,
  // A node around text that was skipped after an error (may be empty).
  error,
};

std::string_view spelling(Kind keyword);     // "delete"; empty for kinds that are no keyword
bool is_keyword(Kind kind);
constexpr bool is_declaration(Kind kind) { return kind >= Kind::import_item && kind <= Kind::manifest_item; }
constexpr bool is_block_line(Kind kind) { return kind >= Kind::tier_entry && kind <= Kind::manifest_entry; }
bool is_reserved(std::string_view word);     // names no field, label, let or store

enum class EventType : std::uint8_t { open, close, leaf };
// 8 bytes. A leaf's text ends at offset; it begins `blank` bytes after the end of the leaf before it.
struct Event {
  std::uint32_t offset = 0;
  std::uint16_t blank = 0;
  Kind kind = Kind::blank;
  EventType type = EventType::leaf;
};

struct Tree {
  std::vector<Event> events;
  std::uint32_t size = 0;  // of the text
};

// One leaf, blanks made explicit.
struct Leaf {
  Kind kind = Kind::blank;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};
// All leaves in order, blanks included: they tile [0, size).
std::vector<Leaf> leaves(const Tree& tree);

// The tree of one file, whatever its bytes; errors are reported.
Tree parse_tree(const SourceManager& sources, FileId file, Diagnostics& diagnostics);
// The same work, keeping nothing: what a syntax check costs.
void check_syntax(const SourceManager& sources, FileId file, Diagnostics& diagnostics);

}  // namespace shelflife
