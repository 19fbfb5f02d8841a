// Every case: expected.json against the reference evaluator, plan.json against the emitter, and both against the
// small engine that knows nothing but the plan. SHELFLIFE_UPDATE=1 rewrites the two files; read the difference.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/conformance/cases.hpp"
#include "tests/reference/engine/plan_engine.hpp"

using namespace shelflife;
using namespace shelflife::conformance;

namespace {

void compare(const std::filesystem::path& path, const std::string& now) {
  if (std::getenv("SHELFLIFE_UPDATE") != nullptr) std::ofstream(path, std::ios::binary) << now;
  INFO(path.string());
  CHECK(read_text(path) == now);
}

// Is the statement one that the plan does? The cloud does the others.
bool in_plan(const std::string& plan, const nlohmann::json& statement) {
  const nlohmann::json store = nlohmann::json::parse(plan)["stores"][0];
  for (const char* list : {"deletes", "quarantines"}) {
    for (const auto& s : store[list]) {
      if (s["id"] == statement) return true;
    }
  }
  return false;
}

}  // namespace

TEST_CASE("conformance cases") {
  CHECK(case_folders().size() >= 15);
  for (const std::filesystem::path& folder : case_folders()) {
    CAPTURE(folder.filename().string());
    const Case c = read_case(folder);
    compare(folder / "plan.json", c.plan);
    compare(folder / "expected.json", decisions(c));
  }
}

TEST_CASE("the plan alone is enough to decide what is due, where every fact was read") {
  for (const std::filesystem::path& folder : case_folders()) {
    CAPTURE(folder.filename().string());
    const Case c = read_case(folder);
    const nlohmann::json expected = nlohmann::json::parse(decisions(c));
    if (!c.has_registry || expected["run"] != "ok") continue;
    const reference::PlanEngine engine(c.plan, c.policy.stores[0].name);
    const auto verdicts = engine.run(c.objects, c.now);
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
      CAPTURE(c.objects[i].key);
      const nlohmann::json& object = expected["objects"][i];
      if (object["delete"] == true && in_plan(c.plan, object["statement"]))
        CHECK(verdicts[i].deleted_by == object["statement"]);
      // What the run keeps on top of the statements (referenced, too young for the listing) is not the plan's business.
      if (!verdicts[i].deleted_by.empty()) CHECK(object["statement"] == verdicts[i].deleted_by);
    }
  }
}
