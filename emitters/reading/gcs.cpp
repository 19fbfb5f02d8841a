// GCS. Source: "Object Lifecycle Management" (cloud.google.com/storage/docs/lifecycle) and the API's Bucket resource.
// Conditions of a rule are joined by and; the values of a list by or.
#include <fmt/format.h>

#include <algorithm>

#include "emitters/reading/input.hpp"

namespace shelflife::reading {

namespace {

constexpr std::size_t longest_affix = 1024, most_affixes = 1000;
constexpr std::uint64_t largest_size = 1ULL << 62;

bool is_date(const std::string& text) {
  if (text.size() != 10) return false;
  for (std::size_t i = 0; i < 10; ++i)
    if (i == 4 || i == 7 ? text[i] != '-' : text[i] < '0' || text[i] > '9') return false;
  return true;
}

bool known_class(const std::string& name) {
  for (const char* c : {"STANDARD", "NEARLINE", "COLDLINE", "ARCHIVE", "MULTI_REGIONAL", "REGIONAL", "DURABLE_REDUCED_AVAILABILITY"})
    if (name == c) return true;
  return false;
}

class GcsReader {
 public:
  explicit GcsReader(ReadDocument& out) : out_(out) {}

  void read(const Node& whole) {
    whole.only({"rule"});
    for (const Node& rule : whole["rule"].elements()) read_rule(rule);
    if (affixes_ > most_affixes) whole["rule"].invalid(fmt::format("{} prefixes and suffixes, and a bucket takes {}", affixes_, most_affixes), "Object Lifecycle Management");
  }

 private:
  // The conditions on the kind of revision and its clocks.
  struct When {
    bool current = true, noncurrent = true;
    std::uint32_t age = 0, since_noncurrent = 0, newer = 0;
  };

  void read_rule(const Node& json) {
    if (!json.only({"action", "condition"})) return;
    const Node action = json["action"], condition = json["condition"];
    ReadRule rule;
    rule.place = json.place();
    if (!action.there() || !action.only({"type", "storageClass"})) return json.invalid("a rule without an action");
    if (!condition.there() || condition.names().empty()) return json.invalid("a rule without a condition", "GCS: \"Lifecycle rules must have a condition.\"");
    condition.only({"age", "createdBefore", "customTimeBefore", "daysSinceCustomTime", "daysSinceNoncurrentTime", "isLive", "matchesPrefix", "matchesStorageClass",
                    "matchesSuffix", "noncurrentTimeBefore", "numNewerVersions", "sizeAboveBytes", "sizeBelowBytes"});
    const std::string type = action["type"].text().value_or("");
    read_filter(condition, rule.native.filter);
    if (type == "AbortIncompleteMultipartUpload") {
      for (const std::string& name : condition.names())
        if (name != "age" && name != "matchesPrefix" && name != "matchesSuffix") condition[name.c_str()].invalid("uploads have an age, a prefix and a suffix only", "GCS: \"age_days, matches_prefix, and matches_suffix conditions are the only ones allowed\"");
      add_action(rule, ActionKind::abort_uploads, NativeClock::created, condition["age"].days(0).value_or(0));
    } else if (type == "Delete" || type == "SetStorageClass") {
      read_revisions(action, condition, rule, type == "SetStorageClass");
    } else {
      return action["type"].unknown("GCS documents no action of this name");
    }
    if (type != "SetStorageClass" && action["storageClass"].there()) action["storageClass"].invalid("only SetStorageClass has a class", "GCS: \"Storage class can only be specified for SET_STORAGE_CLASS actions\"");
    out_.rules.push_back(std::move(rule));
  }

  void read_filter(const Node& condition, NativeFilter& filter) {
    const auto affixes = [&](const Node& list, std::vector<std::string>& into) {
      for (const Node& affix : list.elements()) {
        std::string text = affix.text().value_or("");
        if (text.empty() || text.size() > longest_affix) affix.invalid("a prefix or suffix has 1 to 1024 characters", "Object Lifecycle Management");
        into.push_back(std::move(text));
        ++affixes_;
      }
    };
    affixes(condition["matchesPrefix"], filter.prefixes);
    affixes(condition["matchesSuffix"], filter.suffixes);
    // int64 is a text in the API's JSON; both bounds are exclusive
    const auto size = [](const Node& json) -> std::optional<std::uint64_t> {
      return json.number(0, largest_size, true);
    };
    if (const auto above = size(condition["sizeAboveBytes"])) filter.size_min = *above + 1;
    if (const auto below = size(condition["sizeBelowBytes"])) {
      if (*below == 0) condition["sizeBelowBytes"].invalid("nothing is smaller than nothing");
      else filter.size_max = *below - 1;
    }
  }

  void read_revisions(const Node& action, const Node& c, ReadRule& rule, bool move) {
    When when;
    if (const auto live = c["isLive"].boolean()) (*live ? when.noncurrent : when.current) = false;
    when.age = c["age"].days(0).value_or(0);
    // These never match a live object: it has no such time, and nothing newer.
    if (c["daysSinceNoncurrentTime"].there() || c["noncurrentTimeBefore"].there()) when.current = false;
    when.since_noncurrent = c["daysSinceNoncurrentTime"].days(0).value_or(0);
    when.newer = c["numNewerVersions"].days(0).value_or(0);
    if (when.newer > 0) when.current = false;
    if (!when.current && !when.noncurrent) c.remark(RemarkKind::note, "no object has all of it: the rule does nothing");
    const std::string storage_class = action["storageClass"].text().value_or("");
    if (move && storage_class.empty()) return action.invalid("SetStorageClass without a class", "GCS: \"Lifecycle storage class rules must specify the destination storage class.\"");
    if (move && !known_class(storage_class)) action["storageClass"].unknown("GCS documents no class of this name");
    if (when.current) {
      NativeAction& a = add_action(rule, move ? ActionKind::transition : ActionKind::expire, NativeClock::created, when.age);
      if (move) set_class(a, Provider::gcs, storage_class);
      restrict(c, rule, a);
    }
    if (!when.noncurrent) return;
    NativeAction& a = add_action(rule, move ? ActionKind::transition_noncurrent : ActionKind::expire_noncurrent, NativeClock::noncurrent, when.since_noncurrent);
    if (move) set_class(a, Provider::gcs, storage_class);
    restrict(c, rule, a);
    // A revision's age is at least the time since it became noncurrent, so an age that is no longer says nothing more.
    if (when.age > when.since_noncurrent) make_partial(rule, a, c["age"], fmt::format("noncurrent revisions from an age of {} days on", when.age));
    if (when.newer == 0) return;
    // The live object counts among the newer ones: where there is none, one more revision stays.
    a.newer_noncurrent = when.newer - 1;
    if (when.newer == 1) return make_partial(rule, a, c["numNewerVersions"], "the newest revision stays where no object is live");
    a.partial = true;
    a.partial_why += (a.partial_why.empty() ? "" : "; ") + std::string("one more revision stays where no object is live");
  }

  // Conditions on what a policy cannot name.
  void restrict(const Node& c, ReadRule& rule, NativeAction& action) const {
    for (const auto& [name, word] : {std::pair("createdBefore", "created"), std::pair("customTimeBefore", "with a custom time"), std::pair("noncurrentTimeBefore", "noncurrent")}) {
      if (!c[name].there()) continue;
      const std::string date = c[name].text().value_or("");
      if (!is_date(date)) c[name].invalid("this is no date of the form 2030-01-31", "Object Lifecycle Management");
      make_partial(rule, action, c[name], fmt::format("only objects {} before {}", word, date));
    }
    if (const auto days = c["daysSinceCustomTime"].days(0)) make_partial(rule, action, c["daysSinceCustomTime"], fmt::format("only objects whose custom time is {} days ago", *days));
    const Node classes = c["matchesStorageClass"];
    if (!classes.there()) return;
    std::vector<std::string> named;
    for (const Node& name : classes.elements()) {
      named.push_back(name.text().value_or(""));
      if (!known_class(named.back())) name.unknown("GCS documents no class of this name");
    }
    // SetStorageClass makes objects only colder: naming every warmer class narrows nothing.
    const bool move = action.kind == ActionKind::transition || action.kind == ActionKind::transition_noncurrent;
    const auto names = [&](const char* name) { return std::find(named.begin(), named.end(), name) != named.end(); };
    bool every = true, legacy = true;
    for (const char* name : {"STANDARD", "NEARLINE", "COLDLINE", "ARCHIVE"}) {
      if (move && name == action.storage_class) break;
      every = every && names(name);
    }
    for (const char* name : {"MULTI_REGIONAL", "REGIONAL", "DURABLE_REDUCED_AVAILABILITY"}) legacy = legacy && names(name);
    if (every && !legacy) {
      action.partial = true;
      action.partial_why += (action.partial_why.empty() ? "" : "; ") + std::string("objects of the classes before STANDARD (MULTI_REGIONAL, REGIONAL, DURABLE_REDUCED_AVAILABILITY) stay");
    }
    if (every) return;
    std::string list;
    for (const std::string& name : named) list += (list.empty() ? "" : ", ") + name;
    make_partial(rule, action, classes, fmt::format("only objects of the class {}", list));
  }

  ReadDocument& out_;
  std::size_t affixes_ = 0;
};

}  // namespace

void read_gcs(const Node& whole, ReadDocument& out) {
  out.provider = Provider::gcs;
  GcsReader(out).read(whole);
}

}  // namespace shelflife::reading
