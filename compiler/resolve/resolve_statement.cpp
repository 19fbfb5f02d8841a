#include <algorithm>

#include "compiler/model/print.hpp"
#include "compiler/resolve/resolve_state.hpp"

namespace shelflife::resolving {

namespace {

// Where `field` stands in a layout's segments; npos when it does not.
std::size_t place_in(const Layout& layout, FieldId field) {
  for (std::size_t i = 0; i < layout.segments.size(); ++i)
    if (layout.segments[i].field == field) return i;
  return std::string::npos;
}

Ranked find_ranked(const Policy& policy, FieldId unit, FieldId per) {
  Ranked answer = Ranked::nowhere_together;
  for (const Layout& layout : policy.layouts) {
    const std::size_t unit_at = place_in(layout, unit);
    const std::size_t per_at = place_in(layout, per);
    if (unit_at == std::string::npos || per_at == std::string::npos) continue;
    if (per_at >= unit_at) return Ranked::not_left;
    answer = Ranked::fine;
  }
  return answer;
}

void check_group(Resolver& r, const ast::Name& name, FieldId unit, FieldId per) {
  const auto [entry, fresh] = r.ranked.try_emplace(std::uint64_t{unit} << 32 | per, Ranked::fine);
  if (fresh) entry->second = find_ranked(r.policy, unit, per);
  const std::string& unit_name = r.policy.fields[unit].name;
  if (entry->second == Ranked::not_left)
    r.report(Code::per_not_left, name.origin,
             unit == per
                 ? say({"`", name.text, "` per `", name.text, "` ranks each alone"})
                 : say({"`", name.text, "` does not stand left of `", unit_name, "` in every layout"}));
  if (entry->second == Ranked::nowhere_together)
    r.report(Code::per_not_left, name.origin,
             say({"no layout has both `", name.text, "` and `", unit_name, "`, so nothing is ever ranked"}));
}

FieldId ranked_unit(Resolver& r, const ast::Name& name) {
  if (name.text != "version") return to_path_field(r, name, "what is ranked");
  const auto found = r.fields.find("version");
  if (found != r.fields.end() && r.policy.fields[found->second].source == FieldSource::path)
    return found->second;
  if (!maybe_lost(r, "version"))
    r.report(Code::no_version_field, name.origin, "versions are counted, and no layout has a `{version}`");
  return no_id;
}

Ranking to_ranking(Resolver& r, LoadedFile& file, const ast::Ranked& tree) {
  Ranking ranking;
  ranking.best = tree.best;
  ranking.count = tree.count.value;
  ranking.period = static_cast<Period>(tree.period);
  ranking.unit = ranked_unit(r, tree.unit);
  for (const ast::Name& name : tree.per) {
    const FieldId per = to_path_field(r, name, "`per`");
    if (per != no_id && ranking.unit != no_id) check_group(r, name, ranking.unit, per);
    ranking.per.push_back(per);
  }
  ranking.highest = tree.highest;
  if (tree.by) {
    ranking.by = to_field(r, *tree.by);
    if (ranking.by != no_id && r.policy.fields[ranking.by].type != FieldType::number)
      r.report(Code::not_a_number, tree.by->origin,
               say({"`best ... by` needs a number, and `", tree.by->text, "` is not declared as one"}),
               say({"write `label ", tree.by->text, " number from registry`"}));
  }
  if (tree.at_most) ranking.at_most = to_duration(r, file, *tree.at_most);
  return ranking;
}

Tier to_tier(std::string_view name) {
  for (const Tier tier : {Tier::cool, Tier::cold, Tier::archive, Tier::deep_archive})
    if (name == to_text(tier)) return tier;
  return Tier::cool;  // the parser takes no other
}

}  // namespace

Statement to_statement(Resolver& r, LoadedFile& file, const ast::Statement& tree) {
  Statement s;
  s.kind = static_cast<StatementKind>(tree.kind);
  s.origin = tree.origin;
  if (s.kind != StatementKind::keep_forever && s.kind != StatementKind::keep_ranked)
    s.duration = to_duration(r, file, tree.duration);
  s.clock = to_clock(r, tree.since);
  if (s.kind == StatementKind::remove_noncurrent || s.kind == StatementKind::move_noncurrent)
    s.clock = {ClockKind::noncurrent, no_id};
  if (tree.ranked) s.ranking = to_ranking(r, file, *tree.ranked);
  if (tree.whole) s.whole = to_path_field(r, *tree.whole, "`whole`");
  if (tree.keeping) s.keeping_newer = tree.keeping->value;
  if (tree.tier) s.tier = to_tier(tree.tier->text);
  s.mode = tree.compliance ? LockMode::compliance : LockMode::governance;
  s.where = to_where(r, file, tree.where);
  return s;
}

}  // namespace shelflife::resolving
