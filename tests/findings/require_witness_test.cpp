// The object that a failed `require` shows, judged by the reference evaluator and by the compiler's own judge: it is covered, and
// it does go (or move, or stay open) too early.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "compiler/objects/fate.hpp"
#include "compiler/require/require.hpp"
#include "tests/findings/support.hpp"

using namespace shelflife;
using namespace shelflife::test;
namespace fs = std::filesystem;

namespace {

bool covered(const Policy& policy, const Require& require, const ObjectState& object, bool also_unknown) {
  reference::World world(policy, object.store);
  world.now = now;
  world.objects.push_back(as_reference(policy, object));
  const std::vector<reference::View> seen = reference::views(world, world.objects[0]);
  return std::any_of(seen.begin(), seen.end(), [&](const reference::View& view) {
    const reference::Truth truth = reference::evaluate(world, require.where, view);
    return truth == reference::Truth::yes || (also_unknown && truth == reference::Truth::unknown);
  });
}

void check_broken(const Policy& policy, const BrokenRequire& broken) {
  const Require& require = policy.requires_[broken.require];
  const Obligation& obligation = require.obligations[broken.obligation];
  const ObjectState& object = broken.witness;
  const bool deleting = obligation.kind == ObligationKind::never_deleted || obligation.kind == ObligationKind::never_deleted_before;
  const std::string shown = to_text(policy, object);
  CAPTURE(shown);
  CHECK(covered(policy, require, object, deleting));
  const Seconds bound = days(obligation.duration.days);
  if (deleting) {
    CHECK(judge(policy, object, {speaking(policy, object), {}}).may_be_deleted);
    if (obligation.kind == ObligationKind::never_deleted_before) CHECK(age_on(policy, obligation.clock, object).value_or(0) < bound);
    if (object.ranks.empty() && !object.marked && object.newer_noncurrent == 0 && policy.holds.empty()) CHECK(decide_one(policy, object).may_be_deleted);
  } else if (obligation.kind == ObligationKind::not_moved_before) {
    CHECK(decide_one(policy, object).floor > Tier::hot);
    CHECK(age_on(policy, obligation.clock, object).value_or(0) < bound);
  } else if (obligation.kind == ObligationKind::locked || obligation.kind == ObligationKind::locked_compliance) {
    const std::optional<reference::Lock> lock = decide_one(policy, object).lock;
    const bool enough = lock && lock->until >= now - object.created + bound && (obligation.kind == ObligationKind::locked || lock->mode == LockMode::compliance);
    CHECK_FALSE(enough);
  }
}

std::size_t check_text(const std::string& name, const std::string& text) {
  const std::unique_ptr<Resolved> resolved = resolve_text(name, text);
  if (!resolved->sound) return 0;
  std::vector<BrokenRequire> broken;
  check_requires(resolved->policy, resolved->lowered, &resolved->sources, resolved->diagnostics, &broken);
  for (const BrokenRequire& one : broken) check_broken(resolved->policy, one);
  return broken.size();
}

}  // namespace

TEST_CASE("what a failed require shows does break it") {
  std::size_t seen = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(SHELFLIFE_SOURCE_DIR) / "tests/require/cases")) {
    if (entry.path().extension() != ".shelf") continue;
    CAPTURE(entry.path().filename().string());
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    seen += check_text(entry.path().filename().string(), text.str());
  }
  CHECK(seen > 25);
}

TEST_CASE("the same on each cloud, on stores that `on` names, under holds and with a team's file") {
  const std::map<std::string, std::string> stores = {{"s3", "store s on s3 \"acme-ml\" { versioning on object_lock on }"},
                                                     {"azure", "store s on azure \"acmeml/box\" { versioning on access_tracking on }"},
                                                     {"gcs", "store s on gcs \"acme-ml\" { versioning on object_lock on }"}};
  const std::string head = "layout \"ml/{team}/{stage}/{model}/{version}/\"\nlabel stage in dev, production required\nlabel team in vision, speech required\nlabel owner from tag\n";
  for (const auto& entry : stores) {
    const auto& cloud = entry.first;
    const auto& store = entry.second;
    CAPTURE(cloud);
    const std::string base = head + store + "\nstore other on s3 \"acme-other\" { versioning on }\n";
    // a keep of a team's file holds the team's objects only
    CHECK(check_text("a.shelf", base + "import \"team.shelf\" where team == vision\nrule d where stage == production { delete after 30 days }\n"
                                       "require \"r\" where stage == production { never deleted before 60 days }\n#: team.shelf\n"
                                       "rule k where stage == production { keep for 90 days }\nhold \"h\" by \"l\" where stage == production\n") == 2);
    // nor does a team's `require` speak of others, and its delete breaks the root's
    CHECK(check_text("b.shelf", base + "import \"team.shelf\" where team == vision\nrule k where team == speech { keep forever }\n"
                                       "require \"r\" on s where stage == production { never deleted }\n#: team.shelf\n"
                                       "rule d where stage == production { delete after 14 days since accessed }\nrequire \"ours\" where stage == production { never deleted before 7 days }\n") == 1);
    CHECK(check_text("c.shelf", base + "rule d on s where stage == production { delete after 14 days }\nrule k on other where stage == production { keep forever }\n"
                                       "require \"r\" where stage == production { never deleted }\n") == 1);
    CHECK(check_text("d.shelf", base + "rule d on s where stage == production { delete after 14 days }\nhold \"h\" by \"l\" until 2027-01-01 where stage == production\n"
                                       "require \"r\" where stage == production { never deleted }\n") == 1);
    CHECK(check_text("e.shelf", base + "rule d on s where stage == production { delete after 14 days }\nhold \"h\" by \"l\" where stage == production\n"
                                       "require \"r\" where stage == production { never deleted }\n") == 0);
    CHECK(check_text("f.shelf", base + "rule k on s where stage == production { lock governance for 30 days where owner == ana }\nrequire \"r\" on s where stage == production { locked for 30 days }\n") == 1);
    CHECK(check_text("g.shelf", base + "rule m on s where stage == production { move to archive after 100 days }\nrequire \"r\" on s where stage == production { not moved before 365 days }\n") == 1);
    CHECK(check_text("h.shelf", base + "rule d on s where stage == production { delete after 30 days since promoted }\nrequire \"r\" on s where stage == production { never deleted before 30 days since promoted }\n") == 0);
  }
}

// `stage` is unread where no layout binds it: what holds `dev` holds such an object only as far as the rest of the keep goes.
TEST_CASE("an object that lacks a required label is kept only where it is for some value") {
  const std::string head = "layout \"ml/{stage}/{model}/{version}/\"\nlayout \"ml/dev/{project}/v{version}.d/\"\nlabel stage in dev, staging, production required\n"
                           "store s on s3 \"acme-ml\" { versioning off }\nrule d where project == q { delete after 14 days }\nrequire \"r\" where project == q { never deleted }\n";
  CHECK(check_text("a.shelf", head + "rule k where stage == dev { keep forever where size > 10 MiB }\n") == 1);
  CHECK(check_text("b.shelf", head + "rule k where stage == dev { keep forever }\n") == 0);
  CHECK(check_text("c.shelf", head + "rule k where stage == dev { keep forever where size > 10 MiB }\nrule l where stage == staging { keep forever where size <= 10 MiB }\n") == 0);
}
