// Conditions that no object meets: layouts, lists of values, literals, key patterns, sizes and numbers that contradict.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/findings/findings_parts.hpp"
#include "compiler/model/print.hpp"

namespace shelflife::findings {

namespace {

constexpr std::size_t most_terms = 40;  // of one condition, to be compared in pairs

using Terms = std::vector<const Predicate*>;

// The conditions that must all be true.
void flatten(const Predicate& p, Terms& out) {
  if (p.kind == PredicateKind::all) {
    for (const Predicate& child : p.children) flatten(child, out);
  } else if (p.kind != PredicateKind::always) {
    out.push_back(&p);
  }
}

class Conditions {
 public:
  explicit Conditions(Landscape& land) : land_(land), policy_(land.policy) {}

  // Whether no object of the grounds meets it for certain; false when it is too wide to tell.
  bool nowhere(const std::vector<std::uint32_t>& grounds, const Predicate& p) const {
    Region region = truth(policy_, p, Reading::as_read);
    if (!region.exact) return false;
    for (Box& box : region.boxes) {  // a required field of the path that a key does not bind may have any value
      const auto open = [&](auto& entry) {
        if (policy_.fields[entry.first].required && policy_.fields[entry.first].source == FieldSource::path) entry.second.missing = true;
      };
      std::for_each(box.texts.begin(), box.texts.end(), open);
      std::for_each(box.numbers.begin(), box.numbers.end(), open);
    }
    return std::all_of(grounds.begin(), grounds.end(), [&](std::uint32_t g) {
      const StoreSpace& space = land_.grounds[g]->space();
      return std::none_of(region.boxes.begin(), region.boxes.end(), [&](const Box& box) {
        return space.settle({box, true}, true) || (!names_path(policy_, box) && space.settle({box, false}, true));
      });
    });
  }

  void tell(const std::vector<std::uint32_t>& grounds, const Terms& terms, Span otherwise, std::string_view subject, std::optional<StatementRef> ref) {
    Finding finding;
    finding.code = Code::condition_never_true;
    finding.statement = ref;
    finding.span = otherwise;
    finding.hint = "change the condition, or remove what depends on it";
    const auto named = [&](const Predicate& p) { return "`" + to_text(policy_, p) + "`"; };
    const auto at = [&](const Predicate& p) { return p.origin.span.file != no_file ? p.origin.span : otherwise; };
    for (const Predicate* p : terms) {
      if (!nowhere(grounds, *p)) continue;
      finding.span = at(*p);
      finding.message = fmt::format("{} speaks of nothing: {} is true of no object", subject, named(*p));
      return add(std::move(finding));
    }
    for (std::size_t j = 1; j < terms.size() && j < most_terms; ++j) {
      for (std::size_t i = 0; i < j; ++i) {
        if (!nowhere(grounds, both(*terms[i], *terms[j]))) continue;
        finding.span = at(*terms[j]);
        finding.message = fmt::format("{} speaks of nothing: {} and {} are true of no object together", subject, named(*terms[i]), named(*terms[j]));
        finding.related.push_back({at(*terms[i]), fmt::format("{} is here", named(*terms[i]))});
        return add(std::move(finding));
      }
    }
    finding.message = fmt::format("{} speaks of nothing: its conditions are true of no object together", subject);
    for (std::size_t i = 0; i < terms.size() && i < 3; ++i) finding.related.push_back({at(*terms[i]), fmt::format("{} is here", named(*terms[i]))});
    add(std::move(finding));
  }

  // A branch of an `or` that the rest contradicts.
  void branches(const std::vector<std::uint32_t>& grounds, const Terms& terms, std::string_view subject) {
    for (const Predicate* p : terms) {
      if (p->kind != PredicateKind::any || terms.size() > most_terms) continue;
      Predicate rest;
      for (const Predicate* other : terms) {
        if (other != p) rest = both(rest, *other);
      }
      for (const Predicate& child : p->children) {
        if (child.origin.span.file == no_file || !nowhere(grounds, both(rest, child))) continue;
        Finding finding;
        finding.code = Code::condition_never_true;
        finding.span = child.origin.span;
        finding.message = fmt::format("this branch of {} is true of no object: `{}`", subject, to_text(policy_, child));
        finding.hint = "remove the branch, or correct it";
        add(std::move(finding));
      }
    }
  }

 private:
  void add(Finding finding) { land_.found.push_back(std::move(finding)); }

  Landscape& land_;
  const Policy& policy_;
};

Terms terms_of(const Predicate& p) {
  Terms out;
  flatten(p, out);
  return out;
}

}  // namespace

void find_empty_conditions(Landscape& land) {
  const Policy& policy = land.policy;
  Conditions conditions(land);
  const auto is_any = [](const Predicate* p) { return p->kind == PredicateKind::any; };
  const auto speaks = [&](const Item& item) {
    if (!land.statements.regions[item.region].exact) return true;
    const std::span<const Standing> grounds = land.grounds_of(item.ref.rule);
    return std::any_of(grounds.begin(), grounds.end(), [&](const Standing& on) { return land.group_of(on, item.ref) != nullptr; });
  };
  Terms terms;
  std::vector<std::uint32_t> silent, grounds;
  for (std::uint32_t r = 0; r < policy.rules.size(); ++r) {
    const Rule& rule = policy.rules[r];
    if (rule.statements.empty() || land.grounds_of(r).empty()) continue;
    terms.clear(), silent.clear(), grounds.clear();
    for (const Standing& on : land.grounds_of(r)) grounds.push_back(on.ground);
    flatten(rule.where, terms);
    bool any = false;
    for (std::uint32_t s = 0; s < rule.statements.size(); ++s) {
      const bool has = speaks(land.statements.item({r, s}));
      any = any || has;
      if (!has) silent.push_back(s);
    }
    for (const std::uint32_t s : silent) land.idle[land.statements.index({r, s})] = true;
    if (!any && conditions.nowhere(grounds, rule.where)) {
      conditions.tell(grounds, terms, rule.origin.span, fmt::format("rule `{}`", rule.name), std::nullopt);
      continue;
    }
    for (const std::uint32_t s : silent) {
      const StatementRef ref{r, s};
      if (!conditions.nowhere(grounds, both(rule.where, rule.statements[s].where))) continue;
      Terms all = terms;
      flatten(rule.statements[s].where, all);
      conditions.tell(grounds, all, place(policy, ref), said(policy, ref), ref);
    }
    if (std::any_of(terms.begin(), terms.end(), is_any)) conditions.branches(grounds, terms, fmt::format("rule `{}`", rule.name));
    for (std::uint32_t s = 0; s < rule.statements.size(); ++s) {
      if (land.idle[land.statements.index({r, s})] || rule.statements[s].where.kind == PredicateKind::always) continue;
      Terms own = terms_of(rule.statements[s].where);
      if (std::none_of(own.begin(), own.end(), is_any)) continue;
      own.push_back(&rule.where);
      conditions.branches(grounds, own, said(policy, {r, s}));
    }
  }
  std::vector<std::uint32_t> everywhere;
  for (std::uint32_t g = 0; g < land.grounds.size(); ++g) everywhere.push_back(g);
  if (everywhere.empty()) return;
  for (const Hold& hold : policy.holds) {
    if (conditions.nowhere(everywhere, hold.where)) conditions.tell(everywhere, terms_of(hold.where), hold.origin.span, fmt::format("`hold {}`", quote(hold.name)), std::nullopt);
  }
  for (const Require& require : policy.requires_) {
    grounds.clear();
    for (const StoreId store : require.stores) grounds.push_back(land.ground_of_store[store]);
    if (require.where.kind == PredicateKind::always || std::find(grounds.begin(), grounds.end(), no_id) != grounds.end()) continue;
    if (conditions.nowhere(grounds, require.where)) {
      conditions.tell(grounds, terms_of(require.where), require.origin.span, fmt::format("`require {}`", quote(require.reason)), std::nullopt);
    }
  }
}

}  // namespace shelflife::findings
