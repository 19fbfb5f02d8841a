#include "cli/why_deleted.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "compiler/model/print.hpp"
#include "inventory/formats.hpp"
#include "inventory/row_state.hpp"

namespace shelflife::cli {

namespace {

constexpr std::size_t most_examples = 3;

// Rows have a header or are objects; anything else is a list of names.
bool has_rows(std::string_view text) {
  std::size_t at = 0;
  std::string_view line;
  while (next_line(text, at, line)) {
    if (line.empty()) continue;
    return line.starts_with('{') || line == "key" || line.starts_with("key,") || line.find(",key,") != std::string_view::npos || line.ends_with(",key");
  }
  return false;
}

class Finding {
 public:
  Finding(const Evaluator& evaluator, const Lowered& lowered, const Registry* registry, Instant now)
      : evaluator_(evaluator), lowered_(lowered), registry_(registry), now_(now) {}

  void add(Row row) {
    const Policy& policy = evaluator_.policy();
    std::string name = row.key;
    StoreId store = policy.stores.size() == 1 ? 0 : no_id;
    if (is_uri(row.key)) {
      std::optional<Place> place = find_place(policy, row.key);
      store = place ? place->store : no_id;
      if (place) row.key = std::move(place->key);
    } else if (!row.bucket.empty()) {
      const auto declares = [&](const Store& s) { return s.bucket == row.bucket; };
      const auto at = std::find_if(policy.stores.begin(), policy.stores.end(), declares);
      const bool one = std::count_if(policy.stores.begin(), policy.stores.end(), declares) == 1;
      store = one ? static_cast<StoreId>(at - policy.stores.begin()) : no_id;
    }
    Group key{store != no_id, {}};
    if (store != no_id) key.suspects = suspects(evaluator_, lowered_, told_of(store, row), now_);
    const auto [at, fresh] = index_.emplace(std::move(key), lost_.groups.size());
    if (fresh) lost_.groups.push_back({at->first.declared, at->first.suspects, 0, {}});
    LostGroup& group = lost_.groups[at->second];
    ++group.count;
    if (group.examples.size() < most_examples) group.examples.push_back(name);
    lost_.keys.push_back({std::move(name), at->second});
  }

  Lost finish() {
    std::vector<std::size_t> order(lost_.groups.size()), place(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return lost_.groups[a].count > lost_.groups[b].count; });
    std::vector<LostGroup> sorted;
    for (std::size_t i = 0; i < order.size(); ++i) {
      place[order[i]] = i;
      sorted.push_back(std::move(lost_.groups[order[i]]));
    }
    lost_.groups = std::move(sorted);
    for (LostKey& key : lost_.keys) key.group = place[key.group];
    return std::move(lost_);
  }

 private:
  struct Group {
    bool declared = true;
    std::vector<Suspect> suspects;
    friend auto operator<=>(const Group&, const Group&) = default;
  };

  ToldObject told_of(StoreId store, const Row& row) const {
    ToldObject told = row_state(evaluator_.policy(), store, row, registry_, now_);
    told.noncurrent = row.noncurrent_since.has_value();
    told.object.ranks.clear();
    return told;
  }

  const Evaluator& evaluator_;
  const Lowered& lowered_;
  const Registry* registry_;
  Instant now_;
  Lost lost_;
  std::map<Group, std::size_t> index_;
};

std::string who_of(const Suspect& suspect, Provider provider) {
  if (suspect.cloud && suspect.plan) return "cloud or plan";
  if (suspect.cloud) return provider == Provider::s3 ? "S3" : provider == Provider::azure ? "Azure" : "GCS";
  return suspect.plan ? "plan" : "nobody carries it out";
}

Provider provider_of(const Policy& policy, const Suspect& suspect) {
  const Rule& rule = policy.rules[suspect.statement.rule];
  return policy.stores[rule.stores.empty() ? 0 : rule.stores[0]].provider;
}

}  // namespace

Lost find_lost(const Evaluator& evaluator, const Lowered& lowered, const SourceManager& sources, FileId file, const Registry* registry,
               Instant now, Diagnostics& diagnostics) {
  Finding finding(evaluator, lowered, registry, now);
  const std::string_view text = sources.source(file).text;
  if (has_rows(text)) {
    read_listing(sources, file, [&](Row&& row) { finding.add(std::move(row)); }, diagnostics, Rows::keys);
    return finding.finish();
  }
  std::size_t at = 0;
  std::string_view line;
  while (next_line(text, at, line)) {
    if (line.empty()) continue;
    Row row;
    row.key = line;
    finding.add(std::move(row));
  }
  return finding.finish();
}

std::string lost_text(const WhyContext& context, const Lost& lost, Instant now) {
  std::string out = std::to_string(lost.keys.size()) + (lost.keys.size() == 1 ? " key" : " keys") + ", by the policy as it is, at " + instant_text(now) + "\n";
  for (const LostGroup& group : lost.groups) {
    out += "\n" + std::to_string(group.count) + ": ";
    if (!group.declared) out += "no store of the policy declares their bucket\n";
    else if (group.suspects.empty()) out += "no statement could\n";
    else out += "could have been deleted by\n";
    for (const Suspect& suspect : group.suspects) {
      const Rule& rule = context.policy.rules[suspect.statement.rule];
      out += "  " + printable(rule.id) + "  " + printable(statement_text(context, suspect.statement)) + "  " +
             printable(place_of(context, rule.statements[suspect.statement.statement].origin.span)) + "  " +
             who_of(suspect, provider_of(context.policy, suspect)) + "\n";
    }
    for (const std::string& example : group.examples) out += "    " + printable(example) + "\n";
    if (group.count > group.examples.size()) out += "    and " + std::to_string(group.count - group.examples.size()) + " more\n";
  }
  return out;
}

std::string lost_json(const WhyContext& context, const Lost& lost, Instant now) {
  using Json = nlohmann::ordered_json;
  Json json;
  json["deleted_version"] = 1;
  json["at"] = instant_text(now);
  json["groups"] = Json::array();
  for (const LostGroup& group : lost.groups) {
    Json entry;
    entry["count"] = group.count;
    entry["declared"] = group.declared;
    entry["could"] = Json::array();
    for (const Suspect& suspect : group.suspects) {
      const Rule& rule = context.policy.rules[suspect.statement.rule];
      const Statement& s = rule.statements[suspect.statement.statement];
      entry["could"].push_back({{"statement", statement_id(context.policy, suspect.statement)}, {"text", to_text(context.policy, s)},
                                {"place", place_of(context, s.origin.span)}, {"cloud", suspect.cloud}, {"plan", suspect.plan}});
    }
    json["groups"].push_back(std::move(entry));
  }
  json["keys"] = Json::array();
  for (const LostKey& key : lost.keys) json["keys"].push_back({{"key", key.name}, {"group", key.group}});
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace shelflife::cli
