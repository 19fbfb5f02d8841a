// The manifest of an S3 Inventory report: which files it has, and what their columns are.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/objects/instant.hpp"

namespace shelflife {

struct InventoryManifest {
  struct File {
    std::string key;         // in the destination bucket
    std::uint64_t size = 0;  // bytes, as it is stored
  };
  std::optional<Instant> created;  // when the report was begun
  std::vector<std::string> columns;
  std::vector<File> files;
};

// Nothing where the text is no such manifest. `problem`: it is one that cannot be used, and why.
std::optional<InventoryManifest> read_manifest(std::string_view text, std::string& problem);

}  // namespace shelflife
