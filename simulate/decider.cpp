#include "simulate/decider.hpp"

#include <algorithm>

#include "compiler/model/print.hpp"
#include "compiler/objects/timeline.hpp"

namespace shelflife {

namespace {

bool contains(const std::vector<StatementRef>& list, StatementRef ref) { return std::find(list.begin(), list.end(), ref) != list.end(); }

// The first that is due whatever is unread; where none is, the first of the first world.
std::optional<StatementRef> due(const std::vector<Judged>& worlds) {
  for (const StatementRef ref : worlds[0].verdict.due) {
    if (std::all_of(worlds.begin(), worlds.end(), [&](const Judged& one) { return contains(one.verdict.due, ref); })) return ref;
  }
  return worlds[0].verdict.due.empty() ? std::nullopt : std::optional(worlds[0].verdict.due[0]);
}

void move(const std::vector<Judged>& worlds, const ObjectState& object, Decision& decision) {
  const auto warmest = std::min_element(worlds.begin(), worlds.end(), [](const Judged& a, const Judged& b) { return a.verdict.floor < b.verdict.floor; });
  if (warmest->verdict.floor <= object.tier) return;
  decision.fate = Fate::move;
  decision.tier = warmest->verdict.floor;
  decision.statement = warmest->verdict.floor_by;
}

}  // namespace

std::string_view name_of(Fate fate) {
  constexpr std::string_view names[] = {"delete", "move", "keep", "undecided"};
  return names[static_cast<std::size_t>(fate)];
}

Decider::Decider(const Evaluator& evaluator, StoreId store, const ListingHead& head, Instant now)
    : evaluator_(evaluator), policy_(evaluator.policy()), store_(store), head_(head), now_(now), sizes_(sizes_that_matter(evaluator, store)) {
  for (const std::uint32_t r : evaluator.rules(store)) {
    for (std::uint32_t s = 0; s < policy_.rules[r].statements.size(); ++s) {
      const Statement& statement = policy_.rules[r].statements[s];
      if (statement.kind == StatementKind::keep_ranked) ranked_.push_back({r, s});
      if (statement.kind == StatementKind::quarantine) quarantines_.push_back({r, s});
      if (statement.whole != no_id) whole_.push_back({r, s});
    }
  }
}

const Units::Unit* Decider::unit_of(StatementRef ref, const Binding& binding, const std::vector<Units>& units) const {
  const auto own = std::find_if(units.begin(), units.end(), [&](const Units& u) { return u.statement() == ref; });
  return own != units.end() ? own->find(binding) : nullptr;
}

// Whether a delete that is due on an object by itself may act: a mark counts for the quarantine that wrote it, and a whole
// unit goes only where nothing keeps any of it and all that is current in it is due.
bool Decider::may_act(StatementRef ref, const Row& row, const Binding& binding, const std::vector<Units>& units) const {
  const Statement& s = policy_.rules[ref.rule].statements[ref.statement];
  if (s.kind == StatementKind::quarantine && row.current && !mark_has_run(policy_, ref, row, now_)) return false;
  if (s.whole == no_id) return true;
  const Units::Unit* const unit = unit_of(ref, binding, units);
  return head_.complete && unit != nullptr && !unit->kept && (!row.current || unit->due);
}

void Decider::drop_idle(JudgedWorlds& worlds, const Row& row, const std::vector<Units>& units) const {
  if (quarantines_.empty() && whole_.empty()) return;
  const Binding binding = shelflife::bind(policy_, store_, row.key);
  for (Judged& one : worlds.list) {
    std::erase_if(one.verdict.due, [&](StatementRef ref) { return !may_act(ref, row, binding, units); });
    one.verdict.may_be_deleted = one.verdict.may_be_deleted && !one.verdict.due.empty();
  }
}

Decision Decider::decide(const Row& row, const ToldObject& told, const std::vector<Units>& units) const {
  Decision decision;
  decision.at = now_;
  JudgedWorlds worlds(evaluator_, told, sizes_, now_);
  if (!worlds.complete) {
    decision.fate = Fate::undecided;
    decision.unread = {"too many facts at once"};
    return decision;
  }
  drop_idle(worlds, row, units);
  const auto deletable = std::count_if(worlds.list.begin(), worlds.list.end(), [](const Judged& one) { return one.verdict.may_be_deleted; });
  const auto keeper = std::find_if(worlds.list.begin(), worlds.list.end(), [](const Judged& one) { return one.kept(); });
  decision.statement = due(worlds.list);
  if (keeper != worlds.list.end()) {
    decision.kept_by = keeper->verdict.kept_by;
    decision.held_by = keeper->verdict.held_by;
    if (keeper->verdict.lock_found) decision.kept_because = told.object.legal_hold ? "legal hold found" : "lock found";
  }
  if (deletable == static_cast<std::ptrdiff_t>(worlds.list.size())) remove(row, told.object, decision);
  else if (deletable > 0) decision.fate = Fate::undecided;
  if (decision.fate == Fate::undecided) decision.unread = worlds.unread();
  if (decision.fate == Fate::keep) move(worlds.list, told.object, decision);
  if (decision.fate != Fate::remove) mark(worlds.list, row, units, decision);
  return decision;
}

// What a run spares although the rules let it go.
void Decider::remove(const Row& row, const ObjectState& object, Decision& decision) const {
  if (head_.began && *row.created >= *head_.began) decision.kept_because = "created since the listing began";
  else if (object.referenced == Fact::yes) decision.kept_because = "referenced";
  if (!decision.kept_because.empty()) return;
  decision.fate = Fate::remove;
  decision.next = now_;
}

void Decider::mark(const std::vector<Judged>& worlds, const Row& row, const std::vector<Units>& units, Decision& decision) const {
  if (!row.current) return;
  bool stands = false;
  for (const StatementRef ref : quarantines_) {
    const auto asks = [&](const Judged& one) { return contains(one.speaking.statements, ref) && !one.kept(); };
    const bool surely = std::all_of(worlds.begin(), worlds.end(), asks) && unit_asks(ref, row, units);
    if (row.mark) {
      if (row.mark->statement == statement_id(policy_, ref)) stands = std::any_of(worlds.begin(), worlds.end(), asks);
    } else if (surely) {
      decision.mark = MarkAction::write;
      decision.mark_by = ref;
      return;
    }
  }
  if (row.mark && !stands) decision.mark = MarkAction::take_off;
}

bool Decider::unit_asks(StatementRef ref, const Row& row, const std::vector<Units>& units) const {
  if (policy_.rules[ref.rule].statements[ref.statement].whole == no_id) return true;
  const Units::Unit* const unit = unit_of(ref, shelflife::bind(policy_, store_, row.key), units);
  return head_.complete && unit != nullptr && !unit->kept && unit->spoken;
}

// As if nobody wrote, read, tagged or registered anything, ranks and whole units included.
std::optional<Instant> Decider::next(const Row& row, ToldObject told, const std::vector<Units>& units) const {
  if (!told.size || told.object.referenced == Fact::yes) return std::nullopt;
  const Binding binding = shelflife::bind(policy_, store_, row.key);
  for (const Units& one : units) {
    const Units::Unit* const unit = one.find(binding);
    if (unit == nullptr) continue;
    told.object.whole_kept = told.object.whole_kept || unit->kept || !unit->spoken || !head_.complete;
    if (unit->newest) told.object.newest_of_whole = std::min(told.object.newest_of_whole.value_or(told.object.created), *unit->newest);
  }
  const Evaluator::Worlds worlds = evaluator_.worlds(told.object, now_, 1, When::ever);
  if (worlds.objects.size() != 1) return std::nullopt;
  for (const VerdictChange& change : timeline(evaluator_, worlds.objects[0], now_))
    if (change.verdict.may_be_deleted && change.at > now_) return change.at;
  return std::nullopt;
}

}  // namespace shelflife
