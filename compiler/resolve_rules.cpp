// Rules, holds and requires, each under the scope of its file's import.
#include <algorithm>

#include "compiler/resolve_state.hpp"

namespace shelflife::resolving {

namespace {

std::string text_of(const Maybe<ast::String>& text) { return std::string(text ? text->value : std::string_view{}); }

bool is_move(StatementKind kind) {
  return kind == StatementKind::move || kind == StatementKind::move_noncurrent;
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

Rule to_rule(Resolver& r, LoadedFile& file, const ast::Rule& tree) {
  Rule rule;
  rule.name = tree.name.text;
  rule.reason = text_of(tree.reason);
  rule.owner = text_of(tree.owner);
  rule.every_store = tree.stores.empty();
  rule.stores = to_stores(r, tree.stores);
  rule.where = both(file.scope, to_where(r, file, tree.where));
  rule.origin = tree.origin;
  rule.statements.reserve(tree.statements.size());
  for (const ast::Statement& statement : tree.statements)
    rule.statements.push_back(to_statement(r, file, statement));
  check_scope(r, tree, file, rule);
  check_noncurrent(r, rule);
  return rule;
}

// The path of a file with its folders, as a part of an id: "teams-vision" for "teams/vision.shelf".
std::string long_stem(const LoadedFile& file) {
  const std::size_t slash = file.path.rfind('/');
  if (slash == std::string::npos) return file.stem;
  std::string folders = file.path.substr(0, slash + 1);
  for (char& c : folders)
    if (!is_name(std::string_view(&c, 1)) && !is_digits(std::string_view(&c, 1)) && c != '_') c = '-';
  return folders + file.stem;
}

// A name that only one file uses is its own id. Others get the stem of their file in front, then its folders,
// then a number; and never an id that another rule has by its name.
void give_ids(Resolver& r, const std::vector<const LoadedFile*>& file_of) {
  NameMap<std::uint32_t> uses;
  for (const Rule& rule : r.policy.rules) ++uses[rule.name];
  NameSet taken;
  for (Rule& rule : r.policy.rules)
    if (uses.find(rule.name)->second == 1) rule.id = rule.name;
  for (auto& [name, count] : uses)
    if (count == 1) taken.insert(name);
  NameMap<std::uint32_t> numbers;
  for (std::size_t i = 0; i < r.policy.rules.size(); ++i) {
    Rule& rule = r.policy.rules[i];
    if (!rule.id.empty()) continue;
    rule.id = say({file_of[i]->stem, "-", rule.name});
    if (taken.contains(rule.id)) rule.id = say({long_stem(*file_of[i]), "-", rule.name});
    const std::string base = rule.id;
    while (!taken.insert(rule.id).second) rule.id = say({base, "-", std::to_string(++numbers[base] + 1)});
  }
}

}  // namespace

void resolve_scopes(Resolver& r) {
  for (LoadedFile& file : r.files)
    if (file.where != nullptr) file.scope = to_predicate(r, r.files[file.importer], *file.where);
}

void resolve_rules(Resolver& r) {
  std::vector<const LoadedFile*> file_of;
  for (LoadedFile& file : r.files) {
    NameMap<Origin> names;
    for (const ast::Item& item : file.tree.items) {
      const auto* tree = std::get_if<ast::Rule>(&item);
      if (tree == nullptr) continue;
      const auto [entry, fresh] = names.try_emplace(std::string(tree->name.text), tree->name.origin);
      if (!fresh)
        r.report(Code::duplicate_rule, tree->name.origin,
                 say({"two rules of this file are named `", tree->name.text, "`"}))
            .related.push_back({entry->second.span, "the first is here"});
      r.policy.rules.push_back(to_rule(r, file, *tree));
      file_of.push_back(&file);
    }
  }
  give_ids(r, file_of);
}

void resolve_holds(Resolver& r) {
  for (LoadedFile& file : r.files) {
    for (const ast::Item& item : file.tree.items) {
      const auto* tree = std::get_if<ast::Hold>(&item);
      if (tree == nullptr) continue;
      Hold& hold = r.policy.holds.emplace_back();
      hold.name = tree->name.value;
      hold.owner = tree->owner.value;
      if (tree->until) hold.until = Date{tree->until->year, tree->until->month, tree->until->day};
      hold.where = both(file.scope, to_predicate(r, file, tree->where));
      hold.origin = tree->origin;
    }
  }
}

void resolve_requires(Resolver& r) {
  for (LoadedFile& file : r.files) {
    for (const ast::Item& item : file.tree.items) {
      const auto* tree = std::get_if<ast::Require>(&item);
      if (tree == nullptr) continue;
      Require require;
      require.reason = tree->reason.value;
      require.owner = text_of(tree->owner);
      require.every_store = tree->stores.empty();
      require.stores = to_stores(r, tree->stores);
      require.where = both(file.scope, to_where(r, file, tree->where));
      require.origin = tree->origin;
      for (const ast::Obligation& item_tree : tree->obligations) {
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
    }
  }
}

}  // namespace shelflife::resolving
