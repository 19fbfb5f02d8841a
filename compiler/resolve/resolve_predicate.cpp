#include "compiler/model/print.hpp"
#include "compiler/resolve/resolve_state.hpp"

namespace shelflife::resolving {

namespace {

// A list of values is long at times and the label's `in` list too: one hash look-up a value.
void check_value(Resolver& r, FieldId id, std::string_view text, const Origin& at) {
  const Field& field = r.policy.fields[id];
  if (field.source == FieldSource::path && (text.empty() || text.find('/') != std::string_view::npos)) {
    r.report(Code::impossible_value, at,
             say({"`", field.name, "` comes from the key, and no path field can be ", quoted(text)}),
             text.empty() ? say({"write `", field.name, " is missing`"}) : std::string{});
    return;
  }
  if (field.values.empty() || r.allowed[id].contains(text)) return;
  r.report(Code::unknown_value, at, say({"`", field.name, "` is never ", quoted(text)}),
           spelling_hint(r, text, [&] { return field.values; }))
      .related.push_back({field.origin.span, say({"the values of `", field.name, "` are declared here"})});
}

void check_text_type(Resolver& r, FieldId id, const ast::Predicate& tree) {
  const Field& field = r.policy.fields[id];
  const bool digits = tree.values.size() == 1 && is_digits(tree.values[0].text);
  const std::string_view number = digits ? std::string_view(tree.values[0].text) : "5";
  if (field.type == FieldType::date)
    r.report(Code::date_compared, tree.origin,
             say({"`", field.name, "` is a date, and dates are not compared with text"}),
             say({"write a clock: `after 30 days since ", field.name, "`"}));
  if (field.type == FieldType::number)
    r.report(Code::number_compared, tree.origin,
             say({"`", field.name, "` is a number, and numbers are not compared with text"}),
             say({"write `", field.name, " >= ", number, " and ", field.name, " <= ", number,
                  "`, or declare the label without `number`"}));
}

Predicate one_of(Resolver& r, const ast::Predicate& tree) {
  Predicate p;
  p.kind = PredicateKind::one_of;
  p.field = to_field(r, tree.subject);
  if (p.field != no_id) check_text_type(r, p.field, tree);
  p.texts.reserve(tree.values.size());
  for (const ast::Value& value : tree.values) {
    if (p.field != no_id && r.policy.fields[p.field].type == FieldType::text)
      check_value(r, p.field, value.text, value.origin);
    p.texts.emplace_back(value.text);
  }
  return p;
}

Predicate affix(Resolver& r, const ast::Predicate& tree) {
  Predicate p;
  p.kind =
      tree.kind == ast::PredicateKind::starts_with ? PredicateKind::starts_with : PredicateKind::ends_with;
  const ast::String& pattern = *tree.pattern;
  p.texts.emplace_back(pattern.value);
  if (pattern.value.empty())
    r.report(Code::empty_text, pattern.origin, "every text starts and ends with an empty one");
  if (tree.subject.text == "key") return p;
  p.field = to_field(r, tree.subject);
  if (p.field == no_id) return p;
  check_text_type(r, p.field, tree);
  const Field& field = r.policy.fields[p.field];
  if (field.source == FieldSource::path && pattern.value.find('/') != std::string::npos)
    r.report(Code::impossible_value, pattern.origin,
             say({"`", field.name, "` comes from the key, and no path field holds a `/`"}),
             say({"write `key ", p.kind == PredicateKind::starts_with ? "starts" : "ends", " with ",
                  quote(pattern.value), "`"}));
  return p;
}

Predicate number(Resolver& r, const ast::Predicate& tree) {
  Predicate p;
  p.kind = PredicateKind::number;
  p.comparison = static_cast<Comparison>(tree.comparison);
  p.number = tree.integer.value;
  p.field = to_field(r, tree.subject);
  if (p.field != no_id && r.policy.fields[p.field].type != FieldType::number)
    r.report(Code::not_a_number, tree.subject.origin,
             say({"`", tree.subject.text, "` is not declared as a number"}),
             say({"write `label ", tree.subject.text, " number`"}));
  return p;
}

Predicate missing(Resolver& r, const ast::Predicate& tree) {
  Predicate p;
  p.kind = PredicateKind::missing;
  p.field = to_field(r, tree.subject);
  return p;
}

Predicate flag(Resolver& r, const ast::Predicate& tree) {
  constexpr std::string_view names[] = {"promoted", "retired", "referenced", "orphan", "noncurrent"};
  Predicate p;
  p.kind = PredicateKind::flag;
  for (std::size_t i = 0; i < std::size(names); ++i) {
    if (tree.subject.text != names[i]) continue;
    p.flag = static_cast<Flag>(i);
    return p;
  }
  to_field(r, tree.subject);  // a lone name that is no flag: reported as what it seems to be
  return p;
}

Predicate negated(Predicate child) {
  Predicate p;
  p.kind = PredicateKind::negation;
  p.origin = child.origin;
  p.children.push_back(std::move(child));
  return p;
}

// Nested `and` in `and`, `or` in `or` become one list: text cannot tell them apart once parentheses are gone.
Predicate group(Resolver& r, LoadedFile& file, const ast::Predicate& tree, PredicateKind kind) {
  Predicate p;
  p.kind = kind;
  p.children.reserve(tree.children.size());
  for (const ast::Predicate& child : tree.children) {
    Predicate part = to_predicate(r, file, child);
    if (part.kind == kind) {
      for (Predicate& inner : part.children) p.children.push_back(std::move(inner));
    } else {
      p.children.push_back(std::move(part));
    }
  }
  return p;
}

Predicate convert(Resolver& r, LoadedFile& file, const ast::Predicate& tree) {
  switch (tree.kind) {
    case ast::PredicateKind::any:
      return group(r, file, tree, PredicateKind::any);
    case ast::PredicateKind::all:
      return group(r, file, tree, PredicateKind::all);
    case ast::PredicateKind::negation:
      return negated(to_predicate(r, file, tree.children.front()));
    case ast::PredicateKind::size: {
      Predicate p;
      p.kind = PredicateKind::size;
      p.comparison = static_cast<Comparison>(tree.comparison);
      p.number = to_bytes(r, file, *tree.size);
      return p;
    }
    case ast::PredicateKind::accessed_within: {
      Predicate p;
      p.kind = PredicateKind::accessed_within;
      p.duration = to_duration(r, file, *tree.duration);
      return p;
    }
    case ast::PredicateKind::starts_with:
    case ast::PredicateKind::ends_with:
      return affix(r, tree);
    case ast::PredicateKind::equal:
    case ast::PredicateKind::in:
      return one_of(r, tree);
    case ast::PredicateKind::not_equal:
    case ast::PredicateKind::not_in:
      return negated(one_of(r, tree));
    case ast::PredicateKind::number:
      return number(r, tree);
    case ast::PredicateKind::missing:
      return missing(r, tree);
    case ast::PredicateKind::not_missing:
      return negated(missing(r, tree));
    case ast::PredicateKind::flag:
      return flag(r, tree);
  }
  return {};
}

}  // namespace

Predicate to_predicate(Resolver& r, LoadedFile& file, const ast::Predicate& predicate) {
  Predicate p = convert(r, file, predicate);
  p.origin = predicate.origin;
  if (p.kind == PredicateKind::negation && p.children.front().origin.span == Span{})
    p.children.front().origin = predicate.origin;
  return p;
}

Predicate to_where(Resolver& r, LoadedFile& file, const Maybe<ast::Predicate>& where) {
  return where ? to_predicate(r, file, *where) : Predicate{};
}

const Predicate* find_flag(const Predicate& predicate, Flag flag) {
  if (predicate.kind == PredicateKind::flag) return predicate.flag == flag ? &predicate : nullptr;
  for (const Predicate& child : predicate.children)
    if (const Predicate* found = find_flag(child, flag)) return found;
  return nullptr;
}

}  // namespace shelflife::resolving
