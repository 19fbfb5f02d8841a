// Meanings that a golden file would not show at a glance.
#include <doctest/doctest.h>

#include "compiler/model/print.hpp"
#include "tests/compiler/support.hpp"

using namespace shelflife;
using Files = std::map<std::string, std::string>;

TEST_CASE("rule ids: the name, the stem where files clash, never one twice") {
  testing::Resolved r;
  testing::resolve_text(r,
                        "import \"a/x.shelf\" import \"b/x.shelf\" import \"c d.shelf\"\n"
                        "rule one { keep forever } rule x-one { keep forever }",
                        Files{{"a/x.shelf", "rule one { keep forever } rule two { keep forever }"},
                              {"b/x.shelf", "rule one { keep forever }"},
                              {"c d.shelf", "rule one { keep forever }"}});
  REQUIRE(r.text() == "");
  std::vector<std::string> ids;
  for (const Rule& rule : r.policy.rules) ids.push_back(rule.id);
  CHECK(ids == std::vector<std::string>{"policy-one", "x-one", "a-x-one", "two", "b-x-one", "c-d-one"});
}

TEST_CASE("the where of an import joins every rule, hold and require of the file") {
  testing::Resolved r;
  testing::resolve_text(
      r,
      "layout \"{team}/{stage}/\"\nlet old = 30 days\n"
      "import \"v.shelf\" where team == v and accessed within old",
      Files{{"v.shelf",
             "rule a { keep forever delete after 3 days } rule b where stage == dev { keep forever }\n"
             "hold \"h\" by \"l\" where stage == x require \"r\" { never deleted }"}});
  REQUIRE(r.text() == "");
  const auto text = [&](const Predicate& p) { return to_text(r.policy, p); };
  CHECK(text(r.policy.rules[0].where) == "team == v and accessed within 30 days");
  CHECK(text(r.policy.rules[1].where) == "team == v and accessed within 30 days and stage == dev");
  CHECK(text(r.policy.holds[0].where) == "team == v and accessed within 30 days and stage == x");
  CHECK(text(r.policy.requires_[0].where) == "team == v and accessed within 30 days");
}

TEST_CASE("noncurrent in the where of an import reaches the deletes of the file") {
  testing::Resolved r;
  testing::resolve_text(r, "import \"v.shelf\" where noncurrent",
                        Files{{"v.shelf", "rule a { delete after 3 days }"}});
  REQUIRE(r.diagnostics.all().size() == 1);
  CHECK(r.diagnostics.all()[0].code == Code::noncurrent_condition);
  CHECK(r.diagnostics.all()[0].span.file == r.policy.root);
}

TEST_CASE("a name that a declaration with a syntax error may hold is no second error") {
  testing::Resolved r;
  testing::resolve_text(r,
                        "label owner frm tag\nstore s on s4 \"acme-ml\" { }\n"
                        "rule a on s where owner == x { keep for 3 days where onwer == y }\n");
  for (const Diagnostic& d : r.diagnostics.all()) {
    const bool about_owner = d.message.find("`owner`") != std::string::npos && d.code == Code::unknown_field;
    CHECK_FALSE(about_owner);
    CHECK(d.code != Code::unknown_store);
  }
  CHECK(r.text().find("`onwer`") != std::string::npos);
}

TEST_CASE("status comes from the registry unless a label says otherwise") {
  testing::Resolved builtin, label, unused;
  testing::resolve_text(builtin, "layout \"{a}/\" rule r where status == failed { keep forever }");
  REQUIRE(builtin.policy.fields.size() == 2);
  CHECK(builtin.policy.fields[1].builtin);
  CHECK(builtin.policy.fields[1].source == FieldSource::registry);
  testing::resolve_text(label, "label status from tag rule r where status == failed { keep forever }");
  REQUIRE(label.policy.fields.size() == 1);
  CHECK(label.policy.fields[0].source == FieldSource::tag);
  testing::resolve_text(unused, "layout \"{a}/\"");
  CHECK(unused.policy.fields.size() == 1);
}

TEST_CASE("safeguards: the default share stands until a bound of a run is declared") {
  const auto percent = [](const char* text) {
    testing::Resolved r;
    testing::resolve_text(r, text);
    return r.policy.safeguards.percent;
  };
  CHECK(percent("") == 10);
  CHECK(percent("safeguard { registry within 1 day }") == 10);
  CHECK(percent("safeguard { at most 5% per run }") == 5);
  CHECK(percent("safeguard { at most 9 objects per run }") == std::nullopt);
}

TEST_CASE("what one store says of an Azure account holds for all of it") {
  testing::Resolved r;
  testing::resolve_text(r,
                        "store a on azure \"acmeml/aaa\" { object_lock on }\n"
                        "store b on azure \"acmeml/bbb\" { recoverable for 14 days }\n"
                        "store c on azure \"acmeother/ccc\" { }");
  REQUIRE(r.text() == "");
  CHECK(r.policy.stores[1].versioned());
  CHECK(r.policy.stores[0].recoverable_days() == 14);
  CHECK_FALSE(r.policy.stores[2].versioned());
}

TEST_CASE("deleted within takes the shortest that months and years can be") {
  testing::Resolved r;
  testing::resolve_text(r, "require \"r\" { deleted within 1 month never deleted before 1 month }");
  REQUIRE(r.policy.requires_.size() == 1);
  CHECK(r.policy.requires_[0].obligations[0].duration.days == 28);
  CHECK(r.policy.requires_[0].obligations[1].duration.days == 31);
}

TEST_CASE("long chains of lets and of imports need no stack") {
  std::string text = "layout \"{a}/\"\nlet l0 = 3 days\n";
  for (int i = 1; i < 50000; ++i) text += "let l" + std::to_string(i) + " = l" + std::to_string(i - 1) + "\n";
  // The last is settled first, so that the whole chain hangs on one use.
  text = "let last = l49999\n" + text + "rule r where a == x { delete after last }";
  testing::Resolved lets;
  testing::resolve_text(lets, text);
  REQUIRE(lets.text() == "");
  CHECK(lets.policy.rules[0].statements[0].duration.days == 3);

  Files files;
  for (int i = 0; i < 3000; ++i)
    files[std::to_string(i) + ".shelf"] =
        "import \"" + std::to_string(i + 1) + ".shelf\" rule r" + std::to_string(i) + " { keep forever }";
  files["3000.shelf"] = "";
  testing::Resolved imports;
  testing::resolve_text(imports, "import \"0.shelf\"", files);
  REQUIRE(imports.text() == "");
  REQUIRE(imports.policy.rules.size() == 3000);
  CHECK(imports.policy.rules[2999].name == "r2999");
}
