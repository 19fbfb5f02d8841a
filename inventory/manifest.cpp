#include "inventory/manifest.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

#include "grammar/diagnostics.hpp"

namespace shelflife {

namespace {

std::vector<std::string> split(const std::string& text) {  // "Bucket, Key, Size"
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    const std::size_t begin = std::min(text.find_first_not_of(' ', at), end);
    out.push_back(text.substr(begin, end - begin));
    at = end + 1;
  }
  return out;
}

// Milliseconds since 1970, in a text.
std::optional<Instant> creation(const nlohmann::json& json) {
  const std::string text = json.value("creationTimestamp", "");
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional<Instant>(number / 1000) : std::nullopt;
}

}  // namespace

std::optional<InventoryManifest> read_manifest(std::string_view text, std::string& problem) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos || text[begin] != '{' || text.find("\"fileSchema\"") == std::string_view::npos) return std::nullopt;
  const nlohmann::json json = nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
  if (!json.is_object() || !json.contains("files")) return std::nullopt;
  const auto is_text = [&](const char* name) { return json.contains(name) && json[name].is_string(); };
  if (!is_text("fileFormat") || !is_text("fileSchema") || !is_text("creationTimestamp") || !json["files"].is_array()) {
    problem = "the manifest of an inventory lacks `fileFormat`, `fileSchema`, `creationTimestamp` or `files`";
    return std::nullopt;
  }
  const std::string format = json["fileFormat"].get<std::string>();
  if (format != "CSV") {
    problem = "the inventory is in " + in_back_quotes(format) + ", and only CSV is read";
    return std::nullopt;
  }
  InventoryManifest manifest;
  manifest.created = creation(json);
  manifest.columns = split(json["fileSchema"].get<std::string>());
  for (const nlohmann::json& file : json["files"]) {
    const bool whole = file.is_object() && file.contains("key") && file["key"].is_string() && file.contains("size") && file["size"].is_number_unsigned();
    if (!whole) {
      problem = "a file of the manifest has no `key` or no `size`";
      return std::nullopt;
    }
    manifest.files.push_back({file["key"].get<std::string>(), file["size"].get<std::uint64_t>()});
  }
  return manifest;
}

}  // namespace shelflife
