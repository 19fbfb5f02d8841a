// The corpus of tests/import.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "emitters/import/import.hpp"
#include "emitters/reading/document.hpp"

namespace shelflife::import_test {

namespace fs = std::filesystem;

inline std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}
inline void write_file(const fs::path& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

struct Case {
  std::string name;
  fs::path path;
  std::string text;
  ImportOptions options;
};

inline std::vector<Case> all_cases() {
  std::vector<Case> out;
  for (const auto& entry : fs::directory_iterator(fs::path(SHELFLIFE_SOURCE_DIR) / "tests/import/cases")) {
    const fs::path& path = entry.path();
    if (path.extension() != ".json" && path.extension() != ".xml") continue;
    Case c{path.filename().string(), path, read_file(path), {}};
    std::istringstream words(read_file(fs::path(path).replace_extension(".args")));
    for (std::string option, value; words >> option >> value;) (option == "--store" ? c.options.store : c.options.bucket) = value;
    out.push_back(std::move(c));
  }
  std::sort(out.begin(), out.end(), [](const Case& a, const Case& b) { return a.name < b.name; });
  return out;
}

}  // namespace shelflife::import_test
