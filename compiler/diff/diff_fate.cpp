#include "compiler/diff/diff_fate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "compiler/diff/diff_state.hpp"
#include "compiler/model/print.hpp"

namespace shelflife::diffing {

namespace {

using Refs = std::vector<StatementRef>;

class Comparison {
 public:
  Comparison(const PairSpace& space, const CellStates& states, UnitKeeping& kept) : space_(space), states_(states), kept_(kept) {}

  void look(const State& state) {
    const Fate was = states_.fate(old_side, state), now = states_.fate(new_side, state);
    if (was.sheltered && !now.sheltered) kept_.lost = true;
    if (!was.sheltered && now.sheltered) kept_.gained = true;
    if (was.deleted && now.deleted) return;  // what else they would do to it is moot
    if (was.held != now.held) hold(state, was, now);
    lock(state, was, now);
    if (was.deleted != now.deleted) return deletion(state, was, now);
    if (was.kept != now.kept && was.sheltered != now.sheltered) keeping(state, was, now);
    if (was.floor != now.floor) moves(state);
  }

  std::map<ChangeKind, Finding> found;

 private:
  const Policy& policy(std::size_t side) const { return space_.joint.side(side); }
  const Statement& statement(std::size_t side, StatementRef ref) const { return policy(side).rules[ref.rule].statements[ref.statement]; }

  Finding& add(ChangeKind kind, const State& state) {
    Finding& finding = found[kind];
    finding.kind = kind;
    for (const std::size_t side : {old_side, new_side}) {
      if (space_.pair.id[side] != no_id) finding.object[side] = states_.object(side, state);
    }
    return finding;
  }
  void name(Finding& finding, std::size_t side, const Refs& refs, const std::vector<std::uint32_t>& holds = {}) const {
    std::vector<const Item*>& list = finding.sources[side];
    const auto add = [&](const Item* item) {
      if (item != nullptr && std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
    };
    for (const StatementRef ref : refs) add(states_.item(side, ref));
    for (const std::uint32_t h : holds) add(states_.hold(side, h));
  }

  // What keeps it most: one of many says enough.
  struct Protector {
    const Statement* statement = nullptr;
    StatementRef ref;
    std::optional<std::uint32_t> hold;
  };
  Protector protector(std::size_t side, const Fate& fate) const {
    Protector best;
    const auto strength = [](const Statement& s) {
      const int kind = s.kind == StatementKind::keep_forever ? 3 : s.kind == StatementKind::keep_for ? 2 : s.kind == StatementKind::keep_ranked ? 1 : 0;
      return std::pair(kind, s.duration.days);
    };
    for (const StatementRef ref : fate.kept_by) {
      const Statement& s = statement(side, ref);
      if (best.statement == nullptr || strength(s) > strength(*best.statement)) best = {&s, ref, {}};
    }
    const bool for_ever = best.statement != nullptr && best.statement->kind == StatementKind::keep_forever;
    if (!for_ever && !fate.holds.empty()) best = {nullptr, {}, fate.holds.front()};
    return best;
  }
  void name_protector(Finding& finding, std::size_t side, const Fate& fate) const {
    const Protector best = protector(side, fate);
    if (best.hold) name(finding, side, {}, {*best.hold});
    else if (best.statement != nullptr) name(finding, side, {best.ref});
  }

  // Of several deletes that are due, the one that a reader would name: no quarantine, the shortest.
  StatementRef first_due(std::size_t side, const Refs& due) const {
    return *std::min_element(due.begin(), due.end(), [&](StatementRef a, StatementRef b) {
      const auto rank = [&](StatementRef ref) {
        const Statement& s = statement(side, ref);
        const Item* item = states_.item(side, ref);
        return std::tuple(s.kind == StatementKind::quarantine, item != nullptr && item->twin, s.duration.days, ref);
      };
      return rank(a) < rank(b);
    });
  }

  void deletion(const State& state, const Fate& was, const Fate& now) {
    const std::size_t acts = now.deleted ? new_side : old_side, waits = 1 - acts;
    const Fate& other = now.deleted ? was : now;
    const auto future = states_.deletion(waits, state);
    const ChangeKind kind = now.deleted ? (future ? ChangeKind::sooner : ChangeKind::more_deleted)
                                        : (future ? ChangeKind::later : ChangeKind::less_deleted);
    if (found.contains(kind)) return;
    Finding& finding = add(kind, state);
    const Fate& deleted = now.deleted ? now : was;
    finding.words[acts] = deletion_words(acts, deleted.due, states_.noncurrent());
    finding.words[waits] = waiting_words(waits, other, future, states_.noncurrent());
    finding.alike = deletion_words(acts, deleted.due, false) + waiting_words(waits, other, future, false);
    name(finding, acts, {first_due(acts, deleted.due)});
    name_protector(finding, waits, other);
    if (future) name(finding, waits, {first_due(waits, future->second.due)});
  }

  // A keep matters by itself only where no delete is coming: else it shows in when the object is deleted.
  void keeping(const State& state, const Fate& was, const Fate& now) {
    const bool less = was.kept;
    const ChangeKind kind = less ? ChangeKind::less_kept : ChangeKind::more_kept;
    if (found.contains(kind) || states_.deletion(old_side, state) || states_.deletion(new_side, state)) return;
    Finding& finding = add(kind, state);
    const std::size_t keeps = less ? old_side : new_side;
    const Fate& kept = less ? was : now;
    finding.words[keeps] = waiting_words(keeps, kept, std::nullopt, false);
    finding.alike = finding.words[keeps];
    finding.words[1 - keeps] = "not kept, but never deleted either";
    name_protector(finding, keeps, kept);
  }

  void hold(const State& state, const Fate& was, const Fate& now) {
    const ChangeKind kind = was.held ? ChangeKind::hold_lifted : ChangeKind::hold_added;
    if (found.contains(kind)) return;
    Finding& finding = add(kind, state);
    const std::size_t holds = was.held ? old_side : new_side;
    finding.words[holds] = "held";
    finding.words[1 - holds] = "not held";
    name(finding, holds, {}, (was.held ? was : now).holds);
  }

  void lock(const State& state, const Fate& was, const Fate& now) {
    const auto less = [](const Fate& a, const Fate& b) {
      return b.locked && (!a.locked || *a.locked < *b.locked || a.mode < b.mode);
    };
    for (const auto& [kind, so] : {std::pair(ChangeKind::less_locked, less(now, was)), std::pair(ChangeKind::more_locked, less(was, now))}) {
      if (!so || found.contains(kind)) continue;
      Finding& finding = add(kind, state);
      for (const std::size_t side : {old_side, new_side}) {
        const Fate& fate = side == old_side ? was : now;
        finding.words[side] = lock_words(fate);
        Refs locks;
        for (const StatementRef ref : fate.kept_by) {
          if (statement(side, ref).kind == StatementKind::lock) locks.push_back(ref);
        }
        name(finding, side, locks);
      }
    }
  }

  void moves(const State& state) {
    if (found.contains(ChangeKind::moves)) return;
    Finding& finding = add(ChangeKind::moves, state);
    for (const std::size_t side : {old_side, new_side}) {
      std::string words;
      Refs refs;
      for (const Item* item : states_.speaking(side)) {
        if (item->statement == nullptr || item->statement->kind != (states_.noncurrent() ? StatementKind::move_noncurrent : StatementKind::move)) continue;
        const Statement& s = *item->statement;
        words += fmt::format("{}{} after {}{}", words.empty() ? "moved to " : ", to ", to_text(s.tier), to_text(s.duration), since(side, s));
        refs.push_back(item->ref);
      }
      finding.words[side] = words.empty() ? "not moved" : words;
      name(finding, side, refs);
    }
  }

  std::string since(std::size_t side, const Statement& s) const {
    if (s.clock.kind == ClockKind::created || s.clock.kind == ClockKind::noncurrent) return {};
    return " since " + to_text(policy(side), s.clock);
  }

  // Revisions are told apart in words only where a line speaks of them alone.
  std::string deletion_words(std::size_t side, const Refs& due, bool noncurrent) const {
    const Statement& s = statement(side, first_due(side, due));
    const std::string whole = s.whole == no_id ? "" : fmt::format(" with its whole {}", policy(side).fields[s.whole].name);
    if (s.kind == StatementKind::remove_noncurrent) {
      const std::string newer = s.keeping_newer == 0 ? "" : fmt::format(" and {} newer", s.keeping_newer);
      return fmt::format("deleted {} after it became noncurrent{}", to_text(s.duration), newer);
    }
    if (noncurrent) {
      return fmt::format("deleted{} {} days after it became noncurrent", whole, policy(side).stores[space_.pair.id[side]].recoverable_days());
    }
    if (s.kind == StatementKind::quarantine) return fmt::format("quarantined for {}, then deleted{}", to_text(s.duration), whole);
    return fmt::format("deleted{} after {}{}", whole, to_text(s.duration), since(side, s));
  }

  static std::string lock_words(const Fate& fate) {
    if (!fate.locked) return "not locked";
    return fmt::format("locked in {} mode for {} days", fate.mode == LockMode::compliance ? "compliance" : "governance", *fate.locked / seconds_a_day);
  }

  // Kept by the strongest of what keeps it, then deleted or not.
  std::string waiting_words(std::size_t side, const Fate& fate, const std::optional<std::pair<Seconds, Fate>>& future, bool noncurrent) const {
    std::string words;
    const Protector best = protector(side, fate);
    if (best.hold) words = "held";
    else if (best.statement == nullptr) words.clear();
    else if (best.statement->kind == StatementKind::keep_forever) words = "kept for ever";
    else if (best.statement->kind == StatementKind::keep_for) words = fmt::format("kept for {}{}", to_text(best.statement->duration), since(side, *best.statement));
    else if (best.statement->kind == StatementKind::lock) words = lock_words(fate);
    else {
      Statement bare = *best.statement;
      bare.where = {};
      words = "kept as one of the " + to_text(policy(side), bare).substr(5);
    }
    if (!future) return words.empty() ? "never deleted" : words;
    const std::string then = deletion_words(side, future->second.due, noncurrent);
    return words.empty() ? then : words + ", then " + then;
  }

  const PairSpace& space_;
  const CellStates& states_;
  UnitKeeping& kept_;
};

// Deletes of whole units act only where the same statement speaks of every other member: which ones speak of this object
// matters to the others, whatever becomes of it.
std::vector<std::string> whole_deletes(const PairSpace& space, const CellStates& states, std::size_t side) {
  std::vector<std::string> out;
  for (const Item* item : states.speaking(side)) {
    const Statement* s = item->statement;
    if (s == nullptr || s->whole == no_id) continue;
    const FieldId clock = s->clock.field == no_id ? no_id : space.joint.to[side][s->clock.field];
    out.push_back(fmt::format("{} {} {} {} {}", static_cast<int>(s->kind), space.joint.to[side][s->whole], static_cast<int>(s->clock.kind), clock, s->duration.days));
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

// Both sides do the same to the cell's objects, in as many statements as they like.
bool same_acts(const PairSpace& space, const Part& cell, const PairSpace::Near& near) {
  std::vector<std::string_view> acts[2];
  for (const Item* item : near) {
    if (!item->unsure.empty()) return false;
    if (space.speaks(*item, cell)) acts[item->side].push_back(item->act);
  }
  for (auto& list : acts) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  }
  return acts[old_side] == acts[new_side];
}

const Item* first_abort(const CellStates& states, std::size_t side) {
  const Item* best = nullptr;
  for (const Item* item : states.speaking(side)) {
    if (item->statement == nullptr || item->statement->kind != StatementKind::abort_uploads) continue;
    if (best == nullptr || item->statement->duration.days < best->statement->duration.days) best = item;
  }
  return best;
}

}  // namespace

std::vector<Finding> compare_cell(const PairSpace& space, const Evaluator* const evaluators[2], const Part& cell, const PairSpace::Near& near,
                                  const UnitKeeping& units, UnitKeeping& kept) {
  std::vector<Finding> out;
  if (!units.lost && !units.gained && !space.retention && space.lacking(cell).empty() && same_acts(space, cell, near)) return out;
  const CellStates states(space, evaluators, cell, near, units);
  const auto undecided = [&](std::string note) {
    Finding finding;
    finding.note = std::move(note);
    for (const std::size_t side : {old_side, new_side}) {
      for (const Item* item : states.speaking(side)) {
        if (!item->twin) finding.sources[side].push_back(item);
      }
    }
    out.push_back(std::move(finding));
    return out;
  };
  if (!states.undecided.empty()) return undecided(states.undecided);
  Comparison comparison(space, states, kept);
  if (!states.each([&](const State& state) { comparison.look(state); })) return undecided("its statements ask for too many clocks and ranks");
  if (!comparison.found.empty() && !states.shown()) return undecided("no key of such an object was found");
  if (!comparison.found.empty() && !states.trusted()) return undecided("its example is not like all of its objects");
  for (auto& [kind, finding] : comparison.found) out.push_back(std::move(finding));
  const Item* const was = first_abort(states, old_side);
  const Item* const now = first_abort(states, new_side);
  if (!states.noncurrent() && (was == nullptr) != (now == nullptr)) {
    Finding finding;
    finding.kind = ChangeKind::uploads;
    for (const std::size_t side : {old_side, new_side}) {
      const Item* item = side == old_side ? was : now;
      finding.words[side] = item == nullptr ? "uploads are not given up" : fmt::format("uploads are given up after {}", to_text(item->statement->duration));
      if (item != nullptr) finding.sources[side].push_back(item);
    }
    out.push_back(std::move(finding));
  } else if (!states.noncurrent() && was != nullptr && was->statement->duration != now->statement->duration) {
    Finding finding;
    finding.kind = ChangeKind::uploads;
    finding.sources[old_side].push_back(was);
    finding.sources[new_side].push_back(now);
    finding.words[old_side] = fmt::format("uploads are given up after {}", to_text(was->statement->duration));
    finding.words[new_side] = fmt::format("uploads are given up after {}", to_text(now->statement->duration));
    out.push_back(std::move(finding));
  }
  if (out.empty() && states.has_whole() && whole_deletes(space, states, old_side) != whole_deletes(space, states, new_side)) {
    return undecided("other objects of its unit may be waiting for it");
  }
  return out;
}

}  // namespace shelflife::diffing
