// Policies that mean the same in other words: no change, and none the other way round.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/diff/policies.hpp"

namespace {

using namespace shelflife::test;

struct Pair {
  const char* what;
  const char* one;
  const char* other;
};

const std::vector<Pair> pairs = {
    {"nothing", "", ""},
    {"another name", "rule a where stage == dev { delete after 14 days }", "rule b where stage == dev { delete after 14 days }"},
    {"other reasons and owners", "rule a \"why\" by \"me\" where stage == dev { delete after 14 days }", "rule a \"because\" by \"you\" where stage == dev { delete after 14 days }"},
    {"rules in another order", "rule a where stage == dev { delete after 14 days }\nrule b where stage == staging { delete after 30 days }",
     "rule b where stage == staging { delete after 30 days }\nrule a where stage == dev { delete after 14 days }"},
    {"statements in another order", "rule a where stage == dev { delete after 14 days keep for 3 days since accessed }", "rule a where stage == dev { keep for 3 days since accessed delete after 14 days }"},
    {"one rule or two", "rule a where stage == dev { delete after 14 days keep latest 3 versions per model }", "rule a where stage == dev { delete after 14 days }\nrule b where stage == dev { keep latest 3 versions per model }"},
    {"`or` or two rules", "rule a where stage == dev or stage == staging { delete after 14 days }", "rule a where stage == dev { delete after 14 days }\nrule b where stage == staging { delete after 14 days }"},
    {"`in` or `or`", "rule a where stage in (dev, staging) { delete after 14 days }", "rule a where stage == staging or stage == dev { delete after 14 days }"},
    {"`!=` or `in`", "rule a where stage != production { delete after 14 days }", "rule a where stage in (dev, staging) { delete after 14 days }"},
    {"`not in` or `==`", "rule a where stage not in (staging, production) { delete after 14 days }", "rule a where stage == dev { delete after 14 days }"},
    {"De Morgan", "rule a where not (stage == dev or size < 1 MiB) { delete after 14 days }", "rule a where stage != dev and size >= 1 MiB { delete after 14 days }"},
    {"a double negation", "rule a where not (not stage == dev) { delete after 14 days }", "rule a where stage == dev { delete after 14 days }"},
    {"factored", "rule a where stage == dev and (project == p or project == q) { delete after 14 days }", "rule a where (stage == dev and project == p) or (stage == dev and project == q) { delete after 14 days }"},
    {"the rule's condition or the statement's", "rule a where stage == dev and size > 5 MiB { delete after 14 days }", "rule a where stage == dev { delete after 14 days where size > 5 MiB }"},
    {"weeks or days", "rule a where stage == dev { delete after 2 weeks }", "rule a where stage == dev { delete after 14 days }"},
    {"years or days", "rule a where stage == dev { delete after 6 years }", "rule a where stage == dev { delete after 2192 days }"},
    {"a let", "let short = 14 days\nrule a where stage == dev { delete after short }", "rule a where stage == dev { delete after 14 days }"},
    {"a let for a size", "let big = 1 GiB\nrule a where size >= big { delete after 14 days }", "rule a where size >= 1024 MiB { delete after 14 days }"},
    {"a size and the next one", "rule a where size > 1023 B and stage == dev { delete after 14 days }", "rule a where size >= 1 KiB and stage == dev { delete after 14 days }"},
    {"sizes that meet", "rule a where stage == dev { delete after 14 days where size < 1 MiB delete after 14 days where size >= 1 MiB }", "rule a where stage == dev { delete after 14 days }"},
    {"a longer delete beside a shorter one", "rule a where stage == dev { delete after 14 days delete after 30 days }", "rule a where stage == dev { delete after 14 days }"},
    {"a narrower delete that is no sooner", "rule a where stage == dev { delete after 14 days delete after 20 days where owner == bob }", "rule a where stage == dev { delete after 14 days }"},
    {"a keep under a longer one", "rule a where stage == dev { keep for 30 days keep for 10 days delete after 60 days }", "rule a where stage == dev { keep for 30 days delete after 60 days }"},
    {"a keep under `forever`", "rule a where stage == dev { keep forever keep latest 3 versions per model }", "rule a where stage == dev { keep forever }"},
    {"a delete under `forever`", "rule a where stage == dev { keep forever delete after 14 days }", "rule a where stage == dev { keep forever }"},
    {"a keep until the delete", "rule a where stage == dev { keep for 30 days delete after 10 days }", "rule a where stage == dev { delete after 30 days }"},
    {"a keep shorter than the delete", "rule a where stage == dev { keep for 10 days delete after 30 days }", "rule a where stage == dev { delete after 30 days }"},
    {"one delete for each value", "rule a where stage == dev { delete after 14 days where owner == bob delete after 14 days where owner != bob delete after 14 days where owner is missing }", "rule a where stage == dev { delete after 14 days }"},
    {"a condition that is always so", "rule a where stage == dev and (size < 1 MiB or size >= 1 MiB) { delete after 14 days }", "rule a where stage == dev { delete after 14 days }"},
    {"a statement that never speaks", "rule a where stage == dev { delete after 14 days delete after 1 days where stage == staging }", "rule a where stage == dev { delete after 14 days }"},
    {"a prefix or a field", "rule a where key starts with \"ml/dev/\" { delete after 14 days }", "rule a where stage == dev { delete after 14 days }"},
    {"a larger count of the same ranks", "rule a where stage == dev { keep latest 5 versions per model keep latest 3 versions per model delete after 9 days }", "rule a where stage == dev { keep latest 5 versions per model delete after 9 days }"},
    {"a finer group under a coarser one's count", "rule a where stage == dev and project is not missing { keep latest 3 versions per project keep latest 3 versions per model delete after 9 days }", "rule a where stage == dev and project is not missing { keep latest 3 versions per model delete after 9 days }"},
    {"ranks of one stage, ranks of two", "rule a where stage in (dev, staging) { keep latest 3 versions per model delete after 9 days }",
     "rule a where stage == dev { keep latest 3 versions per model delete after 9 days }\nrule b where stage == staging { keep latest 3 versions per model delete after 9 days }"},
    {"a bound of a rank", "rule a where stage == dev { keep latest 3 versions per model for at most 30 days keep latest 3 versions per model for at most 20 days delete after 9 days }", "rule a where stage == dev { keep latest 3 versions per model for at most 30 days delete after 9 days }"},
    {"groups named twice", "rule a where stage == dev and project is not missing { keep latest 3 versions per project, model delete after 9 days }", "rule a where stage == dev and project is not missing { keep latest 3 versions per model delete after 9 days }"},
    {"a move that a delete comes before", "rule a where stage == dev { move to archive after 60 days delete after 30 days }", "rule a where stage == dev { delete after 30 days }"},
    {"a move no colder than another", "rule a where stage == dev { move to archive after 60 days move to cool after 90 days }", "rule a where stage == dev { move to archive after 60 days }"},
    {"the last access, said twice", "rule a where stage == dev { delete after 60 days keep for 30 days since accessed }", "rule a where stage == dev { delete after 60 days where not accessed within 30 days }"},
    {"accessed as long ago as created", "rule a where stage == dev { delete after 30 days since accessed delete after 40 days since accessed }", "rule a where stage == dev { delete after 30 days since accessed }"},
    {"created at least as long ago", "rule a where stage == dev { delete after 30 days since accessed }", "rule a where stage == dev { delete after 30 days since accessed keep for 30 days }"},
    {"a clock that never ran", "rule a where stage == dev and not promoted { delete after 30 days since promoted keep forever where referenced }", "rule a where stage == dev and not promoted { keep forever where referenced }"},
    {"an orphan is not referenced", "rule a where orphan and referenced { delete after 14 days }\nrule b { keep forever where referenced }", "rule b { keep forever where referenced }"},
    {"`on` all or none", "rule a on a where stage == dev { delete after 14 days }", "rule a where stage == dev { delete after 14 days }"},
    {"a hold of another name", "hold \"x\" by \"l\" where project == p", "hold \"y\" by \"m\" where project == p"},
    {"two holds, one date", "hold \"x\" by \"l\" until 2027-01-01 where project in (p, q)", "hold \"x\" by \"l\" until 2027-01-01 where project == p\nhold \"y\" by \"l\" until 2027-01-01 where project == q"},
    {"a hold under a longer one", "hold \"x\" by \"l\" where project == p\nhold \"y\" by \"l\" until 2027-01-01 where project == p", "hold \"x\" by \"l\" where project == p"},
    {"numbers that meet", "rule a where stage == dev { delete after 9 days where score < 5 delete after 9 days where score >= 5 delete after 9 days where score is missing }", "rule a where stage == dev { delete after 9 days }"},
    {"prefixes of a value", "rule a where owner starts with \"a\" or owner starts with \"ab\" { delete after 9 days }", "rule a where owner starts with \"a\" { delete after 9 days }"},
    {"a quarantine beside a sooner delete", "rule a where stage == dev { quarantine for 7 days then delete quarantine for 9 days then delete }", "rule a where stage == dev { quarantine for 7 days then delete }"},
    {"a let and an import's own name", "let week = 7 days\nrule a where stage == dev { abort uploads after 7 days delete after week }", "rule b where stage == dev { delete after 1 week abort uploads after 1 week }"},
};

}  // namespace

TEST_CASE("policies that mean the same have no changes") {
  REQUIRE(pairs.size() >= 40);
  for (const Pair& pair : pairs) {
    CAPTURE(pair.what);
    CHECK(compare(prelude + pair.one, prelude + pair.other) == "");
    CHECK(compare(prelude + pair.other, prelude + pair.one) == "");
  }
}

TEST_CASE("declarations may be written in other words too") {
  const std::string rule = "rule r where stage == dev { delete after 14 days where team == x keep latest 3 versions per model }\n";
  const std::string one = "layout \"ml/{stage}/{project}/{model}/{version}/\"\nlabel stage in dev, staging\nlabel team from tag\nstore a on s3 \"acme\" { versioning on }\n";
  const std::string reordered = "label team from tag\nlabel stage in staging, dev\nstore a on s3 \"acme\" { versioning on recoverable for 7 days }\nlayout \"ml/{stage}/{project}/{model}/{version}/\"\n";
  CHECK(compare(one + rule, reordered + rule) == "");
  SUBCASE("a label under another name") {
    const std::string renamed = "layout \"ml/{stage}/{project}/{model}/{version}/\"\nlabel stage in dev, staging\nlabel squad from tag \"team\"\nstore a on s3 \"acme\" { versioning on }\n";
    CHECK(compare(one + rule, renamed + "rule r where stage == dev { delete after 14 days where squad == x keep latest 3 versions per model }\n") == "");
  }
  SUBCASE("a store under another name") {
    const std::string renamed = "layout \"ml/{stage}/{project}/{model}/{version}/\"\nlabel stage in dev, staging\nlabel team from tag\nstore other on s3 \"acme\" { versioning on }\n";
    CHECK(compare(one + rule, renamed + rule) == "");
  }
  SUBCASE("a field of the layout under another name") {
    const std::string renamed = "layout \"ml/{stage}/{area}/{model}/{version}/\"\nlabel stage in dev, staging\nlabel team from tag\nstore a on s3 \"acme\" { versioning on }\n";
    CHECK(compare(one + rule + "rule s where project == p { delete after 9 days }", renamed + rule + "rule s where area == p { delete after 9 days }") == "");
  }
}

TEST_CASE("rules that a file imports are rules") {
  const std::string store = prelude;
  const Loaded direct(store + "rule a where stage == dev and project == p { delete after 14 days }");
  const Loaded imported("import \"team.shelf\" where project == p\n" + store, {{"team.shelf", "rule x where stage == dev { delete after 14 days }\n"}});
  REQUIRE(direct.errors == "");
  REQUIRE(imported.errors == "");
  CHECK(brief(shelflife::diff(direct.policy, imported.policy)) == "");
  CHECK(brief(shelflife::diff(imported.policy, direct.policy)) == "");
}
