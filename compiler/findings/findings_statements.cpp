#include "compiler/findings/findings_statements.hpp"

#include <algorithm>
#include <string_view>

#include "compiler/objects/fate.hpp"
#include "grammar/side_by_side.hpp"

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

Kinds that_do_all_of(StatementKind kind) {
  const bool keep = kind == StatementKind::keep_for || kind == StatementKind::keep_ranked;
  return kinds_of(kind) | (keep ? kinds_of(StatementKind::keep_forever) | kinds_of(StatementKind::keep_for) | kinds_of(StatementKind::lock) : 0U);
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

// Regions are made by all processors and get their index in source order.
Statements::Statements(const Policy& p) : policy(p), by_hash_(p.rules.size()) {
  constexpr std::size_t rules_at_once = 2048;
  const std::size_t count = policy.rules.size();
  std::vector<std::vector<Made>> pieces((count + rules_at_once - 1) / rules_at_once);
  side_by_side(pieces.size(), [&](std::size_t piece) {
    const std::size_t first = piece * rules_at_once, last = std::min(count, first + rules_at_once);
    pieces[piece].reserve(2 * (last - first));
    for (std::size_t r = first; r < last; ++r) regions_of(policy.rules[r], pieces[piece]);
  });
  std::size_t size = 0;
  for (const Rule& rule : policy.rules) size += rule.statements.size();
  items.reserve(size);
  first_of_rule.reserve(count);
  regions.reserve(count);
  std::size_t next = 0;
  for (std::uint32_t r = 0; r < count; ++r) {
    const Rule& rule = policy.rules[r];
    std::vector<Made>& piece = pieces[r / rules_at_once];
    if (r % rules_at_once == 0) next = 0;
    first_of_rule.push_back(static_cast<std::uint32_t>(items.size()));
    std::uint32_t whole_rule = no_id;
    for (std::uint32_t s = 0; s < rule.statements.size(); ++s) {
      const Statement& statement = rule.statements[s];
      Item item{{r, s}, &statement, no_id, shape_of(statement), false};
      const bool plain = statement.where.kind == PredicateKind::always;
      item.region = plain && whole_rule != no_id ? whole_rule : intern(std::move(piece[next++]));
      if (plain) whole_rule = item.region;
      const bool move = statement.kind == StatementKind::move || statement.kind == StatementKind::move_noncurrent;
      item.any_size = move && !names_size(rule.where) && !names_size(statement.where);
      items.push_back(item);
    }
  }
  for (const Hold& hold : policy.holds) hold_regions.push_back(intern(made(truth(policy, hold.where, Reading::as_read))));
}

Statements::Made Statements::made(Region region) const {
  const std::uint64_t hash = hash_of(region.boxes) + (region.exact ? 0U : 1U);
  return {std::move(region), hash};
}

// One for the statements without a condition of their own, where the first of them stands, and one for each other.
void Statements::regions_of(const Rule& rule, std::vector<Made>& out) const {
  const auto plain = [](const Statement& s) { return s.where.kind == PredicateKind::always; };
  if (rule.statements.empty()) return;
  Region whole = truth(policy, rule.where, Reading::as_read);
  const std::size_t plains = static_cast<std::size_t>(std::count_if(rule.statements.begin(), rule.statements.end(), plain));
  bool given = false;
  for (const Statement& statement : rule.statements) {
    if (!plain(statement)) {
      out.push_back(made(truth_of_both(policy, rule.where, whole, statement.where, Reading::as_read)));
    } else if (!given) {
      given = true;
      out.push_back(made(plains == rule.statements.size() ? std::move(whole) : whole));
    }
  }
}

std::uint32_t Statements::intern(Made made) {
  Region& region = made.region;
  const std::uint32_t known = by_hash_.find(made.hash, [&](std::uint32_t id) { return regions[id].exact == region.exact && regions[id].boxes == region.boxes; });
  if (known != HashIndex::none) return known;
  const auto id = static_cast<std::uint32_t>(regions.size());
  by_hash_.add(made.hash, id);
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
  const std::uint32_t known = shapes_.find(hash.value(), [&](std::uint32_t item) { return same_shape(*items[item].statement, s); });
  if (known != HashIndex::none) return items[known].shape;
  shapes_.add(hash.value(), static_cast<std::uint32_t>(items.size()));
  return last_shape_++;
}

}  // namespace shelflife::findings
