// What makes large policies quick says the same as the plain way, and what is too much ends, in the plan.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "compiler/regions/box_index.hpp"
#include "compiler/resolve/resolve.hpp"
#include "compiler/verify/verify.hpp"

using namespace shelflife;

namespace {

class Random {  // splitmix64: the same on every machine
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t n) {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return static_cast<std::size_t>((z ^ (z >> 31U)) % n);
  }
  bool one_in(std::size_t n) { return below(n) == 0; }

 private:
  std::uint64_t state_;
};

TextPattern some_pattern(Random& random) {
  const char* const texts[] = {"a", "ab", "abc", "b", "ba", "c/"};
  return {random.one_in(2), random.one_in(3), texts[random.below(6)]};
}

TextSet some_texts(Random& random) {
  TextSet set;
  set.missing = random.one_in(2);
  set.cofinite = random.one_in(3);
  for (const char* value : {"a", "ab", "b", "cab"}) {
    if (random.one_in(2)) set.values.emplace_back(value);
  }
  if (set.cofinite && random.one_in(2)) set.patterns.push_back(some_pattern(random));
  return set;
}

Box some_box(Random& random) {
  Box box;
  for (FieldId field = 0; field < 4; ++field) {
    if (random.one_in(3)) box.set_text(field, some_texts(random));
  }
  if (random.one_in(4)) box.numbers.emplace_back(4, NumberSet{{random.below(6), random.below(6)}, random.one_in(2)});
  if (random.one_in(3)) box.key.push_back(some_pattern(random));
  if (random.one_in(4)) box.size = {random.below(10), 3 + random.below(10)};
  if (random.one_in(6)) box.accessed = {random.below(4), 1 + random.below(6)};
  if (random.one_in(4)) box.flags.may_be_true = static_cast<std::uint8_t>(random.below(32));
  if (random.one_in(4)) box.flags.may_be_false = static_cast<std::uint8_t>(random.below(32));
  return box;
}

struct Built {
  SourceManager sources;
  Diagnostics diagnostics;
  Policy policy;
};

void resolve_text(Built& built, std::string text) {
  const FileId root = built.sources.add("policy.shelf", std::move(text));
  built.policy = resolve(built.sources, root, [](const std::string&) { return std::nullopt; }, built.diagnostics);
  REQUIRE(!built.diagnostics.has_errors());
}

// Deletes that leave out a value of two labels each, under keeps of some values of three: each keep cuts each delete.
std::string many_overlaps(std::size_t rules, std::size_t labels, std::size_t values) {
  Random random(1);
  std::string out = "layout \"ml/{model}/{version}/\"\n";
  for (std::size_t i = 0; i < labels; ++i) {
    out += fmt::format("label l{} in v0", i);
    for (std::size_t v = 1; v < values; ++v) out += fmt::format(", v{}", v);
    out += " from tag\n";
  }
  out += "store artifacts on s3 \"acme-ml\" { }\n";
  for (std::size_t i = 0; i < rules; ++i) {
    const std::size_t a = random.below(labels), b = (a + 1 + random.below(labels - 1)) % labels, c = random.below(labels);
    const std::size_t v = random.below(values), w = random.below(values), x = random.below(values), y = 1 + random.below(values - 1), z = random.below(values);
    out += fmt::format("rule d{} where l{} != v{} and l{} != v{} {{ delete after {} days }}\n", i, a, v, b, w, 30 + i);
    out += fmt::format("rule k{} where l{} == v{} and l{} in (v{}, v0) and l{} != v{} {{ keep for {} days }}\n", i, a, x, b, y, c, z, 300 + i);
  }
  return out;
}

}  // namespace

TEST_CASE("boxes that are told apart have no intersection, and the others have one") {
  Random random(1);
  std::size_t apart = 0;
  for (int i = 0; i < 200000; ++i) {
    const Box a = some_box(random), b = some_box(random);
    const bool none = empty(intersect(a, b));
    REQUIRE(disjoint(a, b) == none);
    apart += none ? 1 : 0;
  }
  CHECK(apart > 20000);
  CHECK(apart < 180000);
}

TEST_CASE("the index finds every box that shares an object, and says when there are too many") {
  Built built;
  resolve_text(built,
               "layout \"ml/{stage}/{project}/{model}/\"\nlabel stage in a, ab, b required\nlabel owner from tag\n"
               "store artifacts on s3 \"acme-ml\" { }\nrule r where owner == ab and project == a { delete after 9 days }\n");
  REQUIRE(built.policy.fields.size() >= 4);
  const KeySpace keys(built.policy, 0);
  Random random(2);
  std::vector<Box> boxes;
  BoxIndex index;
  while (boxes.size() < 300) {
    const Box box = some_box(random);
    if (empty(box)) continue;
    index.add(box, keys.possible_anchors(box, keys.anchors(box)), static_cast<std::uint32_t>(boxes.size()));
    boxes.push_back(box);
  }
  index.finish();
  std::size_t fewer = 0;
  for (int i = 0; i < 2000; ++i) {
    const Box box = some_box(random);
    if (empty(box)) continue;
    const std::vector<std::string> anchors = keys.anchors(box);
    const std::vector<std::uint32_t> near = index.near(box, anchors);
    AnchorIndex plain;
    for (std::uint32_t at = 0; at < boxes.size(); ++at) plain.add(keys.possible_anchors(boxes[at], keys.anchors(boxes[at])), at);
    plain.finish();
    for (const std::uint32_t at : plain.near(anchors)) {
      if (!disjoint(boxes[at], box)) REQUIRE(std::binary_search(near.begin(), near.end(), at));
    }
    fewer += near.size() < plain.near(anchors).size() ? 1 : 0;
    CHECK(index.near(box, anchors, 1000000) == near);
    if (!near.empty()) CHECK(!index.near(box, anchors, near.size() - 1));
  }
  CHECK(fewer > 100);
}

TEST_CASE("statements under very many keeps go to the plan where the work ends, and what is native is proved") {
  Built built;
  resolve_text(built, many_overlaps(200, 8, 8));
  Diagnostics diagnostics;
  const Lowered lowered = lower(built.policy, diagnostics, &built.sources);
  const auto stopped = std::count_if(lowered.placements.begin(), lowered.placements.end(),
                                     [](const Placement& p) { return p.in_plan() && p.because.find("cut it into too many parts") != std::string::npos; });
  CHECK(stopped > 100);
  CHECK(lowered.placements.size() == 200);
  std::vector<NativeRule> rules = lowered.documents[0].rules;
  rules.resize(std::min<std::size_t>(rules.size(), 200));
  CHECK(!rules.empty());
  const Verification proof = verify(built.policy, 0, lowered, rules, &built.sources);
  CHECK(proof.verdict == VerifyVerdict::safe);
}
