#include "tests/z3/encoding.hpp"

#include <algorithm>

namespace shelflife::second_opinion {

namespace {

bool names_size(const Predicate& p) {
  return p.kind == PredicateKind::size || std::any_of(p.children.begin(), p.children.end(), names_size);
}

z3::expr starts(const z3::expr& whole, const z3::expr& with) { return z3::prefixof(with, whole); }
z3::expr ends(const z3::expr& whole, const z3::expr& with) { return z3::suffixof(with, whole); }

z3::expr compare(Comparison comparison, const z3::expr& a, const z3::expr& b) {
  switch (comparison) {
    case Comparison::less: return a < b;
    case Comparison::less_equal: return a <= b;
    case Comparison::greater: return a > b;
    case Comparison::greater_equal: return a >= b;
  }
  return a < b;
}

}  // namespace

Encoding::Encoding(z3::context& context, const Policy& policy, StoreId store)
    : context_(context), policy_(policy), store_(store), words_(context), closed_(context), managed_(fresh_bool("managed")), size_(context.int_const("size")),
      noncurrent_(fresh_bool("noncurrent")), created_(fresh_age("created")), accessed_(fresh_age("accessed")), gone_for_(fresh_age("gone for")),
      newer_(context.int_const("newer")), promoted_(fresh_bool("promoted")), retired_(fresh_bool("retired")), referenced_(fresh_bool("referenced")),
      orphan_(fresh_bool("orphan")), promoted_age_(fresh_age("promoted age")), retired_age_(fresh_age("retired age")),
      newest_of_whole_(fresh_age("newest of whole")), whole_kept_(fresh_bool("whole kept")), marked_(fresh_bool("marked")), mark_age_(fresh_age("mark age")),
      fields_(policy.fields.size()), laws_(context), bound_(context) {
  for (const z3::expr& age : {created_, accessed_, gone_for_, promoted_age_, retired_age_, newest_of_whole_, mark_age_}) laws_.push_back(age >= 0);
  laws_.push_back(size_ >= 0 && newer_ >= 0 && accessed_ <= created_ && gone_for_ <= created_ && newest_of_whole_ <= created_);
  laws_.push_back(z3::implies(orphan_, !referenced_));
  if (!policy.stores[store].versioned()) laws_.push_back(!noncurrent_);
  spell_key();
  bind_path();
  for (FieldId f = 0; f < policy.fields.size(); ++f) {
    if (policy.fields[f].source != FieldSource::path) bind_tag(f);
  }
  laws_.push_back(z3::implies(orphan_, any(bound_) && created_ >= number(policy.stores[store].orphan_after.days)));
  for (std::uint32_t r = 0; r < policy.rules.size(); ++r) {
    for (std::uint32_t s = 0; s < policy.rules[r].statements.size(); ++s) {
      if (policy.rules[r].statements[s].kind == StatementKind::keep_ranked) {
        ranks_.emplace_back(StatementRef{r, s}, fresh_bool("ranked " + std::to_string(r) + "/" + std::to_string(s)));
      }
    }
  }
}

// Longer keys than any policy here speaks of end in a rest that may hold slashes.
constexpr unsigned max_segments = 8;

void Encoding::spell_key() {
  const z3::expr slash = text("/");
  for (unsigned i = 0; i <= max_segments; ++i) {
    words_.push_back(fresh_text("word " + std::to_string(i)));
    closed_.push_back(fresh_bool("closed " + std::to_string(i)));
    if (i < max_segments) laws_.push_back(!words_[i].contains(slash));
    else laws_.push_back(!closed_[i]);
    if (i > 0) laws_.push_back(z3::implies(!closed_[i - 1], !closed_[i] && words_[i] == text("")));
  }
}

z3::expr Encoding::key_starts(const std::string& with) const {
  z3::expr_vector list(context_);
  std::size_t begin = 0;
  unsigned i = 0;
  for (std::size_t slash = with.find('/'); slash != std::string::npos; slash = with.find('/', begin), ++i) {
    list.push_back(closed_[i] && words_[i] == text(with.substr(begin, slash - begin)));
    begin = slash + 1;
  }
  list.push_back(starts(words_[i], text(with.substr(begin))));
  return all(list);
}

// For endings without a slash: they are in what follows the last one.
z3::expr Encoding::key_ends(const std::string& with) const {
  z3::expr_vector list(context_);
  for (unsigned i = 0; i <= max_segments; ++i) {
    const z3::expr last = (i == 0 ? context_.bool_val(true) : closed_[i - 1]) && !closed_[i];
    list.push_back(last && ends(words_[i], text(with)));
  }
  return any(list);
}

// The layout binds segment after segment until one does not fit.
void Encoding::bind_path() {
  const Layout& layout = policy_.layouts.at(0);
  z3::expr so_far = context_.bool_val(true);
  std::optional<z3::expr> first;
  for (unsigned i = 0; i < layout.segments.size(); ++i) {
    const Segment& segment = layout.segments[i];
    const z3::expr word = words_[i];
    so_far = so_far && closed_[i];
    if (segment.literal()) {
      so_far = so_far && word == text(segment.prefix);
      continue;
    }
    z3::expr middle = word;
    if (!segment.prefix.empty() || !segment.suffix.empty()) {
      middle = fresh_text("field " + std::to_string(i));
      const z3::expr fits = word.length() >= static_cast<int>(segment.prefix.size() + segment.suffix.size()) &&
                            starts(word, text(segment.prefix)) && ends(word, text(segment.suffix));
      laws_.push_back(z3::implies(fits, word == z3::concat(text(segment.prefix), z3::concat(middle, text(segment.suffix)))));
      so_far = so_far && fits;
    }
    const z3::expr bound = so_far && middle != text("");
    if (!first) first = bound;
    accept(segment.field, bound, middle);
  }
  laws_.push_back(managed_ == *first);
}

void Encoding::bind_tag(FieldId id) {
  const Field& field = policy_.fields[id];
  const z3::expr there = fresh_bool(field.name + " there"), raw = fresh_text(field.name);
  if (field.source == FieldSource::tag) tags_.insert_or_assign(field.external, Tag{there, raw});
  accept(id, there, raw);
}

// What the policy makes of it: a value outside the list counts as missing, and a required one that is missing is unread,
// so it may be anything.
void Encoding::accept(FieldId id, const z3::expr& there, const z3::expr& raw) {
  const Field& field = policy_.fields[id];
  Value value{fresh_bool(field.name + " seen"), fresh_text(field.name + " value"), fresh_age(field.name + " number"), fresh_age(field.name + " age")};
  if (field.name == "version" || field.name == "run_id") bound_.push_back(there);
  z3::expr good = there;
  z3::expr_vector listed(context_);
  for (const std::string& v : field.values) listed.push_back(raw == text(v));
  if (!field.values.empty()) good = good && any(listed);
  if (field.type != FieldType::text) good = good && fresh_bool(field.name + " is of its type");
  const bool unread = field.source == FieldSource::registry || field.required;  // the registry is free anyway
  laws_.push_back(z3::implies(good, value.has && value.text == raw));
  if (!unread) laws_.push_back(z3::implies(!good, !value.has));
  // A date may be still to come; a number is what it is.
  fields_[id] = value;
}

z3::expr Encoding::laws() const { return all(laws_); }

Kleene Encoding::compared(FieldId id, const z3::expr& condition) const {
  const Value& value = *fields_[id];
  z3::expr known = value.has;
  if (policy_.fields[id].source == FieldSource::path) known = known && managed_;
  return {known && condition, known && !condition};
}

Kleene Encoding::truth(const Predicate& p) const {
  const auto crisp = [](const z3::expr& e) { return Kleene{e, !e}; };
  switch (p.kind) {
    case PredicateKind::always: return crisp(context_.bool_val(true));
    case PredicateKind::negation: {
      const Kleene inner = truth(p.children[0]);
      return {inner.no, inner.yes};
    }
    case PredicateKind::all:
    case PredicateKind::any: {
      z3::expr_vector yes(context_), no(context_);
      for (const Predicate& child : p.children) {
        const Kleene k = truth(child);
        yes.push_back(k.yes);
        no.push_back(k.no);
      }
      return p.kind == PredicateKind::all ? Kleene{all(yes), any(no)} : Kleene{any(yes), all(no)};
    }
    case PredicateKind::one_of: {
      z3::expr_vector options(context_);
      for (const std::string& v : p.texts) options.push_back(fields_[p.field]->text == text(v));
      return compared(p.field, any(options));
    }
    case PredicateKind::starts_with:
      return p.field == no_id ? crisp(key_starts(p.texts[0])) : compared(p.field, starts(fields_[p.field]->text, text(p.texts[0])));
    case PredicateKind::ends_with:
      return p.field == no_id ? crisp(key_ends(p.texts[0])) : compared(p.field, ends(fields_[p.field]->text, text(p.texts[0])));
    case PredicateKind::number: return compared(p.field, compare(p.comparison, fields_[p.field]->number, number(p.number)));
    case PredicateKind::size: return crisp(compare(p.comparison, size_, context_.int_val(std::to_string(p.number).c_str())));
    case PredicateKind::accessed_within: return crisp(accessed_ < number(p.duration.days));
    case PredicateKind::missing: {
      const Value& value = *fields_[p.field];
      if (policy_.fields[p.field].source == FieldSource::path) return {managed_ && !value.has, managed_ && value.has};
      return {!value.has, value.has};
    }
    case PredicateKind::flag: {
      switch (p.flag) {
        case Flag::promoted: return crisp(promoted_);
        case Flag::retired: return crisp(retired_);
        case Flag::referenced: return crisp(referenced_);
        case Flag::orphan: return crisp(orphan_);
        case Flag::noncurrent: return crisp(noncurrent_);
      }
    }
  }
  return crisp(context_.bool_val(false));
}

z3::expr Encoding::applies(const Rule& rule, const Statement& statement) const { return truth(rule.where).yes && truth(statement.where).yes; }

z3::expr Encoding::has_run(const Clock& clock, std::uint32_t days) const {
  const z3::expr d = number(days);
  switch (clock.kind) {
    case ClockKind::created: return created_ >= d;
    case ClockKind::accessed: return accessed_ >= d;
    case ClockKind::promoted: return promoted_ && promoted_age_ >= d;
    case ClockKind::retired: return retired_ && retired_age_ >= d;
    case ClockKind::noncurrent: return noncurrent_ && gone_for_ >= d;
    case ClockKind::field: return fields_[clock.field]->has && fields_[clock.field]->age >= d;
  }
  return context_.bool_val(false);
}

z3::expr Encoding::holds(StatementRef ref) const {
  const Statement& s = policy_.rules[ref.rule].statements[ref.statement];
  const z3::expr so = applies(policy_.rules[ref.rule], s);
  switch (s.kind) {
    case StatementKind::keep_forever: return so;
    case StatementKind::keep_for: return so && !has_run(s.clock, s.duration.days);
    case StatementKind::lock: return so && !has_run(Clock{}, s.duration.days);
    case StatementKind::keep_ranked: {
      // A rank may always be the first, or be wanting, and a keep without a rank holds: one free truth stands for both.
      const auto rank = std::find_if(ranks_.begin(), ranks_.end(), [&](const auto& e) { return e.first == ref; });
      z3::expr has_rank = rank->second;
      if (s.ranking.at_most) has_rank = has_rank && !has_run(Clock{}, s.ranking.at_most->days);
      return so && has_rank;
    }
    default: return context_.bool_val(false);
  }
}

z3::expr Encoding::due(StatementRef ref) const {
  const Rule& rule = policy_.rules[ref.rule];
  const Statement& s = rule.statements[ref.statement];
  if (!is_delete(s.kind)) return context_.bool_val(false);
  const z3::expr so = applies(rule, s);
  if (s.kind == StatementKind::remove_noncurrent) return so && noncurrent_ && gone_for_ >= number(s.duration.days) && newer_ >= static_cast<int>(s.keeping_newer);
  z3::expr_vector spoken(context_);
  for (const Rule& other : policy_.rules) {
    for (const Statement& t : other.statements) {
      if (t.kind == StatementKind::remove_noncurrent && std::find(other.stores.begin(), other.stores.end(), store_) != other.stores.end()) spoken.push_back(applies(other, t));
    }
  }
  const z3::expr recoverable = number(policy_.stores[store_].recoverable_days());
  z3::expr old = noncurrent_ && gone_for_ >= recoverable && !any(spoken);
  z3::expr young = !noncurrent_ && (s.kind == StatementKind::quarantine ? marked_ && mark_age_ >= number(s.duration.days) : has_run(s.clock, s.duration.days));
  if (s.whole != no_id) {
    old = old && !whole_kept_;
    young = young && !whole_kept_ && newest_of_whole_ >= number(s.duration.days);
  }
  return so && (old || young);
}

z3::expr Encoding::kept() const {
  z3::expr_vector list(context_);
  for (std::uint32_t r = 0; r < policy_.rules.size(); ++r) {
    for (std::uint32_t s = 0; s < policy_.rules[r].statements.size(); ++s) list.push_back(holds({r, s}));
  }
  for (const Hold& hold : policy_.holds) list.push_back(truth(hold.where).yes);
  return any(list);
}

z3::expr Encoding::may_be_deleted() const {
  z3::expr_vector list(context_);
  for (std::uint32_t r = 0; r < policy_.rules.size(); ++r) {
    for (std::uint32_t s = 0; s < policy_.rules[r].statements.size(); ++s) list.push_back(due({r, s}));
  }
  return any(list) && !kept();
}

z3::expr Encoding::may_be_moved(const NativeAction& action) const {
  const TierMap& map = policy_.tiers[static_cast<std::size_t>(policy_.stores[store_].provider)];
  z3::expr_vector list(context_);
  for (const Rule& rule : policy_.rules) {
    for (const Statement& s : rule.statements) {
      if (s.kind != StatementKind::move && s.kind != StatementKind::move_noncurrent) continue;
      const std::size_t tier = static_cast<std::size_t>(s.tier);
      bool as_cold = false;  // the action's class is that tier's, or that of a warmer one
      for (std::size_t t = 0; t <= tier; ++t) as_cold = as_cold || map.classes[t] == action.storage_class;
      if (!as_cold) continue;
      z3::expr so = applies(rule, s);
      if (s.kind == StatementKind::move) so = so && !noncurrent_ && has_run(s.clock, s.duration.days);
      else so = so && noncurrent_ && gone_for_ >= number(s.duration.days);
      if (policy_.stores[store_].provider == Provider::s3 && !names_size(s.where) && !names_size(rule.where)) so = so && size_ >= 128 * 1024;
      list.push_back(so);
    }
  }
  return any(list);
}

z3::expr Encoding::acts(const NativeRule& rule, const NativeAction& action) const {
  z3::expr_vector list(context_);
  const NativeFilter& filter = rule.filter;
  z3::expr_vector prefixes(context_), suffixes(context_);
  for (const std::string& p : filter.prefixes) prefixes.push_back(key_starts(p));
  for (const std::string& s : filter.suffixes) suffixes.push_back(key_ends(s));
  if (!filter.prefixes.empty()) list.push_back(any(prefixes));
  if (!filter.suffixes.empty()) list.push_back(any(suffixes));
  for (const auto& [name, value] : filter.tags) {
    const auto tag = tags_.find(name);
    if (tag != tags_.end()) list.push_back(tag->second.there && tag->second.value == text(value));
  }
  if (filter.size_min) list.push_back(size_ >= context_.int_val(std::to_string(*filter.size_min).c_str()));
  if (filter.size_max) list.push_back(size_ <= context_.int_val(std::to_string(*filter.size_max).c_str()));
  const bool of_noncurrent = action.kind == ActionKind::expire_noncurrent || action.kind == ActionKind::transition_noncurrent;
  list.push_back(of_noncurrent ? noncurrent_ : !noncurrent_);
  const z3::expr& age = action.clock == NativeClock::created ? created_ : action.clock == NativeClock::accessed ? accessed_ : gone_for_;
  list.push_back(age >= number(action.days));
  list.push_back(newer_ >= static_cast<int>(action.newer_noncurrent));
  const bool moves = action.kind == ActionKind::transition || action.kind == ActionKind::transition_noncurrent;
  // S3's own floor: small objects stay unless a size is named
  if (moves && policy_.stores[store_].provider == Provider::s3 && !filter.size_min && !filter.size_max) list.push_back(size_ >= 128 * 1024);
  return all(list);
}

std::string Encoding::describe(const z3::model& model) const {
  std::string out;
  for (unsigned i = 0; i < model.num_consts(); ++i) {
    const z3::func_decl d = model.get_const_decl(i);
    out += d.name().str() + "=" + model.get_const_interp(d).to_string() + " ";
  }
  return out;
}

}  // namespace shelflife::second_opinion
