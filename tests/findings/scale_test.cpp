// Many rules: everything is found, and where comparing all with all would be needed, it is said that it was not done.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/findings/support.hpp"

using namespace shelflife;
using namespace shelflife::test;

namespace {

const std::string head =
    "layout \"ml/{stage}/{project}/\"\nlabel stage in dev, staging, production required\nlabel owner required from tag\n"
    "store s on s3 \"acme-ml\" { versioning off }\n";

std::size_t count_of(const std::vector<Finding>& found, Code code) {
  return static_cast<std::size_t>(std::count_if(found.begin(), found.end(), [&](const Finding& f) { return f.code == code; }));
}

std::vector<Finding> find(const std::string& text) {
  const std::unique_ptr<Resolved> resolved = resolve_text("big.shelf", head + text);
  REQUIRE(resolved->sound);
  return find_findings(resolved->policy, Lowered{}, &resolved->sources);
}

}  // namespace

TEST_CASE("among ten thousand projects each fault is found") {
  std::string text;
  for (std::size_t i = 0; i < 10000; ++i) {
    const std::string n = std::to_string(i);
    text += "rule r" + n + " where stage == dev and project == p" + n + " { delete after 30 days }\n";
    if (i % 100 == 7) text += "rule again" + n + " where project == p" + n + " and stage == dev { delete after 40 days }\n";
    if (i % 100 == 8) text += "rule longer" + n + " where stage == dev and project == p" + n + " { keep for 60 days }\n";
    if (i % 100 == 9) text += "rule forever" + n + " where project == p" + n + " { keep forever }\n";
  }
  const std::vector<Finding> found = find(text);
  CHECK(count_of(found, Code::statement_shadowed) == 100);
  CHECK(count_of(found, Code::delete_waits) == 100);
  CHECK(count_of(found, Code::delete_never_fires) == 100);
  CHECK(found.size() == 300);
}

TEST_CASE("twenty thousand rules on one prefix: a finding each, and none for a pair") {
  std::string text;
  for (std::size_t i = 0; i < 20000; ++i) {
    text += "rule r" + std::to_string(i) + " where stage == dev and owner == u" + std::to_string(i % 3) + " { delete after " + std::to_string(1 + (i * 7919) % 3000) + " days }\n";
  }
  const std::vector<Finding> found = find(text);
  CHECK(count_of(found, Code::statement_shadowed) == 20000 - 3);
  CHECK(found.size() == 20000 - 3);
}

TEST_CASE("what would need all pairs is left out, and a note says so") {
  std::string text;
  for (std::size_t i = 0; i < 12000; ++i) {
    const std::string n = std::to_string(i);
    text += "rule d" + n + " where stage == dev and size >= " + std::to_string(1 + i) + " KiB and size <= " + std::to_string(20000 + i) + " KiB { delete after 14 days }\n";
  }
  const std::vector<Finding> found = find(text);
  CHECK(count_of(found, Code::findings_undecided) == 1);
}
