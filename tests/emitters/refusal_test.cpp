// A filter or an action that a cloud cannot express is never dropped in silence: it would delete more than
// asked.
#include <doctest/doctest.h>

#include <stdexcept>

#include "emitters/document.hpp"
#include "fixture.hpp"

namespace shelflife::test {
namespace {

// A document with one plain delete rule that `change` spoils.
template <class Change>
void refused(Provider provider, Change change) {
  Fixture fixture;
  const StatementRef ref = add_statement(fixture, "x", StatementKind::remove, 90);
  const StoreId store =
      add_store(fixture, "store", provider, "bucket", provider == Provider::azure ? "account" : "");
  NativeDocument& document = add_document(fixture, store);
  NativeRule rule;
  rule.id = "rule";
  rule.store = store;
  rule.actions = {action(ActionKind::expire, 9, {ref})};
  document.rules = {rule};
  CHECK_NOTHROW(fixture.emit());
  change(document.rules[0]);
  CHECK_THROWS_AS(fixture.emit(), std::logic_error);
}

TEST_CASE("S3 refuses what it cannot say") {
  refused(Provider::s3, [](NativeRule& rule) { rule.filter.prefixes = {"a/", "b/"}; });
  refused(Provider::s3, [](NativeRule& rule) { rule.filter.suffixes = {".tmp"}; });
  refused(Provider::s3, [](NativeRule& rule) { rule.actions[0].clock = NativeClock::accessed; });
  refused(Provider::s3, [](NativeRule& rule) { rule.actions.push_back(rule.actions[0]); });
  refused(Provider::s3, [](NativeRule& rule) { rule.actions.clear(); });
  refused(Provider::s3, [](NativeRule& rule) { rule.actions[0].kind = ActionKind::expire_snapshots; });
  refused(Provider::s3, [](NativeRule& rule) {
    rule.actions[0].kind = ActionKind::abort_uploads;
    rule.filter.tags = {{"a", "b"}};
  });
  refused(Provider::s3, [](NativeRule& rule) {
    rule.actions[0].kind = ActionKind::expired_markers;
    rule.filter.size_min = 5;
  });
}

TEST_CASE("Azure refuses what it cannot say") {
  refused(Provider::azure, [](NativeRule& rule) { rule.filter.suffixes = {".tmp"}; });
  refused(Provider::azure, [](NativeRule& rule) { rule.filter.size_min = 5; });
  refused(Provider::azure, [](NativeRule& rule) { rule.filter.prefixes.assign(11, "a"); });
  refused(Provider::azure, [](NativeRule& rule) { rule.id = "not-alnum"; });
  refused(Provider::azure, [](NativeRule& rule) { rule.actions[0].newer_noncurrent = 3; });
  refused(Provider::azure, [](NativeRule& rule) { rule.actions[0].kind = ActionKind::abort_uploads; });
  refused(Provider::azure, [](NativeRule& rule) {
    rule.actions[0].kind = ActionKind::transition;
    rule.actions[0].storage_class = "Frozen";
  });
  refused(Provider::azure, [](NativeRule& rule) {
    rule.actions[0].kind = ActionKind::expire_noncurrent;
    rule.filter.tags = {{"a", "b"}};
  });
  refused(Provider::azure, [](NativeRule& rule) {
    rule.actions[0].kind = ActionKind::expire_noncurrent;
    rule.actions[0].clock = NativeClock::noncurrent;
  });
}

TEST_CASE("GCS refuses what it cannot say") {
  refused(Provider::gcs, [](NativeRule& rule) { rule.filter.tags = {{"a", "b"}}; });
  refused(Provider::gcs, [](NativeRule& rule) { rule.actions[0].clock = NativeClock::accessed; });
  refused(Provider::gcs, [](NativeRule& rule) { rule.actions[0].kind = ActionKind::expire_noncurrent; });
  refused(Provider::gcs, [](NativeRule& rule) { rule.actions[0].kind = ActionKind::expired_markers; });
  refused(Provider::gcs, [](NativeRule& rule) { rule.actions[0].days = 0; });
  refused(Provider::gcs, [](NativeRule& rule) {
    rule.actions[0].kind = ActionKind::transition;
    rule.actions[0].storage_class = "STANDARD";
  });
  refused(Provider::gcs, [](NativeRule& rule) {
    rule.actions[0].kind = ActionKind::abort_uploads;
    rule.filter.size_max = 5;
  });
}

TEST_CASE("inclusive sizes become exclusive ones, and a bound that nothing passes is left out") {
  NativeFilter filter;
  filter.size_min = 0;
  filter.size_max = 100;
  CHECK_FALSE(exclusive_sizes(filter, 1000).above);
  CHECK(exclusive_sizes(filter, 1000).below == 101);
  filter.size_min = 1;
  filter.size_max = 1000;
  CHECK(exclusive_sizes(filter, 1000).above == 0);
  CHECK_FALSE(exclusive_sizes(filter, 1000).below);
}

}  // namespace
}  // namespace shelflife::test
