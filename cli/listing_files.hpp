// The files of a listing as they lie on the disk: packed or not, or named by the manifest of an S3 Inventory report.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/session.hpp"
#include "inventory/listing.hpp"

namespace shelflife::cli {

struct ListingFile {
  FileId file = no_file;             // its text, unpacked
  std::vector<std::string> columns;  // of a CSV without a header; empty: it has one
  std::optional<Instant> began;      // as its manifest says
};

// Reads them into the session. `columns`: of files that no manifest describes. What cannot be read is told, and nothing returned.
std::optional<std::vector<ListingFile>> read_listing_files(Session& session, const std::vector<std::string>& paths, const std::vector<std::string>& columns);

}  // namespace shelflife::cli
