// Rules, holds and requires, each under the scope of its file's import.
#include <algorithm>

#include "compiler/resolve/resolve_state.hpp"

namespace shelflife::resolving {

namespace {

std::string text_of(const Maybe<ast::String>& text) { return std::string(text ? text->value : std::string_view{}); }

// Without a copy where there is no scope, which is the common case.
Predicate in_scope(const LoadedFile& file, Predicate where) {
  if (file.scope.kind == PredicateKind::always) return where;
  return both(file.scope, where);
}

// `noncurrent` in the condition of a delete or move reads as if it chose revisions; there is a form that
// does.
void check_noncurrent(Resolver& r, const Rule& rule) {
  const Statement* first = nullptr;
  for (const Statement& s : rule.statements) {
    if (!is_delete(s.kind) && !is_move(s.kind)) continue;
    if (first == nullptr) first = &s;
    const std::string_view verb = is_move(s.kind) ? "move" : "delete";
    if (const Predicate* flag = find_flag(s.where, Flag::noncurrent))
      r.report(Code::noncurrent_condition, flag->origin, say({"`noncurrent` in the `where` of a ", verb}),
               is_move(s.kind) ? "write `move noncurrent to cool after 30 days`"
                               : "write `delete noncurrent after 14 days`");
  }
  if (first == nullptr) return;
  const Predicate* flag = find_flag(rule.where, Flag::noncurrent);
  if (flag == nullptr) return;
  const bool move = is_move(first->kind);
  r.report(Code::noncurrent_condition, flag->origin,
           say({"`noncurrent` in the `where` of a rule with a ", move ? "move" : "delete"}),
           move ? "write `move noncurrent to cool after 30 days`" : "write `delete noncurrent after 14 days`")
      .related.push_back({first->origin.span, say({"the ", move ? "move" : "delete", " is here"})});
}

void check_scope(Resolver& r, const ast::Rule& tree, const LoadedFile& file, const Rule& rule) {
  if (tree.where || !tree.stores.empty() || file.scoped) return;
  const auto deletes = std::find_if(rule.statements.begin(), rule.statements.end(),
                                    [](const Statement& s) { return is_delete(s.kind); });
  if (deletes == rule.statements.end()) return;
  r.report(Code::unscoped_delete, deletes->origin,
           say({"rule `", rule.name, "` deletes, and has neither `where` nor `on`"}))
      .related.push_back({tree.name.origin.span, "the rule is here"});
}

}  // namespace

Rule to_rule(Resolver& r, LoadedFile& file, const ast::Rule& tree) {
  Rule rule;
  rule.name = tree.name.text;
  rule.reason = text_of(tree.reason);
  rule.owner = text_of(tree.owner);
  rule.every_store = tree.stores.empty();
  rule.stores = to_stores(r, tree.stores);
  rule.where = in_scope(file, to_where(r, file, tree.where));
  rule.origin = tree.origin;
  rule.statements.reserve(tree.statements.size());
  for (const ast::Statement& statement : tree.statements)
    rule.statements.push_back(to_statement(r, file, statement));
  check_scope(r, tree, file, rule);
  check_noncurrent(r, rule);
  return rule;
}

void resolve_scopes(Resolver& r) {
  for (LoadedFile& file : r.files)
    if (file.where != nullptr) file.scope = to_predicate(r, r.files[file.importer], *file.where);
}

void resolve_rules(Resolver& r) {
  std::size_t rules = 0;
  for (const LoadedFile& file : r.files) {
    for (const ast::Unread& unread : file.tree.unread) rules += unread.kind == Kind::rule_item;
    for (const ast::Item& item : file.tree.items) rules += std::holds_alternative<ast::Rule>(item);
  }
  r.policy.rules.reserve(rules);
  for (LoadedFile& file : r.files) {
    read_rules(r, file);
    for (const ast::Item& item : file.tree.items)
      if (const auto* tree = std::get_if<ast::Rule>(&item)) r.policy.rules.push_back(to_rule(r, file, *tree));
  }
  give_ids(r);
}

void resolve_holds(Resolver& r) {
  for (LoadedFile& file : r.files) {
    for_each_item<ast::Hold>(r, file, Kind::hold_item, [&](const ast::Hold& tree) {
      Hold& hold = r.policy.holds.emplace_back();
      hold.name = tree.name.value;
      hold.owner = tree.owner.value;
      if (tree.until) hold.until = Date{tree.until->year, tree.until->month, tree.until->day};
      hold.where = in_scope(file, to_predicate(r, file, tree.where));
      hold.origin = tree.origin;
    });
  }
}

void resolve_requires(Resolver& r) {
  for (LoadedFile& file : r.files) {
    if (file.lacking) continue;
    for_each_item<ast::Require>(r, file, Kind::require_item, [&](const ast::Require& tree) {
      Require require;
      require.reason = tree.reason.value;
      require.owner = text_of(tree.owner);
      require.every_store = tree.stores.empty();
      require.stores = to_stores(r, tree.stores);
      require.where = in_scope(file, to_where(r, file, tree.where));
      require.origin = tree.origin;
      for (const ast::Obligation& item_tree : tree.obligations) {
        Obligation obligation;
        obligation.kind = static_cast<ObligationKind>(item_tree.kind);
        obligation.origin = item_tree.origin;
        switch (obligation.kind) {
          case ObligationKind::never_deleted_before:
          case ObligationKind::deleted_within:
          case ObligationKind::locked:
          case ObligationKind::locked_compliance:
          case ObligationKind::not_moved_before:
            obligation.duration = to_duration(r, file, item_tree.duration);
            break;
          default:
            break;
        }
        // `deleted within` is a promise to act: its bound is the shortest that the months or years can be.
        if (obligation.kind == ObligationKind::deleted_within)
          obligation.duration.days = shortest_days(obligation.duration.count, obligation.duration.unit);
        obligation.clock = to_clock(r, item_tree.since);
        if (item_tree.field) obligation.field = to_field(r, *item_tree.field);
        require.obligations.push_back(std::move(obligation));
      }
      r.policy.requires_.push_back(std::move(require));
    });
  }
}

}  // namespace shelflife::resolving
