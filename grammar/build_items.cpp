// Declarations.
#include "grammar/build.hpp"
#include "grammar/builder.hpp"

namespace shelflife {

// The lines of a block, up to its `}`; those that did not parse are left out.
template <typename Line>
List<Line> Builder::lines(Kind kind, Line (Builder::*build)()) {
  std::vector<Line>& result = std::get<std::vector<Line>>(memory_.lines);
  in_.accept(Kind::open_brace);
  while (!in_.at_close() && !in_.at_leaf(Kind::close_brace)) {
    if (!in_.at_node(kind) || (failed_ && in_.holds_error())) {
      in_.skip();
      continue;
    }
    refused_ = false;
    const Line line = (this->*build)();
    if (!refused_) result.push_back(line);
  }
  refused_ = false;
  in_.accept(Kind::close_brace);
  return taken(result, 0);
}

ast::TierName Builder::tier_entry() {
  in_.enter();
  ast::TierName result;
  result.tier = name();
  in_.accept(Kind::colon);
  result.storage_class = name();
  in_.leave();
  return result;
}

ast::Allow Builder::allow() {
  ast::Allow result;
  const Origin from = in_.here();
  in_.enter();
  in_.accept(Kind::kw_allow);
  result.action = name();
  result.where = where();
  result.origin = in_.since(from);
  in_.leave();
  return result;
}

ast::ManifestItem Builder::manifest_entry() {
  ast::ManifestItem result;
  const Origin from = in_.here();
  in_.enter();
  if (in_.accept(Kind::kw_checksum)) {
    in_.accept(Kind::kw_sha256);
    result.kind = ast::ManifestItemKind::checksum_sha256;
  } else if (!in_.accept(Kind::kw_size)) {
    in_.accept(Kind::kw_requires);
    result.kind = ast::ManifestItemKind::requires_field;
    result.field = some(name());
  }
  result.origin = in_.since(from);
  in_.leave();
  return result;
}

ast::Import Builder::import_item() {
  ast::Import result;
  result.path = string();
  result.where = where();
  return result;
}

ast::Let Builder::let_item() {
  ast::Let result;
  result.name = name();
  in_.accept(Kind::assign);
  if (!in_.at_node(Kind::literal)) {
    result.alias = some(name());
    return result;
  }
  const Origin from = in_.here();
  in_.enter();
  const ast::Integer count = integer();
  const Kind unit = in_.kind();
  in_.take();
  const Origin origin = in_.since(from);
  if (unit >= Kind::kw_days && unit <= Kind::kw_year) {
    // The literal looks like a duration node to duration(): read it by hand, it is already taken.
    ast::DurationUnit each = ast::DurationUnit::days;
    if (unit == Kind::kw_weeks || unit == Kind::kw_week) each = ast::DurationUnit::weeks;
    if (unit == Kind::kw_months || unit == Kind::kw_month) each = ast::DurationUnit::months;
    if (unit == Kind::kw_years || unit == Kind::kw_year) each = ast::DurationUnit::years;
    result.duration = some(ast::Duration{count.value, each, {}, origin});
  } else {
    result.size = some(ast::Size{bytes(count.value, unit, origin), in_.text(origin), {}, origin});
  }
  in_.leave();
  return result;
}

ast::Layout Builder::layout_item() {
  ast::Layout result;
  result.pattern = string();
  result.stores = on_stores();
  return result;
}

ast::Label Builder::label_item() {
  ast::Label result;
  result.name = name();
  if (in_.accept(Kind::kw_in)) result.values = values();
  if (in_.accept(Kind::kw_date)) result.type = ast::LabelType::date;
  if (in_.accept(Kind::kw_number)) result.type = ast::LabelType::number;
  result.required = in_.accept(Kind::kw_required);
  if (in_.accept(Kind::kw_from)) {
    result.from = in_.at_leaf(Kind::kw_path)  ? ast::LabelFrom::path
                  : in_.at_leaf(Kind::kw_tag) ? ast::LabelFrom::tag
                                              : ast::LabelFrom::registry;
    in_.take();
    result.external = optional_string();
  }
  return result;
}

ast::Tiers Builder::tiers_item() {
  ast::Tiers result;
  in_.accept(Kind::kw_on);
  result.provider = name();
  result.entries = lines(Kind::tier_entry, &Builder::tier_entry);
  return result;
}

ast::Store Builder::store_item() {
  ast::Store result;
  result.name = name();
  in_.accept(Kind::kw_on);
  result.provider = name();
  result.bucket = string();
  result.settings = lines(Kind::setting, &Builder::setting);
  settings_once(result.settings);
  return result;
}

// `encryption kms` and `encryption managed` are one setting, so the first word counts.
void Builder::settings_once(List<ast::Setting>& settings) {
  const auto first_word = [](const ast::Setting& setting) {
    return setting.name.substr(0, setting.name.find(' '));
  };
  std::vector<ast::Setting> kept;
  for (const ast::Setting& setting : settings) {
    const ast::Setting* before = nullptr;
    for (const ast::Setting& other : kept)
      if (first_word(other) == first_word(setting)) before = &other;
    if (before == nullptr) {
      kept.push_back(setting);
      continue;
    }
    diagnostics_
        .add(Code::setting_twice, setting.origin.span, in_back_quotes(first_word(setting)) + " is given twice")
        .related.push_back({before->origin.span, "the first is here"});
  }
  if (kept.size() != settings.size()) settings = List<ast::Setting>(memory_.arena, kept);
}

ast::Safeguard Builder::safeguard_item() {
  ast::Safeguard result;
  result.limits = lines(Kind::limit, &Builder::limit);
  return result;
}

ast::Rule Builder::rule_item() {
  ast::Rule result;
  result.name = name();
  result.reason = optional_string();
  result.owner = by_owner();
  result.stores = on_stores();
  result.where = where();
  const bool head_refused = refused_;
  result.statements = lines(Kind::statement, &Builder::statement);
  refused_ = head_refused;
  return result;
}

ast::Hold Builder::hold_item() {
  ast::Hold result;
  result.name = string();
  in_.accept(Kind::kw_by);
  result.owner = string();
  if (in_.accept(Kind::kw_until)) result.until = some(date());
  result.where = where_predicate();
  return result;
}

ast::Require Builder::require_item() {
  ast::Require result;
  result.reason = string();
  result.owner = by_owner();
  result.stores = on_stores();
  result.where = where();
  const bool head_refused = refused_;
  result.obligations = lines(Kind::obligation, &Builder::obligation);
  refused_ = head_refused;
  return result;
}

ast::Role Builder::role_item() {
  ast::Role result;
  result.name = name();
  result.allows = lines(Kind::allow_entry, &Builder::allow);
  return result;
}

ast::Manifest Builder::manifest_item() {
  ast::Manifest result;
  result.file = string();
  result.items = lines(Kind::manifest_entry, &Builder::manifest_entry);
  return result;
}

bool Builder::item(std::vector<ast::Item>& items) {
  const Kind kind = in_.kind();
  const Origin from = in_.here();
  in_.enter();
  in_.take();  // the word that begins it
  refused_ = false;
  const auto keep = [&](auto result) {
    result.origin = in_.since(from);
    if (!refused_) items.emplace_back(std::move(result));
    return !refused_;
  };
  switch (kind) {
    case Kind::import_item: return keep(import_item());
    case Kind::let_item: return keep(let_item());
    case Kind::layout_item: return keep(layout_item());
    case Kind::label_item: return keep(label_item());
    case Kind::tiers_item: return keep(tiers_item());
    case Kind::store_item: return keep(store_item());
    case Kind::safeguard_item: return keep(safeguard_item());
    case Kind::rule_item: return keep(rule_item());
    case Kind::hold_item: return keep(hold_item());
    case Kind::require_item: return keep(require_item());
    case Kind::role_item: return keep(role_item());
    default: return keep(manifest_item());
  }
}

// The declaration is left out, what its lines say is checked all the same.
void Builder::check_lines() {
  in_.enter();
  while (!in_.at_close()) {
    if (in_.at_leaf() || in_.holds_error()) {
      in_.skip();
      continue;
    }
    switch (in_.kind()) {
      case Kind::statement: statement(); break;
      case Kind::setting: setting(); break;
      case Kind::limit: limit(); break;
      case Kind::obligation: obligation(); break;
      case Kind::tier_entry: tier_entry(); break;
      case Kind::allow_entry: allow(); break;
      case Kind::manifest_entry: manifest_entry(); break;
      default: in_.skip(); break;
    }
  }
  in_.leave();
}

void build(std::span<const Event> events, std::uint32_t start, std::string_view text, FileId file, bool failed,
           BuildMemory& memory, Diagnostics& diagnostics, std::vector<ast::Item>& items) {
  EventReader reader(events, start, text, file);
  while (!reader.done()) {
    if (reader.at_close() || reader.at_leaf() || reader.at_node(Kind::error)) {
      reader.skip();
      continue;
    }
    Builder builder(reader, failed, memory, diagnostics);
    if (failed && reader.head_holds_error()) {
      builder.check_lines();
      continue;
    }
    builder.item(items);
    reader.leave();
  }
}

}  // namespace shelflife
