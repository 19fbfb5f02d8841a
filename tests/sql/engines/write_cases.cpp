// Random policies with random inventories, as files that both the command and an engine can read.
// write_cases FOLDER SEED COUNT: FOLDER/0, FOLDER/1, ... with policy.shelf, team.shelf and case.json, and
//   csv:   listing.csv without a header, for both (keys as the cloud's report writes them)
//   typed: listing.jsonl for simulate, table.csv (keys as they are, empty: null) for an engine that gives its columns types
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <set>

#include "compiler/model/print.hpp"
#include "compiler/objects/instant.hpp"
#include "compiler/resolve/resolve.hpp"
#include "tests/differential/policy_text.hpp"
#include "tests/differential/worlds.hpp"

using namespace shelflife;
using differential::Random;
using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

namespace {

std::string cell(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) out.append(c == '"' ? 2 : 1, c);
  return text.empty() ? "" : out + "\"";
}

// As S3 Inventory writes keys.
std::string encoded(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const auto u = static_cast<unsigned char>(c);
    constexpr const char* hex = "0123456789ABCDEF";
    const bool plain = (u >= '0' && u <= '9') || (u >= 'A' && u <= 'Z') || (u >= 'a' && u <= 'z') || c == '/' || c == '.' || c == '-' || c == '_';
    if (plain) out += c;
    else if (c == ' ') out += '+';
    else out.append(1, '%').append(1, hex[u >> 4U]).append(1, hex[u & 15U]);
  }
  return out;
}

std::string time_text(Instant at) {
  const std::string text = instant_text(at);
  return text.size() == 10 ? text + "T00:00:00Z" : text;
}

struct Resolved {
  differential::PolicyText written;
  Policy policy;
};

std::optional<Resolved> written_policy(Random& random) {
  Resolved out{differential::random_policy(random), {}};
  SourceManager sources;
  Diagnostics diagnostics;
  const FileId root = sources.add("policy.shelf", out.written.root());
  out.policy = resolve(sources, root, [&](const std::string&) { return std::optional<std::string>(out.written.team()); }, diagnostics);
  return diagnostics.has_errors() ? std::nullopt : std::optional(std::move(out));
}

struct Line {
  std::string key, version, tier, tags, accessed, since, locked;
  bool latest = true, marker = false, legal = false;
  std::uint64_t size = 0;
  Instant created = 0;
};

class Inventory {
 public:
  Inventory(Random& random, const Policy& policy) : r_(random), policy_(policy), versioned_(policy.stores[0].versioned()) {
    world_ = differential::random_world(random, 40 + random.below(60));
    typed_ = random.percent(40);
    tags_ = random.percent(85);
    accessed_ = random.percent(70);
    since_ = random.percent(20);
    for (const reference::Object& object : world_.objects)
      if (object.current || versioned_) lines_.push_back(line(object));
    if (versioned_ && !typed_) add_markers();
    // One revision of a key at a time: which of two of one second came first, nothing says.
    std::set<std::pair<std::string, Instant>> taken;
    for (Line& one : lines_)
      while (!taken.emplace(one.key, one.created).second) --one.created;
  }

  void write(const fs::path& folder) const {
    std::vector<std::string> columns{"bucket", "key", "size", "last_modified", "storage_class"};
    if (versioned_) columns.insert(columns.end(), {"version_id", "is_latest"});
    if (versioned_ && !typed_) columns.emplace_back("delete_marker");
    if (since_ && versioned_) columns.emplace_back("noncurrent_since");
    if (tags_) columns.emplace_back("tags");
    if (accessed_) columns.emplace_back("last_access");
    columns.insert(columns.end(), {"locked_until", "legal_hold"});
    const bool encode = !typed_ && policy_.stores[0].provider == Provider::s3;
    Json about{{"at", time_text(world_.now)}, {"form", typed_ ? "typed" : "csv"}, {"columns", columns}, {"encoded", encode}};
    std::ofstream(folder / "case.json") << about.dump() << "\n";
    std::ofstream csv(folder / (typed_ ? "table.csv" : "listing.csv"), std::ios::binary);
    std::ofstream jsonl;
    if (typed_) jsonl.open(folder / "listing.jsonl", std::ios::binary);
    for (const Line& one : lines_) {
      std::string row;
      for (const std::string& column : columns) row += (row.empty() ? "" : ",") + cell(text_of(one, column, encode));
      csv << row << "\n";
      if (typed_) jsonl << json_of(one) << "\n";
    }
  }

 private:
  std::string bucket() const { return policy_.stores[0].bucket; }

  Line line(const reference::Object& o) {
    Line one;
    one.key = o.key;
    one.version = o.revision;
    one.latest = o.current;
    one.size = o.size;
    one.created = o.created;
    if (!o.current) one.since = time_text(o.noncurrent_since);
    one.tier = to_text(o.tier);
    const TierMap& map = policy_.tiers[static_cast<std::size_t>(policy_.stores[0].provider)];
    if (r_.percent(50)) one.tier = map.classes[r_.below(5)];
    Json tags = Json::object();
    for (const auto& [name, value] : o.tags) tags[name] = value;
    if (o.mark) {
      std::vector<std::string> ids{"gone/1"};
      for (std::uint32_t rule = 0; rule < policy_.rules.size(); ++rule)
        for (std::uint32_t s = 0; s < policy_.rules[rule].statements.size(); ++s)
          if (policy_.rules[rule].statements[s].kind == StatementKind::quarantine) ids.insert(ids.end(), 6, statement_id(policy_, {rule, s}));
      tags["shelflife-quarantine"] = time_text(o.mark->written) + " " + r_.of(ids);
    }
    one.tags = typed_ && r_.percent(10) ? "" : tags.dump();
    if (r_.percent(80)) one.accessed = time_text(o.accessed.value);
    if (o.locked_until != 0) one.locked = time_text(o.locked_until);
    one.legal = o.legal_hold;
    return one;
  }

  void add_markers() {
    const std::size_t count = r_.below(8);
    for (std::size_t i = 0; i < count && !lines_.empty(); ++i) {
      Line one;
      one.key = lines_[r_.below(lines_.size())].key;
      one.version = "m" + std::to_string(i);
      one.marker = true;
      one.created = world_.now - static_cast<Instant>(r_.below(60 * 86400));
      one.latest = std::none_of(lines_.begin(), lines_.end(), [&](const Line& other) { return other.key == one.key && other.latest; });
      one.tags = "";
      lines_.push_back(std::move(one));
    }
  }

  std::string text_of(const Line& one, const std::string& column, bool encode) const {
    if (column == "bucket") return bucket();
    if (column == "key") return encode ? encoded(one.key) : one.key;
    if (column == "size") return one.marker ? "" : std::to_string(one.size);
    if (column == "last_modified") return time_text(one.created);
    if (column == "storage_class") return one.marker ? "" : one.tier;
    if (column == "version_id") return one.version;
    if (column == "is_latest") return one.latest ? "true" : "false";
    if (column == "delete_marker") return one.marker ? "true" : "false";
    if (column == "noncurrent_since") return one.since;
    if (column == "tags") return one.tags;
    if (column == "last_access") return one.accessed;
    if (column == "locked_until") return one.locked;
    return one.legal ? "true" : "false";
  }

  std::string json_of(const Line& one) const {
    Json json{{"bucket", bucket()}, {"key", one.key}, {"created", time_text(one.created)}, {"size", one.size}, {"tier", one.tier}};
    if (versioned_) json["revision"] = one.version;
    if (!one.latest) json["current"] = false;
    if (since_ && !one.since.empty()) json["noncurrent_since"] = one.since;
    json["tags"] = tags_ && !one.tags.empty() ? Json::parse(one.tags) : Json();
    if (accessed_ && !one.accessed.empty()) json["accessed"] = one.accessed;
    if (!one.locked.empty()) json["retention"] = {{"until", one.locked}};
    if (one.legal) json["legal_hold"] = true;
    return json.dump();
  }

  Random& r_;
  const Policy& policy_;
  bool versioned_, typed_ = false, tags_ = true, accessed_ = true, since_ = false;
  differential::RandomWorld world_;
  std::vector<Line> lines_;
};

}  // namespace

int main(int count, char** words) {
  if (count != 4) {
    std::cerr << "usage: write_cases FOLDER SEED COUNT\n";
    return 2;
  }
  Random random(std::stoull(words[2]));
  for (std::size_t made = 0, wanted = std::stoul(words[3]); made < wanted;) {
    const std::optional<Resolved> policy = written_policy(random);
    if (!policy) continue;
    const fs::path folder = fs::path(words[1]) / std::to_string(made++);
    fs::create_directories(folder);
    std::ofstream(folder / "policy.shelf", std::ios::binary) << policy->written.root();
    std::ofstream(folder / "team.shelf", std::ios::binary) << policy->written.team();
    Inventory(random, policy->policy).write(folder);
  }
}
