// Lowering, whole: which statement is enforced by whom, on every store, and the documents that follow.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>

#include "compiler/lowering/lower_statement.hpp"
#include "compiler/lowering/lowering.hpp"
#include "compiler/lowering/native_rules.hpp"
#include "compiler/lowering/provider_checks.hpp"
#include "compiler/model/print.hpp"
#include "compiler/model/store_rules.hpp"
#include "grammar/side_by_side.hpp"

namespace shelflife {

bool deletes(ActionKind kind) { return kind != ActionKind::transition && kind != ActionKind::transition_noncurrent; }

std::string to_text(Who who) {
  switch (who) {
    case Who::cloud: return "cloud";
    case Who::plan: return "plan";
    case Who::cloud_and_plan: return "cloud + plan";
    case Who::mark: return "by mark";
    case Who::setting: return "setting";
    case Who::nobody: return "nobody";
  }
  return "plan";
}

std::string_view machine_name(Who who) {
  switch (who) {
    case Who::cloud: return "cloud";
    case Who::plan: return "plan";
    case Who::cloud_and_plan: return "cloud_and_plan";
    case Who::mark: return "mark";
    case Who::setting: return "setting";
    case Who::nobody: return "nobody";
  }
  return "plan";
}

std::span<const Placement> Lowered::placements_of(StoreId store) const {
  if (store >= rows.size()) return {};
  return std::span(placements).subspan(rows[store].first, rows[store].second - rows[store].first);
}

const Placement* Lowered::placement(StoreId store, StatementRef statement) const {
  const std::span<const Placement> of_store = placements_of(store);
  const auto at = std::lower_bound(of_store.begin(), of_store.end(), statement, [](const Placement& p, StatementRef ref) { return p.statement < ref; });
  return at != of_store.end() && at->statement == statement ? &*at : nullptr;
}

namespace {

std::vector<NativeDocument> documents_of(const Policy& policy) {
  std::vector<NativeDocument> documents;
  std::map<std::string, std::size_t> accounts;
  for (StoreId s = 0; s < policy.stores.size(); ++s) {
    const Store& store = policy.stores[s];
    if (store.provider != Provider::azure) {
      documents.push_back({store.provider, store.name, {s}, {}});
      continue;
    }
    const auto [at, fresh] = accounts.try_emplace(store.account, documents.size());
    if (fresh) documents.push_back({Provider::azure, store.account, {}, {}});
    documents[at->second].stores.push_back(s);
  }
  return documents;
}

// Two documents whose folders would be one: a store that is named as another's Azure account.
void check_folders(const Policy& policy, const std::vector<NativeDocument>& documents, Diagnostics& diagnostics) {
  std::map<std::string, const NativeDocument*> seen;
  for (const NativeDocument& d : documents) {
    const auto [at, fresh] = seen.try_emplace(d.name, &d);
    if (fresh && d.name != "terraform") continue;
    diagnostics.add(Code::folder_clash, policy.stores[d.stores[0]].origin.span,
                    fmt::format("the outputs of two documents would go to the folder `{}`", d.name),
                    "rename the store");
  }
}

// Delete markers with nothing behind them may always go; S3 wants a rule of its own for them.
void add_markers(const StoreView& view, RuleBook& book) {
  if (!view.can.expired_markers || !view.store.versioned()) return;
  const bool any_delete = std::any_of(view.rules.begin(), view.rules.end(), [&](std::uint32_t r) {
    const auto& statements = view.policy.rules[r].statements;
    return std::any_of(statements.begin(), statements.end(), [](const Statement& s) { return is_delete(s.kind); });
  });
  if (!any_delete) return;
  NativeAction action;
  action.kind = ActionKind::expired_markers;
  book.add({}, std::move(action));
}

void link_rules(const NativeDocument& document, Lowered& lowered, std::size_t first) {
  std::map<std::pair<StoreId, StatementRef>, std::vector<std::string>> ids;
  for (const NativeRule& rule : document.rules) {
    for (const NativeAction& action : rule.actions) {
      for (const StatementRef& ref : action.from) {
        std::vector<std::string>& list = ids[{rule.store, ref}];
        if (list.empty() || list.back() != rule.id) list.push_back(rule.id);
      }
    }
  }
  for (std::size_t i = first; i < lowered.placements.size(); ++i) {
    const auto at = ids.find({lowered.placements[i].store, lowered.placements[i].statement});
    if (at != ids.end()) lowered.placements[i].native_rules = at->second;
  }
}

void explain_rules(const Policy& policy, const SourceManager* sources, std::vector<NativeRule>& rules) {
  for (NativeRule& rule : rules) {
    std::vector<StatementRef> refs;
    for (const NativeAction& action : rule.actions) refs.insert(refs.end(), action.from.begin(), action.from.end());
    std::sort(refs.begin(), refs.end());
    refs.erase(std::unique(refs.begin(), refs.end()), refs.end());
    constexpr std::size_t most = 3;
    for (std::size_t i = 0; i < refs.size() && i < most; ++i) rule.reason += (i == 0 ? "" : "; ") + describe(policy, sources, refs[i]);
    if (refs.size() > most) rule.reason += fmt::format("; and {} more", refs.size() - most);
    if (refs.empty()) rule.reason = "delete markers with nothing behind them";
  }
}

// What one store gives; the rows are its own.
struct OfStore {
  Lowered lowered;
  std::vector<NativeRule> rules;
  Diagnostics diagnostics;
};

OfStore lower_store(const Policy& policy, StoreId store, const std::vector<std::uint32_t>& speaking, const SourceManager* sources) {
  OfStore out;
  const StoreView view(policy, store, speaking, sources);
  RuleBook book(policy, store);
  StoreLowering lowering(view, book, out.lowered, out.diagnostics);
  lowering.lower_all();
  add_markers(view, book);
  out.rules = book.rules(view.can);
  if (std::optional<NativeRule> sweep = lowering.sweep_rule()) out.rules.push_back(std::move(*sweep));
  check_rules(view, out.rules, out.diagnostics);
  return out;
}

// No store depends on another: those of a large policy are lowered side by side.
std::vector<OfStore> lower_stores(const Policy& policy, const SourceManager* sources) {
  constexpr std::size_t many_rules = 256;  // fewer are lowered before a thread has begun
  const std::vector<std::vector<std::uint32_t>> speaking = rules_by_store(policy);
  std::vector<OfStore> out(policy.stores.size());
  const auto one = [&](std::size_t store) { out[store] = lower_store(policy, static_cast<StoreId>(store), speaking[store], sources); };
  if (policy.rules.size() < many_rules) {
    for (std::size_t store = 0; store < out.size(); ++store) one(store);
    return out;
  }
  for (FileId file = 0; sources != nullptr && file < sources->size(); ++file) sources->position(file, 0);  // lines are found once, before several ask
  side_by_side(out.size(), one);
  return out;
}

}  // namespace

Lowered lower(const Policy& policy, Diagnostics& diagnostics, const SourceManager* sources) {
  Lowered lowered;
  lowered.documents = documents_of(policy);
  lowered.rows.resize(policy.stores.size());
  check_folders(policy, lowered.documents, diagnostics);
  std::vector<OfStore> stores = lower_stores(policy, sources);
  for (NativeDocument& document : lowered.documents) {
    const Capability& can = capability(document.provider);
    const std::size_t first = lowered.placements.size();
    for (const StoreId s : document.stores) {
      OfStore store = std::move(stores[s]);
      const std::size_t row = lowered.placements.size();
      std::move(store.lowered.placements.begin(), store.lowered.placements.end(), std::back_inserter(lowered.placements));
      lowered.rows[s] = {row, lowered.placements.size()};
      std::move(store.lowered.default_locks.begin(), store.lowered.default_locks.end(), std::back_inserter(lowered.default_locks));
      std::move(store.rules.begin(), store.rules.end(), std::back_inserter(document.rules));
      diagnostics.append(store.diagnostics);
    }
    explain_rules(policy, sources, document.rules);
    name_rules(policy, can, document.rules);
    check_limits(policy, sources, can, document, diagnostics);
    link_rules(document, lowered, first);
  }
  return lowered;
}

}  // namespace shelflife
