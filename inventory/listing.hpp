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
  friend bool operator==(const Row&, const Row&) = default;
};

struct ListingHead {
  std::optional<Instant> began;  // when the listing began; what is as young was left out of nothing yet
  bool complete = true;
};

// Hands over each row as it is read; the row is the callee's. Rows of one key may come in any order.
using EachRow = std::function<void(Row&& row)>;

// Whether each row must have what a listing always has (when the revision was created), or only a key.
enum class Rows : std::uint8_t { whole, keys };

// Reads a listing of any known format, told by its content: JSONL, CSV with a header, or the JSON of
// `aws s3api list-object-versions`. Rows that cannot be read are reported at their place (not more than a few) and left
// out. To add a format: one function of this kind and one line in listing.cpp.
ListingHead read_listing(const SourceManager& sources, FileId file, const EachRow& each, Diagnostics& diagnostics,
                         Rows rows = Rows::whole);

}  // namespace shelflife
