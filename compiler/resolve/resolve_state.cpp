#include "compiler/resolve/resolve_state.hpp"

#include <algorithm>

#include "compiler/model/print.hpp"
#include "grammar/tree.hpp"

namespace shelflife::resolving {

namespace {

bool is_word_character(char c) {
  return is_name(std::string_view(&c, 1)) || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

// Words after `label`, `store` and `let`, and in braces: what a declaration that did not parse may have
// declared.
void collect_lost(std::string_view text, NameSet& names) {
  std::string_view before;
  std::size_t at = 0;
  while (at < text.size()) {
    if (!is_word_character(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_word_character(text[end])) ++end;
    const std::string_view word = text.substr(at, end - at);
    const bool in_braces = at > 0 && text[at - 1] == '{' && end < text.size() && text[end] == '}';
    if (before == "label" || before == "store" || before == "let" || in_braces) names.emplace(word);
    before = word;
    at = end;
  }
}

const Let* use_let(Resolver& r, LoadedFile& file, std::string_view name, const Origin& at, Let::Kind wanted) {
  const auto found = file.lets.find(name);
  const std::string_view noun = wanted == Let::Kind::duration ? "duration" : "size";
  if (found == file.lets.end()) {
    if (file.broken && maybe_lost(r, name)) return nullptr;
    r.report(Code::unknown_let, at, say({"`", name, "` is no ", noun, " and no `let` of this file"}),
             spelling_hint(r, name, [&] { return let_names(file); }));
    return nullptr;
  }
  Let& let = found->second;
  let.use();
  if (let.kind == wanted) return &let;
  if (let.kind != Let::Kind::bad) {
    const std::string_view other = wanted == Let::Kind::duration ? "size" : "duration";
    r.report(Code::let_kind, at, say({"`", name, "` is a ", other, ", and a ", noun, " is wanted here"}))
        .related.push_back({let.tree->origin.span, say({"`", name, "` is defined here"})});
  }
  return nullptr;
}

}  // namespace

std::string say(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) text += part;
  return text;
}

std::string quoted(std::string_view text) {
  const bool plain = (is_name(text) && !is_reserved(text)) || is_digits(text);
  return say({"`", plain ? std::string(text) : quote(text), "`"});
}

std::string spelling_hint(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string near = nearest_name(word, candidates);
  if (!near.empty()) return say({"did you mean `", near, "`?"});
  if (candidates.empty() || candidates.size() > 8) return {};
  std::string text = "there is ";
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (i != 0) text += i + 1 == candidates.size() ? " and " : ", ";
    text += say({"`", candidates[i], "`"});
  }
  return text;
}

std::vector<std::string> let_names(const LoadedFile& file) {
  std::vector<std::string> names;
  for (const auto& [name, let] : file.lets) names.push_back(name);
  std::sort(names.begin(), names.end());
  return names;
}

bool maybe_lost(Resolver& r, std::string_view name) {
  if (r.declared.incomplete) return true;
  std::call_once(r.declared.lost_once, [&] {
    for (const LoadedFile& file : r.files)
      if (file.broken) collect_lost(r.sources.source(file.id).text, r.declared.lost);
  });
  return r.declared.lost.contains(name);
}

Duration to_duration(Resolver& r, LoadedFile& file, const ast::Duration& duration) {
  if (!duration.let.empty()) {
    const Let* let = use_let(r, file, duration.let, duration.origin, Let::Kind::duration);
    return let != nullptr ? let->duration : Duration{1, 1, Unit::days};
  }
  const Unit unit = static_cast<Unit>(duration.unit);
  const auto [entry, fresh] =
      r.days.try_emplace(std::uint64_t{duration.count} << 2 | static_cast<std::uint64_t>(unit), 0);
  if (fresh) entry->second = longest_days(duration.count, unit);
  return Duration{entry->second, duration.count, unit};
}

std::uint64_t to_bytes(Resolver& r, LoadedFile& file, const ast::Size& size) {
  if (size.let.empty()) return size.bytes;
  const Let* let = use_let(r, file, size.let, size.origin, Let::Kind::size);
  return let != nullptr ? let->bytes : 1;
}

// The registry's own status needs no declaration; it is a field of the policies that speak of it.
FieldId add_status(Resolver& r) {
  Field status;
  status.name = status.external = "status";
  status.source = FieldSource::registry;
  status.builtin = true;
  const FieldId id = static_cast<FieldId>(r.policy.fields.size());
  r.policy.fields.push_back(status);
  r.allowed.emplace_back();
  r.fields.emplace("status", id);
  return id;
}

FieldId to_field(Resolver& r, const ast::Name& name) {
  const auto found = r.fields.find(name.text);
  if (found != r.fields.end()) {
    if (found->second == r.declared.maybe_status) r.declared.status_said.store(true, std::memory_order_relaxed);
    return found->second;
  }
  if (name.text == "status") return add_status(r);
  if (!maybe_lost(r, name.text)) {
    const auto known = [&] {
      std::vector<std::string> names = names_of(r.policy.fields);
      std::erase(names, "status");
      for (const char* word : {"status", "promoted", "retired", "referenced", "orphan", "noncurrent"})
        names.emplace_back(word);
      return names;
    };
    r.report(Code::unknown_field, name.origin, say({"no layout or label declares `", name.text, "`"}),
             spelling_hint(r, name.text, known));
  }
  return no_id;
}

FieldId to_path_field(Resolver& r, const ast::Name& name, std::string_view what) {
  const FieldId id = to_field(r, name);
  if (id == no_id || r.policy.fields[id].source == FieldSource::path) return id;
  r.report(Code::not_a_path_field, name.origin,
           say({what, " needs a field of a layout, and `", name.text, "` is read from the ",
                r.policy.fields[id].source == FieldSource::tag ? "tags" : "registry"}));
  return no_id;
}

std::vector<StoreId> to_stores(Resolver& r, const List<ast::Name>& names) {
  std::vector<StoreId> ids;
  if (names.empty()) {
    ids.resize(r.policy.stores.size());
    for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = static_cast<StoreId>(i);
    return ids;
  }
  for (const ast::Name& name : names) {
    const auto found = r.stores.find(name.text);
    if (found != r.stores.end()) {
      ids.push_back(found->second);
    } else if (!maybe_lost(r, name.text)) {
      r.report(Code::unknown_store, name.origin, say({"no store is named `", name.text, "`"}),
               spelling_hint(r, name.text, [&] { return names_of(r.policy.stores); }));
    }
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

Clock to_clock(Resolver& r, const Maybe<ast::Name>& since) {
  if (!since || since->text == "created") return {};
  if (since->text == "accessed") return {ClockKind::accessed, no_id};
  if (since->text == "promoted") return {ClockKind::promoted, no_id};
  if (since->text == "retired") return {ClockKind::retired, no_id};
  const FieldId id = to_field(r, *since);
  if (id != no_id && r.policy.fields[id].type != FieldType::date)
    r.report(Code::not_a_date, since->origin,
             say({"`since ", since->text, "` needs a date, and `", since->text, "` is not declared as one"}),
             say({"write `label ", since->text,
                  " date`, or `since created`, `accessed`, `promoted` or `retired`"}));
  return {ClockKind::field, id};
}

}  // namespace shelflife::resolving
