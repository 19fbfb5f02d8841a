#include "cli/audit_report.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/files.hpp"
#include "cli/words.hpp"
#include "compiler/objects/object_text.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife::cli {

namespace {

using Json = nlohmann::ordered_json;
constexpr std::size_t most_shown = 3;  // examples as text

std::string bytes_of(const Sum& sum) { return sum.unsized == sum.objects ? "?" : bytes_text(sum.bytes) + (sum.unsized > 0 ? " +?" : ""); }

bool leaves(std::string_view key) {  // it names a file outside of the folder that it is looked for in
  return key.empty() || key.front() == '/' || key.find('\0') != std::string_view::npos || ("/" + std::string(key) + "/").find("/../") != std::string::npos;
}

}  // namespace

std::string wrong_audit(const Arguments& arguments) {
  if (!arguments.older_than.empty()) {
    const std::optional<Seconds> age = parse_age(arguments.older_than);
    if (!age || *age < 0 || *age % seconds_a_day != 0) return "`" + printable(arguments.older_than) + "` is no number of days";
  }
  if (!arguments.manifests.empty() && !is_folder(arguments.manifests)) return "`" + printable(arguments.manifests) + "` is no folder";
  return {};
}

std::optional<audit::Wanted> wanted_audit(const Policy& policy, const Arguments& arguments) {
  if (!wrong_audit(arguments).empty()) return std::nullopt;
  audit::Wanted wanted;
  if (!arguments.older_than.empty()) wanted.old = *parse_age(arguments.older_than);
  if (arguments.manifests.empty()) return wanted;
  // A folder for each store where there are several, or where one is there.
  wanted.read_manifest = [&policy, &arguments](StoreId store, const std::string& key) -> std::optional<std::string> {
    if (leaves(key)) return std::nullopt;
    if (ReadResult read = read_below(arguments.manifests, policy.stores[store].name + "/" + key); read.text) return std::move(read.text);
    if (policy.stores.size() > 1) return std::nullopt;
    return read_below(arguments.manifests, key).text;
  };
  return wanted;
}

std::string_view counted_by(audit::Check check) {
  return check == audit::Check::manifest_missing || check == audit::Check::manifest_differs ? "package" : "object";
}

std::string audit_text(const audit::Audit& audit, bool color) {
  const auto strong = [&](const std::string& text) { return color ? "\x1b[1m" + text + "\x1b[0m" : text; };
  std::string out = strong("  audit, old is " + std::to_string(audit.old / seconds_a_day) + " days and more") + "\n";
  const std::size_t before = out.size();
  std::optional<audit::Check> last;
  for (const audit::Finding& finding : audit.findings) {
    const audit::AuditRule& rule = audit::rule_of(finding.check);
    if (last != finding.check) out += std::string("  ") + std::string(rule.id) + " " + std::string(to_word(rule.severity)) + ": " + std::string(rule.title) + "\n";
    last = finding.check;
    out += "    " + (finding.about.empty() ? std::string("-") : printable(finding.about)) + ": " + counted(finding.found.objects, counted_by(finding.check)) + ", " + bytes_of(finding.found) + "\n";
    for (std::size_t i = 0; i < std::min(most_shown, finding.examples.size()); ++i) {
      const audit::Example& example = finding.examples[i];
      out += "      " + printable(example.key) + (example.revision.empty() ? "" : " (" + printable(example.revision) + ")") + (example.detail.empty() ? "" : "; " + printable(example.detail)) + "\n";
    }
  }
  if (out.size() == before) out += "  nothing was found\n";
  for (const audit::NotJudged& one : audit.not_judged) {
    const audit::AuditRule& rule = audit::rule_of(one.check);
    out += "  not judged: " + std::string(rule.id) + " " + std::string(rule.name) + (one.count > 0 ? " of " + counted(one.count, counted_by(one.check)) : "") + ": " + printable(one.because) + "\n";
  }
  return out + "\n";
}

nlohmann::ordered_json audit_json(const audit::Audit& audit) {
  Json json{{"older_than_days", audit.old / seconds_a_day}, {"findings", Json::array()}, {"not_judged", Json::array()}};
  for (const audit::Finding& finding : audit.findings) {
    const audit::AuditRule& rule = audit::rule_of(finding.check);
    Json one{{"code", rule.id}, {"name", rule.name}, {"severity", to_word(rule.severity)}, {"about", finding.about}, {"counts", std::string(counted_by(finding.check)) + "s"},
             {"found", {{"objects", finding.found.objects}, {"bytes", finding.found.bytes}, {"unsized", finding.found.unsized}}}, {"examples", Json::array()}};
    for (const audit::Example& example : finding.examples)
      one["examples"].push_back({{"store", example.store}, {"key", example.key}, {"version_id", example.revision.empty() ? Json() : Json(example.revision)}, {"detail", example.detail.empty() ? Json() : Json(example.detail)}});
    json["findings"].push_back(std::move(one));
  }
  for (const audit::NotJudged& one : audit.not_judged) json["not_judged"].push_back({{"code", audit::rule_of(one.check).id}, {"because", one.because}, {"count", one.count}});
  return json;
}

}  // namespace shelflife::cli
