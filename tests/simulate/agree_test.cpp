// The same as others say of the same objects: the plan's conformance cases, and `why` with the same listing.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "compiler/model/print.hpp"
#include "inventory/finder.hpp"
#include "simulate/simulation.hpp"
#include "simulate/units.hpp"
#include "tests/compiler/support.hpp"

using namespace shelflife;
using Json = nlohmann::json;

namespace {

const std::filesystem::path cases = SHELFLIFE_SOURCE_DIR "/tests/conformance/cases";

// A case of the plan's contract, and its run.
struct Ran {
  testing::Resolved resolved;
  SourceManager sources;
  std::optional<Registry> registry;
  FileId listing = no_file;
  Instant now = 0;
  ListingHead head;
  Json objects = Json::array();
  std::vector<Refusal> refusals;

  explicit Ran(const std::filesystem::path& folder) {
    testing::resolve_file(resolved, folder / "policy.shelf");
    std::string date = testing::read_text(folder / "date");
    date.erase(date.find_last_not_of('\n') + 1);
    now = *parse_instant(date);
    Diagnostics diagnostics;
    if (std::filesystem::exists(folder / "registry.json"))
      registry = read_registry(resolved.policy, sources, sources.add("registry", testing::read_text(folder / "registry.json")), diagnostics);
    listing = sources.add("inventory", testing::read_text(folder / "inventory.jsonl"));
    const Evaluator evaluator(resolved.policy);
    Simulation simulation(evaluator, registry ? &*registry : nullptr);
    simulation.add(head = read_listing(sources, listing, [&](Row&& row) { simulation.add(std::move(row)); }, diagnostics, Rows::store));
    REQUIRE(!diagnostics.has_errors());
    REQUIRE(simulation.settle(now).empty());
    const Totals totals = simulation.run(now, false, [&](const Row& row, const ObjectState&, const Decision& d) {
      Json object{{"key", row.key}, {"revision", row.revision}, {"delete", d.fate == Fate::remove}, {"mark", nullptr}};
      if (d.mark == MarkAction::write) object["mark"] = "write, by " + statement_id(resolved.policy, *d.mark_by);
      if (d.mark == MarkAction::take_off) object["mark"] = "take off";
      objects.push_back(std::move(object));
    });
    refusals = shelflife::refusals(resolved.policy, totals, head, registry ? &*registry : nullptr, now);
  }
};

}  // namespace

TEST_CASE("the conformance cases: refused or run, and each revision decided as the plan's engines must") {
  std::size_t decided = 0, deleted = 0, marked = 0, refused = 0;
  for (const auto& entry : std::filesystem::directory_iterator(cases)) {
    CAPTURE(entry.path().filename().string());
    const Json expected = Json::parse(testing::read_text(entry.path() / "expected.json"));
    Ran ran(entry.path());
    std::vector<std::string> codes;
    for (const Refusal& refusal : ran.refusals) codes.push_back(refusal.code);
    CHECK(Json(codes) == expected["refused_because"]);
    refused += codes.empty() ? 0U : 1U;
    for (const Json& object : expected["objects"]) {
      const auto own = std::find_if(ran.objects.begin(), ran.objects.end(), [&](const Json& o) { return o["key"] == object["key"] && o["revision"] == object["revision"]; });
      REQUIRE(own != ran.objects.end());
      CAPTURE(object.dump());
      ++decided;
      deleted += object["delete"] == true ? 1U : 0U;
      marked += object.contains("mark") ? 1U : 0U;
      CHECK((*own)["delete"] == object["delete"]);
      CHECK((*own)["mark"] == object.value("mark", Json()));
    }
  }
  CHECK(decided > 60);
  CHECK(deleted > 15);
  CHECK(marked > 1);
  CHECK(refused == 3);
}

TEST_CASE("what is deleted is what `why` finds in the same listing, and nothing else") {
  std::size_t compared = 0, deleted = 0;
  for (const auto& entry : std::filesystem::directory_iterator(cases)) {
    CAPTURE(entry.path().filename().string());
    Ran ran(entry.path());
    const Evaluator evaluator(ran.resolved.policy);
    for (const Json& object : ran.objects) {
      Finder finder(evaluator, 0, object["key"], ran.registry ? &*ran.registry : nullptr, ran.now);
      Diagnostics diagnostics;
      const ListingHead head = read_listing(ran.sources, ran.listing, [&](Row&& row) { finder.add(row); }, diagnostics);
      for (const FoundRevision& found : finder.finish(head)) {
        if (found.revision != object["revision"]) continue;
        const ObjectState& told = found.told.object;
        const bool young = head.began && ran.now - told.created >= *head.began;
        const Evaluator::Worlds worlds = evaluator.worlds(told, ran.now);
        const bool may = !young && told.referenced != Fact::yes && worlds.complete && std::all_of(worlds.objects.begin(), worlds.objects.end(), [&](const ObjectState& world) {
          return judge(evaluator.policy(), world, evaluator.speaking(world, ran.now)).may_be_deleted;
        });
        CAPTURE(object.dump());
        CHECK(may == object["delete"].get<bool>());
        ++compared;
        deleted += may ? 1U : 0U;
      }
    }
  }
  CHECK(compared > 80);
  CHECK(deleted > 20);
}
