#include "lint/control.hpp"

#include <algorithm>
#include <iterator>

#include "grammar/ascii.hpp"
#include "grammar/nearest.hpp"
#include "lint/catalogue.hpp"

namespace shelflife::lint {

namespace {

constexpr int exact = 100;  // an id or a name

// How exactly a word names a finding; 0: not at all.
int weight(std::string_view selector, const DiagnosticInfo& about) {
  if (same_ignoring_case(selector, "all") || (same_ignoring_case(selector, "default") && on_by_default(about))) return 1;
  if (!selects(selector, about)) return 0;
  if (same_ignoring_case(selector, about.id) || same_ignoring_case(selector, about.name)) return exact;
  return same_ignoring_case(selector, about.id.substr(0, selector.size())) ? static_cast<int>(selector.size()) : 4;  // a family is as wide as `SL13`
}

struct Best {
  int weight = 0;
  std::string_view origin;
};
Best best(const std::vector<Selector>& selectors, const DiagnosticInfo& about) {
  Best out;
  for (const Selector& selector : selectors) {
    const int here = weight(selector.text, about);
    if (here > out.weight) out = {here, selector.origin};
  }
  return out;
}

struct BestSeverity {
  int weight = 0;
  const SeverityChange* change = nullptr;
};
BestSeverity best(const std::vector<SeverityChange>& changes, const DiagnosticInfo& about) {
  BestSeverity out;
  for (const SeverityChange& change : changes) {
    const int here = weight(change.selector.text, about);
    if (here > 0 && here >= out.weight) out = {here, &change};
  }
  return out;
}

bool segment_matches(std::string_view glob, std::string_view text) {
  std::size_t g = 0, t = 0, star = std::string_view::npos, taken = 0;
  while (t < text.size()) {
    if (g < glob.size() && glob[g] == '*') {
      star = g++;
      taken = t;
    } else if (g < glob.size() && (glob[g] == '?' || glob[g] == text[t])) {
      ++g, ++t;
    } else if (star != std::string_view::npos) {
      g = star + 1;
      t = ++taken;
    } else {
      return false;
    }
  }
  while (g < glob.size() && glob[g] == '*') ++g;
  return g == glob.size();
}

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> out;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    out.push_back(path.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

std::vector<std::string_view> words() {
  std::vector<std::string_view> out = {"all", "default"};
  for (const DiagnosticInfo* about : all_findings()) {
    if (!is_lint(*about)) continue;
    out.push_back(about->name);
    out.push_back(about->id);
  }
  for (const Category category : all_categories) out.push_back(to_word(category));
  return out;
}

}  // namespace

bool glob_matches(std::string_view glob, std::string_view path) {
  const std::vector<std::string_view> wanted = segments(glob), given = segments(path);
  // reach[i]: the pattern's segments so far match the first i of the path.
  std::vector<bool> reach(given.size() + 1);
  reach[0] = true;
  for (const std::string_view segment : wanted) {
    std::vector<bool> next(given.size() + 1);
    if (segment == "**") {
      bool open = false;
      for (std::size_t i = 0; i <= given.size(); ++i) next[i] = open = open || reach[i];
    } else {
      for (std::size_t i = 0; i < given.size(); ++i) next[i + 1] = reach[i] && segment_matches(segment, given[i]);
    }
    reach = std::move(next);
  }
  return reach.back();
}

bool names(std::string_view selector, const DiagnosticInfo& about) { return weight(selector, about) > 0; }

std::optional<SelectorFault> fault_of(std::string_view selector, bool leaves_out) {
  if (same_ignoring_case(selector, "all") || same_ignoring_case(selector, "default")) return std::nullopt;
  if (std::any_of(std::begin(all_categories), std::end(all_categories), [&](Category c) { return same_ignoring_case(selector, to_word(c)); })) return std::nullopt;
  const std::string shown = in_back_quotes(selector);
  bool known = false;
  const DiagnosticInfo* wrong = nullptr;
  for (const DiagnosticInfo* about : all_findings()) {
    if (!selects(selector, *about)) continue;
    known = true;
    if (!is_lint(*about)) wrong = about;
  }
  if (!known) {
    const std::vector<std::string_view> candidates = words();
    const std::string_view meant = nearest(selector, candidates);
    const std::string list = "`shelflife rules` lists codes and names; a family is structure, keeping, immutability, compliance, limits, cost, style or access";
    return SelectorFault{"there is no finding " + shown, meant.empty() ? list : "did you mean `" + std::string(meant) + "`?"};
  }
  if (leaves_out && wrong != nullptr)
    return SelectorFault{shown + " is no finding of the linter: `" + std::string(wrong->name) + "` is always told", "mend the policy"};
  return std::nullopt;
}

const std::vector<const Override*>& Judge::overrides_of(FileId file) const {
  const auto [at, fresh] = applying_.try_emplace(file);
  std::vector<const Override*>& list = at->second;
  if (!fresh) return list;
  for (const Override& over : control_.overrides) {
    const std::string path = file == no_file ? std::string() : path_from_(over.folder, file);
    if (!path.empty() && std::any_of(over.paths.begin(), over.paths.end(), [&](const std::string& glob) { return glob_matches(glob, path); })) list.push_back(&over);
  }
  return list;
}

Judge::Base Judge::base(const DiagnosticInfo& about) const {
  Verdict out{about.severity, "default"};
  if (!is_lint(about)) return {out, false};
  bool on = on_by_default(about);
  for (const Selection& layer : control_.selections) {
    const Best selected = best(layer.select, about), ignored = best(layer.ignore, about);
    if (!layer.select.empty()) {
      on = selected.weight > ignored.weight;
      out.origin = ignored.weight > 0 && !on ? ignored.origin : selected.weight > 0 ? selected.origin : std::string_view(layer.select.front().origin);
    } else if (ignored.weight > 0) {
      on = false;
      out.origin = ignored.origin;
    }
  }
  if (!on) return {{std::nullopt, out.origin}, false};
  if (const SeverityChange* change = best(control_.severity, about).change; change != nullptr) out = {change->severity, change->selector.origin};
  return {out, true};
}

Verdict Judge::operator()(const DiagnosticInfo& about, FileId file) const {
  auto at = known_.find(&about);
  if (at == known_.end()) at = known_.emplace(&about, base(about)).first;
  Verdict out = at->second.verdict;
  if (control_.overrides.empty() || !at->second.selected) return out;
  for (const Override* over : overrides_of(file)) {
    const Best left_out = best(over->ignore, about);
    const BestSeverity change = best(over->severity, about);
    if (left_out.weight > 0 && left_out.weight >= change.weight) out = {std::nullopt, left_out.origin};
    else if (change.change != nullptr) out = {change.change->severity, change.change->selector.origin};
  }
  return out;
}

void apply(const Judge& judge, Diagnostics& diagnostics) {
  std::erase_if(diagnostics.all(), [&](Diagnostic& d) {
    if (!is_lint(*d.about)) return false;
    const Verdict verdict = judge(*d.about, d.span.file);
    if (verdict.severity) d.severity = *verdict.severity;
    return !verdict.severity;
  });
}

std::optional<FailOn> fail_on_of(std::string_view word) {
  if (word == "error") return FailOn::error;
  if (word == "warning") return FailOn::warning;
  if (word == "note") return FailOn::note;
  if (word == "never") return FailOn::never;
  return std::nullopt;
}

bool fails(const Diagnostics& diagnostics, FailOn fail_on) {
  return std::any_of(diagnostics.all().begin(), diagnostics.all().end(), [&](const Diagnostic& d) {
    return !d.suppressed && static_cast<int>(d.severity) <= static_cast<int>(fail_on) && fail_on != FailOn::never;
  });
}

}  // namespace shelflife::lint
