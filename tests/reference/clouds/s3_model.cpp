// S3 lifecycle: literal prefixes, exact tags, exclusive sizes, days since creation (or since becoming noncurrent).
#include <nlohmann/json.hpp>

#include <stdexcept>

#include "tests/reference/clouds/native_model.hpp"

namespace shelflife::reference {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t day = 86400;
constexpr std::uint64_t smallest_transition = 128 * 1024;

void only(const Json& object, std::initializer_list<std::string_view> known) {
  for (const auto& [name, value] : object.items()) {
    if (std::find(known.begin(), known.end(), name) == known.end())
      throw std::runtime_error("S3 knows no member " + name);
  }
}

struct Filter {
  std::string prefix;
  std::vector<std::pair<std::string, std::string>> tags;
  std::optional<std::uint64_t> greater, less;
};

struct Timed {
  std::int64_t days = 0;
  std::uint32_t newer = 0;
  std::string storage_class;
};

struct Rule {
  std::string id;
  Filter filter;
  std::optional<Timed> expiration, noncurrent_expiration;
  std::vector<Timed> transitions, noncurrent_transitions;
};

void read_member(Filter& filter, const std::string& name, const Json& value) {
  const auto tag = [&](const Json& t) {
    only(t, {"Key", "Value"});
    filter.tags.emplace_back(t.at("Key"), t.at("Value"));
  };
  if (name == "Prefix") {
    filter.prefix = value;
  } else if (name == "Tag") {
    tag(value);
  } else if (name == "Tags") {
    for (const Json& t : value) tag(t);
  } else if (name == "ObjectSizeGreaterThan") {
    filter.greater = value.get<std::uint64_t>();
  } else if (name == "ObjectSizeLessThan") {
    filter.less = value.get<std::uint64_t>();
  } else {
    throw std::runtime_error("S3 knows no filter " + name);
  }
}

Filter read_filter(const Json& json) {
  if (json.size() > 1) throw std::runtime_error("a filter has one member at most; more go under And");
  Filter filter;
  for (const auto& [name, value] : json.items()) {
    if (name != "And") {
      read_member(filter, name, value);
      continue;
    }
    std::size_t parts = 0;
    for (const auto& [inner, part] : value.items()) {
      read_member(filter, inner, part);
      parts += inner == "Tags" ? part.size() : 1;
    }
    if (parts < 2) throw std::runtime_error("And needs two predicates");
  }
  if (filter.greater && filter.less && *filter.less <= *filter.greater)
    throw std::runtime_error("ObjectSizeLessThan has to be greater than ObjectSizeGreaterThan");
  return filter;
}

Timed read_timed(const Json& json, const char* days_name) {
  only(json, {days_name, "StorageClass", "NewerNoncurrentVersions"});
  Timed timed;
  timed.days = json.at(days_name).get<std::int64_t>();
  timed.newer = json.value("NewerNoncurrentVersions", 0U);
  timed.storage_class = json.value("StorageClass", "");
  return timed;
}

Rule read_rule(const Json& json) {
  only(json, {"ID", "Status", "Filter", "Expiration", "Transitions", "NoncurrentVersionTransitions",
              "NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload"});
  Rule rule;
  rule.id = json.at("ID").get<std::string>();
  rule.filter = read_filter(json.at("Filter"));
  if (json.contains("Expiration")) {
    const Json& expiration = json["Expiration"];
    if (expiration.size() != 1) throw std::runtime_error("Expiration has exactly one member");
    only(expiration, {"Days", "ExpiredObjectDeleteMarker"});
    if (expiration.contains("Days")) {
      rule.expiration = read_timed(expiration, "Days");
      if (rule.expiration->days < 1) throw std::runtime_error("Expiration.Days must be positive");
    }
  }
  if (json.contains("NoncurrentVersionExpiration")) {
    rule.noncurrent_expiration = read_timed(json["NoncurrentVersionExpiration"], "NoncurrentDays");
    if (rule.noncurrent_expiration->days < 1) throw std::runtime_error("NoncurrentDays must be positive");
  }
  for (const Json& t : json.value("Transitions", Json::array())) rule.transitions.push_back(read_timed(t, "Days"));
  for (const Json& t : json.value("NoncurrentVersionTransitions", Json::array()))
    rule.noncurrent_transitions.push_back(read_timed(t, "NoncurrentDays"));
  for (const Timed& t : rule.transitions) {
    if (rule.expiration && rule.expiration->days <= t.days)
      throw std::runtime_error("'Days' in the Expiration action must be greater than 'Days' in the Transition action");
  }
  return rule;
}

bool matches(const Filter& filter, const CloudObject& object) {
  if (!object.key.starts_with(filter.prefix)) return false;
  for (const auto& [key, value] : filter.tags) {
    const auto found = object.tags.find(key);
    if (found == object.tags.end() || found->second != value) return false;
  }
  return (!filter.greater || object.size > *filter.greater) && (!filter.less || object.size < *filter.less);
}

class S3Model : public NativeModel {
 public:
  explicit S3Model(std::vector<Rule> rules) : rules_(std::move(rules)) {}

  CloudAction act(const CloudObject& object, std::int64_t now) const override {
    CloudAction action;
    for (const Rule& rule : rules_) {
      if (!matches(rule.filter, object)) continue;
      const std::int64_t from = object.current ? object.created : object.noncurrent_since;
      const auto due = [&](const Timed& t) { return now - from >= t.days * day && object.newer_noncurrent >= t.newer; };
      const std::optional<Timed>& end = object.current ? rule.expiration : rule.noncurrent_expiration;
      if (end && due(*end)) action.deleted_by = rule.id;
      // A size filter lifts the default floor under which nothing is moved.
      const bool large = object.size >= smallest_transition || rule.filter.greater || rule.filter.less;
      for (const Timed& t : object.current ? rule.transitions : rule.noncurrent_transitions) {
        if (!large || !due(t) || coldness(t.storage_class) <= coldness(action.moved_to)) continue;
        action.moved_to = t.storage_class;
        action.moved_by = rule.id;
      }
    }
    return action;
  }

 private:
  std::vector<Rule> rules_;
};

}  // namespace

std::unique_ptr<NativeModel> read_s3(const std::string& text) {
  const Json document = Json::parse(text);
  only(document, {"Rules"});
  if (document.at("Rules").size() > 1000) throw std::runtime_error("more than 1000 rules");
  std::vector<Rule> rules;
  for (const Json& json : document["Rules"]) {
    Rule rule = read_rule(json);
    const std::string status = json.at("Status");
    if (status != "Enabled" && status != "Disabled") throw std::runtime_error("Status is Enabled or Disabled");
    if (status == "Enabled") rules.push_back(std::move(rule));
  }
  return std::make_unique<S3Model>(std::move(rules));
}

}  // namespace shelflife::reference
