#include "cli/listing_files.hpp"

#include "cli/terminal.hpp"
#include "inventory/columnar.hpp"
#include "inventory/gunzip.hpp"
#include "inventory/manifest.hpp"

namespace shelflife::cli {

namespace {

constexpr std::size_t most_bytes = 0xfffffffe;  // places in a text have 32 bits

class Reader {
 public:
  explicit Reader(Session& session) : session_(session) {}
  std::vector<ListingFile> files;

  bool read(const std::string& path, const std::vector<std::string>& columns) {
    std::optional<std::string> text = unpacked(path, std::nullopt);
    if (!text) return false;
    std::string problem;
    const std::optional<InventoryManifest> manifest = read_manifest(*text, problem);
    if (!problem.empty()) {
      session_.misused = true;
      complain("`" + printable(path) + "`: " + problem, "set the report's format to CSV, or ask the same by SQL where it lies (`shelflife build --target sql`)");
      return false;
    }
    if (manifest) return read(path, *manifest);
    files.push_back({session_.sources.add(path == "-" ? std::string(standard_input_name) : path, std::move(*text)), columns, {}});
    return true;
  }

 private:
  bool read(const std::string& path, const InventoryManifest& manifest) {
    const std::string folder = folder_of(path);
    for (const InventoryManifest::File& file : manifest.files) {
      const std::string found = find(folder, file.key);
      if (found.empty()) {
        session_.cannot_read(file.key, "not found beside `" + printable(path) + "`, in its `data` folder or in the one next to it");
        return false;
      }
      std::optional<std::string> text = unpacked(found, file.size);
      if (!text) return false;
      files.push_back({session_.sources.add(found, std::move(*text)), manifest.columns, manifest.created});
    }
    return true;
  }

  // Keys are of the destination bucket, whose copy may begin anywhere above the manifest.
  static std::string find(const std::string& folder, const std::string& key) {
    const std::string name = key.substr(key.rfind('/') + 1);
    for (const std::string& path : {key, name, "data/" + name, "../data/" + name}) {
      std::string full = join(folder, path);
      if (!path.starts_with("/") && identity(full) && !is_folder(full)) return full;
    }
    return {};
  }

  std::optional<std::string> unpacked(const std::string& path, std::optional<std::uint64_t> size) {
    ReadResult read = path == "-" ? read_standard_input() : read_file(session_.overlay, path);
    if (read.text && size && read.text->size() != *size)
      read = {std::nullopt, "it has " + std::to_string(read.text->size()) + " bytes, and its manifest says " + std::to_string(*size)};
    if (read.text && is_gzip(*read.text)) {
      std::string problem;
      read.text = gunzip(*read.text, most_bytes, problem);
      read.problem = problem;
    }
    if (const std::string format = read.text ? columnar_format(*read.text) : std::string(); !format.empty())
      read = {std::nullopt, format + " is not read: export CSV, or ask the same by SQL where it lies (`shelflife build --target sql`)"};
    if (!read.text) session_.cannot_read(path, read.problem);
    return std::move(read.text);
  }

  Session& session_;
};

}  // namespace

std::optional<std::vector<ListingFile>> read_listing_files(Session& session, const std::vector<std::string>& paths, const std::vector<std::string>& columns) {
  Reader reader(session);
  bool whole = true;
  for (const std::string& path : paths) whole = reader.read(path, columns) && whole;
  return whole ? std::optional(std::move(reader.files)) : std::nullopt;
}

}  // namespace shelflife::cli
