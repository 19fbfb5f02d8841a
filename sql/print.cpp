// Expressions as an engine's text. Parentheses only where they say something: people read this, and some engines are slow to
// read nested ones.
#include "sql/dialect.hpp"

namespace shelflife::sql {

namespace {

// How tightly an expression holds together; an operand that does so less than its place asks for is put in parentheses.
enum Level : int { loose, disjunct, conjunct, negated, compared, summed, term, atom };

class Printer {
 public:
  explicit Printer(const Dialect& dialect) : d_(dialect) {}

  std::string operator()(const Expr& e, Level least = loose) const {
    const std::string text = plain(e);
    return level_of(e) < least ? "(" + text + ")" : text;
  }

 private:
  Level level_of(const Expr& e) const {
    switch (e.op) {
      case Op::any: return disjunct;
      case Op::all: return conjunct;
      case Op::negation: return e.args[0].op == Op::is_null ? compared : negated;
      case Op::one_of: return d_.in_with_null ? compared : disjunct;
      case Op::equal:
      case Op::differs:
      case Op::less:
      case Op::less_equal:
      case Op::greater:
      case Op::greater_equal:
      case Op::is_null: return compared;
      case Op::add:
      case Op::subtract: return summed;
      default: return atom;
    }
  }

  std::string plain(const Expr& e) const {
    switch (e.op) {
      case Op::column: return e.text;
      case Op::source_column: return identifier(d_, e.text);
      case Op::integer: return number(e.number);
      case Op::text: return literal(d_, e.text);
      case Op::truth: return e.number != 0 ? "true" : "false";
      case Op::null: return "CAST(NULL AS " + type_name(e.type) + ")";
      case Op::instant: return filled(d_.instant, {e.text}, {});
      case Op::now: return std::string(d_.now);
      case Op::all: return joined(e.args, 0, e.args.size(), " AND ", negated);
      case Op::any: return joined(e.args, 0, e.args.size(), " OR ", conjunct);
      case Op::negation:
        if (e.args[0].op == Op::is_null) return (*this)(e.args[0].args[0], summed) + " IS NOT NULL";
        return "NOT " + (*this)(e.args[0], compared);
      case Op::equal: return compare(e, " = ");
      case Op::differs: return compare(e, " <> ");
      case Op::less: return compare(e, " < ");
      case Op::less_equal: return compare(e, " <= ");
      case Op::greater: return compare(e, " > ");
      case Op::greater_equal: return compare(e, " >= ");
      case Op::one_of: return one_of(e);
      case Op::is_null: return (*this)(e.args[0], summed) + " IS NULL";
      case Op::add: return (*this)(e.args[0], summed) + " + " + (*this)(e.args[1], term);
      case Op::subtract: return (*this)(e.args[0], summed) + " - " + (*this)(e.args[1], term);
      case Op::negative: return "(-" + (*this)(e.args[0], atom) + ")";
      case Op::choose: return choose(e);
      case Op::call: return call(e);
      case Op::aggregate: return e.text + "(" + (*this)(e.args[0]) + ")";
      case Op::window: return window(e);
    }
    return {};
  }

  std::string number(std::int64_t n) const {
    const std::string digits = std::to_string(n);
    if (d_.wide_literals && (n > 0x7fffffff || n < -0x7fffffff)) return "toInt64(" + digits + ")";
    return n < 0 ? "(" + digits + ")" : digits;
  }

  std::string type_name(Type type) const {
    switch (type) {
      case Type::truth: return std::string(d_.truth_type);
      case Type::integer: return std::string(d_.big);
      case Type::real: return std::string(d_.real);
      default: return std::string(d_.string_type);
    }
  }

  std::string joined(const std::vector<Expr>& list, std::size_t from, std::size_t to, std::string_view between, Level least) const {
    std::string out;
    for (std::size_t i = from; i < to; ++i) out.append(i == from ? "" : between).append((*this)(list[i], least));
    return out;
  }

  std::string compare(const Expr& e, std::string_view sign) const { return joined(e.args, 0, 2, sign, summed); }

  std::string one_of(const Expr& e) const {
    const std::string what = (*this)(e.args[0], summed);
    if (d_.in_with_null) return what + " IN (" + joined(e.args, 1, e.args.size(), ", ", loose) + ")";
    std::string out;
    for (std::size_t i = 1; i < e.args.size(); ++i) out += (i > 1 ? " OR " : "") + what + " = " + (*this)(e.args[i], summed);
    return out;
  }

  std::string choose(const Expr& e) const {
    std::string out = "CASE";
    for (std::size_t i = 0; i + 1 < e.args.size(); i += 2) out += " WHEN " + (*this)(e.args[i]) + " THEN " + (*this)(e.args[i + 1]);
    if (e.args.back().op != Op::null) out += " ELSE " + (*this)(e.args.back());
    return out + " END";
  }

  std::string call(const Expr& e) const {
    std::vector<std::string> free, bound;
    for (const Expr& arg : e.args) {  // each is printed once: they nest
      free.push_back((*this)(arg));
      bound.push_back(level_of(arg) < atom ? "(" + free.back() + ")" : free.back());
    }
    return filled(d_.calls[static_cast<std::size_t>(e.call)], bound, free);
  }

  // {0} is an argument, {*} all with commas, {|} all with the sign of concatenation; any other brace is text. `free`: what stands
  // between commas and parentheses, where nothing can take it apart.
  static std::string filled(std::string_view pattern, const std::vector<std::string>& bound, const std::vector<std::string>& free) {
    std::string out;
    const auto list = [&](const std::vector<std::string>& args, std::string_view between) {
      for (std::size_t i = 0; i < args.size(); ++i) out.append(i == 0 ? "" : between).append(args[i]);
    };
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      const bool slot = pattern[i] == '{' && i + 2 < pattern.size() && pattern[i + 2] == '}';
      const char which = slot ? pattern[i + 1] : '\0';
      if (which == '*') list(free, ", ");
      else if (which == '|') list(bound, " || ");
      else if (which >= '0' && static_cast<std::size_t>(which - '0') < bound.size()) {
        const bool begins = i > 0 && (pattern[i - 1] == '(' || (i > 1 && pattern[i - 2] == ','));
        const bool ends = i + 3 < pattern.size() && (pattern[i + 3] == ')' || pattern[i + 3] == ',');
        out += (begins && ends && !free.empty() ? free : bound)[static_cast<std::size_t>(which - '0')];
      } else {
        out += pattern[i];
        continue;
      }
      i += 2;
    }
    return out;
  }

  std::string window(const Expr& e) const {
    const std::size_t arguments = e.args.size() - e.partition - e.order;
    std::string out = e.text + "(" + joined(e.args, 0, arguments, ", ", loose) + ") OVER (PARTITION BY " + joined(e.args, arguments, arguments + e.partition, ", ", loose);
    for (std::size_t i = 0; i < e.order; ++i)
      out += (i == 0 ? " ORDER BY " : ", ") + (*this)(e.args[arguments + e.partition + i]) + (e.descending[i] != 0 ? " DESC" : "");
    if (e.frame == Frame::previous) out += " ROWS BETWEEN 1 PRECEDING AND 1 PRECEDING";
    if (e.frame == Frame::peers) out += " RANGE BETWEEN CURRENT ROW AND CURRENT ROW";
    return out + ")";
  }

  const Dialect& d_;
};

}  // namespace

std::string print(const Dialect& dialect, const Expr& expression) { return Printer(dialect)(expression); }

}  // namespace shelflife::sql
