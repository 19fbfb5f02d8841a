// A draft as policy text.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/model/print.hpp"
#include "emitters/import/draft.hpp"

namespace shelflife::importing {

namespace {

bool is_noncurrent_delete(ActionKind kind) { return kind == ActionKind::expire_noncurrent || kind == ActionKind::expire_snapshots; }

bool any_prefix_within(const NativeFilter& narrow, const NativeFilter& broad) {
  if (broad.prefixes.empty()) return true;
  return !narrow.prefixes.empty() && std::all_of(narrow.prefixes.begin(), narrow.prefixes.end(), [&](const std::string& n) {
    return std::any_of(broad.prefixes.begin(), broad.prefixes.end(), [&](const std::string& b) { return n.starts_with(b); });
  });
}

std::string any_of_text(const std::vector<std::string>& affixes, std::string_view how) {
  std::string out;
  for (const std::string& affix : affixes) out += (out.empty() ? "" : " or ") + fmt::format("key {} with {}", how, quote(affix));
  return affixes.size() > 1 ? "(" + out + ")" : out;
}

class Writer {
 public:
  Writer(const Draft& draft, const Style& style) : draft_(draft), style_(style) {}

  std::string text() {
    add_tiers();
    for (const DraftTag& tag : draft_.tags) out_ += fmt::format("label {} from tag {}\n", tag.label, quote(tag.key));
    if (!draft_.tags.empty()) out_ += "\n";
    for (const DraftStore& store : draft_.stores) add_store(store);
    for (const DraftRule& rule : draft_.rules) add_rule(rule);
    return std::move(out_);
  }

 private:
  void add_tiers() {
    std::string entries;
    for (const Tier tier : {Tier::cool, Tier::cold, Tier::archive, Tier::deep_archive})
      if (const auto& name = draft_.tiers[static_cast<std::size_t>(tier)]) entries += fmt::format("{}: {} ", to_text(tier), *name);
    if (!entries.empty()) out_ += fmt::format("tiers on {} {{ {}}}\n\n", to_text(draft_.provider), entries);
  }

  void add_store(const DraftStore& store) {
    out_ += fmt::format("store {} on {} {} {{\n", store.name, to_text(draft_.provider), quote(store.bucket));
    if (draft_.versioned) out_ += "versioning on\n";
    if (style_.recoverable) out_ += fmt::format("recoverable for {} day{}\n", *style_.recoverable, *style_.recoverable == 1 ? "" : "s");
    if (draft_.access_tracking) out_ += "access_tracking on\n";
    out_ += "}\n\n";
  }

  std::string where(const NativeFilter& filter) const {
    std::vector<std::string> parts;
    if (!filter.prefixes.empty()) parts.push_back(any_of_text(filter.prefixes, "starts"));
    if (!filter.suffixes.empty()) parts.push_back(any_of_text(filter.suffixes, "ends"));
    for (const auto& [key, value] : filter.tags) {
      const auto tag = std::find_if(draft_.tags.begin(), draft_.tags.end(), [&, name = key](const DraftTag& t) { return t.key == name; });
      parts.push_back(fmt::format("{} == {}", tag->label, value_text(value)));
    }
    if (filter.size_min) parts.push_back(at_least_text(*filter.size_min));
    if (filter.size_max) parts.push_back(at_most_text(*filter.size_max));
    std::string out;
    for (const std::string& part : parts) out += (out.empty() ? "" : " and ") + part;
    if (parts.size() == 1 && out.starts_with("(")) out = out.substr(1, out.size() - 2);
    return out;
  }

  void add_rule(const DraftRule& rule) {
    std::vector<std::string> statements;
    for (const NativeAction& action : rule.native.actions) add_statement(action, statements);
    const bool deletes_current = std::any_of(rule.native.actions.begin(), rule.native.actions.end(), [](const NativeAction& a) { return a.kind == ActionKind::expire; });
    if (deletes_current) add_keep(rule, statements);
    if (statements.empty()) return;
    out_ += "rule " + rule.name;
    if (!rule.id.empty()) out_ += " " + quote(rule.id);
    const std::string condition = where(rule.native.filter);
    if (condition.empty() || draft_.stores.size() > 1) {
      std::string names;
      for (const std::size_t s : rule.stores) names += (names.empty() ? "" : ", ") + draft_.stores[s].name;
      out_ += " on " + names;
    }
    if (!condition.empty()) out_ += " where " + condition;
    out_ += " {\n";
    for (const std::string& statement : statements) out_ += statement + "\n";
    out_ += "}\n\n";
  }

  void add_statement(const NativeAction& a, std::vector<std::string>& out) const {
    const std::string after = fmt::format("after {} day{}", a.days, a.days == 1 ? "" : "s");
    const char* const since = a.clock == NativeClock::accessed ? " since accessed" : "";
    std::string text;
    switch (a.kind) {
      case ActionKind::transition: text = fmt::format("move to {} {}{}", to_text(a.tier), after, since); break;
      case ActionKind::transition_noncurrent: text = fmt::format("move noncurrent to {} {}", to_text(a.tier), after); break;
      case ActionKind::expire: text = fmt::format("delete {}{}", after, since); break;
      case ActionKind::expire_noncurrent:
      case ActionKind::expire_snapshots:
        if (style_.implicit) return;
        text = "delete noncurrent " + after;
        if (a.newer_noncurrent > 0) text += fmt::format(" keeping {} newer", a.newer_noncurrent);
        break;
      case ActionKind::abort_uploads: text = "abort uploads " + after; break;
      case ActionKind::expired_markers: return;
    }
    if (std::find(out.begin(), out.end(), text) == out.end()) out.push_back(std::move(text));
  }

  // A delete of a policy also takes noncurrent revisions, after `recoverable for`. Where the document leaves them alone, a keep
  // says so.
  void add_keep(const DraftRule& rule, std::vector<std::string>& out) const {
    const bool revisions = draft_.versioned || draft_.provider == Provider::azure;  // Azure has snapshots
    if (!revisions || style_.implicit) return;
    std::string except;
    for (const DraftRule& other : draft_.rules) {
      const bool together = std::any_of(rule.stores.begin(), rule.stores.end(), [&](std::size_t s) { return std::find(other.stores.begin(), other.stores.end(), s) != other.stores.end(); });
      const bool speaks = std::any_of(other.native.actions.begin(), other.native.actions.end(), [](const NativeAction& a) { return is_noncurrent_delete(a.kind); });
      if (!together || !speaks) continue;
      if (any_prefix_within(rule.native.filter, other.native.filter)) return;  // all of it is spoken for
      if (style_.except_spoken_for && any_prefix_within(other.native.filter, rule.native.filter))
        for (const std::string& prefix : other.native.filter.prefixes) except += fmt::format(" and not key starts with {}", quote(prefix));
    }
    out.push_back("keep forever where noncurrent" + except);
  }

  const Draft& draft_;
  const Style& style_;
  std::string out_;
};

}  // namespace

std::string text_of(const Draft& draft, const Style& style) { return Writer(draft, style).text(); }

std::vector<Style> styles_of(const Draft& draft) {
  std::vector<std::uint32_t> days;
  bool counts = false, any_version = false;
  for (const DraftRule& rule : draft.rules)
    for (const NativeAction& a : rule.native.actions)
      if (is_noncurrent_delete(a.kind)) {
        any_version = any_version || a.kind == ActionKind::expire_noncurrent;
        counts = counts || a.newer_noncurrent > 0;
      }
  // A snapshot goes with its blob; where there are versions, theirs are the days that something stays recoverable.
  for (const DraftRule& rule : draft.rules)
    for (const NativeAction& a : rule.native.actions)
      if (is_noncurrent_delete(a.kind) && (!any_version || a.kind == ActionKind::expire_noncurrent)) days.push_back(a.days);
  if (days.empty()) return {{false, std::nullopt, false}};
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  const std::uint32_t least = std::max<std::uint32_t>(days.front(), 1), most = days.back();
  std::vector<Style> out;
  if (!counts && draft.provider == Provider::azure && !any_version) out.push_back({true, std::nullopt, false});
  if (!counts && days.size() == 1) out.push_back({true, least, false});
  out.push_back({false, least, false});
  if (most != least) out.push_back({false, most, false});
  out.push_back({false, least, true});
  return out;
}

}  // namespace shelflife::importing
