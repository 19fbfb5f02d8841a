#include "lint/baseline.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "lint/catalogue.hpp"

namespace shelflife::lint {

namespace {

using Json = nlohmann::ordered_json;

// What is said of the baseline itself is not kept in it.
bool may_hold(const Diagnostic& d) { return is_lint(*d.about) && d.code != Code::baseline_stale && d.code != Code::fix_refused; }

bool text_of(const Json& object, const char* key, std::string& out) {
  const auto at = object.find(key);
  if (at == object.end() || !at->is_string()) return false;
  out = at->get<std::string>();
  return true;
}

}  // namespace

std::optional<Baseline> read_baseline(std::string_view text, std::string& problem) {
  const Json document = Json::parse(text, nullptr, false);
  if (document.is_discarded() || !document.is_object()) {
    problem = "it is no JSON object";
    return std::nullopt;
  }
  const auto version = document.find("version");
  if (version == document.end() || !version->is_number_integer() || *version != 1) {
    problem = "its version is not 1";
    return std::nullopt;
  }
  const auto findings = document.find("findings");
  if (findings == document.end() || !findings->is_array()) {
    problem = "it has no list `findings`";
    return std::nullopt;
  }
  Baseline out;
  for (const Json& each : *findings) {
    BaselineEntry entry;
    const bool whole = each.is_object() && text_of(each, "fingerprint", entry.fingerprint) && text_of(each, "code", entry.code) &&
                       text_of(each, "path", entry.path) && text_of(each, "message", entry.message);
    if (!whole || entry.fingerprint.empty()) {
      problem = "entry " + std::to_string(out.size() + 1) + " has not fingerprint, code, path and message";
      return std::nullopt;
    }
    out.push_back(std::move(entry));
  }
  return out;
}

std::string to_text(Baseline baseline) {
  std::sort(baseline.begin(), baseline.end());
  baseline.erase(std::unique(baseline.begin(), baseline.end()), baseline.end());
  Json document;
  document["version"] = 1;
  document["findings"] = Json::array();
  for (const BaselineEntry& entry : baseline) {
    Json each;
    each["path"] = entry.path;
    each["code"] = entry.code;
    each["message"] = entry.message;
    each["fingerprint"] = entry.fingerprint;
    document["findings"].push_back(std::move(each));
  }
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

BaselineUse compare(const Baseline& baseline, const std::vector<Diagnostic>& findings, const std::vector<std::string>& fingerprints,
                    const std::function<bool(const BaselineEntry&)>& looked, const std::function<std::string(FileId)>& path_of) {
  BaselineUse out;
  std::set<std::string_view> there;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const Diagnostic& d = findings[i];
    if (!may_hold(d) || (d.suppressed && d.suppressed->by == Suppression::By::comment)) continue;
    if (there.insert(fingerprints[i]).second) out.found.push_back({path_of(d.span.file), std::string(d.about->id), d.message, fingerprints[i]});
  }
  for (const BaselineEntry& entry : baseline)
    if (!there.contains(entry.fingerprint)) (looked(entry) ? out.stale : out.unseen).push_back(entry);
  return out;
}

void suppress(const Baseline& baseline, const std::vector<std::string>& fingerprints, std::vector<Diagnostic>& findings) {
  std::set<std::string_view> known;
  for (const BaselineEntry& entry : baseline) known.insert(entry.fingerprint);
  for (std::size_t i = 0; i < findings.size(); ++i)
    if (!findings[i].suppressed && may_hold(findings[i]) && known.contains(fingerprints[i])) findings[i].suppressed = Suppression{Suppression::By::baseline, {}};
}

}  // namespace shelflife::lint
