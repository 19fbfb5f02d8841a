#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule shared_blobs_by_age = {
    .info = {.name = "shared-blobs-by-age",
             .id = "SL1113",
             .severity = Severity::warning,
             .title = "content-addressed blobs that are deleted by their age",
             .help = "keep what the registry or a manifest names: `keep forever where referenced`"},
    .category = Category::keeping,
    .since = "0.1.0",
    .why = "In a content-addressed store one blob serves every run, commit and dataset that has the same bytes. It is written once, by the first, and is\n"
           "as old as that one: the newest run may depend on the oldest blob. A delete by age breaks datasets that were saved yesterday. DVC\n"
           "and Metaflow keep their data in this way.",
    .bad = R"(layout "dvc/files/md5/{shard}/"
store cache on s3 "acme-dvc" {
  region      "eu-central-1"
  versioning  on
  recoverable for 21 days
}
rule blobs "four months is enough" by "data" where key starts with "dvc/files/md5/" {
  delete after 120 days
}
)",
    .good = R"(layout "dvc/files/md5/{shard}/"
store cache on s3 "acme-dvc" {
  region      "eu-central-1"
  versioning  on
  recoverable for 21 days
}
rule blobs "four months is enough" by "data" where key starts with "dvc/files/md5/" {
  keep   forever where referenced
  delete after 120 days
}
)",
    .source = "https://github.com/Netflix/metaflow/issues/530\n"
              "https://github.com/iterative/dvc.org/issues/2109",
    .check = check,
};

namespace {

bool content_addressed(std::string_view segment) {
  static constexpr std::array<std::string_view, 9> words = {"md5", "sha1", "sha256", "cas", "blobs", ".dvc", "dvc", "metaflow", "xet"};
  return std::find(words.begin(), words.end(), segment) != words.end();
}

// The first segment of the key that says so; empty when none does.
std::string shared_by_prefix(std::string_view prefix) {
  while (!prefix.empty()) {
    const std::size_t end = std::min(prefix.find('/'), prefix.size());
    if (content_addressed(prefix.substr(0, end))) return std::string(prefix.substr(0, end));
    prefix.remove_prefix(std::min(end + 1, prefix.size()));
  }
  return {};
}

std::string shared_part(const Policy& policy, const Predicate& where) {
  std::string found;
  for_literals(where, [&](const Predicate& literal, bool negated) {
    if (negated != (literal.kind == PredicateKind::missing) || !found.empty()) return;
    if (literal.kind == PredicateKind::starts_with && literal.field == no_id) found = shared_by_prefix(literal.texts.front());
    if (literal.field == no_id || policy.fields[literal.field].source != FieldSource::path) return;
    for (const Layout& layout : policy.layouts) {
      std::string words;
      for (const Segment& segment : layout.segments) {
        if (segment.literal()) words += segment.prefix + "/";
        else if (segment.field == literal.field) { found = shared_by_prefix(words); break; }
      }
    }
  });
  return found;
}

// By StoreId: something there is kept because it is referenced.
std::vector<bool> guarded_stores(const Policy& policy) {
  std::vector<bool> guarded(policy.stores.size(), false);
  for_statements(policy, [&](StatementRef ref, const Rule& rule, const Statement& keep) {
    if (keep.kind != StatementKind::keep_forever || !asks_flag(condition(policy, ref), Flag::referenced)) return;
    for (const StoreId store : rule.stores) guarded[store] = true;
  });
  return guarded;
}

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  const std::vector<bool> guarded = guarded_stores(policy);
  for_statements(policy, [&](StatementRef ref, const Rule& rule, const Statement& statement) {
    if (statement.kind != StatementKind::remove || statement.clock.kind != ClockKind::created || context.engine.idle(ref)) return;
    if (std::any_of(rule.stores.begin(), rule.stores.end(), [&](StoreId store) { return guarded[store]; })) return;
    const Condition whole = condition(policy, ref);
    const Predicate& where = whole;
    const std::string part = shared_part(policy, where);
    if (part.empty() || asks_registry(policy, where)) return;
    sink.report(statement.origin.span, said(policy, ref) + " deletes blobs below `" + part + "` by their age, also those that a newer dataset or run shares");
  });
}

}  // namespace

}  // namespace shelflife::lint
