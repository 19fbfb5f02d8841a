// The verdict for people: one word, the sentence for it, then each reason with the object that shows it.
#include <fmt/format.h>

#include "cli/verify_report.hpp"
#include "compiler/model/print.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife::cli {

namespace {

std::string sentence(const VerifyReport& r) {
  if (!r.judged) return "cannot be judged, so nobody may rely on it";
  if (r.proof.violations.size() == 1) return "does what the policy does not allow";
  if (!r.proof.violations.empty()) return fmt::format("does in {} ways what the policy does not allow", r.proof.violations.size());
  if (!r.contradictions.empty()) return "comes with a setting that does not honour the policy";
  if (r.proof.verdict == VerifyVerdict::incomplete) return "does nothing that the policy does not allow, but not all that it asks for";
  return "does nothing that the policy does not allow, and with the plan all that it asks for";
}

void append_object(std::string& out, const VerifyReport& r, const ObjectState& object) {
  out += fmt::format("    for instance the object {}\n", printable(to_text(*r.policy, object)));
}

// "`delete after 14 days` (policy.shelf:9)"
std::string statement(const VerifyReport& r, StatementRef ref) {
  const Span span = r.policy->rules[ref.rule].statements[ref.statement].origin.span;
  std::string out = "`" + to_text(*r.policy, r.policy->rules[ref.rule].statements[ref.statement]) + "`";
  if (span.file < r.sources->size()) out += fmt::format(" ({}:{})", r.sources->source(span.file).path, r.sources->position(span.file, span.begin).line);
  return printable(out);
}

}  // namespace

std::string verify_text(const VerifyReport& r) {
  const Store& store = r.policy->stores[r.store];
  const std::string bucket = store.account.empty() ? store.bucket : store.account + "/" + store.bucket;
  std::string out = fmt::format("{}  {} ({} {}): `{}` {}\n", r.verdict(), store.name, to_text(store.provider), printable(bucket), printable(r.path), sentence(r));
  for (const Violation& v : r.proof.violations) {
    out += "  " + printable(v.what) + "\n";
    append_object(out, r, v.witness);
    if (v.statement) out += "    see " + statement(r, *v.statement) + "\n";
    if (v.hold) out += fmt::format("    see the hold \"{}\" by {}\n", printable(r.policy->holds[*v.hold].name), printable(r.policy->holds[*v.hold].owner));
  }
  for (const std::string& text : r.contradictions) out += "  " + printable(text) + "\n";
  for (const Undecided& u : r.proof.undecided) {
    out += "  undecided: " + printable(u.what) + "\n";
    if (u.statement) out += "    see " + statement(r, *u.statement) + "\n";
  }
  for (const Gap& gap : r.proof.gaps) {
    out += "  left undone: " + printable(gap.what) + "\n";
    if (gap.witness) append_object(out, r, *gap.witness);
    if (gap.statement) out += "    see " + statement(r, *gap.statement) + "\n";
  }
  for (const Remark& remark : r.remarks) {
    out += fmt::format("  {}: {}{}{}", to_word(remark.kind), printable(remark.place), remark.place.empty() ? "" : ": ", printable(remark.text));
    out += (remark.source.empty() ? "" : " (" + remark.source + ")") + "\n";
  }
  if (r.more_remarks > 0) out += fmt::format("  and {} more remarks\n", r.more_remarks);
  for (const std::string& note : r.notes) out += "  note: " + printable(note) + "\n";
  for (const std::string& note : r.proof.notes) out += "  note: " + printable(note) + "\n";
  return out;
}

}  // namespace shelflife::cli
