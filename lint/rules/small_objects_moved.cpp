#include <fmt/format.h>

#include <algorithm>

#include "compiler/model/print.hpp"
#include "lint/facts.hpp"
#include "lint/places.hpp"
#include "lint/storage_classes.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule small_objects_moved = {
    .info = {.name = "small-objects-moved",
             .id = "SL1503",
             .severity = Severity::warning,
             .title = "a size condition that lets a move take objects too small to pay for it",
             .help = "ask for a larger `size`"},
    .category = Category::cost,
    .since = "0.1.0",
    .why = "S3 does not move objects under 128 KiB, unless the rule names a size: then that size counts and nothing else. Moving costs by\n"
           "the object (3 cents for 1000 into GLACIER), saving goes by the byte, STANDARD_IA and GLACIER_IR bill 128 KiB at least, and the\n"
           "archive classes add 40 KB to each object. So 100 million objects of a KB cost $5000 to move to DEEP_ARCHIVE and save nothing,\n"
           "ever.\n\n"
           "The size named here is where a year in the colder class pays for the move.",
    .bad = R"(rule releases "rarely read, never lost" by "ml-platform" where stage == production {
  keep forever
  move to archive after 365 days where size >= 1 KiB
}
)",
    .good = R"(rule releases "rarely read, never lost" by "ml-platform" where stage == production {
  keep forever
  move to archive after 365 days
}
)",
    .source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html\nhttps://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-lifecycle.html\nhttps://aws.amazon.com/s3/pricing/",
    .check = check,
};

namespace {

constexpr double months = 12;
constexpr std::uint64_t moved_by_default = 128 * 1024;  // from here on S3 moves without being asked to

// Bytes from which a year in `cold` instead of `hot` pays for the move.
std::uint64_t break_even(const StorageClass& hot, const StorageClass& cold) {
  const double move = cold.move_1000 / 1000, gb = static_cast<double>(cold.gb_bytes);
  double overhead = 0;  // of the archive classes: 8 KiB in STANDARD and 32 KiB in the class
  if (cold.provider == Provider::s3 && cold.restore_hours > 0) overhead = (8 * 1024 * hot.month_a_gb + 32 * 1024 * cold.month_a_gb) / gb * months;
  const double saved_a_byte = (hot.month_a_gb - cold.month_a_gb) / gb * months;
  if (saved_a_byte <= 0) return 0;
  double bytes = (move + overhead) / saved_a_byte;
  if (bytes < static_cast<double>(cold.least_billed)) bytes = std::max(bytes, (move + static_cast<double>(cold.least_billed) * cold.month_a_gb / gb * months) / (hot.month_a_gb / gb * months));
  return static_cast<std::uint64_t>(bytes);
}

std::string size_text(std::uint64_t bytes) {
  if (bytes >= 1024 * 1024) return fmt::format("{} MiB", (bytes + 1024 * 1024 - 1) / (1024 * 1024));
  return bytes >= 1024 ? fmt::format("{} KiB", (bytes + 1023) / 1024) : fmt::format("{} bytes", bytes);
}

struct Sizes {
  bool named = false;
  std::uint64_t least = 0;
  const Predicate* at = nullptr;  // what admits the small ones
};

// Only where the sizes stand in a conjunction: what else there is may be anything.
void narrow(const Predicate& predicate, Sizes& sizes) {
  if (predicate.kind == PredicateKind::all) {
    for (const Predicate& child : predicate.children) narrow(child, sizes);
  } else if (predicate.kind == PredicateKind::size) {
    sizes.named = true;
    if (sizes.at == nullptr) sizes.at = &predicate;
    const bool floor = predicate.comparison == Comparison::greater || predicate.comparison == Comparison::greater_equal;
    if (floor && predicate.number >= sizes.least) {
      sizes.least = predicate.number;
      sizes.at = &predicate;
    }
  }
}

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  for_statements(policy, [&](StatementRef ref, const Rule& rule, const Statement& statement) {
    if (!is_move(statement.kind) || context.engine.idle(ref)) return;
    Sizes sizes;
    const Condition whole = condition(policy, ref);
    const Predicate& where = whole;
    narrow(where, sizes);
    if (!sizes.named) return;
    for (const StoreId id : rule.stores) {
      const Store& store = policy.stores[id];
      const StorageClass* const hot = storage_class(policy, store, Tier::hot);
      const StorageClass* const cold = storage_class(policy, store, statement.tier);
      if (hot == nullptr || cold == nullptr) continue;
      const std::uint64_t pays = break_even(*hot, *cold);
      if (sizes.least + 1 >= std::min(pays, moved_by_default)) continue;
      const double million = cold->move_1000 * 1000;
      sink.report(sizes.at->origin.span.file == no_file ? statement.origin.span : sizes.at->origin.span,
                  fmt::format("{} takes objects {}: under {} a year in {} does not pay for the move ({} for a million objects)", said(policy, ref), sizes.least == 0 ? "of any size" : "from " + size_text(sizes.least) + " on", size_text(pays), cold->name,
                              dollars_text(million)),
                  fmt::format("write `size >= {}`", size_text(std::max(pays, moved_by_default))));
      return;
    }
  });
}

}  // namespace

}  // namespace shelflife::lint
