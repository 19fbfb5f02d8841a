// S3. Sources: API reference LifecycleRule, LifecycleRuleFilter, LifecycleExpiration, Transition, NoncurrentVersionExpiration,
// NoncurrentVersionTransition, AbortIncompleteMultipartUpload; user guide "Lifecycle configuration elements", "Expiring
// objects", "Transitioning objects using Amazon S3 Lifecycle".
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "compiler/model/capability.hpp"
#include "emitters/reading/input.hpp"

namespace shelflife::reading {

namespace {

constexpr std::uint64_t largest_size = 1'099'511'627'776'000;  // the service's own message: 1000 TiB
constexpr std::size_t most_rules = 1000, longest_id = 255;

bool known_class(const std::string& name) {
  for (const char* c : {"STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"})
    if (name == c) return true;
  return false;
}

// Midnight UTC in any of the spellings of ISO 8601 that the API and its clients use.
bool is_midnight(const std::string& date) {
  const auto digits = [&](std::size_t from, std::size_t count) {
    return std::all_of(date.begin() + static_cast<std::ptrdiff_t>(from), date.begin() + static_cast<std::ptrdiff_t>(from + count), [](char c) { return c >= '0' && c <= '9'; });
  };
  if (date.size() < 10 || !digits(0, 4) || date[4] != '-' || !digits(5, 2) || date[7] != '-' || !digits(8, 2)) return false;
  const std::string time = date.substr(10);
  for (const char* known : {"", "T00:00:00", "T00:00:00Z", "T00:00:00.000Z", "T00:00:00+00:00", "T00:00:00.000+00:00", "T00:00:00.000000+00:00"})
    if (time == known) return true;
  return false;
}

class S3Reader {
 public:
  explicit S3Reader(ReadDocument& out) : out_(out) {}

  void read(const Node& whole) {
    whole.only({"Rules", "TransitionDefaultMinimumObjectSize"});
    // API_PutBucketLifecycleConfiguration: beside the configuration, not in it; `get` prints it here. By default no object
    // under 128 KiB moves; in the older way the archive classes take small ones.
    const Node minimum = whole["TransitionDefaultMinimumObjectSize"];
    const std::string mode = minimum.text().value_or("all_storage_classes_128K");
    archives_take_small_ = mode == "varies_by_storage_class";
    if (!archives_take_small_ && mode != "all_storage_classes_128K") minimum.unknown("S3 has no such mode");
    const Node list = whole["Rules"];
    if (!list.there()) list.invalid("there is no list of rules");
    const std::vector<Node> rules = list.elements();
    if (rules.size() > most_rules) list.invalid(fmt::format("{} rules, and S3 takes {}", rules.size(), most_rules), "API_PutBucketLifecycleConfiguration");
    for (const Node& rule : rules) read_rule(rule);
    if (legacy_ && filtered_) list.invalid("some rules have a Filter and some the older Prefix", "S3: \"Base level prefix cannot be used in Lifecycle V2\"");
  }

 private:
  void read_rule(const Node& json) {
    if (!json.only({"ID", "Status", "Filter", "Prefix", "Expiration", "Transitions", "NoncurrentVersionTransitions", "NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload"})) return;
    ReadRule rule;
    rule.place = json.place();
    read_id(json["ID"], rule);
    if (!enabled(json["Status"])) return;
    read_filter(json, rule);
    read_actions(json, rule);
    if (rule.native.actions.empty()) json.invalid("a rule without an action", "S3: \"At least one action needs to be specified in a rule\"");
    check(json, rule);
    keep(std::move(rule));
  }

  void read_id(const Node& id, ReadRule& rule) {
    const std::string name = id.text().value_or("");
    if (name.empty()) id.remark(RemarkKind::oddity, "a rule without a name; S3 makes one");
    else if (!ids_.insert(name).second) id.invalid("two rules have this name", "S3: \"Rule ID must be unique\"");
    if (name.size() > longest_id) id.invalid("a name of more than 255 characters", "API_LifecycleRule");
    rule.native.id = name;
  }

  bool enabled(const Node& status) {
    std::string word = status.text().value_or("");
    if (!status.there()) status.invalid("a rule says whether it is enabled", "API_LifecycleRule");
    if (word != "Enabled" && word != "Disabled") {
      std::transform(word.begin(), word.end(), word.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
      if (word == "enabled" || word == "disabled") status.remark(RemarkKind::oddity, "S3 writes `Enabled` and `Disabled`, and takes no other spelling");
      else if (status.there()) status.unknown("a status is `Enabled` or `Disabled`");
    }
    if (word != "Disabled" && word != "disabled") return true;
    ++out_.disabled;
    status.remark(RemarkKind::note, "the rule is disabled");
    return false;
  }

  void read_filter(const Node& json, ReadRule& rule) {
    const Node filter = json["Filter"], legacy = json["Prefix"];
    NativeFilter& to = rule.native.filter;
    if (legacy.there()) {
      legacy.remark(RemarkKind::oddity, "the older form: today the prefix stands in a Filter", "API_LifecycleRule");
      legacy_ = true;
      if (std::string prefix = legacy.text().value_or(""); !prefix.empty()) to.prefixes = {std::move(prefix)};
    }
    if (!filter.there()) {
      if (!legacy.there()) json.invalid("neither a Filter nor a Prefix", "API_LifecycleRule");
      return;
    }
    filtered_ = true;
    if (!filter.only({"Prefix", "Tag", "And", "ObjectSizeGreaterThan", "ObjectSizeLessThan"})) return;
    if (filter.names().size() > 1) filter.invalid("more than one condition outside And", "API_LifecycleRuleFilter");
    read_conditions(filter, to);
    const Node all = filter["And"];
    if (!all.there()) return;
    if (!all.only({"Prefix", "Tags", "ObjectSizeGreaterThan", "ObjectSizeLessThan"})) return;
    const std::size_t parts = all.names().size() + (all["Tags"].there() ? all["Tags"].elements().size() - 1 : 0);
    if (parts < 2) all.invalid("And joins fewer than two conditions", "S3: MalformedXML");
    read_conditions(all, to);
  }

  void read_conditions(const Node& from, NativeFilter& to) {
    if (std::string prefix = from["Prefix"].text().value_or(""); !prefix.empty()) to.prefixes = {std::move(prefix)};
    std::vector<Node> tags = from["Tags"].elements();
    if (from["Tag"].there()) tags.push_back(from["Tag"]);
    for (const Node& tag : tags) {
      if (!tag.only({"Key", "Value"})) continue;
      const std::optional<std::string> key = tag["Key"].text(), value = tag["Value"].text();
      if (!key || !value) {
        tag.invalid("a tag has a Key and a Value", "API_Tag");
        continue;
      }
      if (std::any_of(to.tags.begin(), to.tags.end(), [&](const auto& t) { return t.first == *key; })) tag.invalid("two tags of this key", "S3: \"Duplicate Tag Keys are not allowed.\"");
      to.tags.emplace_back(*key, *value);
    }
    std::sort(to.tags.begin(), to.tags.end());
    // both bounds are exclusive
    if (const auto above = from["ObjectSizeGreaterThan"].number(0, largest_size)) to.size_min = *above + 1;
    if (const auto below = from["ObjectSizeLessThan"].number(1, largest_size)) to.size_max = *below - 1;
    if (to.size_min && to.size_max && *to.size_min > *to.size_max + 1) from.invalid("no size is in both bounds", "S3: ObjectSizeLessThan \"has to be a value greater than\"");
  }

  void read_actions(const Node& json, ReadRule& rule) {
    read_expiration(json["Expiration"], rule);
    for (const Node& t : json["Transitions"].elements()) {
      if (t.only({"Days", "Date", "StorageClass"})) read_when(t, rule, ActionKind::transition, 0);
    }
    for (const Node& t : json["NoncurrentVersionTransitions"].elements()) {
      if (t.only({"NoncurrentDays", "StorageClass", "NewerNoncurrentVersions"})) read_noncurrent(t, rule, ActionKind::transition_noncurrent, 0);
    }
    if (const Node e = json["NoncurrentVersionExpiration"]; e.there() && e.only({"NoncurrentDays", "NewerNoncurrentVersions"})) {
      read_noncurrent(e, rule, ActionKind::expire_noncurrent, 1);
    }
    const Node abort = json["AbortIncompleteMultipartUpload"];
    if (!abort.there() || !abort.only({"DaysAfterInitiation"})) return;
    if (!abort["DaysAfterInitiation"].there()) abort.invalid("the number of days is missing", "API_AbortIncompleteMultipartUpload");
    if (const auto days = abort["DaysAfterInitiation"].days(1)) add_action(rule, ActionKind::abort_uploads, NativeClock::created, *days);
  }

  void read_expiration(const Node& e, ReadRule& rule) {
    if (!e.there() || !e.only({"Days", "Date", "ExpiredObjectDeleteMarker"})) return;
    const bool markers = e["ExpiredObjectDeleteMarker"].boolean().value_or(false);
    if (e.names().empty()) return e.invalid("an expiration that says nothing", "API_LifecycleExpiration");
    if (markers) {
      if (e.names().size() > 1) e.invalid("ExpiredObjectDeleteMarker stands alone", "API_LifecycleExpiration");
      add_action(rule, ActionKind::expired_markers, NativeClock::created, 0);
      return;
    }
    if (e["Days"].there() || e["Date"].there()) read_when(e, rule, ActionKind::expire, 1);
  }

  // Days or a Date. "Expiring objects": a date-based rule goes on every day once its date has come, on objects of any age.
  void read_when(const Node& from, ReadRule& rule, ActionKind kind, std::uint32_t least) {
    const Node days = from["Days"], date = from["Date"];
    if (days.there() == date.there()) return from.invalid("one of Days and Date", "API_LifecycleExpiration, API_Transition");
    NativeAction& action = add_action(rule, kind, NativeClock::created, 0);
    if (days.there()) action.days = days.days(least).value_or(0);
    if (date.there()) {
      const std::string when = date.text().value_or("");
      if (!is_midnight(when)) date.invalid("this is no midnight UTC", "S3: \"'Date' must be at midnight GMT\"");
      make_partial(rule, action, date, fmt::format("acts from the date {} on, whatever the age", when.substr(0, 10)));
    }
    if (kind == ActionKind::transition) read_class(from, action);
  }

  // API_NoncurrentVersionExpiration: both the days and the count must be exceeded.
  void read_noncurrent(const Node& from, ReadRule& rule, ActionKind kind, std::uint32_t least) {
    if (!from["NoncurrentDays"].there()) return from.invalid("NoncurrentDays is missing", "API_NoncurrentVersionExpiration");
    NativeAction& action = add_action(rule, kind, NativeClock::noncurrent, from["NoncurrentDays"].days(least).value_or(0));
    if (from["NewerNoncurrentVersions"].there()) action.newer_noncurrent = from["NewerNoncurrentVersions"].days(1).value_or(0);
    if (kind == ActionKind::transition_noncurrent) read_class(from, action);
  }

  static void read_class(const Node& from, NativeAction& action) {
    const Node storage_class = from["StorageClass"];
    const std::string name = storage_class.text().value_or("");
    if (!storage_class.there()) return from.invalid("a transition says to which class", "API_Transition");
    if (!known_class(name)) storage_class.unknown("S3 documents no class of this name to move to");
    set_class(action, Provider::s3, name);
  }

  // What S3 answers with an error; a document that came back from S3 has none of it.
  void check(const Node& json, const ReadRule& rule) {
    const NativeFilter& filter = rule.native.filter;
    const bool sized = filter.size_min || filter.size_max;
    std::set<std::pair<ActionKind, std::string>> classes;
    for (const NativeAction& a : rule.native.actions) {
      if (a.kind == ActionKind::abort_uploads && (sized || !filter.tags.empty()))
        json["AbortIncompleteMultipartUpload"].invalid("uploads are told apart by prefix only", "S3: \"AbortIncompleteMultipartUpload cannot be specified with Tags.\"");
      if (a.kind == ActionKind::expired_markers && (sized || !filter.tags.empty()))
        json["Expiration"].invalid("delete markers have neither tags nor a size", "S3: \"ExpiredObjectDeleteMarker cannot be specified with Object Size.\"");
      const bool move = a.kind == ActionKind::transition || a.kind == ActionKind::transition_noncurrent;
      if (!move) continue;
      if (!classes.emplace(a.kind, a.storage_class).second) json.invalid(fmt::format("two transitions to {}", a.storage_class), "API_LifecycleRule");
      if (!a.partial && a.days < minimum_transition_days(Provider::s3, a.storage_class))
        json.invalid(fmt::format("moves to {} after {} days", a.storage_class, a.days), "S3: \"'Days' in Transition action must be greater than or equal to 30\"");
      for (const NativeAction& b : rule.native.actions) {
        const bool same = (a.kind == ActionKind::transition && b.kind == ActionKind::expire) || (a.kind == ActionKind::transition_noncurrent && b.kind == ActionKind::expire_noncurrent);
        if (same && a.partial != b.partial) json.invalid("some actions have Days and some a Date", "S3: \"Found mixed 'Date' and 'Days' based Expiration and Transition actions\"");
        else if (same && !a.partial && b.days <= a.days) json.invalid(fmt::format("expires after {} days what moves after {}", b.days, a.days), "S3: \"'Days' in the Expiration action must be greater than 'Days' in the Transition action\"");
      }
    }
  }

  // A transition to an archive class without a size takes small objects in the older mode. Any size filter says the same,
  // so such a transition becomes a rule of its own with a bound that no object passes.
  void keep(ReadRule rule) {
    const bool sized = rule.native.filter.size_min || rule.native.filter.size_max;
    ReadRule small = rule;
    const auto takes_small = [&](const NativeAction& a) {
      return archives_take_small_ && !sized && (a.kind == ActionKind::transition || a.kind == ActionKind::transition_noncurrent) && a.tier >= Tier::archive;
    };
    std::erase_if(small.native.actions, [&](const NativeAction& a) { return !takes_small(a); });
    std::erase_if(rule.native.actions, takes_small);
    if (!rule.native.actions.empty()) out_.rules.push_back(std::move(rule));
    if (small.native.actions.empty()) return;
    small.native.filter.size_max = capability(Provider::s3).largest_object;
    out_.rules.push_back(std::move(small));
  }

  ReadDocument& out_;
  std::set<std::string> ids_;
  bool archives_take_small_ = false;
  bool legacy_ = false, filtered_ = false;
};

}  // namespace

void read_s3(const Node& whole, ReadDocument& out) {
  out.provider = Provider::s3;
  S3Reader(out).read(whole);
}

}  // namespace shelflife::reading
