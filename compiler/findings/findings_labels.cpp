// Labels: keeps that let go of an object whose label is missing, and values that no rule speaks of.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "compiler/findings/findings_parts.hpp"
#include "compiler/model/print.hpp"

namespace shelflife::findings {

namespace {

// Whether the keep may hold still when the delete is due.
bool matters(const Statement& keep, const Statement& remove) {
  if (keep.kind != StatementKind::keep_for) return true;
  const bool over = keep.clock == remove.clock || (keep.clock.kind == ClockKind::created && remove.clock.kind == ClockKind::accessed);
  return !over || keep.duration.days > remove.duration.days;
}

Part without(const Part& part, FieldId field, FieldType type) {
  Part out = part;
  if (type != FieldType::number) {
    out.box.set_text(field, TextSet{false, true, {}, {}});
    return out;
  }
  for (auto& [id, set] : out.box.numbers) {
    if (id == field) set = NumberSet{Interval{1, 0}, true};
  }
  return out;
}

struct Loss {
  FieldId field = no_id;
  std::uint32_t by = 0;  // group of the delete
  Part part;
};

// What of the part neither another branch of the keep's condition nor a keep that does the same holds.
std::optional<Part> let_go(const Ground& ground, const Group& own, const Item& item, const Part& part) {
  std::vector<const Box*> walls;
  ground.meeting(part, that_do_all_of(item.statement->kind) | kinds_of(item.statement->kind), [&](const Spot& spot) {
    const Group& keep = ground.groups()[spot.group];
    if (&keep == &own || (keep.best != nullptr && does_all_of(*keep.best->statement, *item.statement))) walls.push_back(spot.box);
    return walls.size() > 64;
  });
  Search search{ground.space(), false, false, {}, {}, 400, 20000};
  search.walls = [&](const Part&) { return walls; };
  search.fine = [&](const Part& at) { return std::any_of(walls.begin(), walls.end(), [&](const Box* wall) { return ground.space().covered(at, *wall); }); };
  std::optional<Search::Hole> hole = search.find({part});
  return hole && hole->decided ? std::optional(std::move(hole->part)) : std::nullopt;
}

std::optional<Loss> loss_of(const Landscape& land, const Ground& ground, const Group& own, const Item& item) {
  const Policy& policy = land.policy;
  for (const Part& part : ground.parts(own)) {
    std::vector<FieldId> needed;
    for (const auto& [field, set] : part.box.texts) {
      if (!set.missing) needed.push_back(field);
    }
    for (const auto& [field, set] : part.box.numbers) {
      if (!set.missing) needed.push_back(field);
    }
    for (const FieldId field : needed) {
      if (policy.fields[field].source != FieldSource::tag || policy.fields[field].required) continue;
      std::optional<Loss> loss;
      const Part lost = without(part, field, policy.fields[field].type);
      ground.meeting(lost, deletes, [&](const Spot& spot) {
        const Group& group = ground.groups()[spot.group];
        if (group.best == nullptr || !is_delete(group.best->statement->kind) || !matters(*item.statement, *group.best->statement)) return false;
        if (land.idle[land.statements.index(group.best->ref)]) return false;
        std::optional<Part> common = ground.space().meet(lost, *spot.box, false);
        if (!common) return false;
        std::optional<Part> free = let_go(ground, own, item, *common);
        if (!free) return false;
        loss = Loss{field, spot.group, std::move(*free)};
        return true;
      });
      if (loss) return loss;
    }
  }
  return std::nullopt;
}

bool demands_a_flag(const Box& box) { return (box.flags.may_be_false & ~bit(Flag::noncurrent) & 0x1f) != (0x1f & ~bit(Flag::noncurrent)); }

}  // namespace

void find_lost_labels(Landscape& land) {
  const Policy& policy = land.policy;
  for (std::size_t at = 0; at < land.statements.items.size(); ++at) {
    const Item& item = land.statements.items[at];
    if (land.idle[at] || !is_keep(item.statement->kind) || item.statement->kind == StatementKind::lock) continue;
    for (const Standing& on : land.grounds_of(item.ref.rule)) {
      const Ground& ground = *land.grounds[on.ground];
      const Group* own = land.group_of(on, item.ref);
      if (own == nullptr) continue;
      std::optional<Loss> loss = loss_of(land, ground, *own, item);
      if (!loss) continue;
      const Group& by = ground.groups()[loss->by];
      const std::string& name = policy.fields[loss->field].name;
      const Statement& remove = *by.best->statement;
      Finding finding;
      finding.code = Code::keep_needs_label;
      finding.span = place(policy, item.ref);
      finding.statement = item.ref;
      finding.others.push_back(by.best->ref);
      finding.message = fmt::format("{} lets go of an object without `{}`, and {} deletes it", said(policy, item.ref), name, said(policy, by));
      const Clock clock = remove.kind == StatementKind::quarantine ? Clock{} : remove.clock;
      finding.message += example(policy, finding, object_at(land, ground, loss->part, clock, remove.duration.days));
      finding.hint = fmt::format("declare `{}` as `required`, so that a missing one deletes nothing, or say `or {} is missing`", name, name);
      finding.related.push_back(here(policy, by));
      const Span& declared = policy.fields[loss->field].origin.span;
      if (declared.file != no_file) finding.related.push_back({declared, fmt::format("`{}` is declared here", name)});
      land.found.push_back(std::move(finding));
      break;
    }
  }
}

// Only where the policy says of another value of the label that it stays: a policy that names what goes and nothing else
// means the rest to stay.
void find_unspoken_values(Landscape& land) {
  const Policy& policy = land.policy;
  struct Spoken {
    bool all = false;
    std::set<std::string> values, gone;  // `gone`: a delete names it
    std::map<std::string, Span> kept;    // value -> a keep that names it
  };
  std::vector<Spoken> spoken(policy.fields.size());
  std::vector<FieldId> listed;
  for (FieldId f = 0; f < policy.fields.size(); ++f) {
    if (!policy.fields[f].values.empty()) listed.push_back(f);
  }
  if (listed.empty()) return;
  const auto hear = [&](const Region& region, const Statement* statement, const Span& span) {
    for (const Box& box : region.boxes) {
      for (const FieldId f : listed) {
        Spoken& field = spoken[f];
        const TextSet* set = box.text(f);
        if (set == nullptr || set->cofinite) {
          field.all = field.all || !demands_a_flag(box);
          continue;
        }
        field.values.insert(set->values.begin(), set->values.end());
        if (statement == nullptr) continue;
        if (is_delete(statement->kind)) field.gone.insert(set->values.begin(), set->values.end());
        if (!is_keep(statement->kind)) continue;
        for (const std::string& value : set->values) field.kept.emplace(value, span);
      }
    }
  };
  for (std::size_t at = 0; at < land.statements.items.size(); ++at) {
    const Item& item = land.statements.items[at];
    if (item.statement->kind == StatementKind::abort_uploads) continue;
    const Region& region = land.statements.regions[item.region];
    if (!region.exact) return;  // it could speak of anything
    hear(region, item.statement, place(policy, item.ref));
  }
  for (std::size_t h = 0; h < policy.holds.size(); ++h) hear(land.statements.regions[land.statements.hold_regions[h]], nullptr, {});
  for (const FieldId f : listed) {
    const Field& field = policy.fields[f];
    const auto stays = std::find_if(spoken[f].kept.begin(), spoken[f].kept.end(), [&](const auto& entry) { return !spoken[f].gone.contains(entry.first); });
    if (spoken[f].all || stays == spoken[f].kept.end() || field.origin.span.file == no_file) continue;
    std::string names;
    std::size_t count = 0;
    std::optional<Finding> finding;
    for (const std::string& value : field.values) {
      if (spoken[f].values.contains(value)) continue;
      names += (names.empty() ? "`" : ", `") + value + "`";
      ++count;
      if (finding) continue;
      Part part;
      part.box.set_text(f, TextSet{false, false, {value}, {}});
      for (const auto& ground : land.grounds) {
        const auto settled = ground->space().settle(part, false);
        if (!settled) continue;
        finding.emplace();
        finding->witness = object_at(land, *ground, *settled, Clock{}, 0);
        break;
      }
    }
    if (!finding || !finding->witness) continue;
    finding->code = Code::value_unspoken;
    finding->span = field.origin.span;
    finding->message = fmt::format("no rule speaks of the {} {} of `{}`: what has {} stays for ever", count == 1 ? "value" : "values", names, field.name, count == 1 ? "it" : "them");
    finding->message += example(policy, *finding, std::move(finding->witness));
    finding->hint = "say what becomes of them, be it `keep forever`";
    finding->related.push_back({stays->second, fmt::format("of `{}` the policy says that it stays", stays->first)});
    land.found.push_back(std::move(*finding));
  }
}

}  // namespace shelflife::findings
