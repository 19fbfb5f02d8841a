// The verdict for machines; docs/verify.md documents each member.
#include <nlohmann/json.hpp>

#include "cli/verify_report.hpp"
#include "compiler/model/print.hpp"

namespace shelflife::cli {

namespace {

using Json = nlohmann::ordered_json;

// null where there is none.
Json statement_json(const VerifyReport& r, const std::optional<StatementRef>& ref) {
  if (!ref) return {};
  const Rule& rule = r.policy->rules[ref->rule];
  const Statement& statement = rule.statements[ref->statement];
  Json out;
  out["rule"] = rule.id;
  out["text"] = to_text(*r.policy, statement);
  const Span span = statement.origin.span;
  const bool placed = span.file < r.sources->size();
  out["file"] = placed ? Json(r.sources->source(span.file).path) : Json();
  out["line"] = placed ? Json(r.sources->position(span.file, span.begin).line) : Json();
  return out;
}

Json object_json(const VerifyReport& r, const std::optional<ObjectState>& object) { return object ? Json(to_text(*r.policy, *object)) : Json(); }

std::string_view word(Violation::Why why) {
  switch (why) {
    case Violation::Why::kept: return "kept";
    case Violation::Why::not_asked: return "not_asked";
    case Violation::Why::later: return "later";
    case Violation::Why::wrong_class: return "wrong_class";
  }
  return {};
}
std::string_view word(Gap::Kind kind) {
  switch (kind) {
    case Gap::Kind::remove: return "delete";
    case Gap::Kind::move: return "move";
    case Gap::Kind::lock: return "lock";
    case Gap::Kind::uploads: return "uploads";
    case Gap::Kind::markers: return "markers";
    case Gap::Kind::sweep: return "sweep";
  }
  return {};
}

}  // namespace

std::string verify_json(const VerifyReport& r) {
  const Store& store = r.policy->stores[r.store];
  Json out;
  out["version"] = 1;
  out["verdict"] = r.verdict();
  out["judged"] = r.judged && r.proof.verdict != VerifyVerdict::undecided;
  out["store"] = store.name;
  out["provider"] = to_text(store.provider);
  out["bucket"] = store.account.empty() ? store.bucket : store.account + "/" + store.bucket;
  out["document"] = r.path;
  out["rules"] = r.rules;
  out["violations"] = Json::array();
  for (const Violation& v : r.proof.violations) {
    Json one;
    one["rule"] = v.rule_id;
    one["why"] = word(v.why);
    one["what"] = v.what;
    one["object"] = object_json(r, v.witness);
    one["statement"] = statement_json(r, v.statement);
    one["hold"] = v.hold ? Json(r.policy->holds[*v.hold].name) : Json();
    out["violations"].push_back(std::move(one));
  }
  out["contradictions"] = r.contradictions;
  out["gaps"] = Json::array();
  for (const Gap& gap : r.proof.gaps) {
    Json one;
    one["kind"] = word(gap.kind);
    one["what"] = gap.what;
    one["object"] = object_json(r, gap.witness);
    one["statement"] = statement_json(r, gap.statement);
    out["gaps"].push_back(std::move(one));
  }
  out["undecided"] = Json::array();
  for (const Undecided& u : r.proof.undecided) {
    Json one;
    one["rule"] = u.rule_id.empty() ? Json() : Json(u.rule_id);
    one["what"] = u.what;
    one["statement"] = statement_json(r, u.statement);
    out["undecided"].push_back(std::move(one));
  }
  out["remarks"] = Json::array();
  for (const Remark& remark : r.remarks) {
    Json one;
    one["kind"] = to_word(remark.kind);
    one["place"] = remark.place;
    one["text"] = remark.text;
    one["source"] = remark.source.empty() ? Json() : Json(remark.source);
    out["remarks"].push_back(std::move(one));
  }
  out["more_remarks"] = r.more_remarks;
  out["notes"] = r.notes;
  for (const std::string& note : r.proof.notes) out["notes"].push_back(note);
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace shelflife::cli
