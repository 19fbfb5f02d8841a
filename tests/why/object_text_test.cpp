// What describes an object in words reads back as that object, and what is wrong in it is told at its place.
#include "compiler/objects/object_text.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/compiler/support.hpp"
#include "tests/differential/random.hpp"

using namespace shelflife;
using differential::Random;

namespace {

constexpr const char* policy_text = R"(layout "ml/{stage}/{model}/{version}/"
label stage in dev, production
label owner in ann, bob
label note from tag
label expires date from tag
label score number from registry
store main on s3 "acme-ml" { versioning on }
store cold on gcs "acme-cold" { versioning on }
store blob on azure "acct/box" { versioning on }
rule dev where stage == dev and owner == ann {
  keep latest 3 versions per model where note == x
  keep best 2 versions per model by highest score
  keep for 3 days since expires where status == ok
  delete after 14 days
}
)";
constexpr Instant now = 1795478400;  // 2026-11-24

const Policy& policy() {
  static const testing::Resolved* const resolved = [] {
    auto* made = new testing::Resolved;
    testing::resolve_text(*made, policy_text);
    return made;
  }();
  REQUIRE_MESSAGE(!resolved->diagnostics.has_errors(), resolved->text());
  return resolved->policy;
}

FieldId field(const char* name) {
  const auto& fields = policy().fields;
  return static_cast<FieldId>(std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.name == name; }) - fields.begin());
}

Seconds random_age(Random& r) { return r.percent(50) ? static_cast<Seconds>(r.below(500)) * seconds_a_day : static_cast<Seconds>(r.below(40000000)); }

std::string random_text(Random& r) {
  const std::vector<std::string> texts = {"x", "two words", "a\"b", "back\\slash", "missing", "unread", "it's", "=", "ümlaut", " ", "a=b"};
  return r.of(texts);
}

LabelState random_label(Random& r, const char* name) {
  LabelState label{r.percent(20) ? LabelState::Kind::missing : r.percent(20) ? LabelState::Kind::unread : LabelState::Kind::value, field(name), {}, {}};
  if (label.kind != LabelState::Kind::value) return label;
  if (std::string_view(name) == "expires") {
    label.age = static_cast<Seconds>(r.below(300)) * seconds_a_day - 100 * seconds_a_day;
    if (r.percent(50)) label.text = to_text(date_of(now - *label.age));
  } else {
    label.text = std::string_view(name) == "score" ? r.of({"7", "0.95", "-1"}) : random_text(r);
  }
  return label;
}

ObjectState random_object(Random& r) {
  ObjectState o;
  o.store = static_cast<StoreId>(r.below(3));
  o.key = "ml/dev/" + random_text(r) + "/v1/x";
  o.size = r.next() >> (r.below(63));
  o.created = random_age(r) + days(500);
  o.tier = static_cast<Tier>(r.below(5));
  if (r.percent(40)) {
    o.noncurrent = true;
    o.noncurrent_since = random_age(r);
    o.newer_noncurrent = static_cast<std::uint32_t>(r.below(4));
  }
  if (r.percent(50)) o.accessed = random_age(r);
  for (const char* name : {"owner", "note", "expires", "score", "status"})
    if (r.percent(60)) o.labels.push_back(random_label(r, name));
  std::sort(o.labels.begin(), o.labels.end(), [](const LabelState& a, const LabelState& b) { return a.field < b.field; });
  const auto fact = [&] { return static_cast<Fact>(r.below(3)); };
  o.promoted = fact();
  o.retired = fact();
  o.referenced = fact();
  o.orphan = fact();
  if (o.promoted == Fact::yes && r.percent(50)) o.promoted_since = random_age(r);
  if (o.retired == Fact::yes && r.percent(50)) o.retired_since = random_age(r);
  if (r.percent(50)) {
    for (const std::uint32_t s : {0U, 1U})
      o.ranks.emplace_back(StatementRef{0, s}, r.percent(30) ? std::nullopt : std::optional(static_cast<std::uint32_t>(1 + r.below(9))));
  }
  if (r.percent(30)) o.marked = random_age(r);
  if (r.percent(30)) o.newest_of_whole = random_age(r);
  o.whole_kept = r.percent(20);
  if (r.percent(30)) o.locked_for = random_age(r);
  o.legal_hold = r.percent(20);
  return o;
}

std::string findings(const std::string& text) {
  SourceManager sources;
  Diagnostics diagnostics;
  const FileId file = sources.add("--object", text);
  parse_object(policy(), sources, file, now, diagnostics, 0);
  diagnostics.sort();
  std::string all;
  for (const Diagnostic& d : diagnostics.all()) all += render_concise(d, sources) + "\n";
  return all;
}

}  // namespace

TEST_CASE("what to_text() prints of an object reads back as the same object") {
  Random random(7);
  for (int i = 0; i < 20000; ++i) {
    const ObjectState object = random_object(random);
    const std::string text = to_text(policy(), object);
    SourceManager sources;
    Diagnostics diagnostics;
    const FileId file = sources.add("--object", text);
    const ToldObject read = parse_object(policy(), sources, file, now, diagnostics, object.store);
    if (diagnostics.has_errors() || !(read.object == object)) {
      FAIL(text << "\nread as\n" << to_text(policy(), read.object) << "\n" << (diagnostics.has_errors() ? diagnostics.all()[0].message : ""));
    }
  }
}

TEST_CASE("dates, ages and sizes mean what they say") {
  SourceManager sources;
  Diagnostics diagnostics;
  const FileId file = sources.add("--object", "uri=gs://acme-cold/ml/dev/m/v/x size=\"5 MiB\" created=2026-11-14 accessed=2026-11-23T12:00:00Z promoted=2026-11-20 locked=2026-12-04");
  const ToldObject told = parse_object(policy(), sources, file, now, diagnostics);
  CHECK(!diagnostics.has_errors());
  CHECK(told.object.store == 1);
  CHECK(told.object.key == "ml/dev/m/v/x");
  CHECK(told.object.size == 5U * 1024 * 1024);
  CHECK(told.object.created == 10 * seconds_a_day);
  CHECK(told.object.accessed == seconds_a_day / 2);
  CHECK(told.object.promoted_since == 4 * seconds_a_day);
  CHECK(told.object.locked_for == 10 * seconds_a_day);
  CHECK(told.created);
  CHECK(!told.noncurrent);
}

TEST_CASE("several errors in one description, each at its place") {
  CHECK(findings("key=ml/dev/m/v/x craeted=1d size=5Mib label.ownr=ann label.owner=bbo promoted=maybe created=2027-01-01 rank.dev/9=1") ==
        "--object:1:18: error SL0802: an object has no attribute `craeted`; did you mean `created`?\n"
        "--object:1:34: error SL0803: `5Mib` is no size; write bytes, or a size such as `size=5MiB`\n"
        "--object:1:39: error SL0802: the policy has no label `ownr`; did you mean `owner`?\n"
        "--object:1:66: warning SL0806: `bbo` is no value of `owner`: it counts as missing; did you mean `bob`?\n"
        "--object:1:79: error SL0803: `maybe` is no date or age; write `no`, `yes`, or when: a date or an age such as `15d`\n"
        "--object:1:93: error SL0804: `2027-01-01` lies after the day that is asked about; name an earlier date, or a later `--at`\n"
        "--object:1:104: error SL0802: no keep with a rank is meant by `rank.dev/9`; say `rank.dev/1`, `rank.dev/2`\n");
  CHECK(findings("key=\"a b") == "--object:1:1: error SL0801: no key is said; begin with the key: `key=ml/dev/x`\n"
                                 "--object:1:5: error SL0801: a quote that is never closed; close it: `key=\"a b\"`\n");
  CHECK(findings("key=x created=3d noncurrent=5d") ==
        "--object:1:1: error SL0804: `noncurrent` is before `created`; an object is created first: correct one of the two\n");
  CHECK(findings("key=x key=y size") == "--object:1:7: error SL0801: `key` stands here twice; say it once\n"
                                        "--object:1:13: error SL0801: `size` has no value; write `NAME=VALUE`; a value that has blanks is quoted: `key=\"a b\"`\n");
  CHECK(findings("key=x stage=dev").find("`stage` comes from the key") != std::string::npos);
  CHECK(findings("uri=s3://other/x").find("no store declares `s3://other`; the stores are `main`, `cold`, `blob`") != std::string::npos);
}

TEST_CASE("URIs of the three clouds lead to the store that declares the bucket") {
  struct Wanted { const char* uri; StoreId store; const char* key; };
  for (const Wanted& w : {Wanted{"s3://acme-ml/ml/dev/x", 0, "ml/dev/x"}, {"gs://acme-cold/a", 1, "a"},
                          {"https://acct.blob.core.windows.net/box/a%20b/c", 2, "a b/c"}, {"abfss://box@acct.dfs.core.windows.net/a/b", 2, "a/b"},
                          {"s3://acme-cold/a", no_id, "a"}, {"https://acct.blob.core.windows.net/other/a", no_id, "a"}}) {
    CAPTURE(w.uri);
    const std::optional<Place> place = find_place(policy(), w.uri);
    REQUIRE(place);
    CHECK(place->store == w.store);
    CHECK(place->key == w.key);
  }
  for (const char* uri : {"s3://bucket", "s3://bucket/", "s3:///key", "https://example.com/a/b", "acme-ml/x", "ftp://a/b"}) {
    CAPTURE(uri);
    CHECK(!find_place(policy(), uri));
  }
}

TEST_CASE("instants are UTC days of 24 hours: leap days, ends of months, no daylight saving") {
  CHECK(midnight({1970, 1, 1}) == 0);
  CHECK(midnight({2024, 3, 1}) - midnight({2024, 2, 28}) == 2 * seconds_a_day);
  CHECK(midnight({2100, 3, 1}) - midnight({2100, 2, 28}) == seconds_a_day);
  CHECK(midnight({2026, 3, 30}) - midnight({2026, 3, 28}) == 2 * seconds_a_day);  // Europe changes its clocks between them
  CHECK(to_text(date_of(midnight({2027, 1, 31}) + 31 * seconds_a_day)) == "2027-03-03");
  CHECK(to_text(date_of(-1)) == "1969-12-31");
  CHECK(next_midnight(1) == seconds_a_day);
  CHECK(next_midnight(seconds_a_day) == seconds_a_day);
  CHECK(next_midnight(-1) == 0);
  CHECK(parse_instant("2026-11-24T01:30:00.123+02:00") == midnight({2026, 11, 23}) + 23 * 3600 + 1800);
  for (const char* wrong : {"2026-02-29", "2026-13-01", "2026-1-01", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00", "0000-01-01", "today", ""}) {
    CAPTURE(wrong);
    CHECK(!parse_instant(wrong));
  }
}
