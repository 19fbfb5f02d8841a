// What is asked for beside deletes and moves of objects: locks, uploads, delete markers, the rule that sweeps what is marked.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/model/print.hpp"
#include "compiler/verify/verify_parts.hpp"

namespace shelflife::verifying {

namespace {

std::string said(const Question& q, StatementRef ref) { return describe(q.policy(), q.space.view.sources, ref); }

// A lock is a setting of the bucket for what is written, and the plan's for what is there.
void check_lock(const Question& q, StatementRef ref) {
  const Placement* placement = q.placement(ref);
  const Statement& s = q.statement(ref);
  if (placement == nullptr || !placement->in_plan()) {
    q.out.gaps.push_back({Gap::Kind::lock, ref, std::nullopt, said(q, ref) + " is set by nobody"});
    return;
  }
  if (placement->who != Who::setting) return;
  const bool set = std::any_of(q.lowered.default_locks.begin(), q.lowered.default_locks.end(), [&](const DefaultLock& d) {
    return d.store == q.space.view.id && d.duration.days >= s.duration.days && d.mode >= s.mode;
  });
  if (!set) q.out.gaps.push_back({Gap::Kind::lock, ref, std::nullopt, said(q, ref) + " is longer or stricter than the bucket's default retention"});
}

// Whether boxes cover all of the parts together.
bool covered(const Question& q, const std::vector<Part>& parts, const std::vector<Box>& boxes) {
  std::vector<Box> walls;
  for (const Box& box : boxes) walls.push_back(q.space.view.keys.refine(box));
  Search search{q.space, true, true, {}, {}};
  search.walls = [&](const Part& part) {
    std::vector<const Box*> out;
    for (std::size_t i = 0; i < boxes.size(); ++i) out.push_back(part.managed ? &walls[i] : &boxes[i]);
    return out;
  };
  search.fine = [&](const Part& part) { return q.space.covered(part, boxes); };
  return !find(q, search, parts);
}

// An upload has a key and nothing else.
Box key_only(const Question& q, const Box& box) {
  Box out;
  out.key = box.key;
  for (const auto& [field, set] : box.texts) {
    if (q.policy().fields[field].source == FieldSource::path) out.set_text(field, set);
  }
  return out;
}

// The keys of boxes.
std::vector<Part> key_parts(const Question& q, const std::vector<Box>& boxes) {
  std::vector<Part> out;
  for (const Box& box : boxes) {
    for (const bool managed : {true, false}) {
      if (!managed && names_path(q.policy(), box)) continue;
      if (auto part = q.space.settle({key_only(q, box), managed}, true)) out.push_back(std::move(*part));
    }
  }
  return out;
}

struct Upload {
  StatementRef ref;
  std::vector<Part> parts;
  std::uint32_t days = 0;
};

void check_uploads(const Question& q) {
  if (!q.space.view.can.abort_uploads) return;  // uncommitted blocks expire by themselves
  std::vector<Upload> asked;
  for (const std::uint32_t r : q.space.view.rules) {
    const Rule& rule = q.policy().rules[r];
    for (std::uint32_t s = 0; s < rule.statements.size(); ++s) {
      if (rule.statements[s].kind != StatementKind::abort_uploads) continue;
      const Region region = truth(q.policy(), rule.where, Reading::certain);
      asked.push_back({{r, s}, key_parts(q, region.boxes), rule.statements[s].duration.days});
    }
  }
  std::vector<NativeBox> natives;
  for (const NativeRule& rule : q.rules) {
    for (const NativeAction& action : rule.actions) {
      if (action.kind != ActionKind::abort_uploads) continue;
      for (NativeBox& native : native_boxes(q, rule, action)) natives.push_back(std::move(native));
    }
  }
  for (const Upload& upload : asked) {
    std::vector<Box> boxes;
    for (const NativeBox& native : natives) {
      if (native.whole && native.action->days <= upload.days) boxes.push_back(native.box);
    }
    if (!covered(q, upload.parts, boxes)) {
      q.out.gaps.push_back({Gap::Kind::uploads, upload.ref, std::nullopt, fmt::format("{} is due, but {} does not abort all of these uploads by then", said(q, upload.ref), q.space.view.can.display)});
    }
  }
  for (const NativeBox& native : natives) {
    std::vector<Box> boxes;
    for (const Upload& upload : asked) {
      if (upload.days > native.action->days) continue;
      for (const Part& part : upload.parts) boxes.push_back(key_only(q, part.box));
    }
    if (covered(q, key_parts(q, {native.box}), boxes)) continue;
    q.out.notes.push_back(fmt::format("rule `{}` aborts uploads{} after {} days, which no `abort uploads` asks for", native.rule->id,
                                      native.prefix.empty() ? std::string() : fmt::format(" under `{}`", native.prefix), native.action->days));
  }
}

// S3: an expired delete marker goes by a rule of its own, or with `Expiration.Days` where it is old enough ("Lifecycle
// configuration elements"). Deletes of the pruner leave markers too.
void check_markers(const Question& q) {
  if (!q.space.view.can.expired_markers || !q.store().versioned()) return;
  std::vector<Box> boxes;
  for (const NativeRule& rule : q.rules) {
    for (const NativeAction& action : rule.actions) {
      if (action.kind != ActionKind::expired_markers && action.kind != ActionKind::expire) continue;
      for (const NativeBox& native : native_boxes(q, rule, action)) {
        if (native.whole && rule.filter.tags.empty() && native.box.size.everything()) boxes.push_back(key_only(q, native.box));
      }
    }
  }
  const bool everywhere = std::any_of(boxes.begin(), boxes.end(), [](const Box& box) { return box == Box{}; });
  if (everywhere) return;
  for (const std::uint32_t r : q.space.view.rules) {
    const Rule& rule = q.policy().rules[r];
    for (const Statement& s : rule.statements) {
      if (!is_delete(s.kind)) continue;
      const Region region = truth(q.policy(), both(rule.where, s.where), Reading::certain);
      if (region.exact && covered(q, key_parts(q, region.boxes), boxes)) continue;
      q.out.gaps.push_back({Gap::Kind::markers, std::nullopt, std::nullopt, "delete markers with nothing behind them stay"});
      return;
    }
  }
}

void check_sweep(const Question& q) {
  const bool marked = std::any_of(q.placements.begin(), q.placements.end(), [](const Placement* p) { return p->who == Who::mark; });
  if (!marked) return;
  for (const NativeRule& rule : q.rules) {
    const NativeFilter& f = rule.filter;
    const bool all = f.prefixes.empty() && f.suffixes.empty() && f.tags.size() == 1 && !f.size_min && !f.size_max;
    for (const NativeAction& action : rule.actions) {
      if (all && by_mark(q, rule, action) && action.days <= 1 && action.clock == NativeClock::created && !action.partial) return;
    }
  }
  q.out.gaps.push_back({Gap::Kind::sweep, std::nullopt, std::nullopt, "what the pruner marks is deleted by no native rule at once"});
}

}  // namespace

void check_the_rest(const Question& q) {
  for (const std::uint32_t r : q.space.view.rules) {
    const Rule& rule = q.policy().rules[r];
    for (std::uint32_t s = 0; s < rule.statements.size(); ++s) {
      if (rule.statements[s].kind == StatementKind::lock) check_lock(q, {r, s});
    }
  }
  check_uploads(q);
  check_markers(q);
  check_sweep(q);
}

}  // namespace shelflife::verifying
