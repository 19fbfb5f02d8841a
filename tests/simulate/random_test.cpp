// Each object's decision against the independent evaluator, over random policies, listings and registries.
// SHELFLIFE_SEED picks the seed, SHELFLIFE_OBJECTS how many objects.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>

#include "compiler/model/print.hpp"
#include "simulate/decide.hpp"
#include "simulate/listing_run.hpp"
#include "simulate/simulation.hpp"
#include "simulate/units.hpp"
#include "tests/reference/evaluator/decide.hpp"
#include "tests/reference/evaluator/registry.hpp"
#include "tests/why/random_policy.hpp"

using namespace shelflife;
using differential::Random;
using reference::Time;

namespace {

constexpr std::size_t objects_a_world = 20;
constexpr std::size_t worlds_a_policy = 5;

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text != nullptr && *text != '\0' ? std::strtoull(text, nullptr, 10) : otherwise;
}

// The fields that some key binds, up to the version: what a record of it would name.
std::map<std::string, std::string> fields_of(const Policy& policy, const std::string& key) {
  std::map<std::string, std::string> fields;
  for (const auto& [id, text] : shelflife::bind(policy, 0, key).fields) {
    fields[policy.fields[id].name] = text;
    if (policy.fields[id].name == "version") break;
  }
  return fields;
}

reference::Registry random_registry(Random& r, const Policy& policy, const differential::RandomWorld& world) {
  reference::Registry registry;
  const auto ago = [&] { return world.now - static_cast<Time>(r.below(100)) * reference::day / 2; };
  for (std::size_t i = r.below(8); i > 0; --i) {
    reference::Record record;
    const std::string& key = r.of(world.objects).key;
    if (r.percent(40)) record.fields["run_id"] = r.of({"r1", "r2", "run-r1"});
    else if (r.percent(70)) record.fields = fields_of(policy, key);
    else record.location = key.substr(0, 1 + r.below(key.size()));
    if (r.percent(30)) record.promotions.push_back(ago());
    if (r.percent(25)) record.retirements.push_back(ago());
    if (r.percent(80)) record.values["status"] = r.of({"ok", "failed", "running"});
    if (r.percent(70)) record.values["score"] = r.of({"4", "5", "6", "9.5", "10", "11", "n/a"});
    registry.records.push_back(std::move(record));
  }
  for (std::size_t i = r.below(4); i > 0; --i) {
    reference::Reference named;
    const std::string& key = r.of(world.objects).key;
    if (r.percent(50)) named.key = key;
    else named.fields = fields_of(policy, key);
    if (r.percent(30)) named.by_run = r.of({"r1", "r2"});
    registry.references.push_back(std::move(named));
  }
  return registry;
}

Registry as_ours(const reference::Registry& theirs) {
  Registry ours;
  for (const reference::Record& r : theirs.records) ours.add(RegistryRecord{r.fields, r.values, r.location, r.promotions, r.retirements});
  for (const reference::Reference& r : theirs.references) ours.add(RegistryReference{r.key, r.by_run, r.fields});
  return ours;
}

Row row_of(const reference::Object& object) {
  Row row;
  row.key = object.key;
  row.revision = object.revision;
  row.current = object.current;
  row.created = object.created;
  if (!object.current) row.noncurrent_since = object.noncurrent_since;
  row.size = object.size;
  row.storage_class = to_text(object.tier);
  row.tags = object.tags;
  if (object.accessed.read) row.accessed = object.accessed.value;
  if (object.locked_until != 0) row.locked_until = object.locked_until;
  row.legal_hold = object.legal_hold;
  if (object.mark) row.mark = RowMark{object.mark->written, object.mark->statement};
  return row;
}

// Marks of the policy's own quarantines are what matters; some are of none.
void mark_anew(Random& r, const reference::World& world, reference::Object& object) {
  std::vector<std::string> ids{"gone/1"};
  for (const reference::InEffect& s : reference::in_effect(world))
    if (s.statement->kind == StatementKind::quarantine) ids.insert(ids.end(), 8, s.id);
  if (object.mark) object.mark->statement = r.of(ids);
}

// The reference leaves a mark for a whole unit on an object that is of no unit; ours takes it off.
bool marked_for_a_unit(const reference::World& world, const reference::Object& object) {
  const std::vector<reference::InEffect> all = reference::in_effect(world);
  return object.mark && std::any_of(all.begin(), all.end(), [&](const reference::InEffect& s) {
    return s.id == object.mark->statement && s.statement->whole != no_id;
  });
}

std::string shown(const Policy& policy, const Decision& decision, bool take_off) {
  std::string text(name_of(decision.fate));
  if (decision.statement) text += " by " + statement_id(policy, *decision.statement);
  if (decision.fate == Fate::move) text += " to " + to_text(decision.tier);
  if (decision.mark == MarkAction::write) text += ", mark by " + statement_id(policy, *decision.mark_by);
  if (decision.mark == MarkAction::take_off && take_off) text += ", take the mark off";
  return text;
}

// The same of the reference, with what a run spares besides.
std::string shown(const reference::World& world, const reference::Object& object, const reference::Decision& d, const Decision& ours, bool take_off) {
  const bool spared = object.created >= world.listing_began || (object.registry.read && object.registry.value.referenced);
  std::string text, statement = d.due;
  if (d.may_be_deleted && !spared) return "delete by " + statement;
  if (ours.fate == Fate::undecided) text = "undecided";  // why it is not deleted is checked apart
  else text = d.floor > object.tier ? "move" : "keep";
  if (text == "move") text += " by " + statement_id(*world.policy, *ours.statement) + " to " + to_text(d.floor);
  else if (ours.statement) text += " by " + statement_id(*world.policy, *ours.statement);
  if (d.mark == reference::MarkAction::write) text += ", mark by " + d.mark_by;
  if (d.mark == reference::MarkAction::take_off && take_off) text += ", take the mark off";
  return text;
}

}  // namespace

TEST_CASE("every decision is the reference evaluator's, on random policies, listings and registries") {
  const std::uint64_t seed = from_environment("SHELFLIFE_SEED", 20260501);
  const std::uint64_t wanted = from_environment("SHELFLIFE_OBJECTS", 1000000);
  Random random(seed);
  std::size_t compared = 0, beyond = 0, another = 0;
  std::map<std::string, std::size_t> seen;
  while (compared < wanted) {
    std::string text;
    const std::optional<Policy> policy = testing::random_policy(random, text);
    if (!policy) continue;
    const Evaluator evaluator(*policy);
    for (std::size_t w = 0; w < worlds_a_policy; ++w) {
      differential::RandomWorld made = differential::random_world(random, objects_a_world);
      reference::World world(*policy, 0);
      world.now = made.now;
      ListingHead head;
      if (random.percent(50)) head.began = world.listing_began = made.now - static_cast<Time>(random.below(20)) * reference::day;
      const bool has_registry = random.percent(70);
      const reference::Registry theirs = random_registry(random, *policy, made);
      StoreRows rows;
      for (reference::Object& object : made.objects) {
        mark_anew(random, world, object);
        object.tier = static_cast<Tier>(random.below(3));
        object.registry = {};
        if (has_registry) object.registry = {true, reference::facts_of(theirs, *policy, 0, object)};
        if (random.percent(10)) object.accessed = {};
        rows.rows.push_back(row_of(object));
      }
      world.objects = made.objects;
      rows.settle(made.now);
      REQUIRE(rows.twice.empty());
      const std::vector<reference::Decision> expected = reference::decide(world);
      const Registry registry = as_ours(theirs);
      decide_store(evaluator, 0, rows.rows, head, has_registry ? &registry : nullptr, made.now, false, [&](const Row& row, const ObjectState& state, const Decision& ours) {
        const std::size_t i = std::stoul(row.revision);
        ++compared;
        if (ours.unread == std::vector<std::string>{"too many facts at once"}) {
          ++beyond;
          return;
        }
        const bool take_off = !marked_for_a_unit(world, made.objects[i]);
        const std::string got = shown(*policy, ours, take_off), wants = shown(world, made.objects[i], expected[i], ours, take_off);
        ++seen[ours.mark == MarkAction::write ? "mark" : std::string(name_of(ours.fate))];
        const bool explained = ours.fate == Fate::remove || ours.fate == Fate::undecided || !expected[i].may_be_deleted || !ours.kept_because.empty();
        if (got == wants && explained && (ours.fate != Fate::undecided || !ours.unread.empty())) return;
        // Where each value of an unread fact has its own statement, any of them may be named.
        const bool by_another = ours.fate == Fate::remove && expected[i].may_be_deleted && ours.kept_because.empty() && JudgedWorlds(evaluator, {state, true, true, true, true, true}, {}, made.now).list.size() > 1;
        another += by_another ? 1U : 0U;
        if (by_another) return;
        std::string all;
        for (const reference::Object& object : made.objects) all += differential::describe(object, made.now) + "\n";
        FAIL(text << all << "\nthe object: " << row.revision << " " << to_text(*policy, state) << "\nreference: " << wants << " (kept by " << expected[i].kept_by << "), ours: " << got);
      });
    }
  }
  for (const char* fate : {"delete", "move", "keep", "undecided", "mark"}) {
    CAPTURE(fate);
    CHECK(seen[fate] > wanted / 500);
  }
  CHECK(another < wanted / 1000);
  CHECK(beyond < wanted / 100);
  MESSAGE(compared << " objects, " << seen["delete"] << " deleted, " << seen["move"] << " moved, " << seen["mark"] << " marked, " << seen["undecided"] << " undecided, " << beyond << " beyond the bound");
}

TEST_CASE("region by region, each object's class decides as all rows at once do, and the totals are the same") {
  const std::uint64_t wanted = from_environment("SHELFLIFE_OBJECTS", 1000000) / 4;
  Random random(from_environment("SHELFLIFE_SEED", 20261130));
  std::size_t compared = 0, dated = 0, refused = 0;
  while (compared < wanted) {
    std::string text;
    const std::optional<Policy> policy = testing::random_policy(random, text);
    if (!policy) continue;
    const Evaluator evaluator(*policy);
    for (std::size_t w = 0; w < worlds_a_policy; ++w) {
      differential::RandomWorld made = differential::random_world(random, objects_a_world);
      reference::World world(*policy, 0);
      world.now = made.now;
      ListingHead head;
      head.complete = random.percent(90);
      if (random.percent(50)) head.began = made.now - static_cast<Time>(random.below(20)) * reference::day;
      const bool has_registry = random.percent(30);
      const Registry registry = as_ours(random_registry(random, *policy, made));
      std::vector<Row> rows;
      for (reference::Object& object : made.objects) {
        mark_anew(random, world, object);
        object.tier = static_cast<Tier>(random.below(3));
        if (random.percent(10)) object.accessed = {};
        rows.push_back(row_of(object));
        if (random.percent(5)) rows.back().tags.reset();
        if (random.percent(5)) rows.back().size.reset();
      }
      // As the first does it.
      Simulation simulation(evaluator, has_registry ? &registry : nullptr);
      for (const Row& row : rows) simulation.add(Row(row));
      simulation.add(head);
      REQUIRE(simulation.settle(made.now).empty());
      std::vector<std::pair<std::string, Decision>> expected;
      std::vector<ObjectState> objects;
      const Totals totals = simulation.run(made.now, true, [&](const Row& row, const ObjectState& object, const Decision& decision) {
        expected.emplace_back(row.key + " " + row.revision, decision);
        objects.push_back(object);
      });
      // And the second, with and without a word on each object.
      std::stable_sort(rows.begin(), rows.end(), row_before);
      const StoreNames names(*policy);
      for (const bool told : {true, false}) {
        std::vector<std::pair<std::string, Decision>> got;
        std::vector<ObjectState> got_objects;
        EachDecision each;
        if (told) each = [&](const Row& row, const ObjectState& object, const Decision& decision) {
          got.emplace_back(row.key + " " + row.revision, decision);
          got_objects.push_back(object);
        };
        ListingRun run(evaluator, has_registry ? &registry : nullptr, names, head, made.now, true, each);
        if (!run.possible()) {
          ++refused;
          continue;
        }
        for (const Row& row : rows) REQUIRE(run.add(Row(row)));
        const Totals same = run.finish();
        CHECK(run.twice.empty());
        std::string all = text;
        for (const reference::Object& object : made.objects) all += differential::describe(object, made.now) + "\n";
        CAPTURE(all);
        REQUIRE(same == totals);
        if (!told) continue;
        REQUIRE(got.size() == expected.size());
        for (std::size_t i = 0; i < got.size(); ++i) {
          CAPTURE(got[i].first);
          REQUIRE(got[i] == expected[i]);
          for (std::size_t k = 0; k < objects[i].ranks.size(); ++k) {  // a rank beyond the keep's count is told as the next one
            const Ranking& ranking = policy->rules[objects[i].ranks[k].first.rule].statements[objects[i].ranks[k].first.statement].ranking;
            if (objects[i].ranks[k].second) objects[i].ranks[k].second = std::min(*objects[i].ranks[k].second, ranking.count + 1);
          }
          REQUIRE(got_objects[i] == objects[i]);
          dated += got[i].second.next && got[i].second.fate != Fate::remove ? 1U : 0U;
        }
        compared += got.size();
      }
    }
  }
  CHECK(dated > compared / 20);
  MESSAGE(compared << " objects, " << dated << " that may go later, " << refused / 2 << " policies that need all rows at once");
}
