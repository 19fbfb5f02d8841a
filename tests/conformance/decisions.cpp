// One run of an engine over a case, with the reference evaluator for its verdicts.
#include <ctime>
#include <nlohmann/json.hpp>

#include "tests/conformance/cases.hpp"
#include "tests/reference/evaluator/decide.hpp"

namespace shelflife::conformance {
namespace {

using Json = nlohmann::ordered_json;
using namespace shelflife::reference;

std::string text_of(Time time) {
  const std::time_t t = time;
  std::tm utc{};
  gmtime_r(&t, &utc);
  char text[40];
  std::strftime(text, sizeof text, "%FT%TZ", &utc);
  return text;
}

const char* name_of(Tier tier) {
  const char* names[] = {"hot", "cool", "cold", "archive", "deep_archive"};
  return names[static_cast<int>(tier)];
}

// What refuses a run before anything is decided.
Json refusals(const Case& c) {
  const Safeguards& s = c.policy.safeguards;
  Json list = Json::array();
  if (c.now - c.listing_began > s.inventory_age.days * day) list.push_back("inventory_stale");
  if (!c.inventory_complete) list.push_back("inventory_incomplete");
  if (!c.has_registry) return list;
  if (c.now - c.registry_read > s.registry_age.days * day) list.push_back("registry_stale");
  if (!c.registry_complete) list.push_back("registry_incomplete");
  if (c.registry.records.empty()) list.push_back("registry_empty");
  return list;
}

bool over_a_limit(const Case& c, std::size_t deletes, std::uint64_t bytes) {
  const Safeguards& s = c.policy.safeguards;
  const std::optional<std::uint32_t> percent = s.declared ? s.percent : std::optional<std::uint32_t>(10);
  if (percent && deletes * 100 > *percent * c.objects.size()) return true;
  return (s.objects && deletes > *s.objects) || (s.bytes && bytes > *s.bytes);
}

Json decision_of(const Case& c, const Object& o, const Decision& d, bool& deleted) {
  std::string kept_by = d.kept_by;
  deleted = d.may_be_deleted;
  if (deleted && o.created >= c.listing_began) kept_by = "created since the listing began";
  if (deleted && kept_by.empty() && c.has_registry && o.registry.value.referenced) kept_by = "referenced";
  deleted = deleted && kept_by.empty();
  Json json{{"key", o.key}, {"revision", o.revision}, {"delete", deleted}};
  json["statement"] = d.due.empty() ? Json(nullptr) : Json(d.due);
  json["kept_by"] = kept_by.empty() ? Json(nullptr) : Json(kept_by);
  if (d.floor != Tier::hot) json["at_least_as_cold_as"] = name_of(d.floor);
  if (d.lock) {
    const char* mode = d.lock->mode == LockMode::compliance ? "compliance" : "governance";
    json["lock"] = {{"mode", mode}, {"until", text_of(d.lock->until)}};
  }
  if (d.mark == MarkAction::write) json["mark"] = "write, by " + d.mark_by;
  if (d.mark == MarkAction::take_off) json["mark"] = "take off";
  return json;
}

}  // namespace

std::string decisions(const Case& c) {
  Json result{{"run", "ok"}, {"refused_because", refusals(c)}, {"objects", Json::array()}};
  World world(c.policy, 0);
  world.now = c.now;
  world.listing_began = c.listing_began;
  world.objects = c.objects;
  std::size_t deletes = 0;
  std::uint64_t bytes = 0;
  const std::vector<Decision> all = decide(world);
  for (std::size_t i = 0; i < all.size(); ++i) {
    bool deleted = false;
    result["objects"].push_back(decision_of(c, c.objects[i], all[i], deleted));
    deletes += deleted;
    bytes += deleted ? c.objects[i].size : 0;
  }
  if (over_a_limit(c, deletes, bytes)) result["refused_because"].push_back("over_a_limit");
  if (!result["refused_because"].empty()) {
    result["run"] = "refused";
    result["objects"] = Json::array();  // nothing is touched
  }
  return result.dump(1) + "\n";
}

}  // namespace shelflife::conformance
