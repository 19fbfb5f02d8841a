#include "emitters/check_output.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/verify/verify.hpp"
#include "emitters/reading/document.hpp"

namespace shelflife {

namespace {

std::string document_path(const NativeDocument& document) {
  return document.name + (document.provider == Provider::azure ? "/management-policy.json" : "/lifecycle.json");
}

class Report {
 public:
  Report(const Policy& policy, StoreId store, Diagnostics& diagnostics) : policy_(policy), store_(policy.stores[store]), diagnostics_(diagnostics) {}

  void tell(const Violation& v) const {
    const bool moves = v.action.kind == ActionKind::transition || v.action.kind == ActionKind::transition_noncurrent;
    const Span span = v.hold ? policy_.holds[*v.hold].origin.span : place(v.statement);
    add(span, fmt::format("{}; for instance `{}`: the native rule {} it, the policy {}", v.what, to_text(policy_, v.witness), moves ? "moves" : "deletes",
                          v.why == Violation::Why::kept ? "keeps it" : "does not ask for that then"));
  }
  void tell(const Gap& gap) const {
    std::string text = gap.what;
    if (gap.witness) text += fmt::format("; for instance `{}`: the policy asks for it, the native rules and the plan leave it", to_text(policy_, *gap.witness));
    add(place(gap.statement), text);
  }
  void tell(const Undecided& undecided) const { add(place(undecided.statement), undecided.what); }
  void tell(const std::string& note) const { add(store_.origin.span, note); }

 private:
  Span place(const std::optional<StatementRef>& ref) const {
    return ref ? policy_.rules[ref->rule].statements[ref->statement].origin.span : store_.origin.span;
  }
  void add(const Span& span, const std::string& text) const { diagnostics_.add(Code::unproved, span, fmt::format("store `{}`: {}", store_.name, text)); }

  const Policy& policy_;
  const Store& store_;
  Diagnostics& diagnostics_;
};

// Our own documents have no oddities either.
std::vector<std::string> problems_of(const DocumentReading& reading) {
  if (!reading.malformed.empty()) return {reading.malformed};
  if (reading.documents.size() != 1) return {"it is no lifecycle document of this cloud"};
  std::vector<std::string> out;
  for (const Remark& remark : reading.documents[0].remarks) {
    if (remark.kind != RemarkKind::note) out.push_back(fmt::format("{}: {}", remark.place, remark.text));
  }
  return out;
}

}  // namespace

void check_output(const Policy& policy, const Lowered& lowered, const std::vector<OutputFile>& files, const EmitOptions& options,
                  const SourceManager& sources, Diagnostics& diagnostics) {
  const Verifier verifier(policy, lowered, &sources);
  for (const NativeDocument& document : lowered.documents) {
    const std::string path = document_path(document);
    const auto file = std::find_if(files.begin(), files.end(), [&](const OutputFile& f) { return f.path == path; });
    if (file == files.end() && !document.rules.empty()) continue;
    DocumentReading reading;
    if (file == files.end()) reading.documents.emplace_back().provider = document.provider;  // no rule, no document
    else reading = read_lifecycle(file->content, document.provider);
    for (const std::string& problem : problems_of(reading)) {
      diagnostics.add(Code::unproved, policy.stores[document.stores[0]].origin.span, fmt::format("`{}` cannot be read back: {}", path, problem));
    }
    if (reading.documents.size() != 1) continue;
    for (const StoreId store : document.stores) {
      const Verification proof = verifier.verify(store, rules_of(reading.documents[0], policy.stores[store], store));
      const Report report(policy, store, diagnostics);
      for (const Violation& v : proof.violations) report.tell(v);
      for (const Undecided& u : proof.undecided) report.tell(u);
      for (const std::string& note : proof.notes) report.tell(note);
      if (options.freeze) continue;
      for (const Gap& gap : proof.gaps) report.tell(gap);
    }
  }
}

}  // namespace shelflife
