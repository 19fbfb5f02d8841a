#include "cli/pack_terms.hpp"

#include <variant>

#include "compiler/model/policy.hpp"
#include "compiler/model/print.hpp"
#include "grammar/parse.hpp"

namespace shelflife::cli {

namespace {

PackTerm term_of(const ast::Obligation& obligation) {
  PackTerm term;
  std::string_view before = "at least ";
  switch (obligation.kind) {
    case ast::ObligationKind::never_deleted_before: term.kind = "floor"; break;
    case ast::ObligationKind::deleted_within: term.kind = "ceiling", before = "at most "; break;
    case ast::ObligationKind::not_moved_before: term.kind = "hot", before = "hot for "; break;
    case ast::ObligationKind::locked:
    case ast::ObligationKind::locked_compliance: term.kind = "lock", before = "locked for "; break;
    default: return term;  // no pack has another, which a test sees to
  }
  const ast::Duration& written = obligation.duration;
  if (!written.let.empty()) {
    term.duration = written.let;
  } else {
    const Unit unit = static_cast<Unit>(written.unit);
    term.days = term.kind == "ceiling" ? shortest_days(written.count, unit) : longest_days(written.count, unit);
    term.duration = to_text(Duration{term.days, written.count, unit});
  }
  term.since = obligation.since ? std::string(obligation.since->text) : "created";
  term.words = std::string(before) + term.duration;
  if (term.since != "created") term.words += " since " + term.since;
  return term;
}

}  // namespace

std::vector<PackTerm> terms_of(const Pack& pack) {
  SourceManager sources;
  Diagnostics none;  // a test parses every pack
  const ast::File file = parse(sources, sources.add(std::string(pack.name), std::string(pack.text)), none);
  std::vector<PackTerm> terms;
  for (const ast::Item& item : file.items) {
    const auto* require = std::get_if<ast::Require>(&item);
    if (require == nullptr) continue;
    for (const ast::Obligation& obligation : require->obligations) terms.push_back(term_of(obligation));
  }
  return terms;
}

std::string in_words(const std::vector<PackTerm>& terms) {
  std::string out;
  for (const PackTerm& term : terms) out.append(out.empty() ? "" : "; ").append(term.words);
  return out;
}

}  // namespace shelflife::cli
