#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

#include "compiler/lowering/lowering.hpp"
#include "compiler/resolve/resolve.hpp"
#include "emitters/emit.hpp"
#include "tests/conformance/cases.hpp"
#include "tests/reference/evaluator/view.hpp"

namespace shelflife::conformance {
namespace {

using Json = nlohmann::json;
using reference::Object;
using reference::Time;

// "2026-03-04T13:00:00Z"; a date alone is its midnight.
Time time_of(const std::string& text) {
  const std::optional<Time> midnight = reference::date_of(text.substr(0, 10));
  if (!midnight) throw std::runtime_error("no time: " + text);
  if (text.size() < 20) return *midnight;
  return *midnight + std::stoi(text.substr(11, 2)) * 3600 + std::stoi(text.substr(14, 2)) * 60 + std::stoi(text.substr(17, 2));
}

Tier tier_of(const std::string& text) {
  const char* names[] = {"hot", "cool", "cold", "archive", "deep_archive"};
  for (int i = 0; i < 5; ++i) {
    if (text == names[i]) return static_cast<Tier>(i);
  }
  throw std::runtime_error("no tier: " + text);
}

Object object_of(const Json& json) {
  Object o;
  o.key = json.at("key");
  o.revision = json.at("revision");
  o.current = json.value("current", true);
  o.created = time_of(json.at("created"));
  if (!o.current) o.noncurrent_since = time_of(json.at("noncurrent_since"));
  o.size = json.value("size", std::uint64_t{1000000});
  o.tier = tier_of(json.value("tier", "hot"));
  o.tags = json.value("tags", std::map<std::string, std::string>());
  o.accessed = {json.contains("accessed"), json.contains("accessed") ? time_of(json["accessed"]) : o.created};
  if (json.contains("retention")) o.locked_until = time_of(json["retention"].at("until"));
  o.legal_hold = json.value("legal_hold", false);
  if (json.contains("quarantine_mark")) {
    const std::string mark = json["quarantine_mark"];  // "TIME STATEMENT"
    const std::size_t space = mark.find(' ');
    o.mark = reference::Mark{time_of(mark.substr(0, space)), mark.substr(space + 1)};
  }
  return o;
}

std::vector<Time> times(const Json& json, const char* name) {
  std::vector<Time> list;
  for (const Json& t : json.value(name, Json::array())) list.push_back(time_of(t));
  return list;
}

void read_registry(const Json& json, Case& c) {
  using Names = std::map<std::string, std::string>;
  c.has_registry = true;
  c.registry_read = time_of(json.at("read_at"));
  c.registry_complete = json.value("complete", true);
  for (const Json& r : json.at("records")) {
    c.registry.records.push_back({r.value("fields", Names()), r.value("location", ""), times(r, "promotions"),
                                  times(r, "retirements"), r.value("values", Names())});
  }
  for (const Json& r : json.value("references", Json::array()))
    c.registry.references.push_back({r.value("key", ""), r.value("by_run", ""), r.value("fields", Names())});
}

}  // namespace

std::string read_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::filesystem::path> case_folders() {
  std::vector<std::filesystem::path> folders;
  for (const auto& entry : std::filesystem::directory_iterator(SHELFLIFE_SOURCE_DIR "/tests/conformance/cases")) {
    if (entry.is_directory()) folders.push_back(entry.path());
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

Case read_case(const std::filesystem::path& folder) {
  Case c;
  c.name = folder.filename();
  SourceManager sources;
  Diagnostics diagnostics;
  const FileId root = sources.add("policy.shelf", read_text(folder / "policy.shelf"));
  c.policy = resolve(sources, root, [](const std::string&) { return std::nullopt; }, diagnostics);
  const Lowered lowered = diagnostics.has_errors() ? Lowered{} : lower(c.policy, diagnostics, &sources);
  for (const Diagnostic& d : diagnostics.all()) {
    if (d.severity == Severity::error) throw std::runtime_error(c.name + ": " + d.message);
  }
  c.plan = emit_plan({c.policy, lowered, sources, false}).content;
  const std::string date = read_text(folder / "date");
  c.now = time_of(date.substr(0, date.find('\n')));
  std::istringstream listing(read_text(folder / "inventory.jsonl"));
  bool head = true;
  for (std::string line; std::getline(listing, line); head = false) {
    const Json json = Json::parse(line);
    if (head) {
      c.listing_began = time_of(json.at("listing_began"));
      c.inventory_complete = json.value("complete", true);
    } else {
      c.objects.push_back(object_of(json));
    }
  }
  const std::string registry = read_text(folder / "registry.json");
  if (!registry.empty()) read_registry(Json::parse(registry), c);
  for (Object& o : c.objects) {
    if (c.has_registry) o.registry = {true, reference::facts_of(c.registry, c.policy, 0, o)};
  }
  return c;
}

}  // namespace shelflife::conformance
