// The parts of the building of ast.hpp that know each other: terms, predicates, lines, declarations.
#pragma once

#include "grammar/ast.hpp"
#include "grammar/event_reader.hpp"

namespace shelflife {

class Builder {
 public:
  Builder(EventReader& reader, bool failed, Diagnostics& diagnostics)
      : in_(reader), failed_(failed), diagnostics_(diagnostics) {}

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
  std::vector<ast::Name> names();
  std::vector<ast::Value> values();
  std::vector<ast::Name> on_stores();                 // [ on a, b ]
  std::optional<ast::String> by_owner();              // [ by "..." ]
  std::optional<ast::String> optional_string();
  std::optional<ast::Name> since();

  // build_predicates.cpp
  std::optional<ast::Predicate> where();              // [ where ... ]
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
  std::vector<Line> lines(Kind kind, Line (Builder::*build)());
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
  void settings_once(std::vector<ast::Setting>& settings);

  // An error that the grammar cannot see; what holds it is left out.
  void refuse(Code code, const Origin& origin, std::string message, std::string hint = {}) {
    diagnostics_.add(code, origin.span, std::move(message), std::move(hint));
    refused_ = true;
  }

  EventReader& in_;
  bool failed_;
  bool refused_ = false;
  Diagnostics& diagnostics_;
};

}  // namespace shelflife
