// The content of a package's manifest, in the shapes that people write: a list of files under `files`, `artifacts` or `entries`,
// or an object from path to size.
#include <nlohmann/json.hpp>

#include "audit/packages.hpp"

namespace shelflife::audit {

namespace {

using Json = nlohmann::json;

std::optional<std::uint64_t> size_in(const Json& entry) {
  if (entry.is_number_unsigned()) return entry.get<std::uint64_t>();
  if (!entry.is_object()) return std::nullopt;
  for (const char* name : {"size", "size_bytes", "bytes", "length"})
    if (const auto at = entry.find(name); at != entry.end() && at->is_number_unsigned()) return at->get<std::uint64_t>();
  return std::nullopt;
}

std::optional<std::string> path_in(const Json& entry) {
  if (entry.is_string()) return entry.get<std::string>();
  if (!entry.is_object()) return std::nullopt;
  for (const char* name : {"path", "name", "file", "key"})
    if (const auto at = entry.find(name); at != entry.end() && at->is_string()) return at->get<std::string>();
  return std::nullopt;
}

void put(ManifestFiles& out, std::string path, std::optional<std::uint64_t> size) {
  if (path.starts_with("./")) path.erase(0, 2);
  out.sizes.emplace(std::move(path), size);
}

}  // namespace

std::optional<ManifestFiles> read_manifest_files(std::string_view text) {
  const Json json = Json::parse(text.begin(), text.end(), nullptr, false);
  if (json.is_discarded()) return std::nullopt;
  const Json* files = json.is_array() ? &json : nullptr;
  if (json.is_object())
    for (const char* name : {"files", "artifacts", "entries"})
      if (const auto at = json.find(name); files == nullptr && at != json.end() && at->is_structured()) files = &*at;
  if (files == nullptr) return std::nullopt;
  ManifestFiles out;
  if (files->is_object()) {
    for (const auto& [path, entry] : files->items()) put(out, path, size_in(entry));
    return out;
  }
  for (const Json& entry : *files) {
    std::optional<std::string> path = path_in(entry);
    if (!path) return std::nullopt;
    put(out, std::move(*path), size_in(entry));
  }
  return out;
}

}  // namespace shelflife::audit
