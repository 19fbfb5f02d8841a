// What keys bind through the layouts, what tags say, and what of it counts.
#include "sql/stages.hpp"

namespace shelflife::sql {

namespace {

Expr segment_text(const Scope& scope, std::size_t i) {
  return call(Call::segment, Type::text, {scope.key(), integer(static_cast<std::int64_t>(i) + 1)});
}

Expr length(Expr e) { return call(Call::length, Type::integer, {std::move(e)}); }

// Whether the i-th segment of the key is closed and matches.
Expr matches(const Scope& scope, const Segment& segment, std::size_t i) {
  std::vector<Expr> list{compare(Op::greater, column("object_slashes", Type::integer), integer(static_cast<std::int64_t>(i)))};
  const Expr own = segment_text(scope, i);
  if (segment.literal()) {
    list.push_back(equal(own, text(segment.prefix)));
    return all(std::move(list));
  }
  if (!segment.prefix.empty()) list.push_back(call(Call::starts_with, Type::truth, {own, text(segment.prefix)}));
  if (!segment.suffix.empty()) list.push_back(call(Call::ends_with, Type::truth, {own, text(segment.suffix)}));
  if (!segment.prefix.empty() && !segment.suffix.empty())
    list.push_back(compare(Op::greater_equal, length(own), length(text(segment.prefix)) + length(text(segment.suffix))));
  return all(std::move(list));
}

// What stands for the field; null where that is nothing.
Expr middle(const Scope& scope, const Segment& segment, std::size_t i) {
  const Expr own = segment_text(scope, i);
  const bool bare = segment.prefix.empty() && segment.suffix.empty();
  return call(Call::null_if_empty, Type::text, {bare ? own : call(Call::middle, Type::text, {own, text(segment.prefix), text(segment.suffix)})});
}

std::string matched_name(std::size_t k) { return "matched_" + std::to_string(k + 1); }
Expr matched_more(std::size_t k, std::size_t i) { return compare(Op::greater, column(matched_name(k), Type::integer), integer(static_cast<std::int64_t>(i))); }

std::size_t first_field(const Layout& layout) {
  std::size_t i = 0;
  while (layout.segments[i].literal()) ++i;
  return i;
}

Expr fits(const Scope& scope, const Layout& layout, std::size_t k) {
  const std::size_t i = first_field(layout);
  return all({matched_more(k, i), !is_null(middle(scope, layout.segments[i], i))});
}

// Whether layout a (the k-th) takes a key from b (the j-th): the order of compiler/model/layout.
Expr better(const Layout& a, std::size_t k, const Layout& b, std::size_t j) {
  const std::size_t common = std::min(a.segments.size(), b.segments.size());
  std::size_t i = 0;
  while (i < common && a.segments[i] == b.segments[i]) ++i;
  if (i == common) return truth(a.segments.size() > b.segments.size());
  const Segment &x = a.segments[i], &y = b.segments[i];
  bool wins = false;
  if (x.literal() != y.literal()) wins = x.literal();
  else if (x.prefix.size() != y.prefix.size()) wins = x.prefix.size() > y.prefix.size();
  else wins = x.suffix.size() > y.suffix.size();
  const Expr in_a = matched_more(k, i), in_b = matched_more(j, i);
  return wins ? in_a : all({in_a, !in_b});
}

void add_layouts(Plan& plan) {
  const Scope& scope = plan.scope;
  if (scope.layouts.empty()) return;
  const auto layout = [&](std::size_t k) -> const Layout& { return scope.policy.layouts[scope.layouts[k]]; };
  Stage& matched = plan.next("matched", "how many segments of each layout a key matches");
  for (std::size_t k = 0; k < scope.layouts.size(); ++k) {
    std::vector<When> list;
    for (std::size_t i = 0; i < layout(k).segments.size(); ++i) list.push_back({!matches(scope, layout(k).segments[i], i), integer(static_cast<std::int64_t>(i))});
    matched.columns.push_back({matched_name(k), choose(std::move(list), integer(static_cast<std::int64_t>(layout(k).segments.size())))});
  }
  Stage& placed = plan.next("placed", "the layout that a key is under; 0: none");
  std::vector<When> list;
  for (std::size_t k = 0; k < scope.layouts.size(); ++k) {
    std::vector<Expr> wins{fits(scope, layout(k), k)};
    for (std::size_t j = 0; j < scope.layouts.size(); ++j) {
      if (j == k) continue;
      const Expr takes = j < k ? better(layout(k), k, layout(j), j) : !better(layout(j), j, layout(k), k);
      wins.push_back(any({!fits(scope, layout(j), j), takes}));
    }
    list.push_back({all(std::move(wins)), integer(static_cast<std::int64_t>(k) + 1)});
  }
  placed.columns.push_back({"layout_no", choose(std::move(list), integer(0))});
  Stage& bound = plan.next("bound", "what the key binds");
  for (const FieldId id : scope.bound) {
    std::vector<When> values;
    for (std::size_t k = 0; k < scope.layouts.size(); ++k) {
      for (std::size_t i = 0; i < layout(k).segments.size(); ++i) {
        if (layout(k).segments[i].field != id) continue;
        const Expr here = all({equal(column("layout_no", Type::integer), integer(static_cast<std::int64_t>(k) + 1)), matched_more(k, i)});
        values.push_back({here, middle(scope, layout(k).segments[i], i)});
      }
    }
    bound.columns.push_back({column_name('r', id, scope.policy), choose(std::move(values), null(Type::text))});
  }
}

Expr part_of(const Expr& text, std::int64_t start, std::int64_t count) { return call(Call::substring, Type::text, {text, integer(start), integer(count)}); }

// Texts that a number is written with, none that an engine alone would take for one.
Expr number_or_null(const Expr& value) {
  const Expr rest = call(Call::translate, Type::text, {value, text("0123456789.-eE+"), text("")});
  const Expr plain = all({equal(rest, text("")), !call(Call::starts_with, Type::truth, {value, text("+")})});
  return choose({{plain, call(Call::number, Type::real, {value})}}, null(Type::real));
}

}  // namespace

Expr day_of_text(const Expr& value) {
  const Expr shaped = surely(equal(call(Call::translate, Type::text, {value, text("0123456789"), text("0000000000")}), text("0000-00-00")));
  // Engines may work out both ways of a choice: what is no date is made one first.
  const Expr safe = choose({{shaped, value}}, text("0001-01-01"));
  const auto number = [&](std::int64_t start, std::int64_t count) { return call(Call::integer_of_text, Type::integer, {part_of(safe, start, count)}); };
  const Expr y = number(1, 4), m = number(6, 2), d = number(9, 2);
  const Expr leap = all({equal(y - divide(y, integer(4)) * integer(4), integer(0)),
                         any({compare(Op::differs, y - divide(y, integer(100)) * integer(100), integer(0)), equal(y - divide(y, integer(400)) * integer(400), integer(0))})});
  const Expr last = choose({{equal(m, integer(2)), choose({{leap, integer(29)}}, integer(28))},
                            {any({equal(m, integer(4)), equal(m, integer(6)), equal(m, integer(9)), equal(m, integer(11))}), integer(30)}}, integer(31));
  const Expr real = all({shaped, compare(Op::greater_equal, y, integer(1)), compare(Op::greater_equal, m, integer(1)), compare(Op::less_equal, m, integer(12)),
                         compare(Op::greater_equal, d, integer(1)), compare(Op::less_equal, d, last)});
  // Years that begin in March have their leap day last.
  const Expr early = compare(Op::less_equal, m, integer(2));
  const Expr year = y - choose({{early, integer(1)}}, integer(0));
  const Expr month = m + choose({{early, integer(9)}}, integer(-3));
  const Expr day = year * integer(365) + divide(year, integer(4)) - divide(year, integer(100)) + divide(year, integer(400)) +
                   divide(month * integer(153) + integer(2), integer(5)) + d - integer(719469);
  return choose({{real, day * integer(86400)}}, null(Type::integer));
}

void add_fields(Plan& plan) {
  add_layouts(plan);
  const Scope& scope = plan.scope;
  const Policy& policy = scope.policy;
  std::vector<Column> dates, values, unread;
  for (const FieldId id : scope.fields) {
    const Field& field = policy.fields[id];
    const bool tag = field.source == FieldSource::tag && scope.reads_tags();
    if (field.source == FieldSource::registry || (field.source == FieldSource::tag && !tag)) continue;
    if (field.source == FieldSource::path && scope.layouts.empty()) {
      values.push_back({column_name('f', id, policy), null(Type::text)});
    } else {
      const Expr raw = tag ? column(column_name('t', id, policy), Type::text) : scope.raw(id);
      std::vector<Expr> counts{listed(field, raw)};
      if (field.type == FieldType::number) counts.push_back(!is_null(number_or_null(raw)));
      if (field.type == FieldType::date) {
        const Expr day = day_of_text(raw);
        if (tag) dates.push_back({column_name('d', id, policy), day});
        counts.push_back(!is_null(tag ? column(column_name('d', id, policy), Type::integer) : day));
      }
      const Expr accepted = all(std::move(counts));
      values.push_back({column_name('f', id, policy), is(accepted, true) ? raw : choose({{accepted, raw}}, null(Type::text))});
    }
    if (scope.unread(id).op != Op::column) continue;
    std::vector<Expr> reasons;
    if (tag && scope.table.find(Role::tags) != nullptr && scope.table.form == Form::parquet) reasons.push_back(flag_column("tags_unread"));
    if (field.required) reasons.push_back(all({is_null(scope.value(id)), tag ? truth(true) : scope.managed()}));
    unread.push_back({column_name('u', id, policy), any(std::move(reasons))});
  }
  if (!dates.empty()) plan.next("dated", "labels that are dates, in seconds").columns = std::move(dates);
  if (!values.empty()) plan.next("labelled", "labels: a value outside its list counts as missing").columns = std::move(values);
  if (!unread.empty()) plan.next("known", "labels that were not read, and required ones that are missing").columns = std::move(unread);
}

}  // namespace shelflife::sql
