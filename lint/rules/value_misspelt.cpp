#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule value_misspelt = {
    .info = {.name = "value-misspelt",
             .id = "SL1005",
             .severity = Severity::warning,
             .title = "two spellings of what is probably one value",
             .help = "use one spelling, and list the values after `in`: then a wrong one is an error"},
    .category = Category::structure,
    .since = "0.1.0",
    .why = "Where a field may have any value, a misspelt one is no error: the condition is true of no object, or of the few whose path has the same\n"
           "mistake. A keep with `prodution` in it keeps nothing, and the delete beside it takes what was to stay.",
    .bad = R"(layout "ml/{stage}/{model}/{version}/"
store models on s3 "acme-models" {
  region      "eu-central-1"
  versioning  on
  recoverable for 14 days
}
rule dev "experiments are cheap" by "ml-platform" where stage == experiment {
  delete after 14 days
}
rule releases "in use" by "ml-platform" where stage == production {
  move to cool after 60 days
}
rule records "EU AI Act, article 18" by "model-risk" where stage == prodution {
  keep for 10 years
}
)",
    .good = R"(layout "ml/{stage}/{model}/{version}/"
label stage in experiment, production required
store models on s3 "acme-models" {
  region      "eu-central-1"
  versioning  on
  recoverable for 14 days
}
rule dev "experiments are cheap" by "ml-platform" where stage == experiment {
  delete after 14 days
}
rule releases "in use" by "ml-platform" where stage == production {
  move to cool after 60 days
}
rule records "EU AI Act, article 18" by "model-risk" where stage == production {
  keep for 10 years
}
)",
    .source = "docs/language.md (label)",
    .check = check,
};

namespace {

struct Use {
  std::vector<Span> places;  // of the comparisons
};
using Uses = std::map<std::string, Use, std::less<>>;  // by value

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// One slip of the pen within a word: a letter too many, too few, wrong, or two exchanged; never the first or the last letter,
// which tell names such as `team-a` and `team-b` apart, and never a digit.
bool one_slip(const std::string& a, const std::string& b, std::size_t shortest) {
  if (a.size() > b.size()) return one_slip(b, a, shortest);
  if (a.size() < shortest || b.size() - a.size() > 1 || a.front() != b.front() || a.back() != b.back()) return false;
  std::size_t at = 0;
  while (at < a.size() && a[at] == b[at]) ++at;
  if (at == a.size()) return false;
  const auto inside = [](const std::string& text, std::size_t i) { return i > 0 && i + 1 < text.size() && letter(text[i - 1]) && letter(text[i]) && letter(text[i + 1]); };
  if (b.size() > a.size()) return inside(b, at) && a.compare(at, std::string::npos, b, at + 1, std::string::npos) == 0;
  if (a.compare(at + 1, std::string::npos, b, at + 1, std::string::npos) == 0) return inside(a, at) && inside(b, at);
  return at + 1 < a.size() && a[at] == b[at + 1] && a[at + 1] == b[at] && letter(a[at]) && letter(a[at + 1]) &&
         a.compare(at + 2, std::string::npos, b, at + 2, std::string::npos) == 0;
}

// Short and long word of one stage.
std::string stage_word(std::string_view value) {
  static constexpr std::array<std::array<std::string_view, 3>, 4> groups = {{{"production", "prod", "prd"}, {"development", "dev", "devel"}, {"staging", "stg", "stage"}, {"testing", "test", "tst"}}};
  for (const auto& group : groups)
    if (std::find(group.begin(), group.end(), value) != group.end()) return std::string(group.front());
  return std::string(value);
}

void tell(const Context& context, const Field& field, const std::string& a, const std::string& b, const Uses& uses, Sink& sink) {
  const Use& first = uses.find(a)->second;
  const Use& second = uses.find(b)->second;
  // The rarer one is wrong; of two that are as rare, the later.
  const auto later = [](const Span& x, const Span& y) { return x.file != y.file ? x.file > y.file : x.begin > y.begin; };
  const bool first_is_wrong = first.places.size() != second.places.size() ? first.places.size() < second.places.size() : later(first.places.front(), second.places.front());
  const std::string& wrong = first_is_wrong ? a : b;
  const std::string& right = first_is_wrong ? b : a;
  const Span seen = (first_is_wrong ? second : first).places.front();
  for (const Span& place : (first_is_wrong ? first : second).places) {
    const Span word = find_in(context, place, wrong);
    Diagnostic& found = sink.report(word, "`" + wrong + "` looks like `" + right + "`, another value of `" + field.name + "` here");
    found.related.push_back({seen, "`" + right + "` is here"});
    if (word != place) found.fixes.push_back({FixKind::suggestion, "write `" + right + "`", {{word, right}}});
  }
}

void compare(const Context& context, const Field& field, const Uses& uses, Sink& sink) {
  std::map<std::string, std::string> by_word;  // the first value that reads so
  std::set<std::string> told;
  for (const auto& [value, use] : uses) {
    const std::string word = is_stage_field(field) ? stage_word(folded(value)) : folded(value);
    const auto [other, fresh] = by_word.emplace(word, value);
    if (!fresh && told.insert(value).second) tell(context, field, other->second, value, uses, sink);
  }
  // Names of models are one letter apart and different things (bert and bart): only stages and labels are looked at.
  if (!is_stage_field(field) && field.source == FieldSource::path) return;
  const std::size_t shortest = is_stage_field(field) ? 5 : 8;
  // Values that differ by a slip share what is left when one letter is taken out.
  std::map<std::string, std::vector<std::string>> by_rest;
  std::set<std::pair<std::string, std::string>> done;
  for (const auto& [value, use] : uses) {
    if (value.size() > 64) continue;
    std::set<std::string> rests = {value};
    for (std::size_t i = 0; i < value.size(); ++i) rests.insert(std::string(value).erase(i, 1));
    for (const std::string& rest : rests) {
      std::vector<std::string>& others = by_rest[rest];
      for (const std::string& other : others)
        if (one_slip(other, value, shortest) && done.emplace(other, value).second) tell(context, field, other, value, uses, sink);
      if (others.size() < 8) others.push_back(value);
    }
  }
}

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  std::vector<Uses> uses(policy.fields.size());
  const auto ask = [&](const Predicate& where) {
    for_literals(where, [&](const Predicate& literal, bool) {
      if (literal.kind != PredicateKind::one_of || !policy.fields[literal.field].values.empty()) return;
      for (const std::string& value : literal.texts) {
        std::vector<Span>& places = uses[literal.field][value].places;
        if (places.empty() || places.back() != literal.origin.span) places.push_back(literal.origin.span);
      }
    });
  };
  for (const Rule& rule : policy.rules) {
    ask(rule.where);
    for (const Statement& statement : rule.statements) ask(statement.where);
  }
  for (const Hold& hold : policy.holds) ask(hold.where);
  for (const Require& require : policy.requires_) ask(require.where);
  for (FieldId id = 0; id < policy.fields.size(); ++id) {
    if (!policy.fields[id].builtin && uses[id].size() > 1) compare(context, policy.fields[id], uses[id], sink);
  }
}

}  // namespace

}  // namespace shelflife::lint
