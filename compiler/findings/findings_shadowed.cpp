// Statements that do nothing of their own: whatever they do, others do too, as soon and for as long.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/findings/findings_parts.hpp"
#include "compiler/model/print.hpp"

namespace shelflife::findings {

namespace {

std::string_view does_nothing(StatementKind kind) {
  switch (kind) {
    case StatementKind::lock: return "locks nothing that is not locked as long anyway";
    case StatementKind::remove:
    case StatementKind::remove_noncurrent: return "is never the first to be due";
    case StatementKind::move:
    case StatementKind::move_noncurrent: return "moves nothing that is not as cold by then";
    case StatementKind::abort_uploads: return "aborts nothing that is not aborted sooner";
    default: return "keeps nothing that is not kept as long anyway";
  }
}

std::string_view does_all(StatementKind kind) {
  switch (kind) {
    case StatementKind::remove:
    case StatementKind::remove_noncurrent: return "is due no later on all of its objects";
    case StatementKind::move:
    case StatementKind::move_noncurrent: return "moves all of its objects no later";
    case StatementKind::abort_uploads: return "speaks of all of its uploads";
    default: return "speaks of all of its objects";
  }
}

std::string hint_for(const Policy& policy, const Item& item, const Statement& by, bool same) {
  if (same) return "remove one of the two";
  if (item.statement->kind == StatementKind::remove && by.kind == StatementKind::remove) {
    return fmt::format("remove it; to have these objects longer, say `keep for {}` instead", to_text(item.statement->duration));
  }
  if (is_move(item.statement->kind)) return "remove it, or move it to a colder tier or to a later day than the other";
  return fmt::format("remove it, or narrow {}", "`" + to_text(policy, by) + "`");
}

struct Verdict {
  bool speaks = false;
  const Ground* ground = nullptr;  // the first on which it speaks
  std::vector<std::uint32_t> by;
  const Group* own = nullptr;
};

// On every store that it speaks of.
std::optional<Verdict> decide(Landscape& land, const Item& item) {
  const Statement& s = *item.statement;
  const Kinds kinds = that_do_all_of(s.kind);
  Verdict verdict;
  for (const Standing& on : land.grounds_of(item.ref.rule)) {
    const Ground& ground = *land.grounds[on.ground];
    const Group* own = land.group_of(on, item.ref);
    if (own == nullptr) continue;
    std::vector<std::uint32_t> by;
    if (own->best != &item && !land.idle[land.statements.index(own->best->ref)]) {
      by.push_back(static_cast<std::uint32_t>(own - ground.groups().data()));
    } else {
      const Cover found = cover(land, ground, *own, ground.parts(*own), true, kinds, [&](const Group& group) {
        const Item* other = group.best;
        return other != nullptr && other != &item && &group != own && !land.idle[land.statements.index(other->ref)] && does_all_of(*other->statement, s);
      });
      if (found.undecided) ++land.undecided;
      if (!found.all || found.by.empty()) return std::nullopt;
      by = found.by;
    }
    if (verdict.ground != nullptr) continue;
    verdict = {true, &ground, std::move(by), own};
  }
  if (!verdict.speaks) return std::nullopt;
  return verdict;
}

struct Shadowed {
  const Item* item = nullptr;
  Verdict verdict;
};

Finding tell(const Landscape& land, const Shadowed& shadowed) {
  const Policy& policy = land.policy;
  const Item& item = *shadowed.item;
  const Verdict& verdict = shadowed.verdict;
  const Statement& s = *item.statement;
  Finding finding;
  finding.code = is_move(s.kind) ? Code::move_not_colder : Code::statement_shadowed;
  finding.span = place(policy, item.ref);
  finding.statement = item.ref;
  const std::string text = said(policy, item.ref);
  const Group& first = verdict.ground->groups()[verdict.by[0]];
  const Statement& by = *first.best->statement;
  const bool same = verdict.by.size() == 1 && &first == verdict.own && by.duration.days == s.duration.days && by.ranking.count == s.ranking.count;
  if (same) {
    finding.code = Code::statement_shadowed;
    finding.message = fmt::format("{} is said twice for the same objects", text);
  } else if (verdict.by.size() == 1) {
    finding.message = fmt::format("{} {}: {} {}", text, does_nothing(s.kind), said(policy, first), does_all(s.kind));
  } else {
    finding.message = fmt::format("{} {}: {} statements together do it on all of its objects", text, does_nothing(s.kind), verdict.by.size());
  }
  finding.hint = hint_for(policy, item, by, same);
  const bool days = s.kind != StatementKind::keep_forever && s.kind != StatementKind::keep_ranked;
  const bool deleting = is_delete(s.kind) || is_move(s.kind) || s.kind == StatementKind::abort_uploads;
  const std::uint32_t age = !days ? 1 : deleting ? s.duration.days : s.duration.days - 1;  // due, or still held
  const Part& part = verdict.ground->parts(*verdict.own)[0];
  finding.witness = object_at(land, *verdict.ground, part, days ? s.clock : Clock{}, age);
  blame(land, *verdict.ground, verdict.by, finding);
  return finding;
}

}  // namespace

// From the last statement to the first, so that of two that say the same the first stays. What is found to do nothing
// holds nothing else up from then on: all that are found can be taken out together.
void find_shadowed(Landscape& land) {
  std::vector<Shadowed> shadowed;
  for (std::size_t at = land.statements.items.size(); at-- > 0;) {
    const Item& item = land.statements.items[at];
    if (land.idle[at] || item.statement->kind == StatementKind::quarantine) continue;
    std::optional<Verdict> verdict = decide(land, item);
    if (!verdict) continue;
    land.idle[at] = true;
    shadowed.push_back({&item, std::move(*verdict)});
  }
  tell_all(land, shadowed, [&](const Shadowed& s) { return tell(land, s); });
}

}  // namespace shelflife::findings
