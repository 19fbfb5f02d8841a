#include "compiler/regions/space.hpp"

#include <algorithm>

#include "compiler/model/layout.hpp"

namespace shelflife {

namespace {

bool starts(std::string_view text, std::string_view prefix) { return text.substr(0, prefix.size()) == prefix; }

// Up to the text before the first field: every key that the layout binds starts so.
std::string head_of(const Layout& layout) {
  std::string head;
  for (const Segment& segment : layout.segments) {
    head += segment.prefix;
    if (!segment.literal()) break;
    head += "/";
  }
  return head;
}

}  // namespace

bool names_path(const Policy& policy, const Box& box) {
  const auto path = [&](const auto& entry) { return policy.fields[entry.first].source == FieldSource::path; };
  return std::any_of(box.texts.begin(), box.texts.end(), path) || std::any_of(box.numbers.begin(), box.numbers.end(), path);
}

bool names_path(const Policy& policy, const Predicate& p) {
  if (p.field != no_id && policy.fields[p.field].source == FieldSource::path) return true;
  return std::any_of(p.children.begin(), p.children.end(), [&](const Predicate& c) { return names_path(policy, c); });
}

StoreSpace::StoreSpace(const Policy& policy, StoreId store, std::vector<std::uint32_t> rules, const SourceManager* sources)
    : view(policy, store, std::move(rules), sources), always_bound_(policy.fields.size(), true) {
  for (const Layout& layout : policy.layouts) {
    if (!applies(layout, store)) continue;
    layouts_.push_back(&layout);
    heads_.push_back(head_of(layout));
  }
  for (FieldId f = 0; f < policy.fields.size(); ++f) {
    const Field& field = policy.fields[f];
    always_bound_[f] = field.source == FieldSource::path && field.values.empty() && field.type == FieldType::text && !layouts_.empty() &&
                       std::all_of(layouts_.begin(), layouts_.end(), [&](const Layout* layout) {
                         const auto first = std::find_if(layout->segments.begin(), layout->segments.end(), [](const Segment& s) { return !s.literal(); });
                         return first != layout->segments.end() && first->field == f;
                       });
  }
  for (FieldId f = 0; f < policy.fields.size(); ++f) {
    const Field& field = policy.fields[f];
    if (field.source != FieldSource::registry && (field.name == "version" || field.name == "run_id")) orphan_fields_.push_back(f);
  }
  for (const std::uint32_t r : view.rules) {
    const Rule& rule = policy.rules[r];
    for (std::uint32_t s = 0; s < rule.statements.size(); ++s) {
      const Statement& statement = rule.statements[s];
      if (is_keep(statement.kind) || statement.kind == StatementKind::abort_uploads) continue;
      Region region = truth(policy, both(rule.where, statement.where), Reading::certain);
      if (!region.exact) region.boxes = {Box{}};
      Act act{{r, s}, &statement, std::move(region.boxes), region.exact};
      for (const Box& box : act.boxes) by_key_.add(view.keys.anchors(box), static_cast<std::uint32_t>(acts_.size()));
      acts_.push_back(std::move(act));
    }
  }
  by_key_.finish();
  index_protections();
}

// A keep of one value could hold an object that lacks the label too, wherever its key is. Indexed so, every keep would
// be near every object; parts in which required labels have values need the keys of those values only.
void StoreSpace::index_protections() {
  const std::vector<Protection>& all = view.protections.all();
  for (std::uint32_t at = 0; at < all.size(); ++at) {
    bool unread = false;
    for (const Box& box : all[at].possible.boxes) {
      Box valued = box;
      trim(valued, true, false);
      if (empty(valued)) unread = true;
      else protections_by_key_.add(view.keys.anchors(valued), at);
    }
    if (unread) only_unread_.push_back(at);
  }
  protections_by_key_.finish();
}

// Without the states that no object of the part can be in.
void StoreSpace::trim(Box& box, bool managed, bool unread) const {
  for (auto& [field, set] : box.texts) {
    const Field& f = view.policy.fields[field];
    // Without a required label an object is unread, and goes only if it may for every value: the values decide.
    const bool missing = (unread || !f.required) && !(managed && always_bound_[field]);
    if (f.values.empty()) {
      set.missing = set.missing && missing;
    } else if (!set.cofinite) {  // a value outside the list counts as missing
      std::erase_if(set.values, [&](const std::string& value) { return std::find(f.values.begin(), f.values.end(), value) == f.values.end(); });
      set.missing = set.missing && missing;
    } else {
      TextSet possible{false, missing, f.values, {}};
      std::sort(possible.values.begin(), possible.values.end());
      set = intersect(set, possible);
    }
  }
  for (auto& [field, set] : box.numbers) set.missing = set.missing && (unread || !view.policy.fields[field].required);
}

// An orphan is bound to a version or run: by its key, or by a label.
bool StoreSpace::can_be_orphan(const Part& part) const {
  for (const FieldId f : orphan_fields_) {
    const Field& field = view.policy.fields[f];
    if (field.source == FieldSource::path && !part.managed) continue;
    const TextSet* have = part.box.text(f);
    TextSet set = have != nullptr ? *have : TextSet{};
    set.missing = false;
    if (set.nothing()) {
      if (!field.values.empty()) return true;  // bound to a value outside its list, which counts as missing
      continue;
    }
    if (field.source != FieldSource::path) return true;
    Box bound = part.box;
    bound.set_text(f, std::move(set));
    bound = view.keys.refine(std::move(bound));
    if (!empty(bound) && !view.keys.anchors(bound).empty()) return true;
  }
  return false;
}

std::optional<Part> StoreSpace::settle(Part part, bool unread, std::vector<std::string>* anchors) const {
  trim(part.box, part.managed, unread);
  if (empty(part.box)) return std::nullopt;
  if ((part.box.flags.may_be_false & bit(Flag::orphan)) == 0 && !can_be_orphan(part)) return std::nullopt;
  if (!part.managed) {
    if (names_path(view.policy, part.box)) return std::nullopt;
    for (const TextPattern& p : part.box.key) {
      if (p.prefix && !p.negated && shelflife::bind(view.policy, view.id, p.text).managed) return std::nullopt;
    }
    if (anchors != nullptr) *anchors = view.keys.anchors(part.box);
    return part;
  }
  if (layouts_.empty()) return std::nullopt;
  std::vector<std::string> keys = view.keys.refine_in_place(part.box);
  if (empty(part.box)) return std::nullopt;
  const bool reachable = std::any_of(keys.begin(), keys.end(), [&](const std::string& anchor) {
    return std::any_of(heads_.begin(), heads_.end(), [&](const std::string& head) { return starts(anchor, head) || starts(head, anchor); });
  });
  if (!reachable) return std::nullopt;
  const bool excludes = std::any_of(part.box.key.begin(), part.box.key.end(), [](const TextPattern& p) { return p.prefix && p.negated; });
  if (excludes && !drop_excluded(part)) return std::nullopt;
  if (anchors != nullptr) *anchors = excludes ? view.keys.anchors(part.box) : std::move(keys);
  return part;
}

// A prefix that is left out takes values of path fields with it.
bool StoreSpace::drop_excluded(Part& part) const {
  const std::vector<std::pair<FieldId, TextSet>> texts = part.box.texts;
  for (const auto& [field, set] : texts) {
    if (view.policy.fields[field].source != FieldSource::path || set.cofinite || set.values.size() < 2) continue;
    TextSet left = set;
    std::erase_if(left.values, [&, id = field](const std::string& value) {
      Box one = part.box;
      one.set_text(id, TextSet{false, false, {value}, {}});
      one = view.keys.refine(std::move(one));
      return empty(one) || view.keys.anchors(one).empty();
    });
    part.box.set_text(field, std::move(left));
  }
  return !empty(part.box);
}

std::optional<std::vector<Part>> StoreSpace::parts(const Predicate& where, Reading reading, bool unread) const {
  const Region region = truth(view.policy, where, reading);
  if (!region.exact) return std::nullopt;
  // A `require` that names a path field covers no unmanaged object, whatever else it names.
  const bool managed_only = names_path(view.policy, where);
  std::vector<Part> out;
  for (const Box& box : region.boxes) {
    if (auto part = settle({box, true}, unread)) out.push_back(std::move(*part));
    if (managed_only) continue;
    if (auto part = settle({box, false}, unread)) out.push_back(std::move(*part));
  }
  return out;
}

std::optional<Part> StoreSpace::meet(const Part& part, const Box& box, bool unread) const {
  if (!part.managed && names_path(view.policy, box)) return std::nullopt;
  return settle({intersect(part.box, box), part.managed}, unread);
}

bool StoreSpace::covered(const Part& part, const Box& by) const {
  return (part.managed || !names_path(view.policy, by)) && contains(by, part.box);
}
bool StoreSpace::covered(const Part& part, const std::vector<Box>& by) const {
  return std::any_of(by.begin(), by.end(), [&](const Box& box) { return covered(part, box); });
}
bool StoreSpace::meets(const Part& part, const Box& box) const {
  return (part.managed || !names_path(view.policy, box)) && !disjoint(part.box, box);
}

std::vector<const Act*> StoreSpace::near(const Part& part) const {
  std::vector<const Act*> out;
  for (const std::uint32_t at : by_key_.near(view.keys.anchors(part.box))) {
    const Act& act = acts_[at];
    if (std::any_of(act.boxes.begin(), act.boxes.end(), [&](const Box& b) { return meets(part, b); })) out.push_back(&act);
  }
  return out;
}

std::vector<const Protection*> StoreSpace::meeting(const Part& part) const {
  const std::vector<Protection>& all = view.protections.all();
  bool lacking = std::any_of(part.box.texts.begin(), part.box.texts.end(), [&](const auto& e) { return e.second.missing && view.policy.fields[e.first].required; });
  // A key may bind a value outside its label's list where the box says nothing of the field.
  for (const TextPattern& p : part.box.key) {
    if (lacking || !p.prefix || p.negated) continue;
    for (const auto& [field, text] : shelflife::bind(view.policy, view.id, p.text).fields) {
      const std::vector<std::string>& values = view.policy.fields[field].values;
      lacking = lacking || (!values.empty() && std::find(values.begin(), values.end(), text) == values.end());
    }
  }
  std::vector<const Protection*> out;
  const auto look = [&](const Protection& p) {
    if (std::any_of(p.possible.boxes.begin(), p.possible.boxes.end(), [&](const Box& b) { return meets(part, b); })) out.push_back(&p);
  };
  if (lacking) {
    for (const Protection& p : all) look(p);
    return out;
  }
  std::vector<std::uint32_t> near = protections_by_key_.near(view.keys.anchors(part.box));
  near.insert(near.end(), only_unread_.begin(), only_unread_.end());
  std::sort(near.begin(), near.end());
  near.erase(std::unique(near.begin(), near.end()), near.end());
  for (const std::uint32_t at : near) look(all[at]);
  return out;
}

std::vector<const Protection*> StoreSpace::touching(const Part& part) const {
  std::vector<const Protection*> out = meeting(part);
  std::erase_if(out, [](const Protection* p) { return p->kind == Protection::Kind::explicit_noncurrent; });
  return out;
}

std::vector<const Protection*> StoreSpace::explicit_noncurrent(const Part& part) const {
  std::vector<const Protection*> out = meeting(part);
  std::erase_if(out, [](const Protection* p) { return p->kind != Protection::Kind::explicit_noncurrent; });
  return out;
}

}  // namespace shelflife
