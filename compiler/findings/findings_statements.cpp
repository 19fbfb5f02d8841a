#include "compiler/findings/findings_statements.hpp"

#include <algorithm>
#include <string_view>

#include "compiler/objects/fate.hpp"

namespace shelflife::findings {

namespace {

// created <= accessed: an age since the last access is never more than the age since creation.
bool runs_no_later(const Statement& t, const Statement& s) {
  if (t.duration.days > s.duration.days) return false;
  return t.clock == s.clock || (t.clock.kind == ClockKind::created && s.clock.kind == ClockKind::accessed);
}

Clock clock_of_keep(const Statement& s) { return s.kind == StatementKind::lock ? Clock{} : s.clock; }

// Whether t, a keep for a time or a lock, holds whatever is kept for `days` since `clock`.
bool lasts(const Statement& t, const Clock& clock, std::uint32_t days) {
  if (t.kind != StatementKind::keep_for && t.kind != StatementKind::lock) return false;
  const Clock own = clock_of_keep(t);
  return t.duration.days >= days && (own == clock || (own.kind == ClockKind::accessed && clock.kind == ClockKind::created));
}

class Hash {
 public:
  void add(std::uint64_t v) { state_ = (state_ ^ v) * 0x9e3779b97f4a7c15U, state_ ^= state_ >> 29U; }
  void add(const std::string& text) { add(std::hash<std::string_view>{}(text)); }
  void add(const TextPattern& p) { add(p.text), add((p.prefix ? 2U : 0U) + (p.negated ? 1U : 0U)); }
  std::uint64_t value() const { return state_; }

 private:
  std::uint64_t state_ = 0x243f6a8885a308d3U;
};

std::uint64_t hash_of(const std::vector<Box>& boxes) {
  Hash hash;
  for (const Box& box : boxes) {
    for (const auto& [field, set] : box.texts) {
      hash.add(field);
      hash.add((set.cofinite ? 2U : 0U) + (set.missing ? 1U : 0U));
      for (const std::string& value : set.values) hash.add(value);
      for (const TextPattern& p : set.patterns) hash.add(p);
    }
    for (const auto& [field, set] : box.numbers) hash.add(field), hash.add(set.codes.lo), hash.add(set.codes.hi);
    for (const TextPattern& p : box.key) hash.add(p);
    hash.add(box.size.lo), hash.add(box.size.hi), hash.add(box.accessed.lo), hash.add(box.accessed.hi);
    hash.add((static_cast<std::uint64_t>(box.flags.may_be_true) << 8U) + box.flags.may_be_false);
  }
  return hash.value();
}

}  // namespace

bool does_all_of(const Statement& t, const Statement& s) {
  switch (s.kind) {
    case StatementKind::keep_forever: return t.kind == StatementKind::keep_forever;
    case StatementKind::keep_for: return t.kind == StatementKind::keep_forever || lasts(t, s.clock, s.duration.days);
    case StatementKind::keep_ranked:
      return t.kind == StatementKind::keep_forever || (s.ranking.at_most && lasts(t, Clock{}, s.ranking.at_most->days));
    case StatementKind::lock: return t.kind == StatementKind::lock && t.mode >= s.mode && t.duration.days >= s.duration.days;
    case StatementKind::remove: return t.kind == s.kind && (t.whole == no_id || t.whole == s.whole) && runs_no_later(t, s);
    case StatementKind::remove_noncurrent:
      return t.kind == s.kind && t.duration.days <= s.duration.days && t.keeping_newer <= s.keeping_newer;
    case StatementKind::move:
    case StatementKind::move_noncurrent: return t.kind == s.kind && t.tier >= s.tier && runs_no_later(t, s);
    case StatementKind::abort_uploads: return t.kind == s.kind && t.duration.days <= s.duration.days;
    case StatementKind::quarantine: return false;  // a mark belongs to the statement that wrote it
  }
  return false;
}

bool same_shape(const Statement& a, const Statement& b) {
  if (a.kind != b.kind || a.clock != b.clock || a.whole != b.whole || a.keeping_newer != b.keeping_newer) return false;
  if ((a.kind == StatementKind::move || a.kind == StatementKind::move_noncurrent) && a.tier != b.tier) return false;
  if (a.kind == StatementKind::lock && a.mode != b.mode) return false;
  if (a.kind != StatementKind::keep_ranked) return true;
  Ranking x = a.ranking, y = b.ranking;
  x.count = y.count = 0;
  return x == y;
}

bool stronger(const Statement& a, const Statement& b) {
  switch (a.kind) {
    case StatementKind::keep_for:
    case StatementKind::lock: return a.duration.days > b.duration.days;
    case StatementKind::keep_ranked: return a.ranking.count > b.ranking.count;
    case StatementKind::keep_forever: return false;
    default: return a.duration.days < b.duration.days;
  }
}

bool holds_longer(const Statement& keep, const Statement& remove) {
  if (remove.kind != StatementKind::remove) return false;
  return lasts(keep, remove.clock, remove.duration.days + 1);
}

Statements::Statements(const Policy& p) : policy(p) {
  first_of_rule.reserve(policy.rules.size());
  by_hash_.reserve(policy.rules.size());
  for (std::uint32_t r = 0; r < policy.rules.size(); ++r) {
    const Rule& rule = policy.rules[r];
    first_of_rule.push_back(static_cast<std::uint32_t>(items.size()));
    std::uint32_t whole_rule = no_id;
    for (std::uint32_t s = 0; s < rule.statements.size(); ++s) {
      const Statement& statement = rule.statements[s];
      Item item{{r, s}, &statement, no_id, shape_of(statement), false};
      const bool plain = statement.where.kind == PredicateKind::always;
      if (plain && whole_rule != no_id) {
        item.region = whole_rule;
      } else {
        item.region = intern(truth(policy, plain ? rule.where : both(rule.where, statement.where), Reading::as_read));
        if (plain) whole_rule = item.region;
      }
      const bool move = statement.kind == StatementKind::move || statement.kind == StatementKind::move_noncurrent;
      item.any_size = move && !names_size(rule.where) && !names_size(statement.where);
      items.push_back(item);
    }
  }
  for (const Hold& hold : policy.holds) hold_regions.push_back(intern(truth(policy, hold.where, Reading::as_read)));
}

std::uint32_t Statements::intern(Region region) {
  const std::uint64_t hash = hash_of(region.boxes) + (region.exact ? 0U : 1U);
  const auto [first, last] = by_hash_.equal_range(hash);
  for (auto at = first; at != last; ++at) {
    const Region& have = regions[at->second];
    if (have.exact == region.exact && have.boxes == region.boxes) return at->second;
  }
  const auto id = static_cast<std::uint32_t>(regions.size());
  by_hash_.emplace(hash, id);
  const auto asks = [&](const auto& entry) { return policy.fields[entry.first].required && policy.fields[entry.first].source == FieldSource::path; };
  asks_required_path.push_back(std::any_of(region.boxes.begin(), region.boxes.end(), [&](const Box& box) {
    return std::any_of(box.texts.begin(), box.texts.end(), asks) || std::any_of(box.numbers.begin(), box.numbers.end(), asks);
  }));
  regions.push_back(std::move(region));
  return id;
}

std::uint32_t Statements::shape_of(const Statement& s) {
  Hash hash;
  hash.add(static_cast<std::uint64_t>(s.kind)), hash.add(static_cast<std::uint64_t>(s.clock.kind)), hash.add(s.clock.field);
  hash.add(s.whole), hash.add(s.keeping_newer), hash.add(static_cast<std::uint64_t>(s.tier)), hash.add(static_cast<std::uint64_t>(s.mode));
  hash.add(s.ranking.unit), hash.add(s.ranking.by);
  const auto [first, last] = shapes_.equal_range(hash.value());
  for (auto at = first; at != last; ++at) {
    const Item& have = items[at->second];
    if (same_shape(*have.statement, s)) return have.shape;
  }
  shapes_.emplace(hash.value(), static_cast<std::uint32_t>(items.size()));
  return last_shape_++;
}

}  // namespace shelflife::findings
