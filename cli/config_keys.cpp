// What the keys of a configuration mean.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <functional>
#include <set>

#include "cli/config.hpp"
#include "cli/config_tree.hpp"
#include "cli/files.hpp"
#include "cli/terminal.hpp"
#include "grammar/nearest.hpp"

namespace shelflife::cli {

namespace {

constexpr std::string_view file_name = ".shelflife.yaml";
constexpr int highest = 64;             // folders to climb
constexpr std::size_t most_files = 64;  // that extend each other

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

using Kind = ConfigNode::Kind;

// Adds what one file says to a Config. Goes on behind what is wrong, to tell all of it.
class KeyReader {
 public:
  KeyReader(Session& session, Config& config) : session_(session), config_(config) {}

  void file(const std::string& path, const Span& from) {
    const auto self = identity(path);
    if (self && open_.contains(*self)) return wrong(from, in_back_quotes(path) + " extends itself");
    if (++files_ > most_files) return wrong(from, "more than " + std::to_string(most_files) + " files extend each other");
    const FileId file = read_source(session_, path);
    if (file == no_file) return;
    const std::optional<ConfigNode> tree = read_config_tree(session_, file);
    if (!tree || tree->kind == Kind::nothing) return;  // an empty file: only a mark of the top folder
    if (tree->kind != Kind::map) return wrong({file, tree->span.begin, tree->span.end}, "the configuration is no list of `key: value`");
    if (self) open_.insert(*self);
    document(*tree, folder_of(path));
    if (self) open_.erase(*self);
  }

 private:
  using Keys = std::vector<std::pair<std::string_view, std::function<void(const ConfigNode&)>>>;

  void wrong(const Span& span, std::string message, std::string hint = {}) { wrong_config(session_, span, std::move(message), std::move(hint)); }
  std::string origin(const Span& span) const {
    return session_.sources.source(span.file).path + ":" + std::to_string(session_.sources.position(span.file, span.begin).line);
  }

  // Calls the function of each key that is there, in the order of `keys`.
  void map(const ConfigNode& node, const Keys& keys) {
    std::vector<std::string_view> names;
    for (const auto& [name, read] : keys) names.push_back(name);
    std::set<std::string> seen;
    for (const auto& [key, value] : node.entries) {
      const std::string shown = in_back_quotes(key.text);
      if (key.kind != Kind::text || std::find(names.begin(), names.end(), key.text) == names.end()) {
        const std::string_view meant = nearest(key.text, names);
        wrong(key.span, key.kind == Kind::text ? "unknown key " + shown : "a key is no word", meant.empty() ? std::string() : "did you mean `" + std::string(meant) + "`?");
      } else if (!seen.insert(key.text).second) {
        wrong(key.span, shown + " is named twice");
      }
    }
    for (const auto& [name, read] : keys) {
      for (const auto& [key, value] : node.entries) {
        if (key.kind != Kind::text || key.text != name) continue;
        read(value);
        break;
      }
    }
  }

  void document(const ConfigNode& node, const std::string& folder) {
    lint::Selection selection;
    map(node, {{"extends", [&](const ConfigNode& n) { texts(n, "extends", [&](const ConfigNode& t) { file(join(folder, t.text), t.span); }); }},
               {"root", [&](const ConfigNode& n) { text(n, "root", [&] { config_.root = join(folder, n.text), config_.root_origin = origin(n.span); }, "path"); }},
               {"select", [&](const ConfigNode& n) { selectors(n, "select", false, selection.select); }},
               {"ignore", [&](const ConfigNode& n) { selectors(n, "ignore", true, selection.ignore); }},
               {"severity", [&](const ConfigNode& n) { severities(n, config_.control.severity); }},
               {"fail-on", [&](const ConfigNode& n) { fail_on(n); }},
               {"baseline", [&](const ConfigNode& n) { text(n, "baseline", [&] { config_.baseline = {join(folder, n.text), origin(n.span)}; }, "path"); }},
               {"overrides", [&](const ConfigNode& n) { overrides(n, folder); }}});
    if (!selection.select.empty() || !selection.ignore.empty()) config_.control.selections.push_back(std::move(selection));
  }

  void text(const ConfigNode& node, std::string_view key, const std::function<void()>& take, std::string_view what) {
    if (node.kind == Kind::text && !node.text.empty()) return take();
    wrong(node.span, "`" + std::string(key) + "` is no " + std::string(what));
  }

  // One text, or a list of texts.
  void texts(const ConfigNode& node, std::string_view key, const std::function<void(const ConfigNode&)>& take) {
    if (node.kind == Kind::text && !node.text.empty()) return take(node);
    if (node.kind != Kind::list) return wrong(node.span, "`" + std::string(key) + "` is neither a text nor a list of texts");
    for (const ConfigNode& item : node.items) {
      if (item.kind == Kind::text && !item.text.empty()) take(item);
      else wrong(item.span, "`" + std::string(key) + "` lists what is no text");
    }
  }

  bool selector(const ConfigNode& node, bool leaves_out) {
    const std::optional<lint::SelectorFault> fault = lint::fault_of(node.text, leaves_out);
    if (fault) wrong(node.span, fault->message, fault->hint);
    return !fault;
  }

  void selectors(const ConfigNode& node, std::string_view key, bool leaves_out, std::vector<lint::Selector>& out) {
    texts(node, key, [&](const ConfigNode& item) {
      if (selector(item, leaves_out)) out.push_back({item.text, origin(item.span)});
    });
  }

  void severities(const ConfigNode& node, std::vector<lint::SeverityChange>& out) {
    if (node.kind != Kind::map) return wrong(node.span, "`severity` is no list of `CODE: severity`");
    std::set<std::string> seen;
    for (const auto& [key, value] : node.entries) {
      if (key.kind != Kind::text) {
        wrong(key.span, "a key is no word");
        continue;
      }
      if (!seen.insert(key.text).second) wrong(key.span, in_back_quotes(key.text) + " is named twice");
      const bool known = selector(key, true);
      const std::string& word = value.text;
      const std::array<std::string_view, 4> words = {"error", "warning", "note", "off"};
      const auto at = std::find(words.begin(), words.end(), word);
      if (value.kind != Kind::text || at == words.end()) {
        wrong(value.span, value.kind == Kind::text ? in_back_quotes(word) + " is no severity" : "a severity is no word", suggestion(word, words));
        continue;
      }
      const auto index = static_cast<std::size_t>(at - words.begin());
      if (known) out.push_back({{key.text, origin(key.span)}, index == 3 ? std::optional<Severity>() : static_cast<Severity>(index)});
    }
  }

  static std::string suggestion(std::string_view word, std::span<const std::string_view> words) {
    const std::string_view meant = nearest(word, words);
    if (!meant.empty()) return "did you mean `" + std::string(meant) + "`?";
    std::string out;
    for (const std::string_view each : words) out.append(out.empty() ? "write " : ", ").append(each);
    return out;
  }

  void fail_on(const ConfigNode& node) {
    const std::array<std::string_view, 4> words = {"error", "warning", "note", "never"};
    if (node.kind == Kind::text && lint::fail_on_of(node.text)) config_.fail_on = {node.text, origin(node.span)};
    else wrong(node.span, node.kind == Kind::text ? in_back_quotes(node.text) + " is no severity to fail on" : "`fail-on` is no word", suggestion(node.text, words));
  }

  void overrides(const ConfigNode& node, const std::string& folder) {
    if (node.kind != Kind::list) return wrong(node.span, "`overrides` is no list");
    for (const ConfigNode& item : node.items) {
      if (item.kind != Kind::map) {
        wrong(item.span, "an override is no list of `key: value`");
        continue;
      }
      lint::Override over;
      over.folder = folder;
      over.origin = origin(item.span);
      map(item, {{"paths", [&](const ConfigNode& n) { texts(n, "paths", [&](const ConfigNode& t) { over.paths.push_back(t.text); }); }},
                 {"ignore", [&](const ConfigNode& n) { selectors(n, "ignore", true, over.ignore); }},
                 {"severity", [&](const ConfigNode& n) { severities(n, over.severity); }}});
      const bool named = std::any_of(item.entries.begin(), item.entries.end(), [](const auto& e) { return e.key.text == "paths"; });
      if (!named) wrong(item.span, "an override names no `paths`", "write `paths: [\"teams/**\"]`");
      config_.control.overrides.push_back(std::move(over));
    }
  }

  Session& session_;
  Config& config_;
  std::set<FileIdentity> open_;
  std::size_t files_ = 0;
};

}  // namespace

std::optional<Config> load_config(Session& session, const Arguments& arguments) {
  const std::string path = arguments.config.empty() ? nearest_above() : arguments.config;
  Config config;
  if (path.empty()) return config;
  const std::size_t before = session.diagnostics.all().size();
  KeyReader(session, config).file(path, Span{});
  if (session.diagnostics.all().size() != before) return std::nullopt;
  return config;
}

std::optional<Config> with_command_line(Config config, const Arguments& arguments) {
  lint::Selection selection;
  const auto take = [&](const std::vector<std::string>& words, bool leaves_out, std::vector<lint::Selector>& out) {
    for (const std::string& word : words) {
      const std::optional<lint::SelectorFault> fault = lint::fault_of(word, leaves_out);
      if (fault) complain(fault->message, fault->hint);
      if (fault) return false;
      out.push_back({word, "command line"});
    }
    return true;
  };
  if (!take(arguments.select, false, selection.select) || !take(arguments.ignore, true, selection.ignore)) return std::nullopt;
  // Who asks for a rule here and now is not told that a file turned it off.
  if (!selection.select.empty()) std::erase_if(config.control.severity, [](const lint::SeverityChange& c) { return !c.severity; });
  if (!selection.select.empty() || !selection.ignore.empty()) config.control.selections.push_back(std::move(selection));
  if (!arguments.fail_on_severity.empty()) config.fail_on = {arguments.fail_on_severity, "command line"};
  if (!arguments.baseline.empty()) config.baseline = {arguments.baseline, "command line"};
  return config;
}

}  // namespace shelflife::cli
