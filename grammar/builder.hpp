// The parts of the building of ast.hpp that know each other: terms, predicates, lines, declarations.
#pragma once

#include <span>
#include <vector>

#include "grammar/ast.hpp"
#include "grammar/build.hpp"
#include "grammar/event_reader.hpp"

namespace shelflife {

class Builder {
 public:
  Builder(EventReader& reader, bool failed, BuildMemory& memory, Diagnostics& diagnostics)
      : in_(reader), failed_(failed), memory_(memory), diagnostics_(diagnostics) {}

  // build_items.cpp: one declaration, the reader at its node; false: it did not parse.
  bool item(std::vector<ast::Item>& items);
  // One whose head did not parse.
  void check_lines();

 private:
  // build_terms.cpp
  ast::Name name();
  ast::String string();
  ast::Value value();
  ast::Integer integer();
  ast::Date date();
  ast::Duration duration();
  ast::Size size();
  std::uint64_t bytes(std::uint32_t count, Kind unit, const Origin& origin);
  List<ast::Name> names();
  List<ast::Value> values();
  List<ast::Name> on_stores();                 // [ on a, b ]
  Maybe<ast::String> by_owner();              // [ by "..." ]
  Maybe<ast::String> optional_string();
  Maybe<ast::Name> since();

  // build_predicates.cpp
  Maybe<ast::Predicate> where();              // [ where ... ]
  ast::Predicate where_predicate();
  ast::Predicate predicate();
  ast::Predicate many(ast::PredicateKind kind);
  ast::Predicate term();
  ast::Predicate comparison();
  void field_comparison(ast::Predicate& result);
  void no_star(const ast::Value& value);

  // build_lines.cpp
  ast::Statement statement();
  ast::Ranked ranked();
  ast::Setting setting();
  ast::Limit limit();
  ast::Obligation obligation();
  void stored(ast::Obligation& result);

  // build_items.cpp
  template <typename Line>
  List<Line> lines(Kind kind, Line (Builder::*build)());
  ast::TierName tier_entry();
  ast::Allow allow();
  ast::ManifestItem manifest_entry();
  ast::Import import_item();
  ast::Let let_item();
  ast::Layout layout_item();
  ast::Label label_item();
  ast::Tiers tiers_item();
  ast::Store store_item();
  ast::Safeguard safeguard_item();
  ast::Rule rule_item();
  ast::Hold hold_item();
  ast::Require require_item();
  ast::Role role_item();
  ast::Manifest manifest_item();
  void settings_once(List<ast::Setting>& settings);

  template <typename T>
  Maybe<T> some(const T& value) {
    return Maybe<T>(memory_.arena.keep(value));
  }
  // The end of a scratch list, from `base` on, as a list of the tree.
  template <typename T>
  List<T> taken(std::vector<T>& scratch, std::size_t base) {
    const List<T> result(memory_.arena, std::span<const T>(scratch).subspan(base));
    scratch.resize(base);
    return result;
  }

  // An error that the grammar cannot see; what holds it is left out.
  void refuse(Code code, const Origin& origin, std::string message, std::string hint = {}) {
    diagnostics_.add(code, origin.span, std::move(message), std::move(hint));
    refused_ = true;
  }

  EventReader& in_;
  bool failed_;
  bool refused_ = false;
  BuildMemory& memory_;
  Diagnostics& diagnostics_;
};

}  // namespace shelflife
