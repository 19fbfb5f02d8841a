// Names of rules: once in a file, and an id for each that no other rule of the policy has.
#include <bit>

#include "compiler/resolve/resolve_state.hpp"
#include "grammar/scan.hpp"

namespace shelflife::resolving {

namespace {

// Finds the first rule of each name. A table of numbers: a policy may have a million rules.
class FirstByName {
 public:
  explicit FirstByName(const std::vector<Rule>& rules)
      : rules_(rules), slots_(std::bit_ceil(rules.size() * 2 + 1)), mask_(slots_.size() - 1) {}
  // The first rule with the name of this one, which is added where it is the first.
  std::uint32_t add(std::uint32_t rule) {
    Slot& slot = find(rules_[rule].name);
    if (slot.rule == no_id) slot = {hash(rules_[rule].name), rule};
    return slot.rule;
  }
  // no_id where no rule has the name.
  std::uint32_t first(std::string_view name) { return find(name).rule; }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t rule = no_id;
  };
  static std::uint32_t hash(std::string_view name) { return static_cast<std::uint32_t>(NameHash{}(name)); }
  Slot& find(std::string_view name) {
    const std::uint32_t wanted = hash(name);
    std::size_t at = wanted & mask_;
    while (slots_[at].rule != no_id && (slots_[at].hash != wanted || rules_[slots_[at].rule].name != name)) at = (at + 1) & mask_;
    return slots_[at];
  }

  const std::vector<Rule>& rules_;
  std::vector<Slot> slots_;
  std::size_t mask_;
};

// Where the name of a rule stands: the word behind `rule`.
Origin name_origin(const Resolver& r, const Rule& rule) {
  const Span& span = rule.origin.span;
  const std::string_view text = r.sources.source(span.file).text;
  const Scanned name = scan(text, scan(text, span.begin).end);
  return Origin{Span{span.file, name.begin, name.end}};
}

// The path of a file with its folders, as a part of an id: "teams-vision" for "teams/vision.shelf".
std::string long_stem(const LoadedFile& file) {
  const std::size_t slash = file.path.rfind('/');
  if (slash == std::string::npos) return file.stem;
  std::string folders = file.path.substr(0, slash + 1);
  for (char& c : folders)
    if (!is_name(std::string_view(&c, 1)) && !is_digits(std::string_view(&c, 1)) && c != '_') c = '-';
  return folders + file.stem;
}

}  // namespace

// A name that only one rule has is its own id. Others get the stem of their file in front, then its folders,
// then a number; and never an id that another rule has by its name.
void give_ids(Resolver& r) {
  std::vector<Rule>& rules = r.policy.rules;
  FirstByName index(rules);
  std::vector<bool> shares(rules.size());  // its name with another rule
  bool any = false;
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    const std::uint32_t first = index.add(i);
    if (first != i) any = shares[first] = shares[i] = true;
  }
  for (std::uint32_t i = 0; i < rules.size(); ++i)
    if (!shares[i]) rules[i].id = rules[i].name;
  if (!any) return;

  std::unordered_map<FileId, const LoadedFile*> files;
  for (const LoadedFile& file : r.files) files.emplace(file.id, &file);
  NameMap<std::uint32_t> first_of_file;  // starts anew with each file
  NameSet given;
  NameMap<std::uint32_t> numbers;
  const auto taken = [&](std::string_view id) {
    const std::uint32_t named = index.first(id);
    return (named != no_id && !shares[named]) || given.contains(id);
  };
  FileId file_id = no_file;
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    if (!shares[i]) continue;
    Rule& rule = rules[i];
    if (rule.origin.span.file != file_id) first_of_file.clear();
    file_id = rule.origin.span.file;
    const auto [entry, fresh] = first_of_file.try_emplace(rule.name, i);
    if (!fresh)
      r.report(Code::duplicate_rule, name_origin(r, rule), say({"two rules of this file are named `", rule.name, "`"}))
          .related.push_back({name_origin(r, rules[entry->second]).span, "the first is here"});
    const LoadedFile& file = *files.find(file_id)->second;
    rule.id = say({file.stem, "-", rule.name});
    if (taken(rule.id)) rule.id = say({long_stem(file), "-", rule.name});
    const std::string base = rule.id;
    while (taken(rule.id)) rule.id = say({base, "-", std::to_string(++numbers[base] + 1)});
    given.insert(rule.id);
  }
}

}  // namespace shelflife::resolving
