// What each kind of change looks like: one policy, one edit, the changes in words.
#include <doctest/doctest.h>

#include "tests/diff/policies.hpp"

using namespace shelflife::test;

namespace {

std::string edit(const std::string& before, const std::string& after) { return compare(prelude + before, prelude + after); }
std::string edit_versioned(const std::string& before, const std::string& after) { return compare(versioned_prelude + before, versioned_prelude + after); }

}  // namespace

TEST_CASE("deleted sooner, later, never before, no more") {
  const std::string dev = "rule a where stage == dev { delete after ";
  CHECK(edit(dev + "14 days }", dev + "7 days }") == "sooner | stage == dev | deleted after 14 days -> deleted after 7 days\n");
  CHECK(edit(dev + "7 days }", dev + "14 days }") == "later | stage == dev | deleted after 7 days -> deleted after 14 days\n");
  CHECK(edit("", dev + "7 days }") == "more-deleted | stage == dev | never deleted -> deleted after 7 days\n");
  CHECK(edit(dev + "7 days }", "") == "less-deleted | stage == dev | deleted after 7 days -> never deleted\n");
  CHECK(edit(dev + "14 days }", "rule a where stage in (dev, staging) { delete after 14 days }") ==
        "more-deleted | stage == staging | never deleted -> deleted after 14 days\n");
  CHECK(edit("rule a where stage == dev { delete after 14 days where size >= 2 MiB }", "rule a where stage == dev { delete after 14 days where size >= 1 MiB }") ==
        "more-deleted | stage == dev and size >= 1 MiB and size < 2 MiB | never deleted -> deleted after 14 days\n");
}

TEST_CASE("a keep that goes shows in what is deleted, or by itself where nothing deletes") {
  const std::string dev = "rule a where stage == dev { delete after 14 days";
  CHECK(edit(dev + " keep forever where owner == bob }", dev + " }") == "more-deleted | stage == dev and owner == bob | kept for ever -> deleted after 14 days\n");
  CHECK(edit(dev + " keep for 60 days }", dev + " }") == "sooner | stage == dev | kept for 60 days, then deleted after 14 days -> deleted after 14 days\n");
  CHECK(edit("rule a where stage == dev { keep for 60 days }", "rule a where stage == dev { keep for 30 days }") ==
        "less-kept | stage == dev | kept for 60 days -> not kept, but never deleted either\n");
  CHECK(edit("rule a where stage == dev { keep for 30 days }", "rule a where stage == dev { keep for 60 days }") ==
        "more-kept | stage == dev | not kept, but never deleted either -> kept for 60 days\n");
  CHECK(edit(dev + " keep latest 5 versions per model }", dev + " keep latest 3 versions per model }") ==
        "more-deleted | stage == dev and model is not missing and version is not missing | kept as one of the latest 5 versions per model -> deleted after 14 days\n");
  // A group of many models counts more versions; an object without a project has no rank there, and the keep holds.
  CHECK(edit(dev + " keep latest 5 versions per model }", dev + " keep latest 5 versions per project }") ==
        "more-deleted | stage == dev and project is not missing and version is not missing | kept as one of the latest 5 versions per model -> deleted after 14 days\n"
        "less-deleted | stage == dev and project is missing and model is not missing and version is not missing | deleted after 14 days -> kept as one of the latest 5 versions per project\n");
  CHECK(edit(dev + " keep forever where promoted }", dev + " keep forever where promoted keep forever where referenced }") ==
        "less-deleted | stage == dev and not promoted and referenced | deleted after 14 days -> kept for ever\n");
}

TEST_CASE("a keep of orphans") {
  const std::string keep = "rule o { keep forever where orphan }\n", dev = "rule a where stage == dev { delete after 30 days }\n";
  CHECK(edit(keep + dev, dev) ==
        "more-deleted | stage == dev and orphan | kept for ever -> deleted after 30 days\n"
        "less-kept | (stage in (production, staging) or stage is missing) and orphan | kept for ever -> not kept, but never deleted either\n");
  CHECK(edit(keep, "") == "less-kept | under a layout and orphan | kept for ever -> not kept, but never deleted either\n");
}

TEST_CASE("a narrower condition on what counts never makes a rank larger") {
  const std::string dev = "rule a where stage == dev { delete after 14 days keep latest 3 versions per model";
  CHECK(edit(dev + " }", dev + " where owner == bob }") ==
        "more-deleted | stage == dev and (owner != bob or owner is missing) | kept as one of the latest 3 versions per model -> deleted after 14 days\n"
        "less-deleted | stage == dev and model is not missing and version is not missing and owner == bob | deleted after 14 days -> kept as one of the latest 3 versions per model\n");
}

TEST_CASE("locks and holds") {
  const std::string lock = "rule a where stage == production { lock ";
  CHECK(edit_versioned(lock + "compliance for 365 days }", lock + "governance for 365 days }") ==
        "less-locked | stage == production | locked in compliance mode for 365 days -> locked in governance mode for 365 days\n");
  CHECK(edit_versioned(lock + "governance for 365 days }", lock + "governance for 300 days }") ==
        "less-locked | stage == production | locked in governance mode for 365 days -> locked in governance mode for 300 days\n");
  CHECK(edit_versioned("", lock + "governance for 300 days }") == "more-locked | stage == production | not locked -> locked in governance mode for 300 days\n");
  CHECK(edit("hold \"c\" by \"l\" where project == p", "") == "hold-lifted | project == p | held -> not held\n");
  CHECK(edit("hold \"c\" by \"l\" where project == p", "hold \"c\" by \"l\" until 2027-01-01 where project == p") == "hold-lifted | project == p | held -> not held\n");
  CHECK(edit("", "hold \"c\" by \"l\" where project == p") == "hold-added | project == p | not held -> held\n");
}

TEST_CASE("noncurrent revisions") {
  const std::string dev = "rule a where stage == dev { delete after 30 days delete noncurrent after ";
  CHECK(edit_versioned(dev + "14 days }", dev + "7 days }") == "sooner | stage == dev and noncurrent | deleted 14 days after it became noncurrent -> deleted 7 days after it became noncurrent\n");
  CHECK(edit_versioned(dev + "14 days keeping 3 newer }", dev + "14 days keeping 2 newer }") ==
        "more-deleted | stage == dev and noncurrent | never deleted -> deleted 14 days after it became noncurrent and 2 newer\n");
  // The span that applies without a statement of its own is the store's.
  const std::string rule = "rule a where stage == dev { delete after 30 days }\n";
  CHECK(compare(versioned_prelude + rule, std::string(versioned_prelude).replace(versioned_prelude.find("14 days"), 7, "10 days") + rule) ==
        "sooner | stage == dev and noncurrent | deleted 14 days after it became noncurrent -> deleted 10 days after it became noncurrent\n");
}

TEST_CASE("moves, uploads, quarantine") {
  const std::string dev = "rule a where stage == dev { ";
  CHECK(edit(dev + "move to cool after 30 days }", dev + "move to cool after 60 days }") ==
        "moves | stage == dev and size >= 128 KiB | moved to cool after 30 days -> moved to cool after 60 days\n");
  CHECK(edit(dev + "move to cool after 30 days }", dev + "move to archive after 30 days }") ==
        "moves | stage == dev and size >= 128 KiB | moved to cool after 30 days -> moved to archive after 30 days\n");
  CHECK(edit(dev + "abort uploads after 7 days }", dev + "abort uploads after 3 days }") ==
        "uploads | stage == dev | uploads are given up after 7 days -> uploads are given up after 3 days\n");
  CHECK(edit(dev + "quarantine for 14 days then delete }", dev + "quarantine for 7 days then delete }") ==
        "sooner | stage == dev | quarantined for 14 days, then deleted -> quarantined for 7 days, then deleted\n");
}

TEST_CASE("whole units wait for what others keep") {
  // Nothing of the delete itself changed; but one member that is kept no more frees all of its version.
  const std::string whole = "rule a where stage == dev { delete whole version after 14 days }\n";
  const std::string keep = "rule b where stage == dev and owner == bob { keep forever }\n";
  const std::string changes = edit(whole + keep, whole);
  CHECK(changes.find("more-deleted | stage == dev and version is not missing and owner == bob |") != std::string::npos);
  CHECK(changes.find("more-deleted | stage == dev and version is not missing and (owner != bob or owner is missing) |") != std::string::npos);
}

TEST_CASE("a label's list grew") {
  const std::string grown = std::string(prelude).replace(prelude.find("dev, staging"), 12, "dev, qa, staging");
  const std::string rule = "rule a where stage != production { delete after 14 days }\n";
  CHECK(compare(prelude + rule, grown + rule) == "more-deleted | stage == qa | never deleted -> deleted after 14 days\n");
  const std::string missing = "rule a where stage is missing { delete after 14 days }\n";
  CHECK(compare(prelude + missing, grown + missing) == "less-deleted | stage == qa | deleted after 14 days -> never deleted\n");
}

TEST_CASE("a label became required: what lacks it is unread, and goes only if it may whatever its value is") {
  const std::string required = std::string(prelude).replace(prelude.find("owner from"), 10, "owner required from");
  const std::string keep = "rule a where stage == dev { delete after 14 days keep forever where owner == bob }\n";
  CHECK(compare(prelude + keep, required + keep) == "less-deleted | stage == dev and owner is missing | deleted after 14 days -> kept for ever\n");
  CHECK(compare(required + keep, prelude + keep) == "more-deleted | stage == dev and owner is missing | kept for ever -> deleted after 14 days\n");
  const std::string plain = "rule a where stage == dev { delete after 14 days }\n";
  CHECK(compare(prelude + plain, required + plain) == "");
  // All values that are listed are not all that an object without the label could be.
  const std::string some = "rule a where stage == dev { delete after 14 days where owner is not missing }\n";
  CHECK(compare(required + some, required + plain) == "more-deleted | stage == dev and owner is missing | never deleted -> deleted after 14 days\n");
}

TEST_CASE("stores") {
  const std::string rule = "rule a on a where stage == dev { delete after 14 days }\n";
  const std::string moved = std::string(prelude).replace(prelude.find("acme-ml"), 7, "acme-new");
  CHECK(compare(prelude + rule, moved + rule) ==
        "more-deleted | stage == dev | never deleted -> deleted after 14 days\n"
        "settings |  | no store of the policy -> a store of the policy\n"
        "settings |  | a store of the policy -> no store of the policy\n"
        "less-deleted | stage == dev | deleted after 14 days -> never deleted\n");
  const std::string unversioned = std::string(versioned_prelude).replace(versioned_prelude.find("versioning on recoverable for 14 days object_lock on"), 52, "versioning off");
  const std::string lost = compare(versioned_prelude + rule, unversioned + rule);
  CHECK(lost.find("sooner |  | versioning on -> versioning off\n") != std::string::npos);
  CHECK(lost.find("less-locked |  | object_lock on -> object_lock off\n") != std::string::npos);
}

TEST_CASE("what cannot be compared exactly is undecided, never left out") {
  const std::string rule = "rule a where stage == dev { delete after 14 days }\n";
  const std::string shorter = std::string(prelude).replace(prelude.find("{project}/{model}/{version}/"), 28, "{model}/{version}/");
  const std::string layout = compare(prelude + rule, shorter + rule);
  CHECK(layout.starts_with("undecided | "));
  CHECK(layout.find("`stage` is bound by another layout") != std::string::npos);
  const std::string orphan = "rule o where orphan { delete after 14 days }\n";
  const std::string sooner = std::string(prelude).replace(prelude.find("versioning off"), 14, "versioning off orphan after 3 days");
  CHECK(compare(prelude + orphan, sooner + orphan).starts_with("undecided | orphan |"));
  const std::string text = std::string(prelude).replace(prelude.find("score number"), 12, "score");
  CHECK(compare(prelude + "rule a where stage == dev { delete after 14 days where score > 5 }", text + "rule a where stage == dev { delete after 14 days where score == 6 }").find("`score` is declared as another type") != std::string::npos);
}

TEST_CASE("obligations and safeguards") {
  const std::string rule = "rule p where stage == production { keep forever }\n";
  const std::string year = "require \"p\" where stage == production { never deleted before 365 days }\n";
  const std::string half = "require \"p\" where stage == production { never deleted before 180 days }\n";
  CHECK(edit(rule + year, rule + half) == "require-weakened | stage == production or stage is missing | never deleted before 365 days -> never deleted before 180 days\n");
  CHECK(edit(rule + half, rule + year) == "require-strengthened | stage == production or stage is missing | never deleted before 180 days -> never deleted before 365 days\n");
  CHECK(edit(rule + year, rule) == "require-weakened | stage == production or stage is missing | never deleted before 365 days -> not required, or of fewer objects\n");
  CHECK(edit(rule + year, rule + "require \"q\" where stage == production { never deleted }\n") ==
        "require-strengthened | stage == production or stage is missing | not required, or of fewer objects -> never deleted\n");
  CHECK(edit(rule, "safeguard { at most 20% per run }\n" + rule) == "safeguards-loosened |  | share of a store's objects: at most 10% per run -> share of a store's objects: at most 20% per run\n");
  CHECK(edit(rule, "safeguard { registry within 1 days }\n" + rule) == "safeguards-tightened |  | registry: within 2 days -> registry: within 1 days\n");
}
