// CSV read in pieces on several threads: the same as row by row, whatever the text and wherever it is cut.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>

#include "inventory/formats.hpp"
#include "simulate/listing_run.hpp"
#include "simulate/quick_listing.hpp"
#include "tests/compiler/support.hpp"
#include "tests/why/random_policy.hpp"

using namespace shelflife;
using differential::Random;

namespace {

constexpr Instant now = 1793491200;  // 2026-11-01

const std::vector<std::string> names{"bucket", "key", "version_id", "is_latest", "delete_marker", "size", "last_modified", "storage_class", "tags", "last_access"};

// One cell as different writers write it.
std::string cell(Random& r, const std::string& text, bool all_quoted) {
  const bool must = text.find_first_of(",\"\n\r") != std::string::npos;
  if (!all_quoted && !must && r.percent(60)) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

std::string encoded(Random& r, const std::string& key) {
  std::string out;
  for (const char c : key) {
    const bool must = c == '%' || c == '+' || c == ' ' || c == '"' || c == '\n';
    if (c == ' ' && r.percent(50)) out += '+';
    else if (must || r.percent(2)) out += "%" + std::string(1, "0123456789ABCDEF"[static_cast<unsigned char>(c) / 16]) + "0123456789ABCDEF"[static_cast<unsigned char>(c) % 16];
    else out += c;
  }
  return out;
}

struct Listed {
  std::string key, version;
  bool current = true;
};

// A listing of a versioned bucket in the order of its keys: mostly plain rows, some of all that is unusual.
std::string random_listing(Random& r, std::size_t keys) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < keys; ++i) {
    std::string key = r.of({"a", "b"}) + std::string("/") + r.of({"dev", "staging", "prod", "other"}) + "/m" + std::to_string(r.below(3)) + "/";
    if (r.percent(90)) key += "v" + std::to_string(r.below(6)) + "/";
    if (r.percent(10)) key += r.of({"deep/er/", "/", "x y/", "100%/", "q\"q/"});
    key += r.of({"model.bin", "config", "part", "a b", "c+d"}) + std::to_string(r.below(keys));
    if (r.percent(2)) key = r.of({"loose", "a/loose", "zz/" }) + std::to_string(i);
    all.push_back(std::move(key));
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  const bool quoted = r.percent(60);
  std::string text;
  for (const std::string& key : all) {
    const std::size_t revisions = r.percent(85) ? 1 : 1 + r.below(4);
    const std::string key_text = encoded(r, key);
    Instant made = now - static_cast<Instant>(r.below(100)) * 86400 + static_cast<Instant>(r.below(86400)) - 43200;
    for (std::size_t i = 0; i < revisions; ++i) {
      const bool current = i == 0 && r.percent(90), marker = r.percent(3);
      const std::vector<std::string> cells{
          "acme-ml", key_text, "v" + std::to_string(i), current ? "true" : "false", marker ? "true" : "false",
          marker || r.percent(2) ? "" : std::to_string(r.below(1 << 20)), instant_text(made), r.of({"STANDARD", "STANDARD_IA", "GLACIER", "UNKNOWN", ""}),
          r.of({"", "status=failed&owner=a", "status=ok", "owner=b%20c", "{\"status\": \"failed\"}", "shelflife-quarantine=2026-10-01T00:00:00Z+gone/1"}),
          r.percent(50) ? instant_text(std::min(now + 5, made + static_cast<Instant>(r.below(20)) * 86400)) : ""};
      for (std::size_t c = 0; c < cells.size(); ++c) text += (c == 0 ? "" : ",") + cell(r, cells[c], quoted);
      text += r.percent(95) ? "\n" : "\r\n";
      made -= 1 + static_cast<Instant>(r.below(10)) * 86400;
    }
  }
  if (r.percent(30) && text.ends_with('\n')) text.pop_back();
  return text;
}

CsvPieces::Read reader(std::string_view text) {
  return [text, at = std::size_t{0}](char* into, std::size_t size) mutable {
    const std::size_t got = text.substr(at).copy(into, size);
    at += got;
    return got;
  };
}

const char* const policies[] = {
    R"(keep latest 2 versions per model
  delete after 14 days)",
    R"(keep latest 2 versions per model
  keep latest 3 versions per stage
  delete after 30 days since accessed)",
    R"(delete after 10 days where size >= 100 KiB
  delete noncurrent after 3 days keeping 1 newer)",
};

std::string policy_text(Random& r) {
  return std::string(R"(layout "{team}/{stage}/{model}/{version}/"
label stage in dev, staging, prod
label status in ok, failed from tag "status"
label owner from tag "owner"
store artifacts on s3 "acme-ml" { versioning on }
rule dev where stage in (dev, staging) {
  )") + r.of({policies[0], policies[1], policies[2]}) + R"(
}
rule failed where status == failed { delete after 3 days }
rule owned where owner == "b c" { keep for 40 days }
hold "case" by "legal" until 2026-12-01 where model == "m1" and stage == dev
)";
}

}  // namespace

TEST_CASE("on several threads and in pieces of any size the totals are those of one row after the other") {
  Random random(20261130);
  std::size_t rows = 0, quick = 0, slow = 0;
  const char* const objects = std::getenv("SHELFLIFE_OBJECTS");
  const std::size_t rounds = objects == nullptr ? 300 : std::clamp<std::size_t>(std::strtoull(objects, nullptr, 10) / 1000, 20, 3000);
  for (std::size_t round = 0; round < rounds; ++round) {
    const std::string text = policy_text(random);
    testing::Resolved resolved;
    testing::resolve_text(resolved, text);
    CAPTURE(text);
    REQUIRE(!resolved.diagnostics.has_errors());
    const Evaluator evaluator(resolved.policy);
    const std::string listing = random_listing(random, 1 + random.below(300));
    ListingHead head;
    if (random.percent(30)) head.began = now - 20 * 86400;
    const StoreNames store_names(resolved.policy);
    const EachDecision nothing;
    ListingRun usual(evaluator, nullptr, store_names, head, now, true, nothing);
    REQUIRE(usual.possible());
    Diagnostics diagnostics;
    RowProblems problems(no_file, diagnostics);
    bool in_order = true;
    csv_reader(Rows::store, names)->take(listing, true, [&](Row&& row) { in_order = in_order && usual.add(std::move(row)); }, problems);
    REQUIRE(problems.count() == 0);
    REQUIRE(in_order);
    const Totals expected = usual.finish();
    const CsvShape shape = *csv_shape(listing, names);
    // One file, or two that were cut between two keys and come in any order.
    for (const std::size_t piece : {std::size_t{1}, std::size_t{150}, std::size_t{4000}, std::size_t{1} << 20}) {
      StoreRun run(evaluator, 0, head, nullptr, now, true);
      REQUIRE(quick_csv(run, shape));
      const std::optional<QuickTotals> got = quick_totals(run, store_names, shape, {reader(listing)}, 1 + static_cast<unsigned>(random.below(3)), {}, piece);
      if (!got) {
        ++slow;
        continue;
      }
      ++quick;
      rows += got->counts.rows;
      CAPTURE(piece);
      REQUIRE(got->counts.rows == usual.counts.rows);
      REQUIRE(got->twice == usual.twice);
      REQUIRE(got->totals == expected);
    }
  }
  CHECK(slow == 0);
  CHECK(quick == rounds * 4);
  MESSAGE(rows << " rows");
}

TEST_CASE("files in any order are joined; rows that are in none are for the usual way") {
  testing::Resolved resolved;
  Random random(7);
  testing::resolve_text(resolved, policy_text(random));
  const Evaluator evaluator(resolved.policy);
  const StoreNames store_names(resolved.policy);
  const ListingHead head;
  const auto row = [](const std::string& key) { return "acme-ml," + key + ",v,true,false,5,2026-01-01T00:00:00Z,STANDARD,,\n"; };
  const std::string a = row("a/dev/m1/v1/x") + row("a/dev/m1/v2/x"), b = row("a/dev/m1/v2/y") + row("a/dev/m1/v3/x"), c = row("b/dev/m1/v1/x");
  const CsvShape shape = *csv_shape(a, names);
  const auto totals = [&](const std::vector<std::string>& files) {
    StoreRun run(evaluator, 0, head, nullptr, now, true);
    std::vector<CsvPieces::Read> reads;
    for (const std::string& file : files) reads.push_back(reader(file));
    return quick_totals(run, store_names, shape, reads, 2, {}, 50);
  };
  const std::optional<QuickTotals> one = totals({a + b + c}), three = totals({c, a, b});
  REQUIRE(one);
  REQUIRE(three);
  CHECK(one->totals == three->totals);
  CHECK(one->counts.rows == 5);
  CHECK(!totals({a + c + b}));                                          // out of order
  CHECK(!totals({a + c, b}));                                           // one between the keys of another
  CHECK(!totals({a, a}));                                               // a key in two files
  CHECK(!totals({a + "acme-logs,zz,v,true,false,5,2026-01-01T00:00:00Z,STANDARD,,\n"}));  // another bucket
  CHECK(!totals({a + "acme-ml,zz,v,true,false,five,2026-01-01T00:00:00Z,STANDARD,,\n"}));
  CHECK(!totals({a + "acme-ml,zz,v,true,false,5,2026-13-01T00:00:00Z,STANDARD,,\n"}));
  CHECK(!totals({a + "acme-ml,zz,v,true\n"}));
  CHECK(!totals({a + "acme-ml,\"zz,v,true,false,5,2026-01-01T00:00:00Z,STANDARD,,\n"}));
  CHECK(!totals({a + "acme-ml,z\"z,v,true,false,5,2026-01-01T00:00:00Z,STANDARD,\",\n"}));
}
