#include "sql/expression.hpp"

#include <algorithm>
#include <iterator>

namespace shelflife::sql {

namespace {

Expr node(Op op, Type type, std::vector<Expr> args = {}) {
  Expr e;
  e.op = op;
  e.type = type;
  e.args = std::move(args);
  return e;
}

// A flat list of one connective: `all` is ended by a false, `any` by a true.
Expr connect(Op op, std::vector<Expr> list) {
  const bool neutral = op == Op::all;
  std::vector<Expr> flat;
  for (Expr& e : list) {
    if (is(e, neutral)) continue;
    if (is(e, !neutral)) return truth(!neutral);
    if (e.op == op) std::move(e.args.begin(), e.args.end(), std::back_inserter(flat));
    else flat.push_back(std::move(e));
  }
  if (flat.empty()) return truth(neutral);
  if (flat.size() == 1) return std::move(flat[0]);
  return node(op, Type::truth, std::move(flat));
}

}  // namespace

Expr column(std::string name, Type type) {
  Expr e = node(Op::column, type);
  e.text = std::move(name);
  return e;
}

Expr flag_column(std::string name) {
  Expr e = column(std::move(name), Type::truth);
  e.sure = true;
  return e;
}

Expr source_column(std::string name, Type type) {
  Expr e = node(Op::source_column, type);
  e.text = std::move(name);
  return e;
}

Expr integer(std::int64_t value) {
  Expr e = node(Op::integer, Type::integer);
  e.number = value;
  return e;
}

Expr text(std::string value) {
  Expr e = node(Op::text, Type::text);
  e.text = std::move(value);
  return e;
}

Expr truth(bool value) {
  Expr e = node(Op::truth, Type::truth);
  e.number = value ? 1 : 0;
  return e;
}

Expr null(Type type) { return node(Op::null, type); }

bool is(const Expr& e, bool value) { return e.op == Op::truth && (e.number != 0) == value; }

Expr all(std::vector<Expr> list) { return connect(Op::all, std::move(list)); }
Expr any(std::vector<Expr> list) { return connect(Op::any, std::move(list)); }

Expr operator!(Expr e) {
  if (e.op == Op::truth) return truth(e.number == 0);
  if (e.op == Op::null) return e;
  if (e.op == Op::negation) {
    Expr inner = std::move(e.args[0]);
    return inner;
  }
  return node(Op::negation, Type::truth, {std::move(e)});
}

Expr surely(Expr e) {
  if (e.op == Op::truth || e.op == Op::is_null || e.sure) return e;
  if (e.op == Op::null) return truth(false);
  if (e.op == Op::all || e.op == Op::any) {  // both are true exactly where their parts surely make them so
    for (Expr& part : e.args) part = surely(std::move(part));
    return connect(e.op, std::move(e.args));
  }
  if (e.op == Op::call && e.call == Call::coalesce) return e;
  if (e.op == Op::negation && (e.args[0].op == Op::is_null || e.args[0].sure)) return e;
  return coalesce(std::move(e), truth(false));
}

Expr compare(Op op, Expr a, Expr b) { return node(op, Type::truth, {std::move(a), std::move(b)}); }
Expr equal(Expr a, Expr b) { return compare(Op::equal, std::move(a), std::move(b)); }

Expr one_of(Expr e, const std::vector<std::string>& texts) {
  if (texts.size() == 1) return equal(std::move(e), text(texts[0]));
  std::vector<Expr> args{std::move(e)};
  for (const std::string& t : texts) args.push_back(text(t));
  return node(Op::one_of, Type::truth, std::move(args));
}

Expr is_null(Expr e) {
  if (e.op == Op::null) return truth(true);
  if (e.op == Op::truth || e.op == Op::integer || e.op == Op::text) return truth(false);
  return node(Op::is_null, Type::truth, {std::move(e)});
}

Expr operator+(Expr a, Expr b) { return node(Op::add, Type::integer, {std::move(a), std::move(b)}); }
Expr operator-(Expr a, Expr b) { return node(Op::subtract, Type::integer, {std::move(a), std::move(b)}); }
Expr operator*(Expr a, Expr b) { return call(Call::multiply, Type::integer, {std::move(a), std::move(b)}); }
Expr divide(Expr a, Expr b) { return call(Call::divide, Type::integer, {std::move(a), std::move(b)}); }
Expr negative(Expr e) { return node(Op::negative, Type::integer, {std::move(e)}); }

Expr choose(std::vector<When> list, Expr otherwise) {
  std::vector<Expr> args;
  const Type type = otherwise.type;
  for (When& one : list) {
    if (is(one.when, false)) continue;
    if (is(one.when, true)) {
      otherwise = std::move(one.then);
      break;
    }
    args.push_back(std::move(one.when));
    args.push_back(std::move(one.then));
  }
  if (args.empty()) return otherwise;
  // case when c then true else false end, of a condition that is never null, is the condition
  if (args.size() == 2 && is(args[1], true) && is(otherwise, false)) return surely(std::move(args[0]));
  args.push_back(std::move(otherwise));
  return node(Op::choose, type, std::move(args));
}

Expr call(Call call, Type type, std::vector<Expr> args) {
  Expr e = node(Op::call, type, std::move(args));
  e.call = call;
  return e;
}

Expr coalesce(Expr a, Expr b) {
  if (a.op == Op::null) return b;
  const Type type = b.type;
  return call(Call::coalesce, type, {std::move(a), std::move(b)});
}

namespace {

Expr extreme(Call which, std::vector<Expr> list) { return list.size() == 1 ? std::move(list[0]) : call(which, Type::integer, std::move(list)); }

}  // namespace

Expr greatest(std::vector<Expr> list) { return extreme(Call::greatest, std::move(list)); }
Expr least(std::vector<Expr> list) { return extreme(Call::least, std::move(list)); }

Expr concat(std::vector<Expr> list) { return list.size() == 1 ? std::move(list[0]) : call(Call::concat, Type::text, std::move(list)); }

Expr aggregate(std::string function, Type type, Expr argument) {
  Expr e = node(Op::aggregate, type, {std::move(argument)});
  e.text = std::move(function);
  return e;
}

Expr over(std::string function, Type type, std::vector<Expr> argument, std::vector<Expr> partition, std::vector<Order> order, Frame frame) {
  Expr e = node(Op::window, type, std::move(argument));
  e.text = std::move(function);
  e.partition = partition.size();
  e.order = order.size();
  e.frame = frame;
  std::move(partition.begin(), partition.end(), std::back_inserter(e.args));
  for (Order& one : order) {
    e.args.push_back(std::move(one.by));
    e.descending.push_back(one.descending ? 1 : 0);
  }
  return e;
}

}  // namespace shelflife::sql
