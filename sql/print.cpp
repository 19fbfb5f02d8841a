// Expressions as an engine's text.
#include "sql/dialect.hpp"

namespace shelflife::sql {

namespace {

class Printer {
 public:
  explicit Printer(const Dialect& dialect) : d_(dialect) {}

  std::string operator()(const Expr& e) const {
    switch (e.op) {
      case Op::column: return e.text;
      case Op::source_column: return identifier(d_, e.text);
      case Op::integer: return number(e.number);
      case Op::text: return literal(d_, e.text);
      case Op::truth: return e.number != 0 ? "true" : "false";
      case Op::null: return "CAST(NULL AS " + type_name(e.type) + ")";
      case Op::instant: return filled(d_.instant, {e.text});
      case Op::now: return std::string(d_.now);
      case Op::all: return "(" + joined(e.args, 0, e.args.size(), " AND ") + ")";
      case Op::any: return "(" + joined(e.args, 0, e.args.size(), " OR ") + ")";
      case Op::negation:
        if (e.args[0].op == Op::is_null) return "(" + (*this)(e.args[0].args[0]) + " IS NOT NULL)";
        return "(NOT " + (*this)(e.args[0]) + ")";
      case Op::equal: return binary(e, " = ");
      case Op::differs: return binary(e, " <> ");
      case Op::less: return binary(e, " < ");
      case Op::less_equal: return binary(e, " <= ");
      case Op::greater: return binary(e, " > ");
      case Op::greater_equal: return binary(e, " >= ");
      case Op::one_of: return one_of(e);
      case Op::is_null: return "(" + (*this)(e.args[0]) + " IS NULL)";
      case Op::add: return binary(e, " + ");
      case Op::subtract: return binary(e, " - ");
      case Op::negative: return "(-" + (*this)(e.args[0]) + ")";
      case Op::choose: return choose(e);
      case Op::call: return call(e);
      case Op::aggregate: return e.text + "(" + (*this)(e.args[0]) + ")";
      case Op::window: return window(e);
    }
    return {};
  }

 private:
  std::string number(std::int64_t n) const {
    const std::string digits = std::to_string(n);
    return d_.wide_literals && (n > 0x7fffffff || n < -0x7fffffff) ? "toInt64(" + digits + ")" : digits;
  }

  std::string type_name(Type type) const {
    switch (type) {
      case Type::truth: return std::string(d_.truth_type);
      case Type::integer: return std::string(d_.big);
      case Type::real: return std::string(d_.real);
      default: return std::string(d_.string_type);
    }
  }

  std::string joined(const std::vector<Expr>& list, std::size_t from, std::size_t to, std::string_view between) const {
    std::string out;
    for (std::size_t i = from; i < to; ++i) out.append(i == from ? "" : between).append((*this)(list[i]));
    return out;
  }

  std::string binary(const Expr& e, std::string_view sign) const { return "(" + joined(e.args, 0, 2, sign) + ")"; }

  std::string one_of(const Expr& e) const {
    if (d_.in_with_null) return "(" + (*this)(e.args[0]) + " IN (" + joined(e.args, 1, e.args.size(), ", ") + "))";
    const std::string what = (*this)(e.args[0]);
    std::string out;
    for (std::size_t i = 1; i < e.args.size(); ++i) out += (i > 1 ? " OR " : "(") + what + " = " + (*this)(e.args[i]);
    return out + ")";
  }

  std::string choose(const Expr& e) const {
    std::string out = "CASE";
    for (std::size_t i = 0; i + 1 < e.args.size(); i += 2) out += " WHEN " + (*this)(e.args[i]) + " THEN " + (*this)(e.args[i + 1]);
    if (e.args.back().op != Op::null) out += " ELSE " + (*this)(e.args.back());
    return "(" + out + " END)";
  }

  std::string call(const Expr& e) const {
    std::vector<std::string> args;
    for (const Expr& arg : e.args) args.push_back((*this)(arg));
    return filled(d_.calls[static_cast<std::size_t>(e.call)], args);
  }

  // {0} is an argument, {*} all with commas, {|} all with the sign of concatenation; any other brace is text.
  static std::string filled(std::string_view pattern, const std::vector<std::string>& args) {
    std::string out;
    const auto list = [&](std::string_view between) {
      for (std::size_t i = 0; i < args.size(); ++i) out.append(i == 0 ? "" : between).append(args[i]);
    };
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      const bool slot = pattern[i] == '{' && i + 2 < pattern.size() && pattern[i + 2] == '}';
      const char which = slot ? pattern[i + 1] : '\0';
      if (which == '*') list(", ");
      else if (which == '|') list(" || ");
      else if (which >= '0' && static_cast<std::size_t>(which - '0') < args.size()) out += args[static_cast<std::size_t>(which - '0')];
      else {
        out += pattern[i];
        continue;
      }
      i += 2;
    }
    return out;
  }

  std::string window(const Expr& e) const {
    const std::size_t arguments = e.args.size() - e.partition - e.order;
    std::string out = e.text + "(" + joined(e.args, 0, arguments, ", ") + ") OVER (PARTITION BY " + joined(e.args, arguments, arguments + e.partition, ", ");
    for (std::size_t i = 0; i < e.order; ++i)
      out += (i == 0 ? " ORDER BY " : ", ") + (*this)(e.args[arguments + e.partition + i]) + (e.descending[i] != 0 ? " DESC" : "");
    return out + (e.previous ? " ROWS BETWEEN 1 PRECEDING AND 1 PRECEDING)" : ")");
  }

  const Dialect& d_;
};

}  // namespace

std::string print(const Dialect& dialect, const Expr& expression) { return Printer(dialect)(expression); }

}  // namespace shelflife::sql
