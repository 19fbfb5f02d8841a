// Findings that are known and not told again: a file that is written by `check --update-baseline` and lies beside the policies.
#pragma once

#include <compare>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/diagnostics.hpp"

namespace shelflife::lint {

struct BaselineEntry {
  std::string path, code, message;  // for readers: only the fingerprint is compared
  std::string fingerprint;          // see fingerprint.hpp
  friend auto operator<=>(const BaselineEntry&, const BaselineEntry&) = default;
};
using Baseline = std::vector<BaselineEntry>;

// Nothing when it is no baseline: `problem` says why.
std::optional<Baseline> read_baseline(std::string_view text, std::string& problem);
// Sorted, a line for each member, the same for the same entries.
std::string to_text(Baseline baseline);

// What a run did not look at is not gone.
struct BaselineUse {
  Baseline found;  // entries that are there, and what could be added: findings that no comment suppresses
  Baseline stale;  // entries that were looked for and are gone
  Baseline unseen; // entries of files or rules that this run left out
};
// `looked`: whether the run would have found an entry's finding, were it there. `path_of`: how the baseline names a file.
BaselineUse compare(const Baseline& baseline, const std::vector<Diagnostic>& findings, const std::vector<std::string>& fingerprints,
                    const std::function<bool(const BaselineEntry&)>& looked, const std::function<std::string(FileId)>& path_of);
// Marks the findings of the baseline as suppressed by it. Only the linter's can be.
void suppress(const Baseline& baseline, const std::vector<std::string>& fingerprints, std::vector<Diagnostic>& findings);

}  // namespace shelflife::lint
