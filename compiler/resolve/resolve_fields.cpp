// Layouts and labels: every name that a predicate may use, and where its value comes from.
#include <algorithm>

#include "compiler/model/layout.hpp"
#include "compiler/resolve/resolve_state.hpp"

namespace shelflife::resolving {

namespace {

FieldId add_field(Resolver& r, Field field) {
  const FieldId id = static_cast<FieldId>(r.policy.fields.size());
  r.fields.emplace(field.name, id);
  r.policy.fields.push_back(std::move(field));
  r.allowed.emplace_back();
  return id;
}

FieldId path_field(Resolver& r, const std::string& name, const Origin& at) {
  const auto found = r.fields.find(name);
  if (found != r.fields.end()) return found->second;
  Field field;
  field.name = field.external = name;
  field.source = FieldSource::path;
  field.origin = at;
  return add_field(r, std::move(field));
}

// The place of a byte of a string's value; the whole string where escapes moved the bytes.
Origin inside(const ast::String& text, std::size_t offset) {
  Span span = text.origin.span;
  if (span.end - span.begin != text.value.size() + 2) return text.origin;
  span.begin += 1 + static_cast<std::uint32_t>(std::min(offset, text.value.size()));
  span.end = std::min(span.begin + 1, span.end);
  return Origin{span};
}

void resolve_layout(Resolver& r, const ast::Layout& tree) {
  std::vector<PatternError> errors;
  const std::vector<PatternSegment> parts = parse_pattern(tree.pattern.value, errors);
  for (const PatternError& error : errors)
    r.report(Code::bad_layout, inside(tree.pattern, error.offset), error.message);
  if (errors.empty() && !tree.pattern.value.ends_with('/'))
    r.report(Code::open_layout, tree.pattern.origin,
             say({"`", tree.pattern.value, "` does not end with `/`"}),
             say({"write `layout \"", tree.pattern.value,
                  "/\"`; what stands behind the last `/` of a key binds no field"}));
  Layout layout;
  layout.pattern = tree.pattern.value;
  layout.origin = tree.origin;
  if (!tree.stores.empty()) {
    layout.stores = to_stores(r, tree.stores);
    if (layout.stores.empty()) layout.stores.push_back(no_id);  // unknown ones only: not every store
  }
  for (const PatternSegment& part : parts) {
    Segment segment{part.prefix, no_id, part.suffix};
    // A name that is refused is declared all the same: its uses are no second error.
    if (!part.field.empty()) segment.field = path_field(r, part.field, tree.pattern.origin);
    layout.segments.push_back(std::move(segment));
  }
  if (errors.empty()) r.policy.layouts.push_back(std::move(layout));
}

// Layouts that share the path down to one segment, and are undecided there when they name it differently.
struct Fork {
  struct Entry {
    FieldId field;
    std::uint32_t layout;
  };
  std::optional<Entry> everywhere;  // of a layout for every store
  std::unordered_map<StoreId, Entry> by_store;
};

void report_fork(Resolver& r, std::uint32_t first, std::uint32_t second) {
  const Layout& a = r.policy.layouts[first];
  const Layout& b = r.policy.layouts[second];
  const std::string key = ambiguous_key(r.policy, a, b);
  if (key.empty()) return;
  r.report(Code::ambiguous_layouts, b.origin,
           say({"`", a.pattern, "` and `", b.pattern, "` bind the key `", key, "` differently"}))
      .related.push_back({a.origin.span, "the other layout is here"});
}

// One table look-up a segment, so that a thousand layouts are no million pairs. Each layout is reported once.
void check_ambiguity(Resolver& r) {
  NameMap<Fork> forks;
  NameMap<std::vector<std::uint32_t>> same_segments;
  for (std::uint32_t index = 0; index < r.policy.layouts.size(); ++index) {
    const Layout& layout = r.policy.layouts[index];
    std::string path;
    bool reported = false;
    for (const Segment& segment : layout.segments) {
      path += segment.prefix;
      if (!segment.literal()) {
        path += "{}";
        path += segment.suffix;
        Fork& fork = forks[path];
        const Fork::Entry entry{segment.field, index};
        const auto check = [&](const Fork::Entry& other) {
          if (other.field == entry.field || reported) return;
          reported = true;
          report_fork(r, other.layout, index);
        };
        if (fork.everywhere) check(*fork.everywhere);
        if (layout.stores.empty()) {
          for (const auto& [store, other] : fork.by_store) check(other);
          if (!fork.everywhere) fork.everywhere = entry;
        }
        for (const StoreId store : layout.stores) {
          const auto [found, fresh] = fork.by_store.try_emplace(store, entry);
          if (!fresh) check(found->second);
        }
        // Below this segment only layouts that name it alike share a path.
        path += std::to_string(segment.field);
      }
      path += '/';
    }
    std::vector<std::uint32_t>& same = same_segments[path];
    for (const std::uint32_t other : same) {
      const Layout& first = r.policy.layouts[other];
      const bool apart = !first.stores.empty() && !layout.stores.empty() &&
                         std::none_of(first.stores.begin(), first.stores.end(), [&](StoreId store) {
                           return store != no_id && applies(layout, store);
                         });
      if (apart) continue;
      r.report(Code::duplicate_layout, layout.origin,
               say({"the layout `", layout.pattern, "` stands here twice"}))
          .related.push_back({first.origin.span, "the first is here"});
      break;
    }
    same.push_back(index);
  }
}

void check_values(Resolver& r, const ast::Label& tree, bool from_path) {
  NameSet seen;
  for (const ast::Value& value : tree.values) {
    if (!seen.emplace(value.text).second)
      r.report(Code::duplicate_value, value.origin, say({"`", value.text, "` stands in the list twice"}));
    if (from_path && (value.text.empty() || value.text.find('/') != std::string::npos))
      r.report(
          Code::impossible_value, value.origin,
          say({"`", tree.name.text, "` comes from the key, and no path field can be ", quoted(value.text)}));
  }
}

// The source of a label, checked against the layouts.
FieldSource source_of(Resolver& r, const ast::Label& tree, bool bound) {
  switch (tree.from) {
    case ast::LabelFrom::unsaid:
      return bound ? FieldSource::path : FieldSource::tag;
    case ast::LabelFrom::path:
      if (!bound && !maybe_lost(r, tree.name.text))
        r.report(Code::label_not_in_layout, tree.name.origin,
                 say({"no layout binds `", tree.name.text, "`"}));
      return FieldSource::path;
    case ast::LabelFrom::tag:
    case ast::LabelFrom::registry:
      break;
  }
  const bool tag = tree.from == ast::LabelFrom::tag;
  if (bound) {
    const Origin layout = r.policy.fields[r.fields.find(tree.name.text)->second].origin;
    r.report(Code::label_two_sources, tree.name.origin,
             say({"`", tree.name.text, "` is read from the ", tag ? "tags" : "registry",
                  ", and a layout binds it too"}))
        .related.push_back({layout.span, "the layout is here"});
    return FieldSource::path;
  }
  return tag ? FieldSource::tag : FieldSource::registry;
}

void check_external(Resolver& r, const ast::Label& tree, const Field& field, NameMap<Origin>& externals) {
  const Origin& at = tree.external ? tree.external->origin : tree.name.origin;
  if (field.external.empty())
    r.report(Code::bad_external_name, at, "an empty name in the tags or the registry");
  if (field.source == FieldSource::tag && field.external.starts_with("shelflife-"))
    r.report(Code::bad_external_name, at, say({"`", field.external, "` is a tag of Shelflife's own"}),
             "tags that begin with `shelflife-` are the pruner's marks");
  if (field.source == FieldSource::path) return;
  const auto [entry, fresh] = externals.try_emplace(
      say({field.source == FieldSource::tag ? "tag " : "registry ", field.external}), at);
  if (!fresh)
    r.report(Code::duplicate_external_name, at,
             say({"`", tree.name.text, "` reads what another label reads already: ",
                  field.source == FieldSource::tag ? "tag" : "registry", " `", field.external, "`"}))
        .related.push_back({entry->second.span, "the other label is here"});
}

void resolve_label(Resolver& r, const ast::Label& tree, NameMap<Origin>& declared,
                   NameMap<Origin>& externals) {
  const auto [entry, fresh] = declared.try_emplace(std::string(tree.name.text), tree.name.origin);
  if (!fresh) {
    r.report(Code::duplicate_label, tree.name.origin, say({"`", tree.name.text, "` is declared twice"}))
        .related.push_back({entry->second.span, "the first is here"});
    return;
  }
  for (const std::string_view clock : {"created", "promoted", "retired", "accessed"})
    if (tree.name.text == clock)
      r.report(Code::label_names_clock, tree.name.origin,
               say({"`since ", clock, "` means the clock, never this label"}));
  const auto found = r.fields.find(tree.name.text);
  const bool bound = found != r.fields.end();
  Field field;
  field.name = tree.name.text;
  field.source = source_of(r, tree, bound);
  field.external = tree.external && field.source != FieldSource::path ? tree.external->value : field.name;
  field.type = static_cast<FieldType>(tree.type);
  field.required = tree.required;
  field.origin = tree.name.origin;
  NameSet values;
  for (const ast::Value& value : tree.values)
    if (values.emplace(value.text).second) field.values.emplace_back(value.text);
  check_values(r, tree, field.source == FieldSource::path);
  check_external(r, tree, field, externals);
  const FieldId id = bound ? found->second : add_field(r, field);
  if (bound) r.policy.fields[id] = field;
  r.allowed[id].merge(values);
}

}  // namespace

void resolve_layouts(Resolver& r) {
  for_each_declaration<ast::Layout>(r,
                                    [&](LoadedFile&, const ast::Layout& tree) { resolve_layout(r, tree); });
  check_ambiguity(r);
}

void resolve_labels(Resolver& r) {
  NameMap<Origin> declared, externals;
  for_each_declaration<ast::Label>(
      r, [&](LoadedFile&, const ast::Label& tree) { resolve_label(r, tree, declared, externals); });
}

}  // namespace shelflife::resolving
