// What of a listing each change concerns: cases, and against every row judged by both policies in every state of the facts that
// it does not have.
#include <doctest/doctest.h>

#include <algorithm>

#include "compiler/objects/evaluate.hpp"
#include "compiler/objects/fate.hpp"
#include "inventory/concerned.hpp"
#include "inventory/row_state.hpp"
#include "tests/diff/policies.hpp"
#include "tests/differential/random.hpp"

namespace {

using namespace shelflife;
using namespace shelflife::test;
using differential::Random;

using Tags = std::map<std::string, std::string>;

Row row_of(std::string key, std::optional<std::uint64_t> size, std::optional<Tags> tags, bool current = true) {
  Row row;
  row.key = std::move(key);
  row.size = size;
  row.tags = std::move(tags);
  row.current = current;
  row.created = 0;
  return row;
}

std::string words(const Amount& a) {
  return std::to_string(a.objects) + "/" + std::to_string(a.bytes) + "/" + std::to_string(a.unsized) + "/" + std::to_string(a.models);
}

// "sooner | stage == dev | 2/30/0/1 + 0/0/0/0": certain and possible, each objects/bytes/unsized/models.
std::string counted(const std::string& before, const std::string& after, const std::vector<Row>& rows, ConcernedByChange* all = nullptr) {
  const Loaded was(before), now(after);
  REQUIRE(was.errors + now.errors == "");
  const PolicyDiff found = diff(was.policy, now.policy);
  ChangeCounter counter(found, was.policy, now.policy);
  for (const Row& row : rows) counter.add(row);
  const ConcernedByChange& counts = counter.counts();
  if (all != nullptr) *all = counts;
  std::string out;
  for (std::size_t c = 0; c < found.changes.size(); ++c) {
    const std::optional<Concerned>& concerned = counts.changes[c];
    out += std::string(name_of(found.changes[c].kind)) + " | " + found.changes[c].region + " | " +
           (concerned ? words(concerned->certain) + " + " + words(concerned->possible) : "-") + "\n";
  }
  return out;
}

const std::string delete_dev = "rule a where stage == dev { delete after ";

}  // namespace

TEST_CASE("objects, bytes and models are those of the region, whatever their age") {
  const std::vector<Row> rows{row_of("ml/dev/p/m/v1/a", 10, Tags{}), row_of("ml/dev/p/m/v2/a", 20, Tags{}), row_of("ml/dev/q/m/v1/a", 3, Tags{}),
                              row_of("ml/dev/p", 4, Tags{}), row_of("ml/staging/p/m/v1/a", 5, Tags{}), row_of("elsewhere", 6, Tags{})};
  CHECK(counted(prelude + delete_dev + "14 days }", prelude + delete_dev + "7 days }", rows) == "sooner | stage == dev | 4/37/0/2 + 0/0/0/0\n");
}

TEST_CASE("facts that a listing does not have make an object possible, unless every state of them is in the region") {
  const std::string keep = prelude + delete_dev + "14 days keep forever where ";
  const std::vector<Row> rows{row_of("ml/dev/p/m/v1/a", 10, Tags{{"owner", "bob"}}), row_of("ml/dev/p/m/v1/b", 20, Tags{{"owner", "eve"}}), row_of("ml/dev/p/n/v1/a", 40, {})};
  // With the tag it is certain either way; without tags it could be bob's.
  CHECK(counted(keep + "owner == bob }", prelude + delete_dev + "14 days }", rows) == "more-deleted | stage == dev and owner == bob | 1/10/0/1 + 1/40/0/1\n");
  // The registry is never in a listing.
  CHECK(counted(keep + "promoted }", prelude + delete_dev + "14 days }", rows) == "more-deleted | stage == dev and promoted | 0/0/0/0 + 3/70/0/2\n");
  // What is bound to no version and no run is never an orphan.
  CHECK(counted(keep + "orphan }", prelude + delete_dev + "14 days }", {rows[0], row_of("ml/dev/p", 4, Tags{})})
            .ends_with("stage == dev and orphan | 0/0/0/0 + 1/10/0/1\n"));
  // Moves cut the change into pieces by owner and promoted; whatever these are, one of the pieces has the object.
  const std::string moves = "rule m { move to cool after 60 days where promoted and owner == bob }\n";
  CHECK(counted(prelude + moves + "hold \"h\" by \"l\" where stage == dev", prelude + moves, rows) == "hold-lifted | stage == dev | 3/70/0/2 + 0/0/0/0\n");
}

TEST_CASE("a size that is not listed is unread") {
  const std::vector<Row> rows{row_of("ml/dev/p/m/v1/a", {}, Tags{}), row_of("ml/dev/p/m/v1/b", 1 << 20, Tags{}), row_of("ml/dev/p/m/v1/c", 1, Tags{})};
  CHECK(counted(prelude, prelude + delete_dev + "14 days where size >= 1 MiB }", rows) == "more-deleted | stage == dev and size >= 1 MiB | 1/1048576/0/1 + 1/0/1/0\n");
  CHECK(counted(prelude, prelude + delete_dev + "14 days }", rows) == "more-deleted | stage == dev | 3/1048577/1/1 + 0/0/0/0\n");
}

TEST_CASE("the sum of sizes does not wrap") {
  const std::uint64_t most = ~std::uint64_t{0};
  CHECK(counted(prelude, prelude + delete_dev + "14 days }", {row_of("ml/dev/a", most, Tags{}), row_of("ml/dev/b", 2, Tags{})}) ==
        "more-deleted | stage == dev | 2/" + std::to_string(most) + "/0/0 + 0/0/0/0\n");
}

TEST_CASE("noncurrent revisions are counted apart; where nobody knows of versions they are in no change") {
  const std::vector<Row> rows{row_of("ml/dev/p/m/v1/a", 10, Tags{}), row_of("ml/dev/p/m/v1/a", 20, Tags{}, false)};
  const std::string rule = delete_dev + "30 days delete noncurrent after ";
  CHECK(counted(versioned_prelude + rule + "14 days }", versioned_prelude + rule + "7 days }", rows) == "sooner | stage == dev and noncurrent | 1/20/0/1 + 0/0/0/0\n");
  ConcernedByChange all;
  CHECK(counted(prelude + delete_dev + "14 days }", prelude + delete_dev + "7 days }", rows, &all) == "sooner | stage == dev | 1/10/0/1 + 0/0/0/0\n");
  CHECK(all.unversioned == 1);
  CHECK(all.rows == 2);
}

TEST_CASE("rows of other buckets, and of buckets that several stores could be") {
  const std::string two = prelude + "store b on s3 \"acme-two\" { versioning off }\n";
  Row ours = row_of("ml/dev/p/m/v1/a", 10, Tags{}), theirs = ours, other = ours, nowhere = ours;
  ours.bucket = "acme-ml";
  theirs.bucket = "acme-two";
  other.bucket = "acme-three";
  ConcernedByChange all;
  const std::string before = "rule a on a where stage == dev { delete after 14 days }", after = "rule a on a where stage == dev { delete after 7 days }";
  CHECK(counted(two + before, two + after, {ours, theirs, other, nowhere}, &all) == "sooner | stage == dev | 1/10/0/1 + 0/0/0/0\n");
  CHECK(all.undeclared == 1);
  CHECK(all.unnamed == 1);
}

TEST_CASE("holds, obligations and undecided changes are counted, settings are not") {
  const std::vector<Row> rows{row_of("ml/dev/p/m/v1/a", 10, Tags{{"score", "7"}}), row_of("ml/dev/p/m/v1/b", 5, Tags{})};
  CHECK(counted(prelude + "hold \"h\" by \"l\" where stage == dev", prelude, rows) == "hold-lifted | stage == dev | 2/15/0/1 + 0/0/0/0\n");
  // `never deleted` covers what its condition is not false of: a key without a stage too.
  std::vector<Row> more = rows;
  more.push_back(row_of("ml/other/p/m/v1/a", 40, Tags{}));
  more.push_back(row_of("ml/staging/p/m/v1/a", 80, Tags{}));
  CHECK(counted(prelude + "require \"r\" where stage == dev { never deleted }", prelude, more) == "require-weakened | stage == dev or stage is missing | 3/55/0/2 + 0/0/0/0\n");
  // The label is read as another type: no region says whom the old statement spoke of, the statement itself does.
  const std::string number = prelude, text = std::string(prelude).replace(prelude.find("score number"), 12, "score");
  const std::string retyped = counted(number + delete_dev + "14 days where score >= 5 }", text + delete_dev + "14 days where score == \"7\" }", rows);
  CAPTURE(retyped);
  CHECK(retyped.starts_with("undecided | "));
  CHECK(retyped.find("| 1/10/0/1 + 0/0/0/0") != std::string::npos);
  CHECK(counted(prelude + "rule u { abort uploads after 7 days }", prelude + "rule u { abort uploads after 9 days }", rows) == "uploads | every object | -\n");
}

namespace {

std::string condition(Random& random, int depth = 0) {
  static const std::vector<std::string> atoms{
      "stage == dev", "stage != production", "stage is missing", "project == p", "model starts with \"m\"", "version is missing", "owner == bob", "owner != bob",
      "owner is missing", "owner starts with \"b\"", "score >= 5", "score < 3", "size >= 1 MiB", "size < 1 KiB", "promoted", "referenced", "orphan", "key ends with \".bin\""};
  if (depth == 2 || random.percent(45)) return random.of(atoms);
  switch (random.below(3)) {
    case 0: return "not (" + condition(random, depth + 1) + ")";
    case 1: return differential::joined({"(", condition(random, depth + 1), " and ", condition(random, depth + 1), ")"});
    default: return differential::joined({"(", condition(random, depth + 1), " or ", condition(random, depth + 1), ")"});
  }
}

Row random_row(Random& random, bool everything_read) {
  static const std::vector<std::string> keys{"ml/dev/p/m1/v1/a.bin", "ml/dev/p/x/v1/a", "ml/staging/q/m1/v2/a", "ml/production/p/m1/v1/a.bin", "ml/other/p/m1/v1/a", "ml/dev/p/m", "ml/dev//m1/v1/a", "ml/dev", "else/x.bin"};
  static const std::vector<Tags> tags{{}, {{"owner", "bob"}}, {{"owner", "eve"}}, {{"owner", "bea"}, {"score", "7"}}, {{"score", "2.5"}}, {{"score", "-1"}}, {{"score", "none"}}, {{"score", "4.5"}, {"owner", "bob"}}};
  static const std::vector<std::uint64_t> sizes{0, 1023, 1024, 5000, 1 << 20, 1 << 21};
  const std::string& key = random.of(keys);  // a statement each: every compiler draws in this order
  const std::uint64_t size = random.of(sizes);
  const Tags& some = random.of(tags);
  Row row = row_of(key, size, some, random.percent(75));
  if (!everything_read && random.percent(30)) row.tags.reset();
  if (!everything_read && random.percent(15)) row.size.reset();
  row.noncurrent_since = row.current ? std::nullopt : std::optional<Instant>(0);
  return row;
}

// Which ages the object may be deleted at: what the changes to deletes are about.
std::vector<bool> deletable(const Evaluator& evaluator, ObjectState object) {
  std::vector<bool> out;
  for (const std::uint32_t age : {0U, 6U, 7U, 13U, 14U, 15U, 29U, 30U}) {
    object.created = days(age);
    if (object.noncurrent) object.noncurrent_since = object.created;
    out.push_back(judge(evaluator.policy(), object, evaluator.speaking(object)).may_be_deleted);
  }
  return out;
}

// How many of the states that the row could be in both policies judge differently, and of how many.
std::pair<std::size_t, std::size_t> differing(const Evaluator& was, const Evaluator& now, const Evaluator& all, const Row& row) {
  std::size_t differ = 0, states = 0;
  for (const std::uint64_t size : row.size ? std::vector<std::uint64_t>{*row.size} : std::vector<std::uint64_t>{0, 5000, 1 << 21}) {
    Row sized = row;
    sized.size = size;
    const Evaluator::Worlds worlds = all.worlds(row_state(all.policy(), 0, sized, nullptr, days(400)).object, {}, 100000);
    REQUIRE(worlds.complete);
    for (const ObjectState& world : worlds.objects) {
      ++states;
      differ += deletable(was, world) != deletable(now, world);
    }
  }
  return {differ, states};
}

bool about_deletes(ChangeKind kind) {
  return kind == ChangeKind::more_deleted || kind == ChangeKind::sooner || kind == ChangeKind::less_deleted || kind == ChangeKind::later;
}

}  // namespace

TEST_CASE("counts are those of a slow judgement of every row by both policies") {
  std::size_t exact = 0, concerned = 0, only_possible = 0;
  for (std::uint64_t round = 0; round < 150; ++round) {
    Random random(4711 + round);
    const bool everything_read = random.percent(40);
    std::string declared = random.percent(50) ? prelude : versioned_prelude;
    declared.insert(declared.rfind('}'), "orphan after 1 day ");  // before any delete is due: a young object is no orphan yet
    const std::string p = condition(random), q = condition(random);
    const std::string keep = " keep forever where " + q;
    // A rule of its own says all conditions, so that the worlds below tell apart what either policy asks.
    const auto policy = [&](const std::string& statements) { return declared + "rule a where " + p + " {" + statements + " }\n"; };
    std::string before = policy(keep + " delete after 14 days"), after;
    switch (random.below(3)) {
      case 0: after = policy(keep + " delete after 7 days"); break;
      case 1: after = policy(" delete after 14 days"); break;
      default: std::swap(before, after = policy(" delete after 14 days")); break;
    }
    const Loaded was(before), now(after), all(policy(keep + " delete after 14 days"));
    if (!was.errors.empty() || !now.errors.empty() || !all.errors.empty()) continue;
    CAPTURE(before);
    CAPTURE(after);
    const PolicyDiff found = diff(was.policy, now.policy);
    if (std::any_of(found.changes.begin(), found.changes.end(), [](const Change& c) { return c.kind == ChangeKind::undecided; })) continue;
    CAPTURE(brief(found));
    const auto wanted = std::count_if(found.changes.begin(), found.changes.end(), [](const Change& c) { return about_deletes(c.kind); });
    const Evaluator old_evaluator(was.policy), new_evaluator(now.policy), evaluator(all.policy);
    for (int r = 0; r < 40; ++r) {
      const Row row = random_row(random, everything_read);
      if (!row.current && !found.buckets[0].revisions) continue;
      ChangeCounter counter(found, was.policy, now.policy);
      counter.add(row);
      std::uint64_t certain = 0, possible = 0;
      for (std::size_t c = 0; c < found.changes.size(); ++c) {
        if (!about_deletes(found.changes[c].kind)) continue;
        certain += counter.counts().changes[c]->certain.objects;
        possible += counter.counts().changes[c]->possible.objects;
      }
      const auto counted = differing(old_evaluator, new_evaluator, evaluator, row);
      const auto differ = counted.first;
      const auto states = counted.second;
      CAPTURE(row.key);
      CAPTURE(row.tags.has_value());
      CAPTURE(row.size.value_or(77));
      CAPTURE(row.current);
      CAPTURE(differ);
      CAPTURE(states);
      if (wanted <= 1) {
        REQUIRE(certain == (differ == states ? 1 : 0));
        REQUIRE(possible == (differ > 0 && differ < states ? 1 : 0));
        ++exact;
      } else {
        REQUIRE((certain == 0 || differ == states));
        REQUIRE((certain + possible > 0) == (differ > 0));
      }
      concerned += certain;
      only_possible += certain == 0 && possible > 0;
    }
  }
  MESSAGE(exact, " rows exactly, ", concerned, " concerned, ", only_possible, " possibly");
  CHECK(exact > 1000);
  CHECK(concerned > 300);
  CHECK(only_possible > 100);
}
