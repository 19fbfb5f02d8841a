#include <algorithm>

#include "compiler/model/print.hpp"
#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule noncurrent_left_hot = {
    .info = {.name = "noncurrent-left-hot",
             .id = "SL1504",
             .severity = Severity::note,
             .title = "a move that leaves overwritten revisions in the warmest class for ever",
             .help = "add `move noncurrent to ...` or `delete noncurrent after ...` for the same objects"},
    .category = Category::cost,
    .since = "0.1.0",
    .why = "On a versioned store an overwritten object becomes a noncurrent revision. A move speaks of current revisions only, and no\n"
           "delete speaks of these objects, so each overwritten file stays where it was written, at the full price, unseen in listings.\n"
           "Files that jobs write again and again (`latest.ckpt`, an index, a manifest) are the larger part of such a bucket before long.",
    .bad = R"(store features on s3 "acme-features" {
  region "eu-central-1"
  versioning on
  public_access off
}
rule curated "read for a month" by "data-platform" where key starts with "curated/" {
  move to cool after 60 days
}
)",
    .good = R"(store features on s3 "acme-features" {
  region "eu-central-1"
  versioning on
  public_access off
}
rule curated "read for a month" by "data-platform" where key starts with "curated/" {
  move to cool after 60 days
  delete noncurrent after 30 days
}
)",
    .source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html\nhttps://cloud.google.com/storage/docs/object-versioning",
    .check = check,
};

namespace {

// Keys with a version or a run in them are written once.
bool written_once(const Policy& policy) {
  return std::any_of(policy.layouts.begin(), policy.layouts.end(), [&](const Layout& layout) {
    return std::any_of(layout.segments.begin(), layout.segments.end(), [&](const Segment& segment) {
      if (segment.literal()) return false;
      const std::string& name = policy.fields[segment.field].name;
      return name.find("version") != std::string::npos || name.find("run") != std::string::npos;
    });
  });
}

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  if (written_once(policy)) return;
  for_statements(policy, [&](StatementRef ref, const Rule& rule, const Statement& statement) {
    if (statement.kind != StatementKind::move || context.engine.idle(ref)) return;
    std::vector<StoreId> left;  // records under object lock are not overwritten, or are meant to stay when they are
    for (const StoreId store : rule.stores)
      if (policy.stores[store].versioning.value_or(false) && !policy.stores[store].object_lock) left.push_back(store);
    if (left.empty()) return;
    context.engine.meeting(ref, [&](StatementRef other, StoreId store) {
      const StatementKind kind = context.statement(other).kind;
      if (is_delete(kind) || kind == StatementKind::move_noncurrent) std::erase(left, store);
      return left.empty();
    });
    // One move of a rule tells it for all.
    const bool first = &statement == &*std::find_if(rule.statements.begin(), rule.statements.end(), [](const Statement& s) { return s.kind == StatementKind::move; });
    if (left.empty() || !first) return;
    sink.report(statement.origin.span, said(policy, ref) + " moves current revisions; nothing moves or deletes the overwritten ones in `" + policy.stores[left.front()].name + "`");
  });
}

}  // namespace

}  // namespace shelflife::lint
