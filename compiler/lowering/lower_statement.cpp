#include "compiler/lowering/lower_statement.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/model/print.hpp"
#include "compiler/objects/fate.hpp"

namespace shelflife {

StoreLowering::StoreLowering(const StoreView& view, RuleBook& book, Lowered& lowered, Diagnostics& diagnostics)
    : view_(view), book_(book), lowered_(lowered), diagnostics_(diagnostics), first_row_(lowered.placements.size()) {}

void StoreLowering::lower_all() {
  find_default_lock();
  for (const std::uint32_t r : view_.rules) {
    const Rule& rule = view_.policy.rules[r];
    for (std::uint32_t s = 0; s < rule.statements.size(); ++s) lower_one({r, s});
  }
  if (default_lock_) lowered_.default_locks.push_back(*default_lock_);
  if (view_.store.sweep == Sweep::marked) by_mark();
}

void StoreLowering::lower_one(StatementRef ref) {
  switch (statement(ref).kind) {
    case StatementKind::remove: return lower_remove(ref);
    case StatementKind::remove_noncurrent: return lower_remove_noncurrent(ref);
    case StatementKind::quarantine: return lower_quarantine(ref);
    case StatementKind::move:
    case StatementKind::move_noncurrent: return lower_move(ref);
    case StatementKind::lock: return lower_lock(ref);
    case StatementKind::abort_uploads: return lower_abort(ref);
    default: return;  // keeps are no action: they hold back the others
  }
}

Placement& StoreLowering::row(StatementRef ref, Who who, std::string because) {
  lowered_.placements.push_back({ref, view_.id, who, std::move(because), {}});
  return lowered_.placements.back();
}

void StoreLowering::add_pieces(StatementRef ref, const Pieces& pieces, ActionKind kind, NativeClock clock, std::uint32_t newer) {
  for (const Piece& piece : pieces.native) {
    NativeAction action;
    action.kind = kind;
    action.clock = clock;
    action.days = piece.days;
    action.newer_noncurrent = newer;
    action.from = {ref};
    action.lead = ref;
    const Statement& s = statement(ref);
    if (kind == ActionKind::transition || kind == ActionKind::transition_noncurrent) {
      action.tier = s.tier;
      action.storage_class = view_.policy.tiers[static_cast<std::size_t>(view_.store.provider)].classes[static_cast<std::size_t>(s.tier)];
    }
    book_.add(piece.filter, std::move(action));
  }
}

// "prefix ml/dev/", "4 prefixes from ml/dev/, tag status=failed; at 90 days, after `keep for 90 days` (21)".
std::string StoreLowering::summary(const Pieces& pieces, std::uint32_t asked) const {
  if (pieces.native.empty()) return {};
  const NativeFilter& first = pieces.native[0].filter;
  std::vector<std::string> prefixes, tags;
  const Piece* latest = nullptr;
  for (const Piece& piece : pieces.native) {
    if (!piece.filter.prefixes.empty()) prefixes.push_back(piece.filter.prefixes[0]);
    for (const auto& [key, value] : piece.filter.tags) tags.push_back(key + "=" + value);
    if (piece.days > asked && (latest == nullptr || piece.days > latest->days)) latest = &piece;
  }
  const auto unique = [](std::vector<std::string>& list) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  };
  unique(prefixes);
  unique(tags);
  std::string text;
  if (prefixes.empty()) text = fmt::format("whole {}", view_.can.container_word);
  else if (prefixes.size() == 1) text = fmt::format("prefix {}", prefixes[0]);
  else if (prefixes.size() <= 3) text = fmt::format("prefixes {}", fmt::join(prefixes, ", "));
  else text = fmt::format("{} prefixes from {}", prefixes.size(), prefixes[0]);
  if (prefixes.empty() && !tags.empty()) text.clear();
  if (!tags.empty()) {
    const std::string list = tags.size() <= 3 ? fmt::format("tag {}", fmt::join(tags, ", ")) : fmt::format("{} tags", tags.size());
    text += (text.empty() ? "" : ", ") + list;
  }
  if (first.size_min || first.size_max) text += ", by size";
  if (latest != nullptr) {
    text += fmt::format("; at {} days", latest->days);
    if (!latest->later.empty()) text += fmt::format(", after {}", describe(view_.policy, view_.sources, latest->later.back()));
  }
  return text;
}

// In an immutable container the provider ignores lifecycle deletes.
bool StoreLowering::immutable() const { return default_lock_ && view_.can.immutable_blocks_delete; }

void StoreLowering::place_delete(StatementRef ref, const Pieces& current, const Pieces& noncurrent, bool noncurrent_matters) {
  const bool native = !current.native.empty() || !noncurrent.native.empty();
  std::vector<std::string> left = current.left;
  if (noncurrent_matters) {
    for (const std::string& why : noncurrent.left) {
      if (std::find(left.begin(), left.end(), why) == left.end()) left.push_back(current.left.empty() ? "noncurrent: " + why : why);
    }
  }
  const std::uint32_t asked = statement(ref).duration.days;
  if (!native && left.empty()) {
    const bool held = !current.held.empty();
    row(ref, Who::nobody, held ? describe(view_.policy, view_.sources, current.held[0]) + " holds all of it for ever" : "its condition holds for no object of this store");
    return;
  }
  std::string because = current.native.empty() ? summary(noncurrent, asked) : summary(current, asked);
  if (current.native.empty() && !noncurrent.native.empty()) because += ", noncurrent only";
  if (!left.empty()) {
    because += (because.empty() ? "" : "; plan: ") + left[0];
    if (left.size() > 1) because += fmt::format(" (and {} more)", left.size() - 1);
  }
  row(ref, !native ? Who::plan : left.empty() ? Who::cloud : Who::cloud_and_plan, std::move(because));
}

void StoreLowering::lower_remove(StatementRef ref) {
  const Statement& s = statement(ref);
  if (s.whole != no_id) return void(row(ref, Who::plan, fmt::format("takes a whole `{}` as one", view_.policy.fields[s.whole].name)));
  if (immutable()) return void(row(ref, Who::plan, "the container is immutable: Azure deletes nothing in it by itself"));
  const Predicate condition = where(ref);
  Pieces current;
  const bool accessed = s.clock.kind == ClockKind::accessed;
  const bool clock_seen = s.clock.kind == ClockKind::created || (accessed && view_.can.accessed_clock && view_.store.access_tracking.value_or(false));
  if (clock_seen) {
    current = cut(view_, condition, accessed ? Purpose::expire_accessed : Purpose::expire, s.duration.days);
  } else {
    current.left.push_back(fmt::format("no {} rule has the clock `since {}`", view_.can.display, to_text(view_.policy, s.clock)));
  }
  Pieces noncurrent;
  const bool has_noncurrent = view_.store.versioned() || view_.can.snapshots;
  if (has_noncurrent) {
    noncurrent = implicit_noncurrent(ref, condition);
    if (!noncurrent.left.empty() && done_elsewhere(ref, condition)) noncurrent.left.clear();
    if (!view_.can.noncurrent_clock && view_.store.versioned()) {
      // Azure deletes no blob that has versions, and its version rules know no tags: leave those parts whole.
      const std::size_t before = current.native.size();
      std::erase_if(current.native, [](const Piece& p) { return !p.filter.tags.empty(); });
      if (current.native.size() != before) current.left.push_back("a blob with versions is not deleted by tag");
    }
  }
  add_pieces(ref, current, ActionKind::expire, accessed ? NativeClock::accessed : NativeClock::created);
  if (has_noncurrent) {
    // Ages of versions count from creation at Azure: one that has been noncurrent for the recoverable span is at least
    // that old, and soft delete gives the span to one that is older when it is replaced.
    const NativeClock clock = view_.can.noncurrent_clock ? NativeClock::noncurrent : NativeClock::created;
    if (view_.store.versioned()) add_pieces(ref, noncurrent, ActionKind::expire_noncurrent, clock);
    if (view_.can.snapshots) {
      // People take snapshots to keep them: they go no sooner than the blob itself would.
      Pieces snapshots = noncurrent;
      for (Piece& piece : snapshots.native) piece.days = std::max(piece.days, s.duration.days);
      add_pieces(ref, snapshots, ActionKind::expire_snapshots, NativeClock::created);
    }
  }
  place_delete(ref, current, noncurrent, has_noncurrent);
}

void StoreLowering::lower_remove_noncurrent(StatementRef ref) {
  const Statement& s = statement(ref);
  if (!view_.store.versioned() && !view_.can.snapshots) {
    return void(row(ref, Who::nobody, fmt::format("the {} is not versioned: it has no noncurrent revisions", view_.can.container_word)));
  }
  if (immutable()) return void(row(ref, Who::plan, "the container is immutable: Azure deletes nothing in it by itself"));
  if (s.keeping_newer > view_.can.max_newer) {
    return void(row(ref, Who::plan, view_.can.max_newer == 0 ? fmt::format("{} rules cannot count newer revisions", view_.can.display)
                                                            : fmt::format("{} rules count at most {} newer revisions", view_.can.display, view_.can.max_newer)));
  }
  const bool by_creation = !view_.can.noncurrent_clock;
  if (by_creation && s.duration.days > view_.store.recoverable_days()) {
    return void(row(ref, Who::plan, fmt::format("{} counts a version's age from its creation, and soft delete ends after {} days", view_.can.display, view_.store.recoverable_days())));
  }
  Pieces pieces = cut(view_, where(ref), Purpose::expire_noncurrent, s.duration.days);
  if (s.keeping_newer > 0 && view_.can.newer_counts_live && !pieces.native.empty()) {
    pieces.left.push_back(fmt::format("{} counts the live object among the newer: where it is gone, one more stays", view_.can.display));
  }
  if (view_.store.versioned()) add_pieces(ref, pieces, ActionKind::expire_noncurrent, by_creation ? NativeClock::created : NativeClock::noncurrent, s.keeping_newer);
  if (view_.can.snapshots) add_pieces(ref, pieces, ActionKind::expire_snapshots, NativeClock::created, s.keeping_newer);
  place_delete(ref, pieces, {}, false);
}

Pieces StoreLowering::implicit_noncurrent(StatementRef ref, const Predicate& condition) {
  if (const auto ahead = cut_ahead_.find(ref); ahead != cut_ahead_.end()) return std::move(cut_ahead_.extract(ahead).mapped());
  Pieces pieces = cut_implicit_noncurrent(view_, condition, view_.store.recoverable_days());
  all_native_[ref] = pieces.left.empty() && !pieces.native.empty();
  return pieces;
}

// Whether another delete speaks of all these objects and the cloud deletes all its noncurrent revisions as early.
bool StoreLowering::done_elsewhere(StatementRef ref, const Predicate& condition) {
  if (!complete_noncurrent_) {
    complete_noncurrent_.emplace();
    for (const std::uint32_t r : view_.rules) {
      for (std::uint32_t s = 0; s < view_.policy.rules[r].statements.size(); ++s) {
        const Statement& other = view_.policy.rules[r].statements[s];
        if (other.kind != StatementKind::remove || other.whole != no_id) continue;
        const Predicate there = both(view_.policy.rules[r].where, other.where);
        if (!all_native_.contains({r, s})) {
          Pieces pieces = implicit_noncurrent({r, s}, there);
          cut_ahead_.emplace(StatementRef{r, s}, std::move(pieces));
        }
        if (!all_native_[{r, s}]) continue;
        complete_noncurrent_->items.push_back({{r, s}, truth(view_.policy, there, Reading::certain).boxes});
        for (const Box& box : complete_noncurrent_->items.back().boxes) {
          complete_noncurrent_->index.add(box, view_.keys.anchors(box), static_cast<std::uint32_t>(complete_noncurrent_->items.size() - 1));
        }
      }
    }
    complete_noncurrent_->index.finish();
  }
  const Region region = truth(view_.policy, condition, Reading::certain);
  return region.exact && std::all_of(region.boxes.begin(), region.boxes.end(), [&](const Box& box) {
    const std::optional<std::vector<std::uint32_t>> near = complete_noncurrent_->index.near(box, view_.keys.anchors(box), view_.work_a_statement);
    return near && std::any_of(near->begin(), near->end(), [&](std::uint32_t at) {
      const Complete::Item& item = complete_noncurrent_->items[at];
      if (item.ref == ref) return false;
      // Snapshots wait for the days of the delete itself.
      if (view_.can.snapshots && statement(item.ref).duration.days > statement(ref).duration.days) return false;
      return std::any_of(item.boxes.begin(), item.boxes.end(), [&](const Box& b) { return contains(b, box); });
    });
  });
}

void StoreLowering::lower_quarantine(StatementRef ref) {
  row(ref, Who::plan, "its clock starts at a mark that the pruner writes");
}

void StoreLowering::lower_move(StatementRef ref) {
  const Statement& s = statement(ref);
  const bool noncurrent = s.kind == StatementKind::move_noncurrent;
  const auto cannot = [&](const std::string& why) {
    if (view_.can.plan_moves_in_place) {
      row(ref, Who::plan, why);
      return;
    }
    diagnostics_.add(Code::move_not_native, s.origin.span,
                     fmt::format("`{}` cannot be done by {} itself on store `{}`: {}", to_text(view_.policy, s), view_.can.display, view_.store.name, why),
                     "use conditions that the cloud sees (path fields, tags on S3, size, created): the plan moves objects in place on Azure only");
  };
  if (noncurrent && !view_.store.versioned()) {
    return void(row(ref, Who::nobody, fmt::format("the {} is not versioned: it has no noncurrent revisions", view_.can.container_word)));
  }
  if (noncurrent && !view_.can.noncurrent_clock) return cannot(fmt::format("{} counts a version's age from its creation", view_.can.display));
  const bool accessed = !noncurrent && s.clock.kind == ClockKind::accessed;
  const bool clock_seen = noncurrent || s.clock.kind == ClockKind::created || (accessed && view_.can.accessed_clock && view_.store.access_tracking.value_or(false));
  if (!clock_seen) return cannot(fmt::format("no {} rule has the clock `since {}`", view_.can.display, to_text(view_.policy, s.clock)));
  const Predicate condition = where(ref);
  Pieces pieces = cut(view_, condition, noncurrent ? Purpose::transition_noncurrent : Purpose::transition, s.duration.days);
  if (view_.can.small_objects_stay && names_size(condition)) {
    // A statement that names a size speaks of small objects too: any size filter lifts the provider's own floor.
    for (Piece& piece : pieces.native) {
      if (!piece.filter.size_min && !piece.filter.size_max) piece.filter.size_max = view_.can.largest_object;
    }
  }
  const bool complete = pieces.left.empty() || pieces.listed_only;
  if (!complete && !view_.can.plan_moves_in_place) return cannot(pieces.left[0]);
  add_pieces(ref, pieces, noncurrent ? ActionKind::transition_noncurrent : ActionKind::transition,
             noncurrent ? NativeClock::noncurrent : accessed ? NativeClock::accessed : NativeClock::created);
  std::string because = summary(pieces, s.duration.days);
  if (pieces.native.empty() && pieces.left.empty()) return void(row(ref, Who::nobody, "its condition holds for no object of this store"));
  const bool sized = std::any_of(pieces.native.begin(), pieces.native.end(), [](const Piece& p) { return p.filter.size_min || p.filter.size_max; });
  if (view_.can.small_objects_stay && !sized) because += "; objects < 128 KiB stay";
  if (!pieces.left.empty() && view_.can.plan_moves_in_place) because += (because.empty() ? "" : "; plan: ") + pieces.left[0];
  const bool plan_too = !pieces.left.empty() && view_.can.plan_moves_in_place;
  row(ref, !plan_too ? Who::cloud : pieces.native.empty() ? Who::plan : Who::cloud_and_plan, std::move(because));
}

void StoreLowering::lower_abort(StatementRef ref) {
  const Statement& s = statement(ref);
  if (!view_.can.abort_uploads) return void(row(ref, Who::nobody, "uncommitted blocks expire by themselves after a week"));
  const Region region = truth(view_.policy, rule(ref).where, Reading::certain);
  std::vector<std::string> prefixes;
  bool plain = region.exact && !region.boxes.empty();
  for (const Box& box : region.boxes) {
    Box keys_only;
    keys_only.key = box.key;
    for (const auto& [field, set] : box.texts) {
      if (view_.policy.fields[field].source == FieldSource::path) keys_only.set_text(field, set);
    }
    const KeySpace::Cover cover = view_.keys.cover(keys_only, false);
    plain = plain && keys_only == box && cover.exact;
    prefixes.insert(prefixes.end(), cover.prefixes.begin(), cover.prefixes.end());
  }
  if (!plain) {
    diagnostics_.add(Code::abort_where, s.origin.span,
                     fmt::format("`abort uploads` under a condition that is no prefix: `{}`", to_text(view_.policy, rule(ref).where)),
                     "an upload in progress has a key and nothing else; give it a rule of its own with a path condition or none");
    return;
  }
  Pieces pieces;
  for (std::string& prefix : prefixes) {
    Piece piece;
    piece.days = s.duration.days;
    if (!prefix.empty()) piece.filter.prefixes = {std::move(prefix)};
    pieces.native.push_back(std::move(piece));
  }
  add_pieces(ref, pieces, ActionKind::abort_uploads, NativeClock::created);
  row(ref, Who::cloud, summary(pieces, s.duration.days));
}

}  // namespace shelflife
