// Listings of a store: one row for each stored revision, whatever format they come in (docs/inventory.md).
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/objects/instant.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife {

// A quarantine's mark as it stands on an object: "2026-03-24T12:00:00Z failed/2".
struct RowMark {
  Instant written = 0;
  std::string statement;
  friend bool operator==(const RowMark&, const RowMark&) = default;
};

// Nothing where the text does not begin with a time.
std::optional<RowMark> parse_mark(std::string_view text);
inline constexpr const char* quarantine_tag = "shelflife-quarantine";  // where the pruner writes it

// One revision as a listing shows it. What a format does not have is nothing, and unread.
struct Row {
  std::string bucket;  // empty: not said
  std::string key, revision;
  bool current = true;
  std::optional<Instant> created;     // always there where rows are whole
  std::optional<Instant> noncurrent_since;
  std::optional<std::uint64_t> size;  // bytes
  std::string storage_class;          // a tier's name or the cloud's own: "cool", "STANDARD_IA"; empty: not said
  std::optional<std::map<std::string, std::string>> tags;
  std::optional<Instant> accessed;
  std::optional<Instant> locked_until;
  bool legal_hold = false;
  std::optional<RowMark> mark;
  bool delete_marker = false;         // no object: the key has been deleted since `created`. Only Rows::store hands them over
  friend bool operator==(const Row&, const Row&) = default;
};

struct ListingHead {
  std::optional<Instant> began;  // when the listing began; what is as young was left out of nothing yet
  bool complete = true;
  std::size_t bad_rows = 0;  // left out: they cannot be read
};

// Hands over each row as it is read; the row is the callee's. Rows of one key may come in any order.
using EachRow = std::function<void(Row&& row)>;

// What each row must have: whole: when the revision was created, and since when it is noncurrent; keys: only a key; store: as
// whole, but the caller sees all rows of a store and finds out itself since when a revision is noncurrent.
enum class Rows : std::uint8_t { whole, keys, store };

// The columns of a CSV without a header, by the names that docs/inventory.md has. Nothing and a `problem` for an unknown one.
std::optional<std::vector<std::string>> listing_columns(const std::vector<std::string>& names, std::string& problem);

// Reads a listing of any known format, told by its content: JSONL, CSV with a header (or with `columns`, without), or the JSON
// of `aws s3api list-object-versions`. Rows that cannot be read are reported at their place (not more than a few) and left
// out. To add a format: one function of this kind and one line in listing.cpp.
ListingHead read_listing(const SourceManager& sources, FileId file, const EachRow& each, Diagnostics& diagnostics,
                         Rows rows = Rows::whole, const std::vector<std::string>& columns = {});

}  // namespace shelflife
