// What of a document goes into the policy, and what no policy can say.
#include "emitters/import/draft.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "compiler/model/capability.hpp"
#include "compiler/model/print.hpp"

namespace shelflife::importing {

namespace {

constexpr std::uint32_t longest = 999'999'999;  // an integer of the language has nine digits

bool is_move(ActionKind kind) { return kind == ActionKind::transition || kind == ActionKind::transition_noncurrent; }

class Drafter {
 public:
  Drafter(const ReadDocument& document, const ImportOptions& options) : document_(document), options_(options) { out_.provider = document.provider; }

  Draft draft() {
    add_stores();
    if (out_.stores.empty()) return std::move(out_);
    for (const ReadRule& rule : document_.rules) add_rule(rule);
    add_tags();
    add_tiers();
    add_settings();
    return std::move(out_);
  }

 private:
  void refuse(const std::string& place, std::string what) { out_.refusals.push_back({RemarkKind::note, place, std::move(what), {}}); }

  // ---- stores
  void add_stores() {
    if (document_.provider == Provider::azure) return add_containers();
    std::string bucket = options_.bucket.empty() ? document_.bucket : options_.bucket;
    if (bucket.empty()) {
      bucket = "name-of-the-bucket";
      out_.notes.push_back("the document does not name its bucket: put its name in place of `name-of-the-bucket`");
    }
    add_store(bucket, "", options_.store.empty() ? (document_.bucket.empty() && options_.bucket.empty() ? "imported" : bucket) : options_.store);
  }

  void add_store(std::string bucket, std::string container, const std::string& name) {
    out_.stores.push_back({name_for(name, "store", taken_), std::move(bucket), std::move(container)});
  }

  // One store a container. Rules without a prefix speak of containers that the document does not name.
  void add_containers() {
    const std::size_t slash = options_.bucket.find('/');
    std::string account = options_.bucket.substr(0, slash);
    if (account.empty()) account = document_.bucket;
    if (account.empty()) {
      account = "nameofaccount";
      out_.notes.push_back("the document does not name its storage account: put its name in place of `nameofaccount`");
    }
    if (slash != std::string::npos) {
      const std::string container = options_.bucket.substr(slash + 1);
      add_store(account + "/" + container, container, options_.store.empty() ? container : options_.store);
      return;
    }
    std::vector<std::string> containers;
    for (const ReadRule& rule : document_.rules) {
      const std::string where = rule.place + ".definition.filters.prefixMatch";
      if (rule.native.filter.prefixes.empty()) refuse(where, "the rule speaks of every container of the account, and a store is one container; `--bucket ACCOUNT/CONTAINER` imports what it means for one");
      for (const std::string& prefix : rule.native.filter.prefixes) {
        const std::size_t end = prefix.find('/');
        if (end == std::string::npos) refuse(where, fmt::format("`{}` without a `/` also means containers whose names go on; `--bucket ACCOUNT/CONTAINER` imports what it means for one", prefix));
        else if (std::find(containers.begin(), containers.end(), prefix.substr(0, end)) == containers.end()) containers.push_back(prefix.substr(0, end));
      }
    }
    if (containers.empty() && out_.refusals.empty()) containers.emplace_back("container");
    for (const std::string& container : containers) {
      const std::string name = options_.store.empty() ? container : containers.size() == 1 ? options_.store : options_.store + "_" + container;
      add_store(account + "/" + container, container, name);
    }
  }

  // ---- rules
  void add_rule(const ReadRule& read) {
    std::map<std::vector<std::string>, std::size_t> same;  // by prefixes: containers for which the rule says the same
    std::string id = read.native.id;
    if (id.empty()) id = name_of(read.native);
    for (std::size_t s = 0; s < out_.stores.size(); ++s) {
      std::optional<NativeRule> mine = document_.provider == Provider::azure ? for_container(read.native, out_.stores[s].container) : read.native;
      if (!mine) continue;
      drop_unneeded(read, *mine);
      if (mine->actions.empty()) continue;
      const auto [at, fresh] = same.try_emplace(mine->filter.prefixes, out_.rules.size());
      if (!fresh) {
        out_.rules[at->second].stores.push_back(s);
        continue;
      }
      DraftRule rule;
      rule.name = name_for(id, "rule", rule_names_);
      if (!read.native.id.empty() && rule.name != read.native.id && can_be_quoted(read.native.id)) rule.id = read.native.id;
      rule.place = read.place;
      rule.stores = {s};
      rule.native = std::move(*mine);
      in_reading_order(rule.native.actions);
      out_.rules.push_back(std::move(rule));
    }
    if (!same.empty()) check_rule(read);
  }

  // Moves come before deletes, what comes first before what comes later.
  static void in_reading_order(std::vector<NativeAction>& actions) {
    const auto key = [](const NativeAction& a) { return std::tuple(a.kind == ActionKind::abort_uploads, a.kind != ActionKind::transition && a.kind != ActionKind::expire, !is_move(a.kind), a.days); };
    std::stable_sort(actions.begin(), actions.end(), [&](const NativeAction& a, const NativeAction& b) { return key(a) < key(b); });
  }

  // Without revisions that are noncurrent a GCS rule for both kinds acts on live objects only.
  void drop_unneeded(const ReadRule& read, NativeRule& rule) {
    std::erase_if(rule.actions, [](const NativeAction& a) { return a.kind == ActionKind::expired_markers; });
    if (document_.provider != Provider::gcs || gcs_versioned()) return;
    const bool both = has_current(read.native);
    if (!both) return;
    std::erase_if(rule.actions, [&](const NativeAction& a) {
      const bool noncurrent = a.kind == ActionKind::expire_noncurrent || a.kind == ActionKind::transition_noncurrent;
      dropped_noncurrent_ = dropped_noncurrent_ || noncurrent;
      return noncurrent;
    });
  }
  static bool has_current(const NativeRule& rule) {
    return std::any_of(rule.actions.begin(), rule.actions.end(), [](const NativeAction& a) { return a.kind == ActionKind::expire || a.kind == ActionKind::transition; });
  }
  // The bucket says so, or a rule speaks of noncurrent revisions alone.
  bool gcs_versioned() const {
    if (document_.versioning) return *document_.versioning;
    return std::any_of(document_.rules.begin(), document_.rules.end(), [](const ReadRule& r) {
      return !has_current(r.native) && std::any_of(r.native.actions.begin(), r.native.actions.end(), [](const NativeAction& a) { return a.clock == NativeClock::noncurrent; });
    });
  }

  static std::string name_of(const NativeRule& rule) {
    if (rule.actions.empty()) return "rule";
    const NativeAction& first = rule.actions[0];
    std::string name = is_move(first.kind) ? "move" : first.kind == ActionKind::abort_uploads ? "uploads" : first.kind == ActionKind::expired_markers ? "markers" : "delete";
    if (first.kind == ActionKind::expire_noncurrent || first.kind == ActionKind::transition_noncurrent) name += "-noncurrent";
    if (!rule.filter.prefixes.empty() && first.kind != ActionKind::abort_uploads) name += "-" + rule.filter.prefixes[0];
    return name;
  }

  void check_rule(const ReadRule& read) {
    for (const Remark& beyond : read.beyond) {
      const bool of_dropped = document_.provider == Provider::gcs && !gcs_versioned() && has_current(read.native) && beyond.text.starts_with("noncurrent revisions");
      if (!of_dropped) refuse(beyond.place, beyond.text);
    }
    const NativeFilter& filter = read.native.filter;
    for (const auto& [key, value] : filter.tags)
      if (!can_be_quoted(key) || !can_be_quoted(value)) refuse(read.place, "a tag with characters that no policy text can show");
    for (const std::string& prefix : filter.prefixes)
      if (!can_be_quoted(prefix)) refuse(read.place, "a prefix with characters that no policy text can show");
    for (const std::string& suffix : filter.suffixes)
      if (!can_be_quoted(suffix)) refuse(read.place, "a suffix with characters that no policy text can show");
    if (filter.size_min && at_least_text(*filter.size_min).empty()) refuse(read.place, fmt::format("no size of the language is exactly {} bytes", *filter.size_min));
    if (filter.size_max && at_most_text(*filter.size_max).empty()) refuse(read.place, fmt::format("no size of the language is exactly {} bytes", *filter.size_max));
    const bool live_only = document_.provider == Provider::gcs && !gcs_versioned() && has_current(read.native);
    for (const NativeAction& a : read.native.actions) {
      const bool noncurrent = a.kind == ActionKind::expire_noncurrent || a.kind == ActionKind::transition_noncurrent;
      if (a.kind == ActionKind::expired_markers || (live_only && noncurrent)) continue;
      const bool told = a.partial && !read.beyond.empty();  // by a reason of its own
      if (a.days == 0 && !told) refuse(read.place, fmt::format("{} after 0 days; a policy counts from 1 on", is_move(a.kind) ? "a move" : "a delete"));
      if (a.days > longest) refuse(read.place, fmt::format("{} days, and an integer of the language has nine digits", a.days));
      if (a.newer_noncurrent > 0 && is_move(a.kind)) refuse(read.place, "a move that counts newer revisions");
      if (is_move(a.kind) && a.tier == Tier::hot) refuse(read.place, fmt::format("a move to {}: a policy moves to colder tiers only", a.storage_class));
      if (a.kind == ActionKind::abort_uploads && !filter.suffixes.empty()) refuse(read.place, "uploads are aborted by prefix only");
      const bool deletes_noncurrent = a.kind == ActionKind::expire_noncurrent;
      if (deletes_noncurrent && (!filter.tags.empty() || filter.size_min || filter.size_max)) refuse(read.place, "noncurrent revisions are deleted by prefix only, not by tag or size: a native rule of that kind is never built");
    }
  }

  // ---- what the rules need
  void add_tags() {
    std::vector<std::string> taken{"created", "tier"};  // words with a meaning of their own
    for (const DraftRule& rule : out_.rules)
      for (const auto& [key, value] : rule.native.filter.tags) {
        const auto same = [&, name = key](const DraftTag& t) { return t.key == name; };
        if (std::none_of(out_.tags.begin(), out_.tags.end(), same)) out_.tags.push_back({key, name_for(key, "tag", taken)});
      }
  }

  // Classes that no tier has get one whose own class is not used, in the order of warmth.
  void add_tiers() {
    const TierMap normal = default_tiers(document_.provider);
    std::vector<std::string> used;
    for (const char* name : {"STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"})
      for (const DraftRule& rule : out_.rules)
        for (const NativeAction& a : rule.native.actions)
          if (a.storage_class == name && (used.empty() || used.back() != name)) used.emplace_back(name);
    const auto has = [&](const std::string& name) { return std::find(std::begin(normal.classes) + 1, std::end(normal.classes), name) != std::end(normal.classes); };
    if (document_.provider != Provider::s3 || std::all_of(used.begin(), used.end(), has)) return;
    if (used.size() > 4) return refuse("", "moves to more than four storage classes, and there are four tiers to move to");
    std::array<std::string, 5> classes;
    std::copy(std::begin(normal.classes), std::end(normal.classes), classes.begin());
    // The default classes keep their tiers where the others still fit in between; else all are given out from the cold end.
    if (!fit_between(used, classes)) {
      for (std::size_t i = 0; i < used.size(); ++i) classes[5 - used.size() + i] = used[i];
      for (std::size_t t = 1; t + used.size() < 5; ++t) classes[t] = used[0];
    }
    for (std::size_t t = 1; t < 5; ++t)
      if (classes[t] != normal.classes[t]) out_.tiers[t] = classes[t];
    for (DraftRule& rule : out_.rules)
      for (NativeAction& a : rule.native.actions)
        for (std::size_t t = 4; t >= 1; --t)
          if (classes[t] == a.storage_class) a.tier = static_cast<Tier>(t);
  }

  static bool fit_between(const std::vector<std::string>& used, std::array<std::string, 5>& classes) {
    const std::vector<std::string> order{"STANDARD", "STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"};
    const auto warmth = [&](const std::string& name) { return std::find(order.begin(), order.end(), name) - order.begin(); };
    std::array<std::string, 5> mine = classes;
    for (const std::string& name : used) {
      if (std::find(mine.begin(), mine.end(), name) != mine.end()) continue;
      bool placed = false;
      for (std::size_t t = 1; t < 5 && !placed; ++t) {
        const bool free = std::find(used.begin(), used.end(), mine[t]) == used.end();
        const bool ordered = warmth(mine[t - 1]) <= warmth(name) && (t == 4 || warmth(name) <= warmth(mine[t + 1]));
        if (!free || !ordered) continue;
        mine[t] = name;
        placed = true;
      }
      if (!placed) return false;
    }
    classes = mine;
    return true;
  }

  void add_settings() {
    bool markers = false, versions = document_.versioning.value_or(false), accessed = false;
    for (const ReadRule& rule : document_.rules)
      for (const NativeAction& a : rule.native.actions) markers = markers || a.kind == ActionKind::expired_markers;
    for (const DraftRule& rule : out_.rules)
      for (const NativeAction& a : rule.native.actions) {
        versions = versions || a.kind == ActionKind::expire_noncurrent || a.kind == ActionKind::transition_noncurrent;
        accessed = accessed || a.clock == NativeClock::accessed;
      }
    out_.versioned = versions || markers;
    out_.access_tracking = accessed;
    if (out_.versioned && !document_.versioning) out_.notes.push_back(markers && !versions ? "expired delete markers are spoken of, so `versioning on` is said" : "noncurrent revisions are spoken of, so `versioning on` is said");
    if (markers) out_.notes.push_back("`build` removes expired delete markers of the whole bucket wherever anything is deleted");
    if (accessed) out_.notes.push_back("last accesses are spoken of, so `access_tracking on` is said");
    if (dropped_noncurrent_ && !document_.versioning) out_.notes.push_back("nothing says that the bucket is versioned: rules without `isLive` are taken for rules of live objects");
    if (append_blobs_stay()) out_.notes.push_back("append blobs: the document leaves some alone; a policy speaks of every blob, and `build` has their deletes too");
  }

  bool append_blobs_stay() const {
    return std::any_of(document_.remarks.begin(), document_.remarks.end(), [](const Remark& r) { return r.text.starts_with("append blobs stay"); });
  }

  const ReadDocument& document_;
  const ImportOptions& options_;
  Draft out_;
  std::vector<std::string> taken_, rule_names_;
  bool dropped_noncurrent_ = false;
};

}  // namespace

Draft draft_of(const ReadDocument& document, const ImportOptions& options) { return Drafter(document, options).draft(); }

}  // namespace shelflife::importing
