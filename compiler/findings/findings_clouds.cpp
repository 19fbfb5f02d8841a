// Where one statement is the cloud's own work on one store and the pruner's on another.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "compiler/findings/findings_parts.hpp"
#include "compiler/model/capability.hpp"
#include "compiler/model/print.hpp"

namespace shelflife::findings {

namespace {

constexpr std::size_t most_stores = 3;

// "S3 (`a`, `b` and 2 more), GCS (`c`)"
std::string stores_text(const Policy& policy, const std::vector<const Placement*>& rows) {
  std::map<Provider, std::vector<std::string>> by_provider;
  for (const Placement* row : rows) by_provider[policy.stores[row->store].provider].push_back(policy.stores[row->store].name);
  std::string text;
  for (const auto& [provider, names] : by_provider) {
    text += fmt::format("{}{} (", text.empty() ? "" : ", ", capability(provider).display);
    for (std::size_t i = 0; i < names.size() && i < most_stores; ++i) text += (i == 0 ? "`" : ", `") + names[i] + "`";
    if (names.size() > most_stores) text += fmt::format(" and {} more", names.size() - most_stores);
    text += ")";
  }
  return text;
}

}  // namespace

void find_cloud_differences(Landscape& land) {
  const Policy& policy = land.policy;
  if (std::all_of(policy.stores.begin(), policy.stores.end(), [&](const Store& s) { return s.provider == policy.stores[0].provider; })) return;
  std::map<StatementRef, std::vector<const Placement*>> rows;
  for (const Placement& row : land.lowered.placements) rows[row.statement].push_back(&row);
  for (const auto& [ref, all] : rows) {
    std::vector<const Placement*> native, planned;
    for (const Placement* row : all) {
      if (row->who == Who::cloud) native.push_back(row);
      else if (row->who == Who::plan || row->who == Who::cloud_and_plan || row->who == Who::mark) planned.push_back(row);
    }
    const auto provider = [&](const Placement* row) { return policy.stores[row->store].provider; };
    const bool differs = std::any_of(planned.begin(), planned.end(), [&](const Placement* p) {
      return std::none_of(native.begin(), native.end(), [&](const Placement* n) { return provider(n) == provider(p); });
    });
    if (native.empty() || !differs) continue;
    Finding finding;
    finding.code = Code::clouds_differ;
    finding.span = place(policy, ref);
    finding.statement = ref;
    const auto shares = std::count_if(planned.begin(), planned.end(), [](const Placement* row) { return row->who == Who::cloud_and_plan; });
    const std::string_view share = shares == 0 ? "it" : static_cast<std::size_t>(shares) == planned.size() ? "a part of it" : "it or a part of it";
    finding.message = fmt::format("{} needs no pruner on {}; on {} the pruner does {}: {}", said(policy, ref), stores_text(policy, native), stores_text(policy, planned), share, planned[0]->because);
    finding.hint = "it holds there as long as the pruner runs; conditions that every cloud sees need none";
    finding.related.push_back({policy.stores[native[0]->store].origin.span, fmt::format("`{}` needs no pruner for it", policy.stores[native[0]->store].name)});
    finding.related.push_back({policy.stores[planned[0]->store].origin.span, fmt::format("`{}` does", policy.stores[planned[0]->store].name)});
    land.found.push_back(std::move(finding));
  }
}

}  // namespace shelflife::findings
