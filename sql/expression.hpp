// SQL expressions as values, typed, in no engine's spelling: dialect.hpp has that. Builders fold what is constant, so that a
// short policy gives a short query.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace shelflife::sql {

enum class Type : std::uint8_t { truth, integer, real, text, instant };

// What engines spell differently. Arguments in this order.
enum class Call : std::uint8_t {
  starts_with, ends_with,  // text, text
  length,                  // text
  middle,                  // text, prefix, suffix: what lies between
  slashes,                 // text: how many
  segment,                 // text, i: from 1
  translate,               // text, from, to
  lower, url_decoded, null_if_empty,
  greatest, least, multiply, divide, bit_and, bit_or,
  concat, coalesce,
  substring_from,          // text, start
  substring,               // text, start, length
  tag_of_json, tag_of_map, // tags, name
  number,                  // text: real, or null; only for texts that pass a guard
  integer_of_text, seconds_of_text, seconds_of_instant, instant_of_seconds,
  nullable,                // the same value, in a type that can be null
  count_of_calls           // none
};

enum class Op : std::uint8_t {
  column, source_column, integer, text, truth, null, instant, now,
  all, any, negation, equal, differs, less, less_equal, greater, greater_equal, one_of, is_null,
  add, subtract, negative, choose, call, aggregate, window,
};

// Which rows of a window count: up to here and what is alike, the row before, what is alike.
enum class Frame : std::uint8_t { standard, previous, peers };

struct Expr {
  Op op = Op::null;
  Type type = Type::text;
  Call call = Call::count_of_calls;
  std::string text;          // column, text; aggregate and window: the function; instant: "2027-03-31 12:00:00"
  std::int64_t number = 0;   // integer; truth: 0 or 1
  std::vector<Expr> args;    // choose: when, then, when, then, ..., else; window: see `over`
  std::size_t partition = 0, order = 0;  // window: how many of args are of each, behind the function's argument
  std::vector<std::uint8_t> descending;         // window: by order
  bool sure = false;                     // column: never null
  Frame frame = Frame::standard;          // window
};

// ---- leaves
Expr column(std::string name, Type type);          // of ours
Expr flag_column(std::string name);                  // of ours, a truth value that is never null
Expr source_column(std::string name, Type type);   // of the user's table: quoted
Expr integer(std::int64_t value);
Expr text(std::string value);
Expr truth(bool value);
Expr null(Type type);
bool is(const Expr& e, bool value);  // is that constant

// ---- three-valued logic, as SQL has it
Expr all(std::vector<Expr> list);
Expr any(std::vector<Expr> list);
Expr operator!(Expr e);
Expr surely(Expr e);  // false where it is null
Expr compare(Op op, Expr a, Expr b);
Expr equal(Expr a, Expr b);
Expr one_of(Expr e, const std::vector<std::string>& texts);
Expr is_null(Expr e);

// ---- the rest
Expr operator+(Expr a, Expr b);
Expr operator-(Expr a, Expr b);
Expr operator*(Expr a, Expr b);
Expr divide(Expr a, Expr b);  // of whole numbers that are not negative
Expr negative(Expr e);
struct When {
  Expr when, then;
};
Expr choose(std::vector<When> list, Expr otherwise);
Expr call(Call call, Type type, std::vector<Expr> args);
Expr coalesce(Expr a, Expr b);
Expr greatest(std::vector<Expr> list);  // no argument may be null
Expr least(std::vector<Expr> list);
Expr concat(std::vector<Expr> list);
Expr aggregate(std::string function, Type type, Expr argument);
// function(argument) over (partition by ... order by ...), with a frame of those above.
struct Order {
  Expr by;
  bool descending = false;
};
Expr over(std::string function, Type type, std::vector<Expr> argument, std::vector<Expr> partition, std::vector<Order> order, Frame frame = Frame::standard);

}  // namespace shelflife::sql
