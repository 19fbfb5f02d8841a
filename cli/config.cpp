// The only user of yaml-cpp, which throws: everything it says becomes a finding with a place.
#include "cli/config.hpp"

#include <unistd.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>

#include "cli/files.hpp"

namespace shelflife::cli {

namespace {

constexpr std::string_view file_name = ".shelflife.yaml";
constexpr std::size_t largest = 65536;  // one key: more is another file
constexpr int highest = 64;             // folders to climb

std::string nearest_above() {
  std::string path(file_name);
  std::optional<FileIdentity> here = identity(".");
  std::string folder;
  for (int i = 0; i < highest; ++i) {
    if (::access(path.c_str(), F_OK) == 0) return path;
    folder += i == 0 ? ".." : "/..";
    const std::optional<FileIdentity> above = identity(folder);
    if (!above || above == here) break;  // `..` of the topmost folder is itself
    here = above;
    path = join(folder, std::string(file_name));
  }
  return {};
}

struct Reader {
  Session& session;
  FileId file;

  void wrong(const YAML::Mark& mark, std::size_t length, std::string message) const {
    const std::size_t size = session.sources.source(file).text.size();
    const std::size_t begin = mark.is_null() ? 0 : std::min(static_cast<std::size_t>(mark.pos), size);
    const std::size_t end = std::min(begin + length, size);
    session.misused = true;
    session.diagnostics.add(Code::file_bad_configuration,
                            Span{file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}, std::move(message));
  }

  std::optional<Config> read(const YAML::Node& document, const std::string& folder) const {
    Config config;
    if (document.IsNull()) return config;  // an empty file: only a mark of the top folder
    if (!document.IsMap()) {
      wrong(document.Mark(), 1, "the configuration is no list of `key: value`");
      return std::nullopt;
    }
    bool fine = true, seen = false;
    for (const auto& entry : document) {
      const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : "";
      if (key != "root") {
        wrong(entry.first.Mark(), std::max<std::size_t>(key.size(), 1), "unknown key `" + key + "`");
        fine = false;
      } else if (seen) {
        wrong(entry.first.Mark(), key.size(), "`root` is named twice");
        fine = false;
      } else if (!entry.second.IsScalar() || entry.second.Scalar().empty()) {
        wrong(entry.second.Mark(), 1, "`root` is no path");
        fine = false;
      } else {
        config.root = join(folder, entry.second.Scalar());
        seen = true;
      }
    }
    if (!fine) return std::nullopt;
    return config;
  }
};

}  // namespace

std::optional<Config> load_config(Session& session, const Arguments& arguments) {
  const std::string path = arguments.config.empty() ? nearest_above() : arguments.config;
  if (path.empty()) return Config{};
  const FileId file = read_source(session, path);
  if (file == no_file) return std::nullopt;
  const Reader reader{session, file};
  const std::string& text = session.sources.source(file).text;
  if (text.size() > largest) {
    reader.wrong(YAML::Mark::null_mark(), 1, "the configuration has more than 64 KiB");
    return std::nullopt;
  }
  try {
    return reader.read(YAML::Load(text), folder_of(path));
  } catch (const YAML::Exception& error) {
    reader.wrong(error.mark, 1, "the configuration is no YAML: " + error.msg);
  }
  return std::nullopt;
}

}  // namespace shelflife::cli
