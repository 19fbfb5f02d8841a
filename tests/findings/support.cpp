#include "tests/findings/support.hpp"

#include <sstream>

#include "compiler/resolve/resolve.hpp"

namespace shelflife::test {

namespace {

// "2026-02-18" for a time that is a midnight.
std::string date_text(reference::Time time) {
  for (int year = 1970;; ++year) {
    for (int month = 1; month <= 12; ++month) {
      for (int day = 1; day <= 31; ++day) {
        char text[40];
        std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
        const std::optional<reference::Time> at = reference::date_of(text);
        if (at && *at >= time) return text;
      }
    }
  }
}

}  // namespace

std::unique_ptr<Resolved> resolve_text(const std::string& name, const std::string& text) {
  std::map<std::string, std::string> files;
  std::string current = name;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("#: ")) current = line.substr(3);
    else files[current] += line + "\n";
  }
  auto out = std::make_unique<Resolved>();
  const auto read = [&](const std::string& path) {
    const auto at = files.find(path);
    return at == files.end() ? std::nullopt : std::optional(at->second);
  };
  out->policy = resolve(out->sources, out->sources.add(name, files[name]), read, out->diagnostics);
  out->sound = !out->diagnostics.has_errors();
  if (out->sound) out->lowered = lower(out->policy, out->diagnostics, &out->sources);
  return out;
}

reference::Object as_reference(const Policy& policy, const ObjectState& state) {
  reference::Object object;
  object.key = state.key;
  object.revision = "1";
  object.current = !state.noncurrent;
  object.created = now - state.created;
  object.noncurrent_since = now - state.noncurrent_since;
  object.size = state.size;
  object.accessed = {true, now - state.accessed.value_or(state.created)};
  object.registry.read = true;
  reference::RegistryFacts& facts = object.registry.value;
  if (state.promoted == Fact::yes) facts.promotions.push_back(now - std::max(state.promoted_since.value_or(0), state.retired_since.value_or(0)));
  if (state.retired == Fact::yes) facts.retirements.push_back(now - state.retired_since.value_or(0));
  facts.referenced = state.referenced == Fact::yes;
  facts.known = state.orphan != Fact::yes;
  for (const LabelState& label : state.labels) {
    if (label.kind != LabelState::Kind::value) continue;
    const Field& field = policy.fields[label.field];
    const std::string text = label.text.empty() && label.age ? date_text(now - *label.age) : label.text;
    (field.source == FieldSource::tag ? object.tags : facts.values)[field.external] = text;
  }
  return object;
}

reference::Decision decide_one(const Policy& policy, const ObjectState& state) {
  reference::World world(policy, state.store);
  world.now = now;
  world.objects.push_back(as_reference(policy, state));
  return reference::decide(world)[0];
}

std::vector<StatementRef> speaking(const Policy& policy, const ObjectState& state) {
  reference::World world(policy, state.store);
  world.now = now;
  world.objects.push_back(as_reference(policy, state));
  const reference::View view = reference::views(world, world.objects[0])[0];
  std::vector<StatementRef> out;
  for (std::uint32_t r = 0; r < policy.rules.size(); ++r) {
    const Rule& rule = policy.rules[r];
    if (!std::binary_search(rule.stores.begin(), rule.stores.end(), state.store)) continue;
    if (reference::evaluate(world, rule.where, view) != reference::Truth::yes) continue;
    for (std::uint32_t s = 0; s < rule.statements.size(); ++s) {
      if (reference::evaluate(world, rule.statements[s].where, view) == reference::Truth::yes) out.push_back({r, s});
    }
  }
  return out;
}

Policy without(const Policy& policy, StatementRef ref) {
  Policy out = policy;
  Predicate never;
  never.kind = PredicateKind::negation;
  never.children.emplace_back();  // not always
  out.rules[ref.rule].statements[ref.statement].where = never;
  return out;
}

}  // namespace shelflife::test
