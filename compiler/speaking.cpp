#include "compiler/speaking.hpp"

#include <algorithm>
#include <charconv>

#include "compiler/layout.hpp"
#include "compiler/region.hpp"

namespace shelflife {

namespace {

enum class Truth : std::uint8_t { no, unknown, yes };

Truth of(bool holds) { return holds ? Truth::yes : Truth::no; }

std::optional<double> number_in(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

class Evaluator {
 public:
  Evaluator(const Policy& policy, const ObjectState& object, const Assumed& assumed)
      : policy_(policy), object_(object), assumed_(assumed), binding_(bind(policy, object.store, object.key)) {}

  bool managed() const { return binding_.managed; }

  // A value outside the label's list, or of another type, counts as missing.
  std::optional<std::string> value(FieldId id) const {
    const auto at = std::find_if(assumed_.begin(), assumed_.end(), [&](const auto& a) { return a.first == id; });
    if (at != assumed_.end()) return at->second;
    const Field& field = policy_.fields[id];
    std::optional<std::string> raw;
    if (field.source == FieldSource::path) {
      const auto bound = std::find_if(binding_.fields.begin(), binding_.fields.end(), [&](const auto& f) { return f.first == id; });
      if (bound != binding_.fields.end()) raw = bound->second;
    } else if (const LabelState* label = object_.label(id); label != nullptr && label->kind == LabelState::Kind::value) {
      raw = label->text;
    }
    if (raw && !field.values.empty() && std::find(field.values.begin(), field.values.end(), *raw) == field.values.end()) return std::nullopt;
    if (raw && field.type == FieldType::number && !number_in(*raw)) return std::nullopt;
    return raw;
  }

  Truth evaluate(const Predicate& p) const {
    switch (p.kind) {
      case PredicateKind::always: return Truth::yes;
      case PredicateKind::all: {
        Truth out = Truth::yes;
        for (const Predicate& child : p.children) out = std::min(out, evaluate(child));
        return out;
      }
      case PredicateKind::any: {
        Truth out = Truth::no;
        for (const Predicate& child : p.children) out = std::max(out, evaluate(child));
        return out;
      }
      case PredicateKind::negation: {
        const Truth inner = evaluate(p.children[0]);
        return inner == Truth::unknown ? inner : of(inner == Truth::no);
      }
      case PredicateKind::size: return of(compare(p.comparison, static_cast<double>(object_.size), static_cast<double>(p.number)));
      case PredicateKind::accessed_within: return object_.accessed ? of(*object_.accessed < days(p.duration.days)) : Truth::unknown;
      case PredicateKind::flag: return flag(p.flag);
      default: return text(p);
    }
  }

 private:
  static bool compare(Comparison comparison, double a, double b) {
    switch (comparison) {
      case Comparison::less: return a < b;
      case Comparison::less_equal: return a <= b;
      case Comparison::greater: return a > b;
      case Comparison::greater_equal: return a >= b;
    }
    return false;
  }

  Truth flag(Flag which) const {
    const auto known = [](Fact fact) { return fact == Fact::unread ? Truth::unknown : of(fact == Fact::yes); };
    switch (which) {
      case Flag::promoted: return known(object_.promoted);
      case Flag::retired: return known(object_.retired);
      case Flag::referenced: return known(object_.referenced);
      case Flag::orphan: return known(object_.orphan);
      case Flag::noncurrent: return of(object_.noncurrent);
    }
    return Truth::unknown;
  }

  Truth text(const Predicate& p) const {
    if (p.field == no_id) return of(matches({p.kind == PredicateKind::starts_with, false, p.texts[0]}, object_.key));
    const bool assumed = std::any_of(assumed_.begin(), assumed_.end(), [&](const auto& a) { return a.first == p.field; });
    if (policy_.fields[p.field].source == FieldSource::path && !binding_.managed && !assumed) return Truth::unknown;
    const std::optional<std::string> have = value(p.field);
    if (p.kind == PredicateKind::missing) return of(!have);
    if (!have) return Truth::unknown;
    switch (p.kind) {
      case PredicateKind::one_of: return of(std::find(p.texts.begin(), p.texts.end(), *have) != p.texts.end());
      case PredicateKind::starts_with:
      case PredicateKind::ends_with: return of(matches({p.kind == PredicateKind::starts_with, false, p.texts[0]}, *have));
      case PredicateKind::number: return of(compare(p.comparison, number_in(*have).value_or(0), static_cast<double>(p.number)));
      default: return Truth::unknown;
    }
  }

  const Policy& policy_;
  const ObjectState& object_;
  const Assumed& assumed_;
  Binding binding_;
};

}  // namespace

std::vector<FieldId> unread_labels(const Policy& policy, const ObjectState& object) {
  const Assumed none;
  const Evaluator evaluator(policy, object, none);
  std::vector<FieldId> out;
  for (FieldId f = 0; f < policy.fields.size(); ++f) {
    const Field& field = policy.fields[f];
    if (!field.required || (field.source == FieldSource::path && !evaluator.managed())) continue;
    if (!evaluator.value(f)) out.push_back(f);
  }
  return out;
}

Speaking speaking_of(const Policy& policy, const std::vector<std::uint32_t>& rules, const ObjectState& object, const Assumed& assumed, bool dated_holds) {
  const Evaluator evaluator(policy, object, assumed);
  Speaking out;
  for (const std::uint32_t r : rules) {
    const Rule& rule = policy.rules[r];
    if (evaluator.evaluate(rule.where) != Truth::yes) continue;
    for (std::uint32_t s = 0; s < rule.statements.size(); ++s) {
      if (evaluator.evaluate(rule.statements[s].where) == Truth::yes) out.statements.push_back({r, s});
    }
  }
  for (std::uint32_t h = 0; h < policy.holds.size(); ++h) {
    if (policy.holds[h].until && !dated_holds) continue;
    if (evaluator.evaluate(policy.holds[h].where) == Truth::yes) out.holds.push_back(h);
  }
  return out;
}

}  // namespace shelflife
