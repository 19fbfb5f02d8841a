#include "audit/audit.hpp"

#include <algorithm>
#include <memory>
#include <tuple>

#include "audit/packages.hpp"
#include "compiler/model/print.hpp"
#include "lint/facts.hpp"

namespace shelflife::audit {

namespace {

constexpr std::size_t most_kinds = 50;  // of one check: what is beyond is counted together

bool heavier(const Example& a, const Example& b) {
  if (a.weight != b.weight) return a.weight > b.weight;
  return std::tie(a.store, a.key, a.revision) < std::tie(b.store, b.key, b.revision);
}

void put(std::vector<Example>& examples, std::size_t most, Example&& example) {
  if (most == 0 || (examples.size() == most && !heavier(example, examples.back()))) return;
  examples.insert(std::upper_bound(examples.begin(), examples.end(), example, heavier), std::move(example));
  if (examples.size() > most) examples.pop_back();
}

std::string days_old(Seconds age) { return std::to_string(age / seconds_a_day) + (age / seconds_a_day == 1 ? " day" : " days"); }

bool has_lock(const Policy& policy, const std::vector<StatementRef>& list) {
  return std::any_of(list.begin(), list.end(), [&](StatementRef ref) { return policy.rules[ref.rule].statements[ref.statement].kind == StatementKind::lock; });
}

}  // namespace

Auditor::Auditor(const Evaluator& evaluator, Wanted wanted)
    : evaluator_(evaluator), policy_(evaluator.policy()), wanted_(std::move(wanted)), packages_(std::make_unique<Packages>(*this, policy_)) {
  const auto stage = std::find_if(policy_.fields.begin(), policy_.fields.end(), [](const Field& field) { return lint::is_stage_field(field); });
  if (stage != policy_.fields.end()) stage_ = static_cast<FieldId>(stage - policy_.fields.begin());
}
Auditor::~Auditor() = default;

void Auditor::add(const Row& row, const ObjectState& object, const Decision& decision) {
  if (!row.current) return;
  const ObjectView view(policy_, object, Lacking::missing);
  Place place{row, object, decision, view, false, false, {}};
  if (stage_ != no_id) {
    const ObjectView::Value& value = view.value(stage_);
    place.stage_read = value.state != ObjectView::State::unread;
    if (value.state == ObjectView::State::value) place.stage = value.text;
    place.production = lint::is_production(place.stage);
  }
  labels(place);
  if (stage_ != no_id) {
    const std::string unread = "the listing does not say `" + policy_.fields[stage_].name + "`";
    if (!place.stage_read) {
      for (const Check check : {Check::never_deleted, Check::kept_past_delete, Check::production_unlocked}) skip(check, unread);
    } else if (place.production) {
      locks(place);
    } else {
      retention(place);
    }
  }
  packages_->add(row, object);
}

void Auditor::labels(const Place& place) {
  if (!place.view.managed()) return;
  for (FieldId id = 0; id < policy_.fields.size(); ++id) {
    const Field& field = policy_.fields[id];
    if (!field.required) continue;
    const ObjectView::Value& value = place.view.value(id);
    if (value.state == ObjectView::State::unread)
      skip(Check::label_missing, field.source == FieldSource::registry ? "the registry does not say `" + field.name + "`" : "the listing has no tags, which `" + field.name + "` comes from");
    else if (value.state == ObjectView::State::missing)
      find(Check::label_missing, field.name, place, {}, place.row.size.value_or(0));
  }
}

void Auditor::retention(const Place& place) {
  const ObjectState& object = place.object;
  const Decision& decision = place.decision;
  if (object.created < wanted_.old || decision.fate == Fate::remove || decision.mark == MarkAction::write) return;
  const std::string stage = place.stage.empty() ? "no stage" : place.stage;
  const auto age = static_cast<std::uint64_t>(object.created);
  if (const std::optional<StatementRef> overdue = due_delete(place)) {
    const Statement& due = policy_.rules[overdue->rule].statements[overdue->statement];
    const std::optional<Seconds> run = due.kind == StatementKind::quarantine ? object.marked : age_on(policy_, due.clock, object);
    if (!run || *run - days(due.duration.days) < wanted_.old) return;
    std::vector<std::string> holders;
    for (const StatementRef ref : decision.kept_by) holders.push_back(statement_id(policy_, ref));
    for (const std::uint32_t hold : decision.held_by) holders.push_back("hold " + policy_.holds[hold].name);
    if (!decision.kept_because.empty()) holders.push_back(decision.kept_because);
    if (decision.fate == Fate::undecided) {
      holders.clear();
      for (const std::string& fact : decision.unread) holders.push_back("unread " + fact);
    }
    std::string by;
    for (const std::string& holder : holders) by.append(by.empty() ? "" : ", ").append(holder);
    find(Check::kept_past_delete, by, place, days_old(object.created) + " old, " + statement_id(policy_, *overdue) + " due for " + days_old(*run - days(due.duration.days)), age);
    return;
  }
  const bool held = !decision.kept_by.empty() || !decision.held_by.empty() || !decision.kept_because.empty() || object.legal_hold || object.locked_for || object.referenced == Fact::yes;
  if (held || decision.fate == Fate::undecided) return;
  const Speaking could = evaluator_.concerned(object, decision.at, When::ever);
  const bool ends = std::any_of(could.statements.begin(), could.statements.end(), [&](StatementRef ref) { return is_delete(policy_.rules[ref.rule].statements[ref.statement].kind); });
  if (!ends) find(Check::never_deleted, stage, place, days_old(object.created) + " old", age);
}

// The delete that is due and does not act. What moves in this run is said to move: then the policy is asked for it.
std::optional<StatementRef> Auditor::due_delete(const Place& place) const {
  const auto statement = [&](StatementRef ref) -> const Statement& { return policy_.rules[ref.rule].statements[ref.statement]; };
  if (place.decision.statement && is_delete(statement(*place.decision.statement).kind)) return place.decision.statement;
  if (place.decision.fate != Fate::move) return std::nullopt;
  const Evaluator::Worlds worlds = evaluator_.worlds(place.object, place.decision.at);
  if (!worlds.complete) return std::nullopt;
  std::vector<StatementRef> due;
  for (std::size_t i = 0; i < worlds.objects.size(); ++i) {
    const Verdict verdict = judge(policy_, worlds.objects[i], evaluator_.speaking(worlds.objects[i], place.decision.at));
    if (i == 0) due = verdict.due;
    std::erase_if(due, [&](StatementRef ref) { return statement(ref).kind != StatementKind::remove || statement(ref).whole != no_id || std::find(verdict.due.begin(), verdict.due.end(), ref) == verdict.due.end(); });
  }
  return due.empty() ? std::nullopt : std::optional(due[0]);
}

void Auditor::locks(const Place& place) {
  const bool locked = place.object.legal_hold || place.object.locked_for || has_lock(policy_, place.decision.kept_by);
  if (!locked && place.decision.fate != Fate::remove) find(Check::production_unlocked, policy_.stores[place.object.store].name, place, {}, place.row.size.value_or(0));
}

void Auditor::find(Check check, const std::string& about, const Place& place, std::string detail, std::uint64_t weight) {
  Sum sum;
  sum.add(place.row);
  find(check, about, sum, {policy_.stores[place.object.store].name, place.row.key, place.row.revision, std::move(detail), weight});
}

void Auditor::find(Check check, const std::string& about, const Sum& sum, Example example) {
  auto at = findings_.find({check, about});
  if (at == findings_.end()) {
    const auto kinds = std::count_if(findings_.begin(), findings_.end(), [&](const auto& one) { return one.first.first == check; });
    const std::string& name = static_cast<std::size_t>(kinds) < most_kinds ? about : "others";
    at = findings_.try_emplace({check, name}, Finding{check, name, {}, {}}).first;
  }
  at->second.found.add(sum);
  put(at->second.examples, wanted_.examples, std::move(example));
}

void Auditor::skip(Check check, std::string because, std::uint64_t count) { skipped_[{check, std::move(because)}] += count; }

Audit Auditor::finish() {
  packages_->finish();
  if (stage_ == no_id)
    for (const Check check : {Check::never_deleted, Check::kept_past_delete, Check::production_unlocked}) skip(check, "no field of the policy is called stage, env or environment", 0);
  if (!packages_->any()) skip(Check::manifest_missing, policy_.manifests.empty() ? "the policy declares no `manifest`" : "no layout has a field `version`", 0);
  else if (!wanted_.read_manifest) skip(Check::manifest_differs, "no copies of the manifests are given: `--manifests DIR`", 0);
  Audit out;
  out.old = wanted_.old;
  for (auto& [key, finding] : findings_) out.findings.push_back(std::move(finding));
  std::stable_sort(out.findings.begin(), out.findings.end(), [](const Finding& a, const Finding& b) { return a.check != b.check ? a.check < b.check : a.found.bytes > b.found.bytes; });
  for (const auto& [key, count] : skipped_) out.not_judged.push_back({key.first, key.second, count});
  return out;
}

}  // namespace shelflife::audit
