// The text of a first policy. It errs on the side of keeping: deletes have a ranked keep beside them, the strictest stage has
// none, and everything the registry names stays.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "cli/init.hpp"
#include "compiler/model/names.hpp"
#include "compiler/model/print.hpp"
#include "grammar/tree.hpp"
#include "lint/facts.hpp"

namespace shelflife::cli {

namespace {

enum class Treatment { cheap, modest, strict };

std::string value_text(const std::string& value) {
  return (is_name(value) && !is_reserved(value)) || is_digits(value) ? value : quote(value);
}

bool has(const std::vector<std::string>& words, std::string_view word) { return std::ranges::find(words, word) != words.end(); }

// A stage that bears the name of what is in use is treated so wherever it stands in the list: `prod-eu`, too.
bool named_as_strict(const std::string& stage) { return lint::is_production(stage) || lint::is_production(stage.substr(0, stage.find_first_of("-_."))); }

class Writer {
 public:
  explicit Writer(const FirstPolicy& policy) : policy_(policy), by_("by " + quote(policy.owner)) {}

  std::string text() {
    head();
    store(policy_.store, policy_.address.bucket, false);
    if (locks()) {
      add("# What is in {} is written to this bucket: a lock on a part of a bucket leaves objects open until the pruner has run.\n", policy_.stages.back());
      store(lock_store(), policy_.lock_bucket, true);
    }
    add("# At these limits the pruner refuses a run: something is wrong with what it was told.\n"
        "safeguard {{ at most 5% per run registry within 1 day inventory within 1 day }}\n\n");
    if (deletes()) add("rule everything \"what a record or a manifest names is in use\" {} {{ keep forever where referenced }}\n\n", by_);
    if (policy_.stages.empty()) add("rule history \"what was overwritten can be brought back for a quarter\" {} on {} {{ delete noncurrent after 90 days }}\n\n", by_, policy_.store);
    for (std::size_t i = 0; i < policy_.stages.size(); ++i) stage(i);
    if (locks())
      add("rule locked {} {} on {} {{ lock {} for 365 days }}\n\n", quote("releases cannot be deleted for a year"), by_, lock_store(), policy_.lock);
    // Only what belongs to a version or a run can be an orphan.
    if (deletes() && (has(policy_.fields, "version") || has(policy_.fields, "run_id")))
      add("rule orphans \"files of runs that no registry knows\" {}{} where orphan{} {{ quarantine for 7 days then delete }}\n\n", by_, only_store(),
          policy_.stages.empty() ? "" : " and " + where_stages(false));
    add("rule uploads \"parts of uploads that never ended are billed and seen by nobody\" {} {{ abort uploads after 7 days }}\n\n", by_);
    obligations();
    return std::move(out_);
  }

 private:
  template <class... T>
  void add(fmt::format_string<T...> format, T&&... arguments) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<T>(arguments)...);
  }

  void head() {
    add("# A first policy of {}, written by `shelflife init`.\n"
        "# Read each rule, change what is otherwise with you, and look at what `shelflife build` prints before anything is\n"
        "# applied. What no rule speaks of is kept.\n\nlayout {}\n\n", policy_.uri, quote(policy_.layout));
    if (policy_.stages.empty()) return;
    std::string values;
    for (const std::string& stage : policy_.stages) values.append(values.empty() ? "" : ", ").append(value_text(stage));
    add("label stage in {} required\n\n", values);
  }

  void store(const std::string& name, const std::string& bucket, bool locked) {
    add("store {} on {} {} {{\n", name, to_text(policy_.address.provider), quote(bucket));
    if (!policy_.region.empty()) add("region {}\n", quote(policy_.region));
    add("versioning on\nrecoverable for 14 days\nencryption {}\n", policy_.kms.empty() ? "managed" : "kms " + quote(policy_.kms));
    if (locked) add("object_lock on\n");
    if (!policy_.access_log.empty()) add("access_log to {}\n", quote(policy_.access_log));
    add("public_access off\n}}\n\n");
  }

  void stage(std::size_t i) {
    const std::string where = "where stage == " + value_text(policy_.stages[i]);
    switch (treatment(i)) {
      case Treatment::cheap:
        add("rule {} \"experiments are repeated, not kept\" {}{} {} {{\n", rule_name(i), by_, only_store(), where);
        ranked_keep(5, " where status != failed");
        add("delete after 30 days\n}}\n\n");
        break;
      case Treatment::modest:
        add("rule {} \"candidates are compared for a quarter\" {}{} {} {{\n", rule_name(i), by_, only_store(), where);
        ranked_keep(10, "");
        add("move to cool after 30 days\ndelete after 90 days\n}}\n\n");
        break;
      case Treatment::strict:
        add("rule {} \"what was in use can be audited\" {} {} {{\n{}keep for 3 years\nmove to cool after 180 days\nmove noncurrent to cool after 30 days\n}}\n\n",
            rule_name(i), by_, where, deletes() ? "keep forever where promoted\n" : "");
        break;
    }
  }

  // Of each model, where the layout says what a model and its versions are; else of the field left of the version.
  void ranked_keep(int count, std::string_view where) {
    const auto version = std::ranges::find(policy_.fields, "version");
    if (version == policy_.fields.end() || version == policy_.fields.begin()) return;
    const auto model = std::find(policy_.fields.begin(), version, "model");
    add("keep latest {} versions per {}{}\n", count, model != version ? *model : *(version - 1), where);
  }

  void obligations() {
    if (!policy_.stages.empty())  // the last one is strict
      add("require \"what is in use is untouchable for a year\" {} where {} {{ never deleted before 365 days }}\n\n", by_, where_stages(true));
    if (locks()) add("require \"releases are locked for a year\" {} on {} {{ locked for 365 days }}\n\n", by_, lock_store());
    add("require \"a delete can be taken back, and nothing lies open\" {} {{ stored versioned stored encrypted{}{} }}\n", by_,
        policy_.kms.empty() ? "" : " kms", policy_.access_log.empty() ? "" : " stored logged");
  }

  Treatment treatment(std::size_t i) const {
    if (i + 1 == policy_.stages.size() || named_as_strict(policy_.stages[i])) return Treatment::strict;
    return i == 0 ? Treatment::cheap : Treatment::modest;
  }

  // "stage == dev", "stage in (dev, staging)": the strict ones, or the others.
  std::string where_stages(bool strict) const {
    std::string list;
    std::size_t count = 0;
    for (std::size_t i = 0; i < policy_.stages.size(); ++i) {
      if ((treatment(i) == Treatment::strict) != strict) continue;
      list.append(count++ == 0 ? "" : ", ").append(value_text(policy_.stages[i]));
    }
    return count == 1 ? "stage == " + list : "stage in (" + list + ")";
  }

  // The stage's own name where it can be one and no other rule has it.
  std::string rule_name(std::size_t i) const {
    const std::vector<std::string> others = {"everything", "history", "locked", "orphans", "uploads"};
    if (is_name(policy_.stages[i]) && !has(others, policy_.stages[i])) return policy_.stages[i];
    std::string name = fmt::format("stage_{}", i + 1);
    while (has(policy_.stages, name)) name += "_rule";
    return name;
  }

  // Where every stage is a strict one nothing is deleted, the registry is not asked, and keeps on its facts would guard nothing.
  bool deletes() const {
    for (std::size_t i = 0; i < policy_.stages.size(); ++i)
      if (treatment(i) != Treatment::strict) return true;
    return policy_.stages.empty();
  }
  bool locks() const { return !policy_.lock.empty(); }
  std::string lock_store() const { return policy_.store == "locked" ? "locked_releases" : "locked"; }
  // Nothing is deleted from the locked bucket, so what deletes does not speak of it.
  std::string only_store() const { return locks() ? " on " + policy_.store : ""; }

  const FirstPolicy& policy_;
  std::string by_, out_;
};

}  // namespace

std::string policy_text(const FirstPolicy& policy) { return Writer(policy).text(); }

}  // namespace shelflife::cli
