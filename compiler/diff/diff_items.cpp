// What each side says of one bucket: regions, their meanings, and which of them the other side has too.
#include "compiler/diff/diff_items.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "compiler/model/layout.hpp"
#include "compiler/objects/fate.hpp"

namespace shelflife::diffing {

namespace {

void flatten(const Predicate& p, PredicateKind kind, std::vector<std::string>& out);

// A predicate as text: equal texts mean the same, in whatever order the conditions were written.
std::string meaning_of(const Predicate& p) {
  switch (p.kind) {
    case PredicateKind::always: return "*";
    case PredicateKind::all:
    case PredicateKind::any: {
      std::vector<std::string> parts;
      flatten(p, p.kind, parts);
      std::sort(parts.begin(), parts.end());
      parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
      if (parts.size() == 1) return parts[0];
      std::string out = p.kind == PredicateKind::all ? "&(" : "|(";
      for (const std::string& part : parts) out += part + ",";
      return out + ")";
    }
    case PredicateKind::negation:
      return p.children[0].kind == PredicateKind::negation ? meaning_of(p.children[0].children[0]) : "!" + meaning_of(p.children[0]);
    default: break;
  }
  std::vector<std::string> texts = p.texts;
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  const std::uint64_t number = p.kind == PredicateKind::accessed_within ? p.duration.days : p.number;
  std::string out = fmt::format("{}.{}.{}.{}.{}", static_cast<int>(p.kind), static_cast<int>(p.comparison), static_cast<int>(p.flag), p.field, number);
  for (const std::string& text : texts) out += fmt::format(".{}:{}", text.size(), text);
  return out;
}

void flatten(const Predicate& p, PredicateKind kind, std::vector<std::string>& out) {
  for (const Predicate& child : p.children) {
    if (child.kind == kind) flatten(child, kind, out);
    else out.push_back(meaning_of(child));
  }
}

FieldId joint_field(const Joint& joint, FieldId field, std::size_t which) { return field == no_id ? no_id : joint.to[which][field]; }

std::string act_of(const Joint& joint, const Item& item) {
  if (item.statement == nullptr) {
    const auto& until = joint.side(item.side).holds[item.hold].until;
    return "hold " + (until ? fmt::format("{}-{}-{}", until->year, until->month, until->day) : "for ever");
  }
  const Statement& s = *item.statement;
  const auto field = [&](FieldId f) { return joint_field(joint, f, item.side); };
  const Ranking& r = s.ranking;
  std::string out = fmt::format("{} {} {}.{} {} {} {} {}", static_cast<int>(s.kind), s.duration.days, static_cast<int>(s.clock.kind), field(s.clock.field),
                                field(s.whole), s.keeping_newer, static_cast<int>(s.tier), static_cast<int>(s.mode));
  if (s.kind == StatementKind::keep_ranked) {
    out += fmt::format(" {}{}.{}.{}.{}.{}.{}", r.best, r.highest, r.count, static_cast<int>(r.period), field(r.unit), field(r.by), r.at_most ? r.at_most->days : 0);
    for (const FieldId f : r.per) out += fmt::format(",{}", field(f));
  }
  // Ranks depend on what counts, and on S3 a move that names a size speaks of small objects too.
  if (s.kind == StatementKind::keep_ranked) out += " " + meaning_of(item.where);
  if (names_size(item.where)) out += " sized";
  return out;
}

struct Named {
  std::vector<FieldId> fields;
  bool orphan = false, registry = false;
};
void names_in(const Predicate& p, Named& out) {
  if (p.field != no_id) out.fields.push_back(p.field);
  out.orphan |= p.kind == PredicateKind::flag && p.flag == Flag::orphan;
  out.registry |= p.kind == PredicateKind::flag && p.flag != Flag::noncurrent;
  for (const Predicate& child : p.children) names_in(child, out);
}

bool speaks_of_revisions(const Predicate& p) {
  if (p.kind == PredicateKind::flag && p.flag == Flag::noncurrent) return true;
  return std::any_of(p.children.begin(), p.children.end(), speaks_of_revisions);
}

Named names_of(const Joint& joint, const Predicate& where, const Statement* s, std::size_t which) {
  Named named;
  names_in(where, named);
  if (s == nullptr) return named;
  for (const FieldId f : {s->clock.field, s->whole, s->ranking.unit, s->ranking.by}) {
    if (f != no_id) named.fields.push_back(joint_field(joint, f, which));
  }
  for (const FieldId f : s->ranking.per) named.fields.push_back(joint_field(joint, f, which));
  named.registry |= s->clock.kind == ClockKind::promoted || s->clock.kind == ClockKind::retired;
  for (const FieldId f : named.fields) named.registry |= joint.space.fields[f].source == FieldSource::registry;
  return named;
}

}  // namespace

PairSpace::PairSpace(const Joint& j, std::size_t at) : joint(j), pair(j.pairs[at]), space(j.space, static_cast<StoreId>(at), {}, nullptr) {
  for (std::size_t which : {old_side, new_side}) {
    if (pair.id[which] == no_id) continue;
    add_side(which);
    revisions = revisions || joint.side(which).stores[pair.id[which]].versioned();
  }
  by_key_.finish();
  index_unread();
  find_twins();
}

// Why no region can say for certain what a statement speaks of on both sides.
std::string PairSpace::doubt(const Predicate& where, const Statement* s, std::size_t which) const {
  if (!pair.both()) return {};
  const Named named = names_of(joint, where, s, which);
  for (const FieldId f : named.fields) {
    const std::string& name = joint.space.fields[f].name;
    if (joint.retyped[f]) return fmt::format("`{}` is declared as another type", name);
    if (pair.layouts_changed && joint.space.fields[f].source == FieldSource::path) return fmt::format("`{}` is bound by another layout", name);
  }
  if (joint.registry_moved && named.registry) return "registry records find objects by fields that have other names";
  const Store& was = joint.side(old_side).stores[pair.id[old_side]];
  const Store& now = joint.side(new_side).stores[pair.id[new_side]];
  if (named.orphan && was.orphan_after != now.orphan_after) return "`orphan after` changed";
  return {};
}

void PairSpace::add(Item item, const Predicate& own) {
  item.where = joint.translate(own, item.side);
  item.unsure = doubt(item.where, item.statement, item.side);
  item.act = act_of(joint, item);
  item.meaning = item.act + " " + meaning_of(item.where);
  for (const FieldId f : names_of(joint, item.where, item.statement, item.side).fields) {
    // The same words ask for something else.
    const bool changed = joint.relisted[f] || (pair.both() && joint.required[0][f] != joint.required[1][f]);
    if (!changed) continue;
    item.meaning += fmt::format(" side {}", item.side);
    if (item.statement != nullptr && (item.statement->kind == StatementKind::keep_ranked || item.statement->whole != no_id)) item.act += fmt::format(" side {}", item.side);
  }
  if (item.statement != nullptr) {
    revisions = revisions || item.statement->kind == StatementKind::remove_noncurrent || item.statement->kind == StatementKind::move_noncurrent;
  }
  revisions = revisions || speaks_of_revisions(item.where);
  if (item.unsure.empty()) {
    Predicate where = item.where;
    if (item.statement != nullptr && item.statement->whole != no_id) {  // speaks of objects with a unit
      Predicate missing, there;
      missing.kind = PredicateKind::missing;
      missing.field = joint.to[item.side][item.statement->whole];
      there.kind = PredicateKind::negation;
      there.children.push_back(missing);
      where = shelflife::both(where, there);
    }
    Region region = joint.region(where, item.side);
    if (!region.exact) item.unsure = "its condition is too wide to be expanded";
    item.boxes = std::move(region.boxes);
  }
  const auto at = static_cast<std::uint32_t>(items.size());
  if (!item.unsure.empty()) unsure_.push_back(at);
  for (const Box& box : item.boxes) by_key_.add(space.view.keys.anchors(box), at);
  items.push_back(std::move(item));
}

void PairSpace::add_side(std::size_t which) {
  const Policy& policy = joint.side(which);
  for (const std::uint32_t r : joint.rules[which][pair.id[which]]) {
    const Rule& rule = policy.rules[r];
    for (std::uint32_t s = 0; s < rule.statements.size(); ++s) {
      Item item;
      item.side = which;
      item.ref = {r, s};
      item.statement = &rule.statements[s];
      add(std::move(item), shelflife::both(rule.where, rule.statements[s].where));
    }
  }
  for (std::uint32_t h = 0; h < policy.holds.size(); ++h) {
    Item item;
    item.side = which;
    item.hold = h;
    add(std::move(item), policy.holds[h].where);
  }
}

void PairSpace::find_twins() {
  std::unordered_map<std::string_view, unsigned> sides;
  for (const Item& item : items) sides[item.meaning] |= 1U << item.side;
  if (pair.both()) {
    const Store& was = joint.side(old_side).stores[pair.id[old_side]];
    const Store& now = joint.side(new_side).stores[pair.id[new_side]];
    retention = was.recoverable_days() != now.recoverable_days();
  }
  for (Item& item : items) {
    item.twin = sides[item.meaning] == 3;
    // An unsure statement that both sides have means another thing to each, but where only its width is in the way.
    if (!item.unsure.empty() && item.unsure != "its condition is too wide to be expanded") item.twin = false;
    if (retention && item.statement != nullptr && is_delete(item.statement->kind)) item.twin = false;
  }
}

}  // namespace shelflife::diffing
