#include "compiler/lowering/provider_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "compiler/model/print.hpp"

namespace shelflife {

namespace {

const Statement& first_statement(const Policy& policy, const NativeAction& action) {
  const StatementRef ref = action.from[0];
  return policy.rules[ref.rule].statements[ref.statement];
}

bool moves(const NativeAction& a) { return a.kind == ActionKind::transition || a.kind == ActionKind::transition_noncurrent; }

void check_class(const StoreView& view, const NativeAction& move, Diagnostics& diagnostics) {
  const Statement& s = first_statement(view.policy, move);
  const std::uint32_t minimum = minimum_transition_days(view.store.provider, move.storage_class);
  if (move.days < minimum) {
    diagnostics.add(Code::transition_too_early, s.origin.span,
                    fmt::format("`{}` moves to {} after {} days on store `{}`", to_text(view.policy, s), move.storage_class, move.days, view.store.name),
                    fmt::format("{} takes objects into {} from {} days on", view.can.display, move.storage_class, minimum));
  }
  if (move.storage_class.empty() || class_unavailable(view.store.provider, move.storage_class, view.store.redundancy)) {
    diagnostics.add(Code::class_unavailable, s.origin.span,
                    fmt::format("`{}` on store `{}`, which has no such tier{}", to_text(view.policy, s), view.store.name,
                                view.store.redundancy.empty() ? "" : fmt::format(" with redundancy {}", view.store.redundancy)),
                    "use a tier that the account has, or `redundancy lrs` or `grs`");
  }
}

// Transitions of one rule: a colder class strictly later, and far enough apart.
void check_order(const StoreView& view, const NativeAction& warmer, const NativeAction& colder, Diagnostics& diagnostics) {
  const std::uint32_t gap = minimum_gap_days(view.store.provider, warmer.storage_class, colder.storage_class);
  if (gap == 0 || colder.days >= warmer.days + gap) return;
  const Statement& s = first_statement(view.policy, colder);
  Diagnostic& d = diagnostics.add(Code::transition_gap, s.origin.span,
                                  fmt::format("`{}` comes {} days after the move to {} of the same objects", to_text(view.policy, s), colder.days - warmer.days, warmer.storage_class),
                                  fmt::format("{} wants {} days between {} and {}", view.can.display, gap, warmer.storage_class, colder.storage_class));
  d.related.push_back({first_statement(view.policy, warmer).origin.span, "the earlier move is here"});
}

void check_expiry(const StoreView& view, const NativeAction& move, const NativeAction& expiry, Diagnostics& diagnostics) {
  if (expiry.days > move.days) return;
  const Statement& s = first_statement(view.policy, move);
  Diagnostic& d = diagnostics.add(Code::transition_after_expiry, s.origin.span,
                                  fmt::format("`{}` moves after {} days what is deleted after {} days", to_text(view.policy, s), move.days, expiry.days),
                                  fmt::format("{} refuses an expiry that is not later than every move of the same objects; move earlier, delete later, or drop the move", view.can.display));
  d.related.push_back({first_statement(view.policy, expiry).origin.span, "the delete is here"});
}

}  // namespace

void check_rules(const StoreView& view, const std::vector<NativeRule>& rules, Diagnostics& diagnostics) {
  for (const NativeRule& rule : rules) {
    for (const NativeAction& a : rule.actions) {
      if (!moves(a)) continue;
      check_class(view, a, diagnostics);
      for (const NativeAction& b : rule.actions) {
        if (moves(b) && b.kind == a.kind && b.tier > a.tier) check_order(view, a, b, diagnostics);
        const bool same_revisions = (a.kind == ActionKind::transition && b.kind == ActionKind::expire) ||
                                    (a.kind == ActionKind::transition_noncurrent && b.kind == ActionKind::expire_noncurrent);
        if (same_revisions && view.can.expiry_after_transition) check_expiry(view, a, b, diagnostics);
      }
    }
  }
}

void check_limits(const Policy& policy, const SourceManager* sources, const Capability& can, const NativeDocument& document,
                  Diagnostics& diagnostics) {
  std::size_t prefixes = 0;
  for (const NativeRule& rule : document.rules) prefixes += rule.filter.prefixes.size() + rule.filter.suffixes.size();
  const bool too_many_rules = document.rules.size() > can.max_rules;
  const bool too_many_prefixes = can.max_prefixes_a_rule > 1 && prefixes > can.max_prefixes_in_all;
  if (!too_many_rules && !too_many_prefixes) return;
  std::map<StatementRef, std::size_t> share;
  for (const NativeRule& rule : document.rules) {
    std::vector<StatementRef> refs;
    for (const NativeAction& action : rule.actions) refs.insert(refs.end(), action.from.begin(), action.from.end());
    std::sort(refs.begin(), refs.end());
    refs.erase(std::unique(refs.begin(), refs.end()), refs.end());
    for (const StatementRef ref : refs) share[ref] += too_many_rules ? 1 : std::max<std::size_t>(1, rule.filter.prefixes.size());
  }
  std::vector<std::pair<std::size_t, StatementRef>> biggest;
  for (const auto& [ref, count] : share) biggest.emplace_back(count, ref);
  std::stable_sort(biggest.begin(), biggest.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  if (biggest.size() > 3) biggest.resize(3);
  const Span span = policy.stores[document.stores[0]].origin.span;
  const char* const what = too_many_rules ? "rules" : "prefixes";
  Diagnostic& d = diagnostics.add(Code::too_many_rules, span,
                                  fmt::format("`{}` needs {} native {}, and {} takes {} {}", document.name, too_many_rules ? document.rules.size() : prefixes, what,
                                              can.display, too_many_rules ? can.max_rules : can.max_prefixes_in_all, can.provider == Provider::azure ? "an account" : "a bucket"),
                                  "use broader conditions, fewer values, or several buckets");
  for (const auto& [count, ref] : biggest) {
    d.related.push_back({policy.rules[ref.rule].statements[ref.statement].origin.span,
                         fmt::format("{} {} come from {}", count, what, describe(policy, sources, ref))});
  }
}

}  // namespace shelflife
