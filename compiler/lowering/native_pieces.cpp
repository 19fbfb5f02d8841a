#include "compiler/lowering/native_pieces.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/model/print.hpp"

namespace shelflife {

namespace {

// A statement is cut into at most this many parts; what is beyond goes to the plan, never unproved to the cloud.
constexpr std::size_t max_parts = 8192;

struct Cutter {
  const StoreView& view;
  Purpose purpose;
  bool implicit;  // the implicit noncurrent expiry of a delete
  Pieces out;
  std::vector<Box> work;
  std::size_t budget;
  std::size_t parts = 0;

  // False when there is not so much work left: nothing more is cut, and the plan does the rest.
  bool spend(std::size_t amount) {
    if (amount <= budget) {
      budget -= amount;
      return true;
    }
    work.clear();
    out.listed_only = false;
    out.left.insert(out.left.begin(), "the keeps and values that it meets cut it into too many parts");  // the one to be told
    return false;
  }

  bool noncurrent() const { return purpose == Purpose::expire_noncurrent || purpose == Purpose::transition_noncurrent; }
  bool deleting() const { return purpose == Purpose::expire || purpose == Purpose::expire_accessed || purpose == Purpose::expire_noncurrent; }
  // Noncurrent revisions are deleted by prefix only: a tag or size of theirs is no safe filter on every cloud.
  bool tags_visible() const { return view.can.max_tags_a_rule > 0 && purpose != Purpose::expire_noncurrent; }
  bool size_visible() const { return view.can.size_filter && purpose != Purpose::expire_noncurrent; }

  void leave(std::string why, bool listed = false) {
    if (!listed) out.listed_only = false;
    if (std::find(out.left.begin(), out.left.end(), why) == out.left.end()) out.left.push_back(std::move(why));
  }

  // The first condition of the box that this cloud cannot see; empty: all are visible. `listed`: it only stands for
  // objects that lack a required label.
  std::string unseen(const Box& box, bool& listed) const {
    for (const auto& [field, set] : box.texts) {
      const Field& f = view.policy.fields[field];
      if (f.source == FieldSource::registry) return fmt::format("`{}` is known to the registry only", f.name);
      if (f.source != FieldSource::tag) continue;
      if (!tags_visible()) {
        return view.can.max_tags_a_rule == 0 ? fmt::format("`{}` is a label: {} rules cannot filter on it", f.name, view.can.display)
                                             : fmt::format("`{}` is a tag: noncurrent revisions are deleted by prefix only", f.name);
      }
      if (set.cofinite) return fmt::format("`{}` has no list of values to expand over", f.name);
      if (set.values.empty()) {
        listed = f.required;
        return fmt::format("no cloud can ask whether `{}` is missing", f.name);
      }
    }
    for (const auto& [field, set] : box.numbers) return fmt::format("`{}` is a number: no cloud compares it", view.policy.fields[field].name);
    if (!box.size.everything() && !size_visible()) {
      return view.can.size_filter ? "noncurrent revisions are deleted by prefix only" : fmt::format("{} rules cannot filter on size", view.can.display);
    }
    if (!box.accessed.everything()) return fmt::format("{} rules do not join the last access with another condition", view.can.display);
    const FlagSet& flags = box.flags;
    for (const Flag flag : {Flag::promoted, Flag::retired, Flag::referenced, Flag::orphan}) {
      if (((flags.may_be_true & flags.may_be_false) & bit(flag)) == 0) return fmt::format("`{}` is known to the registry only", to_text(flag));
    }
    return {};
  }

  bool splittable(FieldId field) const {
    const FieldSource source = view.policy.fields[field].source;
    return source == FieldSource::path || (source == FieldSource::tag && tags_visible());
  }

  // Splits the box along the first visible dimension in which the protection covers a part only: first what it cannot
  // hold, then what it holds for certain.
  bool split(const Box& box, const Protection& protection) {
    return split(box, protection.possible.boxes) || (!protection.ranked && split(box, protection.certain.boxes));
  }
  bool split(const Box& box, const std::vector<Box>& regions) {
    for (const Box& held : regions) {
      if (disjoint(held, box)) continue;
      for (const auto& [field, set] : held.texts) {
        if (!splittable(field) || set.cofinite) continue;
        const TextSet* have = box.text(field);
        TextSet mine = have != nullptr ? *have : every_state(field);
        if (mine.cofinite || subset(mine, set)) continue;
        const TextSet inside = intersect(mine, set);
        const TextSet outside = subtract(mine, set);
        if (inside.nothing() || outside.nothing()) continue;
        push(box, field, inside);
        push(box, field, outside);
        return true;
      }
      if (size_visible() && !subset(box.size, held.size)) {
        const auto piece = [&](Interval interval) {
          Box part = box;
          part.size = intersect(box.size, interval);
          if (!part.size.nothing()) work.push_back(std::move(part));
        };
        piece(held.size);
        if (held.size.lo > 0) piece({0, held.size.lo - 1});
        if (held.size.hi < ~std::uint64_t{0}) piece({held.size.hi + 1, ~std::uint64_t{0}});
        return true;
      }
    }
    return false;
  }

  // Every state of a field: for a label with a list its values and missing, which makes it finite.
  TextSet every_state(FieldId field) const {
    TextSet set;
    const Field& f = view.policy.fields[field];
    if (f.values.empty()) return set;
    set.cofinite = false;
    set.values = f.values;
    std::sort(set.values.begin(), set.values.end());
    return set;
  }

  void push(const Box& box, FieldId field, TextSet set) {
    Box part = box;
    part.set_text(field, std::move(set));
    if (!empty(part)) work.push_back(std::move(part));
  }

  void part(const Box& raw, std::uint32_t base) {
    Box box = raw;
    const std::vector<std::string> anchors = view.keys.refine_in_place(box);
    if (empty(box)) return;
    bool listed = false;
    if (std::string why = unseen(box, listed); !why.empty()) return leave(std::move(why), listed);
    std::uint32_t days = base;
    std::vector<StatementRef> later;
    if (deleting()) {
      const bool accessed = purpose == Purpose::expire_accessed;
      std::optional<std::vector<const Protection*>> found = view.protections.touching(box, anchors, budget);
      if (!found) return void(spend(budget + 1));
      std::vector<const Protection*>& touching = *found;
      if (implicit) {
        for (const Protection* p : view.protections.explicit_noncurrent(box, anchors)) touching.push_back(p);
      }
      const auto covers = [&](const Protection* p) {
        return !p->ranked && std::any_of(p->certain.boxes.begin(), p->certain.boxes.end(), [&](const Box& b) { return contains(b, box); });
      };
      for (const Protection* p : touching) {
        if (covers(p)) {
          const std::optional<std::uint32_t>& until = p->over_created || !accessed ? p->over_created : p->over_accessed;
          if (!until) {
            if (p->kind == Protection::Kind::keep && !p->over_accessed && permanent(*p)) {
              out.held.push_back(p->statement);
              if (speaks_of_missing_path(box)) leave(describe(view.policy, view.sources, p->statement) + " says nothing of keys outside every layout");
              return;
            }
            if (p->kind == Protection::Kind::explicit_noncurrent) {  // its own statement deletes these
              if (speaks_of_missing_path(box)) leave("keys outside every layout");
              return;
            }
            if (p->kind == Protection::Kind::hold) return leave(describe(view.policy, view.sources, *p));
          } else if (*until > days) {
            // Its clock is `created`: counted in days since another event it is over for certain only later than it is.
            // What is free earlier is left to the plan.
            const bool other_clock = purpose == Purpose::expire_noncurrent ? view.can.noncurrent_clock : accessed && p->over_created.has_value();
            if (other_clock) leave(describe(view.policy, view.sources, p->statement) + " counts from creation");
            days = *until;
            later.push_back(p->statement);
          }
        }
      }
      for (const Protection* p : touching) {
        if (over(*p, accessed, days) || (covers(p) && p->kind != Protection::Kind::hold && lifts(*p, accessed))) continue;
        if (parts < max_parts && split(box, *p)) return;
        leave(describe(view.policy, view.sources, *p));
        // noncurrent since >= created: a keep of D days is over after D noncurrent days, whatever it asks. The plan
        // deletes what it does not hold earlier.
        if (purpose != Purpose::expire_noncurrent || !p->over_created) return;
        days = std::max(days, *p->over_created);
        later.push_back(p->statement);
      }
    }
    express(box, days, later);
  }

  // A part in which a path field is missing also stands for unmanaged keys, on which the field is unknown.
  bool speaks_of_missing_path(const Box& box) const {
    return std::any_of(box.texts.begin(), box.texts.end(), [&](const auto& e) {
      return e.second.missing && view.policy.fields[e.first].source == FieldSource::path;
    });
  }
  bool permanent(const Protection& p) const {
    return view.policy.rules[p.statement.rule].statements[p.statement.statement].kind == StatementKind::keep_forever;
  }
  static bool lifts(const Protection& p, bool accessed) { return p.over_created || (accessed && p.over_accessed); }

  void express(const Box& box, std::uint32_t days, const std::vector<StatementRef>& later) {
    if (days > view.can.max_days) return leave(fmt::format("{} rules take at most {} days", view.can.display, view.can.max_days));
    const KeySpace::Cover cover = view.keys.cover(box, view.can.suffix_filter);
    if (!spend(8 * (1 + cover.prefixes.size()))) return;  // a prefix costs several comparisons
    if (!cover.exact) leave(cover.why, cover.listed);
    std::vector<NativeFilter> filters(1);
    std::size_t tags = 0;
    for (const auto& [field, set] : box.texts) {
      const Field& f = view.policy.fields[field];
      if (f.source != FieldSource::tag) continue;
      ++tags;
      if (set.missing) leave(fmt::format("`{}` may be missing", f.name), f.required);
      std::vector<NativeFilter> next;
      for (const NativeFilter& filter : filters) {
        for (const std::string& value : set.values) {
          next.push_back(filter);
          next.back().tags.emplace_back(f.external, value);
          std::sort(next.back().tags.begin(), next.back().tags.end());
        }
      }
      filters = std::move(next);
      if (filters.size() * std::max<std::size_t>(1, cover.prefixes.size()) > max_parts) return leave("the labels have too many values together");
    }
    if (tags > view.can.max_tags_a_rule) return leave(fmt::format("{} rules take at most {} tags", view.can.display, view.can.max_tags_a_rule));
    if (!spend(filters.size() * cover.prefixes.size())) return;
    for (const NativeFilter& base : filters) {
      for (const std::string& prefix : cover.prefixes) {
        if (prefix.size() > view.can.max_prefix_bytes) {
          leave(fmt::format("a prefix is longer than {} bytes", view.can.max_prefix_bytes));
          continue;
        }
        Piece piece{base, days, later};
        if (!prefix.empty()) piece.filter.prefixes = {prefix};
        piece.filter.suffixes = cover.suffixes;
        if (box.size.lo > 0) piece.filter.size_min = box.size.lo;
        if (box.size.hi < ~std::uint64_t{0}) piece.filter.size_max = box.size.hi;
        out.native.push_back(std::move(piece));
      }
    }
  }
};

Pieces run(const StoreView& view, const Predicate& where, Purpose purpose, std::uint32_t days, bool implicit) {
  Cutter cutter{view, purpose, implicit, {}, {}, view.work_a_statement, 0};
  Region region = truth(view.policy, where, Reading::certain);
  if (!region.exact) {
    cutter.leave("its condition is too wide to be expanded");
    return std::move(cutter.out);
  }
  for (Box& box : region.boxes) {
    (cutter.noncurrent() ? box.flags.may_be_false : box.flags.may_be_true) &= static_cast<std::uint8_t>(~bit(Flag::noncurrent));
  }
  cutter.work = std::move(region.boxes);
  std::reverse(cutter.work.begin(), cutter.work.end());
  while (!cutter.work.empty()) {
    Box box = std::move(cutter.work.back());
    cutter.work.pop_back();
    ++cutter.parts;
    cutter.part(box, days);
  }
  return std::move(cutter.out);
}

}  // namespace

Pieces cut(const StoreView& view, const Predicate& where, Purpose purpose, std::uint32_t days) {
  return run(view, where, purpose, days, false);
}
Pieces cut_implicit_noncurrent(const StoreView& view, const Predicate& where, std::uint32_t days) {
  return run(view, where, Purpose::expire_noncurrent, days, true);
}

}  // namespace shelflife
