// Predicates: `any` over `all` over terms; a level with one child is that child.
#include <string>

#include "grammar/builder.hpp"

namespace shelflife {

using ast::PredicateKind;

namespace {

ast::Comparison order(Kind kind) {
  switch (kind) {
    case Kind::less_equal: return ast::Comparison::less_equal;
    case Kind::greater: return ast::Comparison::greater;
    case Kind::greater_equal: return ast::Comparison::greater_equal;
    default: return ast::Comparison::less;
  }
}

PredicateKind affix(Kind kind) {
  return kind == Kind::kw_ends ? PredicateKind::ends_with : PredicateKind::starts_with;
}

}  // namespace

Maybe<ast::Predicate> Builder::where() {
  if (!in_.at_node(Kind::where)) return {};
  return some(where_predicate());
}

ast::Predicate Builder::where_predicate() {
  in_.enter();
  in_.accept(Kind::kw_where);
  ast::Predicate result = predicate();
  in_.leave();
  return result;
}

ast::Predicate Builder::predicate() { return many(PredicateKind::any); }

ast::Predicate Builder::many(PredicateKind kind) {
  const bool any = kind == PredicateKind::any;
  const Origin from = in_.here();
  in_.enter();
  ast::Predicate first = any ? many(PredicateKind::all) : term();
  if (in_.at_close()) {
    in_.leave();
    return first;
  }
  ast::Predicate result;
  result.kind = kind;
  const std::size_t base = memory_.predicates.size();
  memory_.predicates.push_back(first);
  while (in_.accept(any ? Kind::kw_or : Kind::kw_and)) {
    const ast::Predicate next = any ? many(PredicateKind::all) : term();  // before the push: it uses the list itself
    memory_.predicates.push_back(next);
  }
  result.children = taken(memory_.predicates, base);
  result.origin = in_.since(from);
  in_.leave();
  return result;
}

ast::Predicate Builder::term() {
  if (in_.at_node(Kind::comparison)) return comparison();
  const bool negation = in_.at_node(Kind::negation);
  const Origin from = in_.here();
  in_.enter();
  in_.take();
  if (!negation) {
    ast::Predicate inner = predicate();
    in_.accept(Kind::close_paren);
    in_.leave();
    return inner;
  }
  ast::Predicate result;
  result.kind = PredicateKind::negation;
  const ast::Predicate inner = term();
  result.children = List<ast::Predicate>(memory_.arena, {&inner, 1});
  result.origin = in_.since(from);
  in_.leave();
  return result;
}

ast::Predicate Builder::comparison() {
  ast::Predicate result;
  const Origin from = in_.here();
  in_.enter();
  const Kind first = in_.kind();
  result.subject = name();
  switch (first) {
    case Kind::kw_size:
      result.kind = PredicateKind::size;
      result.comparison = order(in_.kind());
      in_.take();
      result.size = some(size());
      break;
    case Kind::kw_accessed:
      result.kind = PredicateKind::accessed_within;
      in_.accept(Kind::kw_within);
      result.duration = some(duration());
      break;
    case Kind::kw_promoted: case Kind::kw_retired: case Kind::kw_referenced: case Kind::kw_orphan:
    case Kind::kw_noncurrent:
      result.kind = PredicateKind::flag;
      break;
    default:
      field_comparison(result);
      break;
  }
  result.origin = in_.since(from);
  in_.leave();
  return result;
}

void Builder::field_comparison(ast::Predicate& result) {
  const Kind sign = in_.kind();
  in_.take();
  bool no = false;
  switch (sign) {
    case Kind::equal: case Kind::not_equal:
      result.kind = sign == Kind::equal ? PredicateKind::equal : PredicateKind::not_equal;
      memory_.values.push_back(value());
      no_star(memory_.values.back());
      result.values = taken(memory_.values, memory_.values.size() - 1);
      break;
    case Kind::kw_starts: case Kind::kw_ends:
      result.kind = affix(sign);
      in_.accept(Kind::kw_with);
      result.pattern = some(string());
      return;
    case Kind::kw_is:
      no = in_.accept(Kind::kw_not);
      in_.accept(Kind::kw_missing);
      result.kind = no ? PredicateKind::not_missing : PredicateKind::missing;
      break;
    case Kind::kw_not: case Kind::kw_in:
      if (sign == Kind::kw_not) in_.accept(Kind::kw_in);
      result.kind = sign == Kind::kw_not ? PredicateKind::not_in : PredicateKind::in;
      in_.accept(Kind::open_paren);
      result.values = values();
      for (const ast::Value& each : result.values) no_star(each);
      in_.accept(Kind::close_paren);
      break;
    default:
      result.kind = PredicateKind::number;
      result.comparison = order(sign);
      result.integer = integer();
      break;
  }
  if (result.subject.text == "tier")
    refuse(Code::tier_condition, result.subject.origin, "`tier` is not compared");
}

void Builder::no_star(const ast::Value& value) {
  if (value.form != ast::ValueForm::string || value.text.find('*') == std::string::npos) return;
  std::string hint = "use `starts with` or `ends with`; `*` is no wildcard here";
  const std::size_t star = value.text.find('*');
  if (star + 1 == value.text.size() && star > 0)
    hint = "write `starts with \"" + std::string(value.text.substr(0, star)) + "\"`; `*` is no wildcard here";
  else if (star == 0 && value.text.find('*', 1) == std::string::npos && value.text.size() > 1)
    hint = "write `ends with \"" + std::string(value.text.substr(1)) + "\"`; `*` is no wildcard here";
  refuse(Code::star_in_value, value.origin, "`*` in a value that is compared as a whole", std::move(hint));
}

}  // namespace shelflife
