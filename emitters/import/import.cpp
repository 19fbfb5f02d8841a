#include "emitters/import/import.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/lowering/lowering.hpp"
#include "compiler/resolve/resolve.hpp"
#include "emitters/emit.hpp"
#include "emitters/import/draft.hpp"
#include "emitters/meaning.hpp"
#include "grammar/format.hpp"
#include "grammar/parse.hpp"

namespace shelflife {

namespace {

using importing::Draft;
using importing::DraftRule;

constexpr std::size_t most_differences = 5;

std::string head(const ReadDocument& document, const Draft& draft) {
  const std::size_t count = document.rules.size();
  std::string out = fmt::format("# Imported from {} {}: {} rule{}", document.provider == Provider::gcs ? "a" : "an", document_word(document.provider), count, count == 1 ? "" : "s");
  if (document.disabled > 0) out += fmt::format("; {} disabled rule{} left out", document.disabled, document.disabled == 1 ? "" : "s");
  out += ".\n";
  for (const std::string& note : draft.notes) out += fmt::format("# {}{}.\n", static_cast<char>(note[0] >= 'a' && note[0] <= 'z' ? note[0] - 'a' + 'A' : note[0]), note.substr(1));
  return out + "\n";
}

// What the document does in one store, by the rules that the draft took from it.
std::vector<NativeRule> wanted_rules(const Draft& draft, std::size_t store) {
  std::vector<NativeRule> out;
  for (const DraftRule& rule : draft.rules)
    if (std::find(rule.stores.begin(), rule.stores.end(), store) != rule.stores.end()) out.push_back(rule.native);
  for (NativeRule& rule : out)  // the draft's own tiers are those of its `tiers on`
    for (NativeAction& action : rule.actions) action.tier = tier_of(draft.provider, action.storage_class);
  return out;
}

// The policy built again, and how it differs from the draft. Empty: it means the same.
class Check {
 public:
  explicit Check(const Draft& draft) : draft_(draft) {}

  std::vector<std::string> differences(const std::string& text) {
    SourceManager sources;
    Diagnostics diagnostics;
    const FileId root = sources.add("imported.shelf", text);
    const Policy policy = resolve(sources, root, [](const std::string&) { return std::nullopt; }, diagnostics);
    Lowered lowered;
    if (!diagnostics.has_errors()) lowered = lower(policy, diagnostics, &sources);
    if (diagnostics.has_errors()) return errors(diagnostics);
    for (const Placement& p : lowered.placements)
      if (p.in_plan() && !natively_the_same(policy, p)) return {fmt::format("a part of it would be left to the plan: {}", p.because)};
    compare(policy, lowered, emit(policy, lowered, sources, EmitOptions{false, {std::string(target())}}));
    return std::move(out_);
  }

 private:
  std::string_view target() const { return draft_.provider == Provider::s3 ? "s3" : draft_.provider == Provider::azure ? "azure" : "gcs"; }

  static std::vector<std::string> errors(const Diagnostics& diagnostics) {
    std::vector<std::string> out;
    for (const Diagnostic& d : diagnostics.all())
      if (d.severity == Severity::error && out.size() < most_differences) out.push_back(d.message);
    return out;
  }

  // GCS counts the live object among the newer, which is a difference of at most one revision; and what a rule's own keep of
  // noncurrent revisions holds, the plan does not delete either.
  static bool natively_the_same(const Policy& policy, const Placement& p) {
    const Rule& rule = policy.rules[p.statement.rule];
    const Statement& statement = rule.statements[p.statement.statement];
    if (p.who != Who::cloud_and_plan) return false;
    if (statement.kind == StatementKind::remove_noncurrent) return statement.keeping_newer > 0 && policy.stores[p.store].provider == Provider::gcs;
    const auto noncurrent = [](const Predicate& where) { return where.kind == PredicateKind::flag && where.flag == Flag::noncurrent; };
    return std::any_of(rule.statements.begin(), rule.statements.end(), [&](const Statement& s) {
      return s.kind == StatementKind::keep_forever && (noncurrent(s.where) || std::any_of(s.where.children.begin(), s.where.children.end(), noncurrent));
    });
  }

  void compare(const Policy& policy, const Lowered& lowered, const std::vector<OutputFile>& files) {
    for (const NativeDocument& document : lowered.documents) {
      ReadDocument built;
      built.provider = document.provider;
      for (const OutputFile& file : files) {
        const std::string name = file.path.substr(file.path.rfind('/') + 1);
        if (name != "lifecycle.json" && name != "management-policy.json") continue;
        // each S3 and GCS store has a document of its own, and an import has one such store
        const DocumentReading reading = read_lifecycle(file.content, document.provider);
        if (reading.documents.size() != 1 || !reading.documents[0].understood) return out_.push_back("what `build` writes cannot be read back");
        built = reading.documents[0];
      }
      for (const StoreId store : document.stores) compare(wanted_rules(draft_, store), rules_of(built, policy.stores[store], store));
    }
  }

  void compare(const std::vector<NativeRule>& wanted, const std::vector<NativeRule>& built) {
    const auto a = effects_of(draft_.provider, wanted), b = effects_of(draft_.provider, built);
    if (!a || !b) return out_.push_back("there are too many rules to compare");
    const auto tell = [&](const std::vector<Effect>& these, const std::vector<Effect>& those, std::string_view how) {
      for (const Effect& e : these)
        if (std::find(those.begin(), those.end(), e) == those.end() && out_.size() < most_differences) out_.push_back(fmt::format("{} {}", how, to_text(e)));
    };
    tell(*a, *b, "the document, but not what would be built from a policy,");
    tell(*b, *a, "what would be built from a policy, but not the document,");
  }

  const Draft& draft_;
  std::vector<std::string> out_;
};

std::string in_canonical_style(const std::string& text) {
  SourceManager sources;
  Diagnostics diagnostics;
  const FileId file = sources.add("imported.shelf", text);
  return format(sources, file, diagnostics).value_or("");
}

}  // namespace

Imported import_lifecycle(const ReadDocument& document, const ImportOptions& options) {
  Imported out;
  Draft draft = importing::draft_of(document, options);
  out.notes = draft.notes;
  out.refusals = std::move(draft.refusals);
  if (!out.refusals.empty()) return out;
  std::vector<std::string> closest;  // of all styles, what differs least
  for (const importing::Style& style : importing::styles_of(draft)) {
    const std::string text = in_canonical_style(head(document, draft) + importing::text_of(draft, style));
    if (text.empty()) continue;
    const std::vector<std::string> differences = Check(draft).differences(text);
    if (differences.empty()) {
      out.text = text;
      return out;
    }
    if (closest.empty() || differences.size() < closest.size()) closest = differences;
  }
  if (closest.empty()) closest.push_back("what the document says is no text of the language");
  for (std::string& difference : closest) out.refusals.push_back({RemarkKind::note, "", std::move(difference), {}});
  return out;
}

}  // namespace shelflife
