// Importing by example: each cases/NAME.json or .xml has its outcome beside it in NAME.expected, and its options, where it has
// any, in NAME.args. SHELFLIFE_UPDATE=1 rewrites the outcomes, which are then read in review.
#include <doctest/doctest.h>

#include <cstdlib>
#include <map>

#include "compiler/resolve/resolve.hpp"
#include "grammar/format.hpp"
#include "support.hpp"

using namespace shelflife;
using namespace shelflife::import_test;

namespace {

std::string show(const Remark& remark) {
  std::string out = printable(remark.place.empty() ? "document" : remark.place) + ": " + printable(remark.text);
  return out + (remark.source.empty() ? "" : " (" + remark.source + ")") + "\n";
}

const char* action_name(ActionKind kind) {
  switch (kind) {
    case ActionKind::transition: return "move";
    case ActionKind::transition_noncurrent: return "move noncurrent";
    case ActionKind::expire: return "expire";
    case ActionKind::expire_noncurrent: return "expire noncurrent";
    case ActionKind::expire_snapshots: return "expire snapshots";
    case ActionKind::expired_markers: return "expired markers";
    case ActionKind::abort_uploads: return "abort uploads";
  }
  return "";
}

// What the reader makes of a rule, whatever becomes of it.
std::string show(const ReadRule& read) {
  const NativeRule& rule = read.native;
  std::string out = "rule " + printable(read.place) + " `" + printable(rule.id) + "`:";
  for (const std::string& prefix : rule.filter.prefixes) out += " " + printable(prefix);
  for (const std::string& suffix : rule.filter.suffixes) out += " *" + printable(suffix);
  for (const auto& [key, value] : rule.filter.tags) out += " " + printable(key) + "=" + printable(value);
  if (rule.filter.size_min) out += " >=" + std::to_string(*rule.filter.size_min) + "B";
  if (rule.filter.size_max) out += " <=" + std::to_string(*rule.filter.size_max) + "B";
  for (const NativeAction& a : rule.actions) {
    out += std::string(" [") + action_name(a.kind) + (a.storage_class.empty() ? "" : " to " + a.storage_class) + " " + std::to_string(a.days) + "d";
    if (a.clock != NativeClock::created) out += a.clock == NativeClock::accessed ? " since access" : " noncurrent";
    if (a.newer_noncurrent > 0) out += " keeping " + std::to_string(a.newer_noncurrent);
    out += a.partial ? "; partial: " + printable(a.partial_why) + "]" : "]";
  }
  return out + "\n";
}

std::string outcome(const Case& c) {
  const DocumentReading reading = read_lifecycle(c.text);
  if (!reading.malformed.empty()) return "malformed: " + reading.malformed + "\n";
  if (!reading.recognised) return "no lifecycle document\n";
  std::string out;
  for (const ReadDocument& document : reading.documents) {
    out += std::string(document_word(document.provider)) + " of `" + printable(document.bucket) + "`" + (document.origin.empty() ? "" : " from " + document.origin) + "\n";
    for (const ReadRule& rule : document.rules) out += show(rule);
    if (document.disabled > 0) out += std::to_string(document.disabled) + " disabled\n";
    for (const Remark& remark : document.remarks) out += std::string(to_word(remark.kind)) + " " + show(remark);
    if (!document.understood) {
      out += "not understood\n";
      continue;
    }
    const Imported imported = import_lifecycle(document, c.options);
    for (const Remark& refusal : imported.refusals) out += "refused " + show(refusal);
    if (!imported.text.empty()) out += "---\n" + imported.text + "---\n";
  }
  return out;
}

}  // namespace

TEST_CASE("every document imports as recorded") {
  std::map<std::string, int> kinds;
  for (const Case& c : all_cases()) {
    INFO(c.name);
    const std::string seen = outcome(c);
    ++kinds[seen.find("---\n") != std::string::npos ? "imported" : "refused"];
    const fs::path expected = fs::path(c.path).replace_extension(".expected");
    if (std::getenv("SHELFLIFE_UPDATE") != nullptr) write_file(expected, seen);
    else CHECK(read_file(expected) == seen);
  }
  CHECK(kinds["imported"] >= 25);
  CHECK(kinds["refused"] >= 15);
}

TEST_CASE("an imported policy is in canonical style, checks without errors and warnings, and holds no path or date") {
  for (const Case& c : all_cases()) {
    for (const ReadDocument& document : read_lifecycle(c.text).documents) {
      if (!document.understood) continue;
      const std::string text = import_lifecycle(document, c.options).text;
      if (text.empty()) continue;
      INFO(c.name << "\n" << text);
      SourceManager sources;
      Diagnostics diagnostics;
      const FileId file = sources.add("imported.shelf", text);
      CHECK(format(sources, file, diagnostics) == text);
      resolve(sources, file, [](const std::string&) { return std::nullopt; }, diagnostics);
      for (const Diagnostic& d : diagnostics.all()) FAIL_CHECK(render_concise(d, sources));
      CHECK(text.find(SHELFLIFE_SOURCE_DIR) == std::string::npos);
      CHECK(text == import_lifecycle(document, c.options).text);
    }
  }
}
