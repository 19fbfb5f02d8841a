#include "sql/statements.hpp"

#include <algorithm>

#include "compiler/model/print.hpp"
#include "grammar/diagnostics.hpp"
#include "sql/stages.hpp"

namespace shelflife::sql {

namespace {

std::string name_of(const Variable& v, const Policy& policy) {
  switch (v.kind) {
    case Unread::promoted: return "promoted";
    case Unread::retired: return "retired";
    case Unread::referenced: return "referenced";
    case Unread::orphan: return "orphan";
    case Unread::accessed: return "accessed";
    case Unread::field: break;
  }
  return policy.fields[v.field].name;
}

std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

// A line of a comment: what a user wrote cannot end it, and cannot be a variable of the engine's shell.
std::string comment(const std::string& text) {
  std::string line = printable(text);
  for (std::size_t at = 0; (at = line.find("${", at)) != std::string::npos; at += 3) line.insert(at + 1, " ");
  return "-- " + line + "\n";
}

std::string head(const Scope& scope, const WorldSet& worlds, const Dialect& dialect, std::string_view what) {
  std::string out = comment(std::string(what) + " of store " + scope.store.name + " (" + to_text(scope.store.provider) + " " + scope.store.bucket + "), for " + std::string(dialect.engine) + ".");
  out += comment("Written by `shelflife build --target sql`. `run` holds the instant, `listed` the table and its columns.");
  std::vector<std::string> unread, sometimes;
  for (const Variable& v : worlds.variables()) (is(v.unread, true) ? unread : sometimes).push_back(name_of(v, scope.policy));
  if (!unread.empty()) out += comment("Not in the table, so unread on every object: " + listed(unread) + ".");
  if (!sometimes.empty()) out += comment("Unread where an object has none: " + listed(sometimes) + ".");
  if (!worlds.single()) out += comment(std::to_string(worlds.size()) + " combinations of what these could be are tried; each is a bit of the columns that end in h, d, v and m.");
  for (const Spoken& s : scope.statements) out += comment(s.column + "  " + s.id + "  " + to_text(scope.policy, *s.statement));
  for (std::size_t h = 0; h < scope.policy.holds.size(); ++h) out += comment("h" + std::to_string(h + 1) + "  hold \"" + scope.policy.holds[h].name + "\"");
  return out;
}

Expr acts() { return one_of(column("fate", Type::text), {"delete", "move"}); }

void add_objects(Plan& plan) {
  const Scope& scope = plan.scope;
  add_dates(plan);
  Stage& answer = plan.next("answer");
  answer.keep = false;
  const Expr fate = column("fate", Type::text), next = column("next_s", Type::integer);
  std::vector<When> tiers;
  for (int tier = 1; tier < 5; ++tier) tiers.push_back({equal(column("floor_tier", Type::integer), integer(tier)), text(to_text(static_cast<Tier>(tier)))});
  const bool moves = std::any_of(scope.statements.begin(), scope.statements.end(), [](const Spoken& s) { return is_move(s.statement->kind); });
  const Expr seconds = choose({{acts(), scope.now()}, {compare(Op::greater, next, scope.now()), next}}, null(Type::integer));
  answer.columns = {
      {"store", text(scope.store.name)},
      {"key", scope.key()},
      {"version_id", column("object_version", Type::text)},
      {"fate", fate},
      {"date", call(Call::instant_of_seconds, Type::instant, {seconds})},
      {"statement", moves ? choose({{equal(fate, text("move")), column("move_id", Type::text)}}, column("due_id", Type::text)) : column("due_id", Type::text)},
      {"keep", choose({{equal(fate, text("delete")), null(Type::text)}}, column("keep_names", Type::text))},
      {"tier", moves ? choose({{equal(fate, text("move")), choose(std::move(tiers), null(Type::text))}}, null(Type::text)) : null(Type::text)},
  };
}

void add_totals(Plan& plan) {
  const Scope& scope = plan.scope;
  const Expr fate = column("fate", Type::text);
  Stage& acting = plan.next("acting");
  acting.keep = false;
  acting.columns = {{"object_size", scope.size()},
                    {"fate", fate},
                    {"acts_id", choose({{equal(fate, text("delete")), column("due_id", Type::text)}, {equal(fate, text("move")), column("move_id", Type::text)}}, null(Type::text))}};
  Stage& answer = plan.next("answer");
  answer.keep = false;
  answer.columns = {{"store", text(scope.store.name)},
                    {"fate", fate},
                    {"statement", column("acts_id", Type::text)},
                    {"objects", aggregate("count", Type::integer, fate)},
                    {"bytes", coalesce(aggregate("sum", Type::integer, scope.size()), integer(0))}};
  answer.group = {"fate", "acts_id"};
}

std::vector<Stage> stages_of(const Scope& scope, const WorldSet& worlds, bool totals) {
  Plan plan{scope, worlds, Predicates(scope, worlds), {}, {}};
  add_listed(plan);
  add_fields(plan);
  add_spoken(plan);
  add_ranks(plan);
  add_verdict(plan);
  totals ? add_totals(plan) : add_objects(plan);
  return std::move(plan.stages);
}

}  // namespace

std::optional<Refused> add_statements(const Evaluator& evaluator, StoreId id, const Table& given, const Dialect& dialect, std::vector<SqlFile>& files) {
  const Store& store = evaluator.policy().stores[id];
  Table table = given;
  if (table.columns.empty()) table.columns = usual_columns(store.provider, store.versioned());
  const Scope scope(evaluator, id, table);
  const WorldSet worlds(scope);
  if (worlds.size() == 0)
    return Refused{"store `" + store.name + "` asks for too many facts at once that the table does not have: no statement can try all that they could be",
                   "give the table a column for its tags or its last access (--columns), or ask `simulate`"};
  for (const bool totals : {false, true}) {
    const std::vector<Stage> stages = stages_of(scope, worlds, totals);
    if (table.name.size() == 1 && std::any_of(stages.begin(), stages.end(), [&](const Stage& s) { return s.name == table.name[0]; }))
      return Refused{"`" + printable(table.name[0]) + "` is a part of the statement, and cannot be its table", "name the table with its schema: `--sql-table SCHEMA." + printable(table.name[0]) + "`"};
    std::string text = head(scope, worlds, dialect, totals ? "Objects and bytes by what a run does to them," : "What a run does to each object") + print(dialect, stages);
    if (dialect.longest != 0 && text.size() > dialect.longest)
      return Refused{"the statement for store `" + store.name + "` has " + std::to_string(text.size()) + " bytes, and " + std::string(dialect.engine) + " takes " + std::to_string(dialect.longest),
                     "build another dialect, or ask `simulate`"};
    files.push_back({"sql/" + store.name + "." + std::string(dialect.name) + (totals ? ".totals.sql" : ".objects.sql"), std::move(text)});
  }
  return std::nullopt;
}

}  // namespace shelflife::sql
