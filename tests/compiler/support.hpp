// Policies from text or from files, for tests.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "compiler/resolve/resolve.hpp"
#include "grammar/diagnostics.hpp"
#include "grammar/source.hpp"

namespace shelflife::testing {

struct Resolved {
  SourceManager sources;
  Diagnostics diagnostics;
  Policy policy;
  std::string text() const {
    std::string all;
    for (const Diagnostic& d : diagnostics.all()) all += render_concise(d, sources) + "\n";
    return all;
  }
};

inline std::string read_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// `files` holds what can be imported, by path relative to the root's folder.
inline void resolve_text(Resolved& result, std::string root,
                         const std::map<std::string, std::string>& files = {},
                         std::string path = "policy.shelf") {
  const FileId id = result.sources.add(std::move(path), std::move(root));
  const ReadFile read = [&](const std::string& wanted) -> std::optional<std::string> {
    const auto found = files.find(wanted);
    if (found == files.end()) return std::nullopt;
    return found->second;
  };
  result.policy = resolve(result.sources, id, read, result.diagnostics);
  result.diagnostics.sort();
}

inline void resolve_file(Resolved& result, const std::filesystem::path& path) {
  const FileId id = result.sources.add(path.filename().string(), read_text(path));
  const ReadFile read = [&](const std::string& wanted) -> std::optional<std::string> {
    const std::filesystem::path file = path.parent_path() / wanted;
    if (!std::filesystem::is_regular_file(file)) return std::nullopt;
    return read_text(file);
  };
  result.policy = resolve(result.sources, id, read, result.diagnostics);
  result.diagnostics.sort();
}

}  // namespace shelflife::testing
