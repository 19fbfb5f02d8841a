// Names, values, numbers, dates, durations and sizes.
#include <array>
#include <string>

#include "grammar/builder.hpp"

namespace shelflife {

namespace {

// Most texts are their own value; one with escapes gets a copy in the arena.
std::string_view decode(std::string_view quoted, Arena& arena) {
  const std::string_view inner = quoted.substr(1, quoted.size() - 2);
  if (inner.find('\\') == std::string_view::npos) return inner;
  char* const result = static_cast<char*>(arena.take(inner.size()));
  std::size_t size = 0;
  for (std::size_t i = 0; i < inner.size(); ++i) {
    if (inner[i] == '\\' && i + 1 < inner.size()) ++i;
    result[size++] = inner[i];
  }
  return {result, size};
}

std::uint32_t number(std::string_view digits) {
  std::uint32_t value = 0;
  for (const char c : digits) value = value * 10 + static_cast<std::uint32_t>(c - '0');
  return value;
}

int days_in(int year, int month) {
  constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : days[static_cast<std::size_t>(month - 1)];
}

ast::DurationUnit duration_unit(Kind kind) {
  switch (kind) {
    case Kind::kw_weeks: case Kind::kw_week: return ast::DurationUnit::weeks;
    case Kind::kw_months: case Kind::kw_month: return ast::DurationUnit::months;
    case Kind::kw_years: case Kind::kw_year: return ast::DurationUnit::years;
    default: return ast::DurationUnit::days;
  }
}

std::uint64_t bytes_of(Kind unit) {
  constexpr std::uint64_t k = 1000;
  switch (unit) {
    case Kind::kw_kib: return 1ULL << 10U;
    case Kind::kw_mib: return 1ULL << 20U;
    case Kind::kw_gib: return 1ULL << 30U;
    case Kind::kw_tib: return 1ULL << 40U;
    case Kind::kw_kb: return k;
    case Kind::kw_mb: return k * k;
    case Kind::kw_gb: return k * k * k;
    case Kind::kw_tb: return k * k * k * k;
    default: return 1;
  }
}

}  // namespace

ast::Name Builder::name() {
  const Origin origin = in_.take();
  return {in_.text(origin), origin};
}

ast::String Builder::string() {
  const Origin origin = in_.take();
  return {decode(in_.text(origin), memory_.arena), origin};
}

Maybe<ast::String> Builder::optional_string() {
  if (!in_.at_leaf(Kind::string)) return {};
  return some(string());
}

ast::Value Builder::value() {
  const Kind kind = in_.kind();
  const Origin origin = in_.take();
  const std::string_view text = in_.text(origin);
  if (kind == Kind::string) return {decode(text, memory_.arena), ast::ValueForm::string, origin};
  return {text, kind == Kind::digits ? ast::ValueForm::digits : ast::ValueForm::name, origin};
}

ast::Integer Builder::integer() {
  const Origin origin = in_.take();
  return {number(in_.text(origin)), origin};
}

ast::Date Builder::date() {
  const Origin origin = in_.take();
  const std::string_view text = in_.text(origin);
  const ast::Date date{static_cast<int>(number(text.substr(0, 4))), static_cast<int>(number(text.substr(5, 2))),
                       static_cast<int>(number(text.substr(8, 2))), origin};
  if (date.year < 1 || date.month < 1 || date.month > 12 || date.day < 1 || date.day > days_in(date.year, date.month))
    refuse(Code::no_such_date, origin, in_back_quotes(text) + " is not in the calendar");
  return date;
}

ast::Duration Builder::duration() {
  ast::Duration result;
  const Origin from = in_.here();
  in_.enter();
  if (in_.at_leaf(Kind::integer)) {
    result.count = integer().value;
    result.unit = duration_unit(in_.kind());
    in_.take();
  } else {
    result.let = name().text;
  }
  result.origin = in_.since(from);
  in_.leave();
  return result;
}

std::uint64_t Builder::bytes(std::uint32_t count, Kind unit, const Origin& origin) {
  const std::uint64_t each = bytes_of(unit);
  if (count > UINT64_MAX / each) {
    refuse(Code::size_overflow, origin, in_back_quotes(in_.text(origin)) + " is 2^64 bytes or more");
    return 0;
  }
  return count * each;
}

ast::Size Builder::size() {
  ast::Size result;
  const Origin from = in_.here();
  in_.enter();
  if (in_.at_leaf(Kind::integer)) {
    const std::uint32_t count = integer().value;
    const Kind unit = in_.kind();
    in_.take();
    result.bytes = bytes(count, unit, in_.since(from));
  } else {
    result.let = name().text;
  }
  result.origin = in_.since(from);
  result.spelling = in_.text(result.origin);
  in_.leave();
  return result;
}

List<ast::Name> Builder::names() {
  const std::size_t base = memory_.names.size();
  do memory_.names.push_back(name());
  while (in_.accept(Kind::comma));
  return taken(memory_.names, base);
}

List<ast::Value> Builder::values() {
  const std::size_t base = memory_.values.size();
  do memory_.values.push_back(value());
  while (in_.accept(Kind::comma));
  return taken(memory_.values, base);
}

List<ast::Name> Builder::on_stores() {
  if (!in_.accept(Kind::kw_on)) return {};
  return names();
}

Maybe<ast::String> Builder::by_owner() {
  if (!in_.accept(Kind::kw_by)) return {};
  return some(string());
}

Maybe<ast::Name> Builder::since() {
  if (!in_.at_node(Kind::since)) return {};
  in_.enter();
  in_.accept(Kind::kw_since);
  const ast::Name result = name();
  in_.leave();
  return some(result);
}

}  // namespace shelflife
