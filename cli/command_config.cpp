// config show: every value that is in force, and who said it.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/check_run.hpp"
#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "cli/words.hpp"
#include "lint/catalogue.hpp"

namespace shelflife::cli {

namespace {

struct Line {
  std::string key, value, origin;
};

std::string_view word_of(const std::optional<Severity>& severity) { return severity ? to_word(*severity) : "off"; }

void add(std::vector<Line>& out, const std::string& key, const std::vector<lint::Selector>& selectors) {
  for (const lint::Selector& selector : selectors) out.push_back({key, selector.text, selector.origin});
}
void add(std::vector<Line>& out, const std::string& key, const std::vector<lint::SeverityChange>& changes) {
  for (const lint::SeverityChange& change : changes) out.push_back({key, change.selector.text + ": " + std::string(word_of(change.severity)), change.selector.origin});
}

// A selection hides those before it.
std::vector<Line> lines_of(const Config& config) {
  std::vector<Line> out = {{"root", config.root, config.root_origin},
                           {"fail-on", config.fail_on.value, config.fail_on.origin},
                           {"baseline", config.baseline.value, config.baseline.origin}};
  const auto& layers = config.control.selections;
  auto first = std::find_if(layers.rbegin(), layers.rend(), [](const lint::Selection& s) { return !s.select.empty(); }).base();
  if (first != layers.begin()) --first;
  if (first == layers.end() || first->select.empty()) out.push_back({"select", "default", "default"});
  for (auto layer = first; layer != layers.end(); ++layer) add(out, "select", layer->select);
  for (auto layer = first; layer != layers.end(); ++layer) add(out, "ignore", layer->ignore);
  add(out, "severity", config.control.severity);
  for (const lint::Override& over : config.control.overrides) {
    out.push_back({"overrides", joined(over.paths, ", "), over.origin});
    add(out, "overrides ignore", over.ignore);
    add(out, "overrides severity", over.severity);
  }
  return out;
}

std::string text_of(const std::vector<Line>& lines) {
  std::size_t key = 0, value = 0;
  for (const Line& line : lines) {
    key = std::max(key, line.key.size());
    value = std::max(value, std::min<std::size_t>(printable(line.value).size(), 48));
  }
  std::string out;
  for (const Line& line : lines) {
    const std::string shown = line.value.empty() ? "-" : printable(line.value);
    out.append(line.key).append(std::string(key + 2 - line.key.size(), ' ')).append(shown);
    out.append(std::string(shown.size() < value ? value + 2 - shown.size() : 2, ' ')).append(printable(line.origin)).append("\n");
  }
  return out;
}

}  // namespace

int command_config(const Arguments& arguments) {
  if (arguments.paths.empty() || arguments.paths.front() != "show" || arguments.paths.size() > 2) {
    complain("`config` shows what is in force", "write `shelflife config show`, or `shelflife config show PATH`");
    return exit_misuse;
  }
  Session session;
  const std::optional<Config> configured = load_config(session, arguments);
  if (!configured) return report(session, arguments);
  const std::optional<Config> config = with_command_line(*configured, arguments);
  if (!config) return exit_misuse;
  const std::string path = arguments.paths.size() == 2 ? arguments.paths[1] : std::string();
  const FileId file = path.empty() ? no_file : session.sources.add(path, {});
  const lint::PathFrom path_from = paths_of(session);
  const lint::Judge judge(config->control, path_from);
  std::vector<Line> lines = lines_of(*config);
  if (arguments.format == "json") {
    nlohmann::ordered_json document;
    document["version"] = 1;
    document["path"] = path.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(path);
    document["values"] = nlohmann::ordered_json::array();
    for (const Line& line : lines) document["values"].push_back({{"key", line.key}, {"value", line.value}, {"origin", line.origin}});
    document["rules"] = nlohmann::ordered_json::array();
    for (const DiagnosticInfo* about : lint::all_findings()) {
      if (!lint::is_lint(*about)) continue;
      const lint::Verdict verdict = judge(*about, file);
      document["rules"].push_back({{"code", about->id}, {"name", about->name}, {"severity", word_of(verdict.severity)}, {"origin", verdict.origin}});
    }
    return write_out(document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n") ? exit_ok : exit_misuse;
  }
  for (const DiagnosticInfo* about : lint::all_findings()) {
    if (!lint::is_lint(*about)) continue;
    const lint::Verdict verdict = judge(*about, file);
    lines.push_back({"rule", std::string(about->id) + " " + std::string(about->name) + ": " + std::string(word_of(verdict.severity)), std::string(verdict.origin)});
  }
  return write_out(text_of(lines)) ? exit_ok : exit_misuse;
}

}  // namespace shelflife::cli
