#include "compiler/model/print.hpp"

#include <array>
#include <utility>

#include "compiler/model/names.hpp"
#include "grammar/tree.hpp"

namespace shelflife {

namespace {

std::string field_name(const Policy& policy, FieldId field) {
  return field < policy.fields.size() ? policy.fields[field].name : std::string("?");
}

std::string value_text(const std::string& value) {
  // Long runs of digits are quoted: nobody has to know how many the language reads as one.
  if (is_digits(value) && value.size() <= 9) return value;
  if (is_name(value) && !is_reserved(value)) return value;
  return quote(value);
}

std::string values_text(const std::vector<std::string>& values) {
  std::string text = "(";
  for (std::size_t i = 0; i < values.size(); ++i) text += (i == 0 ? "" : ", ") + value_text(values[i]);
  return text + ")";
}

// The largest unit that divides it: the smallest number, which an integer of nine digits can always hold
// because the policy's own spelling did.
std::string size_text(std::uint64_t bytes) {
  constexpr std::array<std::pair<std::uint64_t, const char*>, 8> units = {{{1ULL << 40, "TiB"},
                                                                           {1'000'000'000'000ULL, "TB"},
                                                                           {1ULL << 30, "GiB"},
                                                                           {1'000'000'000ULL, "GB"},
                                                                           {1ULL << 20, "MiB"},
                                                                           {1'000'000ULL, "MB"},
                                                                           {1ULL << 10, "KiB"},
                                                                           {1'000ULL, "KB"}}};
  for (const auto& [unit, name] : units)
    if (bytes != 0 && bytes % unit == 0) return std::to_string(bytes / unit) + " " + name;
  return std::to_string(bytes) + " B";
}

std::string joined(const Policy& policy, const Predicate& p, const char* between, bool in_and) {
  std::string text;
  for (std::size_t i = 0; i < p.children.size(); ++i) {
    const Predicate& child = p.children[i];
    const bool parenthesise =
        in_and && (child.kind == PredicateKind::any || child.kind == PredicateKind::all);
    if (i != 0) text += between;
    if (parenthesise) text += '(';
    text += to_text(policy, child);
    if (parenthesise) text += ')';
  }
  return text;
}

std::string negated(const Policy& policy, const Predicate& p) {
  switch (p.kind) {
    case PredicateKind::one_of:
      if (p.texts.size() == 1) return field_name(policy, p.field) + " != " + value_text(p.texts[0]);
      return field_name(policy, p.field) + " not in " + values_text(p.texts);
    case PredicateKind::missing:
      return field_name(policy, p.field) + " is not missing";
    case PredicateKind::all:
    case PredicateKind::any:
      return "not (" + to_text(policy, p) + ")";
    default:
      return "not " + to_text(policy, p);
  }
}

std::string where_text(const Policy& policy, const Predicate& where) {
  return where.kind == PredicateKind::always ? std::string{} : " where " + to_text(policy, where);
}

std::string since_text(const Policy& policy, const Clock& clock) {
  return clock.kind == ClockKind::created ? std::string{} : " since " + to_text(policy, clock);
}

const char* period_text(Period period) {
  switch (period) {
    case Period::none:
      return "";
    case Period::daily:
      return "daily ";
    case Period::weekly:
      return "weekly ";
    case Period::monthly:
      return "monthly ";
    case Period::yearly:
      return "yearly ";
  }
  return "";
}

std::string ranking_text(const Policy& policy, const Ranking& r) {
  std::string unit = field_name(policy, r.unit);
  if (unit == "version" && r.count != 1) unit = "versions";
  std::string text =
      (r.best ? "best " : "latest ") + std::to_string(r.count) + " " + period_text(r.period) + unit;
  for (std::size_t i = 0; i < r.per.size(); ++i)
    text += (i == 0 ? " per " : ", ") + field_name(policy, r.per[i]);
  if (r.best) text += std::string(" by ") + (r.highest ? "highest " : "lowest ") + field_name(policy, r.by);
  if (r.at_most) text += " for at most " + to_text(*r.at_most);
  return text;
}

std::string whole_text(const Policy& policy, FieldId whole) {
  return whole == no_id ? std::string{} : " whole " + field_name(policy, whole);
}

// The statement without its `where`.
std::string action_text(const Policy& policy, const Statement& s) {
  switch (s.kind) {
    case StatementKind::keep_forever:
      return "keep forever";
    case StatementKind::keep_for:
      return "keep for " + to_text(s.duration) + since_text(policy, s.clock);
    case StatementKind::keep_ranked:
      return "keep " + ranking_text(policy, s.ranking);
    case StatementKind::remove:
      return "delete" + whole_text(policy, s.whole) + " after " + to_text(s.duration) +
             since_text(policy, s.clock);
    case StatementKind::remove_noncurrent:
      return "delete noncurrent after " + to_text(s.duration) +
             (s.keeping_newer == 0 ? std::string{}
                                   : " keeping " + std::to_string(s.keeping_newer) + " newer");
    case StatementKind::move:
      return "move to " + to_text(s.tier) + " after " + to_text(s.duration) + since_text(policy, s.clock);
    case StatementKind::move_noncurrent:
      return "move noncurrent to " + to_text(s.tier) + " after " + to_text(s.duration);
    case StatementKind::lock:
      return std::string("lock ") + (s.mode == LockMode::compliance ? "compliance" : "governance") + " for " +
             to_text(s.duration);
    case StatementKind::abort_uploads:
      return "abort uploads after " + to_text(s.duration);
    case StatementKind::quarantine:
      return "quarantine" + whole_text(policy, s.whole) + " for " + to_text(s.duration) + " then delete";
  }
  return {};
}

}  // namespace

std::string to_text(const Policy& policy, const Predicate& p) {
  switch (p.kind) {
    case PredicateKind::always:
      return {};
    case PredicateKind::all:
      return joined(policy, p, " and ", true);
    case PredicateKind::any:
      return joined(policy, p, " or ", false);
    case PredicateKind::negation:
      return negated(policy, p.children[0]);
    case PredicateKind::one_of:
      if (p.texts.size() == 1) return field_name(policy, p.field) + " == " + value_text(p.texts[0]);
      return field_name(policy, p.field) + " in " + values_text(p.texts);
    case PredicateKind::starts_with:
    case PredicateKind::ends_with:
      return (p.field == no_id ? std::string("key") : field_name(policy, p.field)) +
             (p.kind == PredicateKind::starts_with ? " starts with " : " ends with ") + quote(p.texts[0]);
    case PredicateKind::number:
      return field_name(policy, p.field) + " " + std::string(to_text(p.comparison)) + " " +
             std::to_string(p.number);
    case PredicateKind::size:
      return std::string("size ") + std::string(to_text(p.comparison)) + " " + size_text(p.number);
    case PredicateKind::accessed_within:
      return "accessed within " + to_text(p.duration);
    case PredicateKind::missing:
      return field_name(policy, p.field) + " is missing";
    case PredicateKind::flag:
      return std::string(to_text(p.flag));
  }
  return {};
}

std::string to_text(const Policy& policy, const Statement& statement) {
  return action_text(policy, statement) + where_text(policy, statement.where);
}

std::string to_text(const Duration& duration) {
  // A duration that no text spelled (a sum, a default) has only its days.
  const std::uint32_t count = duration.count == 0 ? duration.days : duration.count;
  const Unit unit = duration.count == 0 ? Unit::days : duration.unit;
  const char* names[] = {"day", "week", "month", "year"};
  return std::to_string(count) + " " + names[static_cast<std::size_t>(unit)] + (count == 1 ? "" : "s");
}

std::string to_text(Tier tier) {
  const char* names[] = {"hot", "cool", "cold", "archive", "deep_archive"};
  return names[static_cast<std::size_t>(tier)];
}

std::string to_text(Provider provider) {
  const char* names[] = {"s3", "azure", "gcs"};
  return names[static_cast<std::size_t>(provider)];
}

std::string to_text(const Policy& policy, const Clock& clock) {
  switch (clock.kind) {
    case ClockKind::created:
      return "created";
    case ClockKind::accessed:
      return "accessed";
    case ClockKind::promoted:
      return "promoted";
    case ClockKind::retired:
      return "retired";
    case ClockKind::field:
      return field_name(policy, clock.field);
    case ClockKind::noncurrent:
      return "noncurrent";
  }
  return {};
}

std::string quote(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

std::string_view to_text(Comparison comparison) {
  switch (comparison) {
    case Comparison::less: return "<";
    case Comparison::less_equal: return "<=";
    case Comparison::greater: return ">";
    case Comparison::greater_equal: return ">=";
  }
  return "?";
}

std::string_view to_text(Flag flag) {
  switch (flag) {
    case Flag::promoted: return "promoted";
    case Flag::retired: return "retired";
    case Flag::referenced: return "referenced";
    case Flag::orphan: return "orphan";
    case Flag::noncurrent: return "noncurrent";
  }
  return "?";
}

std::string statement_id(const Policy& policy, StatementRef statement) {
  return policy.rules[statement.rule].id + "/" + std::to_string(statement.statement + 1);
}

}  // namespace shelflife
