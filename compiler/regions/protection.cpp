#include "compiler/regions/protection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "compiler/model/print.hpp"

namespace shelflife {

namespace {

// A long statement is cut for a table cell, at a word.
std::string shortened(std::string text) {
  constexpr std::size_t most = 60;
  if (text.size() <= most) return text;
  const std::size_t space = text.rfind(' ', most);
  text.resize(space == std::string::npos ? most : space);
  return text + " ...";
}

}  // namespace

Protections::Protections(const Policy& policy, const std::vector<std::uint32_t>& rules, const KeySpace& keys)
    : policy_(policy), keys_(keys) {
  for (const std::uint32_t r : rules) {
    const Rule& rule = policy.rules[r];
    for (std::uint32_t s = 0; s < rule.statements.size(); ++s) {
      const Statement& statement = rule.statements[s];
      Protection p;
      p.statement = {r, s};
      switch (statement.kind) {
        case StatementKind::keep_forever: break;
        case StatementKind::keep_for:
          if (statement.clock.kind == ClockKind::created) p.over_created = statement.duration.days;
          if (statement.clock.kind == ClockKind::accessed) p.over_accessed = statement.duration.days;
          break;
        case StatementKind::keep_ranked:
          p.ranked = true;
          if (statement.ranking.at_most) p.over_created = statement.ranking.at_most->days;
          break;
        case StatementKind::lock:
          p.kind = Protection::Kind::lock;
          p.over_created = statement.duration.days;
          break;
        case StatementKind::remove_noncurrent: p.kind = Protection::Kind::explicit_noncurrent; break;
        default: continue;
      }
      add(std::move(p), both(rule.where, statement.where));
    }
  }
  for (std::uint32_t h = 0; h < policy.holds.size(); ++h) {
    Protection p;
    p.kind = Protection::Kind::hold;
    p.hold = h;
    add(std::move(p), policy.holds[h].where);
  }
  index_.finish();
}

void Protections::add(Protection protection, const Predicate& where) {
  protection.possible = truth(policy_, where, Reading::possible);
  protection.certain = truth(policy_, where, Reading::certain);
  if (!protection.possible.exact) protection.possible.boxes = {Box{}};  // too wide to say: it could hold anything
  const auto item = static_cast<std::uint32_t>(items_.size());
  std::erase_if(protection.possible.boxes, [&](Box& box) {
    std::vector<std::string> anchors = keys_.refine_in_place(box);
    if (empty(box)) return true;
    index_.add(box, keys_.possible_anchors(box, std::move(anchors)), item);
    return false;
  });
  any_explicit_noncurrent_ = any_explicit_noncurrent_ || protection.kind == Protection::Kind::explicit_noncurrent;
  items_.push_back(std::move(protection));
}

std::vector<const Protection*> Protections::touching(const Box& box) const {
  std::size_t work = std::numeric_limits<std::size_t>::max();
  return *touching(box, keys_.anchors(box), work);
}

std::optional<std::vector<const Protection*>> Protections::touching(const Box& box, const std::vector<std::string>& anchors, std::size_t& work) const {
  const std::optional<std::vector<std::uint32_t>> near = index_.near(box, anchors, work);
  if (!near) return std::nullopt;
  std::vector<const Protection*> out;
  for (const std::uint32_t item : *near) {
    const Protection& p = items_[item];
    if (p.kind == Protection::Kind::explicit_noncurrent) continue;
    if (p.possible.boxes.size() > work) return std::nullopt;
    work -= p.possible.boxes.size();
    const bool meets = std::any_of(p.possible.boxes.begin(), p.possible.boxes.end(), [&](const Box& b) { return !disjoint(b, box); });
    if (meets) out.push_back(&p);
  }
  return out;
}

std::vector<const Protection*> Protections::explicit_noncurrent(const Box& box, const std::vector<std::string>& anchors) const {
  std::vector<const Protection*> out;
  if (!any_explicit_noncurrent_) return out;
  for (const std::uint32_t item : index_.near(box, anchors)) {
    const Protection& p = items_[item];
    if (p.kind != Protection::Kind::explicit_noncurrent) continue;
    const bool meets = std::any_of(p.possible.boxes.begin(), p.possible.boxes.end(), [&](const Box& b) { return !disjoint(b, box); });
    if (meets) out.push_back(&p);
  }
  return out;
}

bool over(const Protection& p, bool accessed_clock, std::uint32_t days) {
  // created <= accessed: an age since the last access is never more than the age since creation
  if (p.over_created && *p.over_created <= days) return true;
  return accessed_clock && p.over_accessed && *p.over_accessed <= days;
}

std::string describe(const Policy& policy, const SourceManager* sources, StatementRef ref) {
  const Statement& statement = policy.rules[ref.rule].statements[ref.statement];
  std::string text = fmt::format("`{}`", shortened(to_text(policy, statement)));
  const Span& span = statement.origin.span;
  if (sources != nullptr && span.file < sources->size()) {
    const std::string path = sources->path_below(policy.root, span.file);
    const std::uint32_t line = sources->position(span.file, span.begin).line;
    text += span.file == policy.root ? fmt::format(" ({})", line) : fmt::format(" ({}:{})", path, line);
  }
  return text;
}

namespace {

bool reads_access(const Predicate& p) {
  return p.kind == PredicateKind::accessed_within || std::any_of(p.children.begin(), p.children.end(), reads_access);
}

}  // namespace

std::string describe(const Policy& policy, const SourceManager* sources, const Protection& p) {
  if (p.kind == Protection::Kind::hold) {
    const Hold& hold = policy.holds[p.hold];
    std::string line;
    if (sources != nullptr && hold.origin.span.file < sources->size()) {
      line = fmt::format(" ({})", sources->position(hold.origin.span.file, hold.origin.span.begin).line);
    }
    return fmt::format("`hold {}`{} may hold some of it", quote(hold.name), line);
  }
  const Rule& rule = policy.rules[p.statement.rule];
  const Statement& statement = rule.statements[p.statement.statement];
  std::string text = describe(policy, sources, p.statement);
  const Predicate where = both(rule.where, statement.where);
  if (p.kind == Protection::Kind::explicit_noncurrent) return text + " speaks of some of it";
  if (p.ranked) return text + " counts " + (statement.ranking.unit == no_id ? std::string("versions") : policy.fields[statement.ranking.unit].name == "version" ? "versions" : "`" + policy.fields[statement.ranking.unit].name + "` values");
  if (asks_registry(policy, where)) return text + " asks the registry";
  if (reads_access(where) || statement.clock.kind == ClockKind::accessed) return text + " reads the last access";
  if (statement.kind == StatementKind::keep_for && statement.clock.kind != ClockKind::created) return text + " has a clock that the cloud cannot read";
  return text + " may hold some of it";
}

}  // namespace shelflife
