// The syntax tree as text, for the golden cases: everything that ast.hpp holds but the places.
#include <string>

#include "support.hpp"

namespace shelflife::test {

namespace {

using namespace ast;

std::string text(const Duration& d) {
  static constexpr const char* units[] = {"d", "w", "m", "y"};
  if (!d.let.empty()) return "let:" + std::string(d.let);
  return std::to_string(d.count) + units[static_cast<int>(d.unit)];
}
std::string text(const Size& s) { return s.let.empty() ? std::to_string(s.bytes) + "B" : "let:" + std::string(s.let); }
std::string text(const Name& n) { return std::string(n.text); }
std::string text(const Value& v) {
  static constexpr const char* forms[] = {"s:", "n:", "d:"};
  return forms[static_cast<int>(v.form)] + std::string(v.text);
}
std::string text(const String& s) { return "'" + std::string(s.value) + "'"; }
std::string text(const Predicate& p);
template <typename T>
std::string text(const List<T>& list) {
  std::string result = "[";
  for (const T& each : list) result += (result.size() > 1 ? " " : "") + text(each);
  return result + "]";
}
template <typename T>
std::string text(const char* label, const Maybe<T>& value) {
  return value ? std::string(" ") + label + "=" + text(*value) : std::string();
}

std::string text(const Predicate& p) {
  static constexpr const char* names[] = {"any",        "all",       "not",     "size",   "accessed-within", "starts-with",
                                          "ends-with",  "eq",        "ne",      "number", "in",              "not-in",
                                          "missing",    "not-missing", "flag"};
  static constexpr const char* signs[] = {"<", "<=", ">", ">="};
  std::string result = std::string("(") + names[static_cast<int>(p.kind)];
  if (!p.subject.text.empty()) result += " " + text(p.subject);
  if (p.kind == PredicateKind::size || p.kind == PredicateKind::number)
    result += std::string(" ") + signs[static_cast<int>(p.comparison)];
  if (p.kind == PredicateKind::size) result += " " + text(*p.size);
  if (p.kind == PredicateKind::number) result += " " + std::to_string(p.integer.value);
  if (p.kind == PredicateKind::accessed_within) result += " " + text(*p.duration);
  if (p.kind == PredicateKind::starts_with || p.kind == PredicateKind::ends_with) result += " " + text(*p.pattern);
  if (!p.values.empty()) result += " " + text(p.values);
  for (const Predicate& child : p.children) result += " " + text(child);
  return result + ")";
}

std::string text(const Ranked& r) {
  static constexpr const char* periods[] = {"", " daily", " weekly", " monthly", " yearly"};
  std::string result = (r.best ? "best " : "latest ") + std::to_string(r.count.value) +
                       periods[static_cast<int>(r.period)] + " " + text(r.unit) + " per " + text(r.per);
  if (r.by) result += std::string(r.highest ? " highest " : " lowest ") + text(*r.by);
  return result + text("at-most", r.at_most);
}

std::string text(const Statement& s) {
  static constexpr const char* names[] = {"keep-forever", "keep-for", "keep-ranked", "remove", "remove-noncurrent", "move",
                                          "move-noncurrent", "lock", "abort-uploads", "quarantine"};
  std::string result = std::string("  ") + names[static_cast<int>(s.kind)];
  if (s.ranked) result += " " + text(*s.ranked);
  if (s.duration.count != 0 || !s.duration.let.empty()) result += " " + text(s.duration);
  if (s.compliance) result += " compliance";
  if (s.keeping) result += " keeping=" + std::to_string(s.keeping->value);
  return result + text("whole", s.whole) + text("tier", s.tier) + text("since", s.since) + text("where", s.where);
}

std::string text(const Setting& s) {
  return "  [" + std::string(s.name) + "]" + text("text", s.text) + text("word", s.word) + text("duration", s.duration);
}

std::string text(const Limit& l) {
  static constexpr const char* names[] = {"percent", "objects", "bytes", "registry-age", "inventory-age"};
  std::string result = std::string("  ") + names[static_cast<int>(l.kind)];
  if (l.count.value != 0) return result + " " + std::to_string(l.count.value);
  return result + " " + (l.kind == LimitKind::bytes ? text(l.size) : text(l.duration));
}

std::string text(const Obligation& o) {
  static constexpr const char* names[] = {"never-deleted", "never-deleted-before", "deleted-within", "locked",
                                          "locked-compliance", "not-moved-before", "labelled", "stored-versioned",
                                          "stored-encrypted", "stored-encrypted-kms", "stored-logged",
                                          "stored-replicated", "stored-with-manifest"};
  std::string result = std::string("  ") + names[static_cast<int>(o.kind)];
  if (o.duration.count != 0 || !o.duration.let.empty()) result += " " + text(o.duration);
  return result + text("since", o.since) + text("field", o.field);
}

std::string text(const Allow& a) { return "  allow " + text(a.action) + text("where", a.where); }
std::string text(const TierName& t) { return "  " + text(t.tier) + " " + text(t.storage_class); }
std::string text(const ManifestItem& m) {
  static constexpr const char* names[] = {"checksum-sha256", "size", "requires"};
  return std::string("  ") + names[static_cast<int>(m.kind)] + text("field", m.field);
}

template <typename T>
std::string block(const List<T>& lines) {
  std::string result;
  for (const T& line : lines) result += "\n" + text(line);
  return result;
}

struct ItemText {
  std::string operator()(const Import& i) const { return "import " + text(i.path) + text("where", i.where); }
  std::string operator()(const Let& l) const {
    return "let " + text(l.name) + text("duration", l.duration) + text("size", l.size) + text("alias", l.alias);
  }
  std::string operator()(const Layout& l) const { return "layout " + text(l.pattern) + " on " + text(l.stores); }
  std::string operator()(const Label& l) const {
    static constexpr const char* types[] = {" text", " date", " number"};
    static constexpr const char* sources[] = {"", " from-path", " from-tag", " from-registry"};
    return "label " + text(l.name) + types[static_cast<int>(l.type)] + sources[static_cast<int>(l.from)] +
           (l.required ? " required " : " ") + text(l.values) + text("external", l.external);
  }
  std::string operator()(const Tiers& t) const { return "tiers " + text(t.provider) + block(t.entries); }
  std::string operator()(const Store& s) const {
    return "store " + text(s.name) + " " + text(s.provider) + " " + text(s.bucket) + block(s.settings);
  }
  std::string operator()(const Safeguard& s) const { return "safeguard" + block(s.limits); }
  std::string operator()(const Rule& r) const {
    return "rule " + text(r.name) + text("reason", r.reason) + text("by", r.owner) + " on " + text(r.stores) +
           text("where", r.where) + block(r.statements);
  }
  std::string operator()(const Hold& h) const {
    std::string until;
    if (h.until)
      until = " until " + std::to_string(h.until->year) + "/" + std::to_string(h.until->month) + "/" +
              std::to_string(h.until->day);
    return "hold " + text(h.name) + " by " + text(h.owner) + until + " where=" + text(h.where);
  }
  std::string operator()(const Require& r) const {
    return "require " + text(r.reason) + text("by", r.owner) + " on " + text(r.stores) + text("where", r.where) +
           block(r.obligations);
  }
  std::string operator()(const Role& r) const { return "role " + text(r.name) + block(r.allows); }
  std::string operator()(const Manifest& m) const { return "manifest " + text(m.file) + block(m.items); }
};

}  // namespace

std::string dump(const File& file) {
  std::string result;
  for (const Item& item : file.items) result += std::visit(ItemText{}, item) + "\n";
  return result;
}

}  // namespace shelflife::test
