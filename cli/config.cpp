// The only user of yaml-cpp, which throws: everything it says becomes a finding with a place.
#include <yaml-cpp/yaml.h>

#include <algorithm>

#include "cli/config_tree.hpp"

namespace shelflife::cli {

namespace {

constexpr std::size_t largest = 65536;      // bytes: a configuration is written by hand
constexpr std::size_t most_nodes = 65536;   // aliases make many of few bytes
constexpr int deepest = 32;

struct Reader {
  Session& session;
  FileId file;
  std::size_t nodes = 0;

  Span span(const YAML::Mark& mark, std::size_t length) const {
    const std::size_t size = session.sources.source(file).text.size();
    const std::size_t begin = mark.is_null() ? 0 : std::min(static_cast<std::size_t>(std::max(mark.pos, 0)), size);
    return {file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(std::min(begin + length, size))};
  }

  // False when there are too many, or too deep.
  bool copy(const YAML::Node& from, ConfigNode& to, int depth) {
    to.span = span(from.Mark(), 1);
    if (++nodes > most_nodes || depth > deepest) {
      wrong_config(session, to.span, "the configuration is nested too deep or repeats itself too often");
      return false;
    }
    if (from.IsScalar()) {
      to.kind = ConfigNode::Kind::text;
      to.text = from.Scalar();
      to.span = span(from.Mark(), std::max<std::size_t>(to.text.size(), 1));
    } else if (from.IsSequence()) {
      to.kind = ConfigNode::Kind::list;
      for (const auto& item : from)
        if (!copy(item, to.items.emplace_back(), depth + 1)) return false;
    } else if (from.IsMap()) {
      to.kind = ConfigNode::Kind::map;
      for (const auto& entry : from) {
        auto& [key, value] = to.entries.emplace_back();
        if (!copy(entry.first, key, depth + 1) || !copy(entry.second, value, depth + 1)) return false;
      }
      if (!to.entries.empty()) to.span = to.entries.front().key.span;
    }
    return true;
  }
};

}  // namespace

void wrong_config(Session& session, const Span& span, std::string message, std::string hint) {
  session.misused = true;
  session.diagnostics.add(Code::file_bad_configuration, span, std::move(message), std::move(hint));
}

std::optional<ConfigNode> read_config_tree(Session& session, FileId file) {
  Reader reader{session, file};
  const std::string& text = session.sources.source(file).text;
  if (text.size() > largest) {
    wrong_config(session, {file, 0, 1}, "the configuration has more than 64 KiB");
    return std::nullopt;
  }
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(text);
    ConfigNode out{ConfigNode::Kind::nothing, {file, 0, 0}, {}, {}, {}};
    if (documents.size() > 1) {
      wrong_config(session, reader.span(documents[1].Mark(), 1), "the configuration holds several documents", "remove the second and its `---`");
      return std::nullopt;
    }
    if (documents.empty() || reader.copy(documents.front(), out, 0)) return out;
  } catch (const YAML::Exception& error) {
    wrong_config(session, reader.span(error.mark, 1), "the configuration is no YAML: " + error.msg);
  }
  return std::nullopt;
}

}  // namespace shelflife::cli
