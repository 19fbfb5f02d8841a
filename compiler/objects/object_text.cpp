#include "compiler/objects/object_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "compiler/model/names.hpp"
#include "compiler/model/print.hpp"
#include "compiler/objects/evaluate.hpp"
#include "compiler/objects/object_words.hpp"

namespace shelflife {

namespace {

// Fills one object from the words of a text.
class ObjectReader {
 public:
  ObjectReader(const Policy& policy, FileId file, Instant now, Diagnostics& diagnostics)
      : policy_(policy), file_(file), now_(now), diagnostics_(diagnostics) {}

  ToldObject read(const std::vector<ObjectWord>& words, StoreId store) {
    place(words, store);
    std::vector<std::string_view> seen;
    for (const ObjectWord& word : words) {
      if (std::find(seen.begin(), seen.end(), word.name) != seen.end()) {
        report(Code::object_syntax, word.name_span(file_), "`" + printable(word.name) + "` stands here twice", "say it once");
        continue;
      }
      seen.push_back(word.name);
      take(word);
    }
    if (told_.object.key.empty() && !key_wrong_)
      report(Code::object_syntax, Span{file_, 0, 0}, "no key is said", "begin with the key: `key=ml/dev/x`");
    check();
    std::sort(told_.object.labels.begin(), told_.object.labels.end(), [](const LabelState& a, const LabelState& b) { return a.field < b.field; });
    std::sort(told_.object.ranks.begin(), told_.object.ranks.end());
    return std::move(told_);
  }

 private:
  void report(Code code, Span span, std::string message, std::string hint = {}) { diagnostics_.add(code, span, std::move(message), std::move(hint)); }
  void wrong(const ObjectWord& word, std::string_view wanted) {
    report(Code::object_bad_value, word.value_span(file_), in_back_quotes(word.value) + " is no " + std::string(wanted),
           fmt::format("write {}", example_of(word.name)));
  }
  static std::string example_of(std::string_view name) {
    if (name == "size") return "bytes, or a size such as `size=5MiB`";
    if (name == "tier") return "hot, cool, cold, archive or deep_archive";
    if (name == "newer") return "how many newer noncurrent revisions its key has: `newer=2`";
    if (name.starts_with("rank")) return "its place, 1 is the newest or best, or `none`";
    if (name == "unit") return "`unit=kept` or `unit=free`";
    if (name == "hold" || name == "referenced" || name == "orphan") return "`yes` or `no`";
    if (name == "promoted" || name == "retired") return "`no`, `yes`, or when: a date or an age such as `15d`";
    return "a date (`2027-01-31`), an instant (`2027-01-31T12:00:00Z`) or an age (`15d`, `90s`)";
  }

  // The store first: labels and ranks are read for it.
  void place(const std::vector<ObjectWord>& words, StoreId store) {
    if (store == no_id && policy_.stores.size() == 1) store = 0;
    const bool uri = std::any_of(words.begin(), words.end(), [](const ObjectWord& w) { return w.name == "uri"; });
    for (const ObjectWord& word : words) {
      if (word.name != "store") continue;
      const auto at = std::find_if(policy_.stores.begin(), policy_.stores.end(), [&](const Store& s) { return s.name == word.value; });
      if (at != policy_.stores.end()) store = static_cast<StoreId>(at - policy_.stores.begin());
      else report(Code::object_no_store, word.value_span(file_), "no store is named " + in_back_quotes(word.value), "the stores are " + store_list());
      told_.store = true;
    }
    if (store == no_id && !uri && !told_.store) {
      report(Code::object_syntax, Span{file_, 0, 0}, "the policy has several stores, and none is said", "add `store=NAME`; the stores are " + store_list());
      store = 0;
    }
    told_.object.store = store == no_id ? 0 : store;
  }
  std::string store_list() const {
    std::string out;
    for (const Store& store : policy_.stores) out.append(out.empty() ? "`" : ", `").append(printable(store.name)).append("`");
    return out;
  }

  void take(const ObjectWord& word) {
    ObjectState& o = told_.object;
    const std::string& name = word.name;
    if (name == "store") return;
    if (name == "key") return take_key(word);
    if (name == "uri") return take_uri(word);
    if (name == "size") return take_size(word);
    if (name == "tier") return take_tier(word);
    if (name == "created") return take_past(word, told_.created, [&](Seconds age) { o.created = age; });
    if (name == "accessed") {
      if (word.plain("unread")) return;
      return take_past(word, ignored_, [&](Seconds age) { o.accessed = age; });
    }
    if (name == "noncurrent") return take_noncurrent(word);
    if (name == "newer") return take_count(word, o.newer_noncurrent);
    if (name == "marked") return take_past(word, ignored_, [&](Seconds age) { o.marked = age; });
    if (name == "newest") return take_past(word, ignored_, [&](Seconds age) { o.newest_of_whole = age; });
    if (name == "unit") return take_choice(word, "kept", "free", o.whole_kept);
    if (name == "hold") return take_choice(word, "yes", "no", o.legal_hold);
    if (name == "locked") return take_locked(word);
    if (name == "promoted") return take_fact(word, o.promoted, &o.promoted_since);
    if (name == "retired") return take_fact(word, o.retired, &o.retired_since);
    if (name == "referenced") return take_fact(word, o.referenced, nullptr);
    if (name == "orphan") return take_fact(word, o.orphan, nullptr);
    if (name == "rank" || name.starts_with("rank.")) return take_rank(word);
    if (name == "status") return take_label(word, "status");
    if (name.starts_with("label.")) return take_label(word, std::string_view(name).substr(6));
    unknown(word);
  }

  void unknown(const ObjectWord& word) {
    std::vector<std::string> names = {"key", "uri", "store", "size", "created", "accessed", "noncurrent", "newer", "promoted", "retired", "referenced",
                                      "orphan", "rank", "marked", "newest", "unit", "locked", "hold", "tier", "status"};
    std::string hint;
    const auto field = std::find_if(policy_.fields.begin(), policy_.fields.end(), [&](const Field& f) { return f.name == word.name; });
    if (field != policy_.fields.end()) {
      hint = field->source == FieldSource::path ? "`" + printable(word.name) + "` comes from the key" : "labels are written `label." + printable(word.name) + "=...`";
    } else if (const std::string near = nearest_name(word.name, names); !near.empty()) {
      hint = "did you mean `" + near + "`?";
    }
    report(Code::object_unknown_attribute, word.name_span(file_), "an object has no attribute " + in_back_quotes(word.name), hint);
  }

  void take_key(const ObjectWord& word) {
    told_.object.key = word.value;
    key_wrong_ = word.value.empty();
    if (key_wrong_) report(Code::object_bad_value, word.value_span(file_), "a key is never empty", "write the whole key: `key=ml/dev/x`");
  }
  void take_uri(const ObjectWord& word) {
    const std::optional<Place> place = find_place(policy_, word.value);
    key_wrong_ = !place || place->store == no_id;
    if (!place) return report(Code::object_bad_value, word.value_span(file_), in_back_quotes(word.value) + " is no URI of an object", "write it as `s3://BUCKET/KEY`, `gs://BUCKET/KEY` or `https://ACCOUNT.blob.core.windows.net/CONTAINER/KEY`");
    if (place->store == no_id) return report(Code::object_no_store, word.value_span(file_), "no store declares `" + printable(place->bucket) + "`", "the stores are " + store_list());
    told_.object.store = place->store;
    told_.store = true;
    told_.object.key = place->key;
  }
  void take_size(const ObjectWord& word) {
    const std::optional<std::uint64_t> size = parse_size(word.value);
    if (!size) return wrong(word, "size");
    told_.object.size = *size;
    told_.size = true;
  }
  void take_tier(const ObjectWord& word) {
    const std::optional<Tier> tier = parse_tier(word.value);
    if (!tier) return wrong(word, "tier");
    told_.object.tier = *tier;
    told_.tier = true;
  }

  // An age, or how long ago a date is; negative when it is still to come.
  std::optional<Seconds> age_of(std::string_view text) const {
    if (const std::optional<Seconds> age = parse_age(text)) return age;
    const std::optional<Instant> instant = parse_instant(text);
    return instant ? std::optional(now_ - *instant) : std::nullopt;
  }
  template <class Set>
  void take_past(const ObjectWord& word, bool& told, const Set& set) {
    const std::optional<Seconds> age = age_of(word.value);
    if (!age) return wrong(word, "date or age");
    if (*age < 0) return report(Code::object_contradiction, word.value_span(file_), in_back_quotes(word.value) + " lies after the day that is asked about", "name an earlier date, or a later `--at`");
    set(*age);
    told = true;
  }
  void take_noncurrent(const ObjectWord& word) {
    told_.noncurrent = true;
    if (word.plain("no")) return;
    take_past(word, told_.noncurrent, [&](Seconds age) {
      told_.object.noncurrent = true;
      told_.object.noncurrent_since = age;
    });
  }
  void take_count(const ObjectWord& word, std::uint32_t& out) {
    std::uint32_t count = 0;
    if (!number(word.value, count)) return wrong(word, "count");
    out = count;
  }
  static bool number(std::string_view text, std::uint32_t& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && end == text.data() + text.size();
  }
  void take_choice(const ObjectWord& word, std::string_view yes, std::string_view no, bool& out) {
    if (!word.plain(yes) && !word.plain(no)) return wrong(word, "answer");
    out = word.plain(yes);
  }
  void take_locked(const ObjectWord& word) {  // what remains of it, or the date of its end
    if (word.plain("no")) return;
    std::optional<Seconds> rest = parse_age(word.value);
    if (const std::optional<Instant> until = parse_instant(word.value)) rest = *until - now_;
    if (!rest) return wrong(word, "date or span");
    told_.object.locked_for = *rest;
  }
  void take_fact(const ObjectWord& word, Fact& fact, std::optional<Seconds>* since) {
    if (word.plain("unread")) return;
    fact = word.plain("no") ? Fact::no : Fact::yes;
    if (word.plain("no") || word.plain("yes")) return;
    if (since != nullptr) return take_past(word, ignored_, [&](Seconds age) { *since = age; });
    fact = Fact::unread;
    wrong(word, "answer");
  }

  void take_rank(const ObjectWord& word) {
    std::optional<std::uint32_t> rank;
    if (!word.plain("none")) {
      std::uint32_t place = 0;
      if (!number(word.value, place) || place == 0) return wrong(word, "rank");
      rank = place;
    }
    const std::string wanted = word.name == "rank" ? std::string() : word.name.substr(5);
    std::vector<std::string> known;
    bool found = false;
    for (std::uint32_t r = 0; r < policy_.rules.size(); ++r) {
      const Rule& rule = policy_.rules[r];
      if (!std::binary_search(rule.stores.begin(), rule.stores.end(), told_.object.store)) continue;
      for (std::uint32_t s = 0; s < rule.statements.size(); ++s) {
        if (rule.statements[s].kind != StatementKind::keep_ranked) continue;
        known.push_back(statement_id(policy_, {r, s}));
        if (!wanted.empty() && wanted != known.back()) continue;
        found = true;
        std::erase_if(told_.object.ranks, [&](const auto& entry) { return entry.first == StatementRef{r, s}; });
        told_.object.ranks.emplace_back(StatementRef{r, s}, rank);
      }
    }
    if (found) return;
    std::string list;
    for (const std::string& name : known) list.append(list.empty() ? "`rank." : ", `rank.").append(name).append("`");
    report(Code::object_unknown_attribute, word.name_span(file_), "no keep with a rank is meant by " + in_back_quotes(word.name),
           known.empty() ? "this store has no keep that counts versions: leave it out" : "say " + list);
  }

  void take_label(const ObjectWord& word, std::string_view name) {
    const auto at = std::find_if(policy_.fields.begin(), policy_.fields.end(), [&](const Field& f) { return f.name == name; });
    if (at == policy_.fields.end()) return unknown_label(word, name);
    LabelState label{LabelState::Kind::value, static_cast<FieldId>(at - policy_.fields.begin()), {}, {}};
    std::erase_if(told_.object.labels, [&](const LabelState& other) { return other.field == label.field; });
    if (word.plain("missing")) label.kind = LabelState::Kind::missing;
    else if (word.plain("unread")) label.kind = LabelState::Kind::unread;
    else if (!take_label_value(word, *at, label)) return;
    told_.object.labels.push_back(std::move(label));
  }
  bool take_label_value(const ObjectWord& word, const Field& field, LabelState& label) {
    label.text = word.value;
    if (field.type == FieldType::date) {
      label.age = age_of(word.value);
      if (!word.quoted && parse_age(word.value)) label.text.clear();
      if (!label.age) wrong(word, "date");
      return label.age.has_value();
    }
    if (field.type == FieldType::number && !parse_number(word.value)) {
      report(Code::object_bad_value, word.value_span(file_), in_back_quotes(word.value) + " is no number", "`" + printable(field.name) + "` is a number: write `7` or `0.95`");
      return false;
    }
    if (!field.values.empty() && std::find(field.values.begin(), field.values.end(), word.value) == field.values.end()) {
      const std::string near = nearest_name(word.value, field.values);
      report(Code::object_value_unlisted, word.value_span(file_), in_back_quotes(word.value) + " is no value of `" + printable(field.name) + (field.required ? "`: it counts as missing, and what is required and missing as unread" : "`: it counts as missing"),
             near.empty() ? std::string() : "did you mean `" + printable(near) + "`?");
    }
    return true;
  }
  void unknown_label(const ObjectWord& word, std::string_view name) {
    std::vector<std::string> names;
    for (const Field& field : policy_.fields) names.push_back(field.name);
    const std::string near = nearest_name(name, names);
    std::string list;
    for (const Field& field : policy_.fields)
      if (field.source != FieldSource::path) list.append(list.empty() ? "`" : ", `").append(printable(field.name)).append("`");
    report(Code::object_unknown_attribute, word.name_span(file_), "the policy has no label " + in_back_quotes(name),
           !near.empty() ? "did you mean `" + printable(near) + "`?" : list.empty() ? "the policy declares no label" : "the labels are " + list);
  }

  void check() {
    const ObjectState& o = told_.object;
    if (!told_.created) return;
    const auto later = [&](std::string_view what) {
      report(Code::object_contradiction, Span{file_, 0, 0}, fmt::format("`{}` is before `created`", what), "an object is created first: correct one of the two");
    };
    if (o.noncurrent && o.noncurrent_since > o.created) later("noncurrent");
    if (o.accessed && *o.accessed > o.created) later("accessed");
    if (o.marked && *o.marked > o.created) later("marked");
  }

  const Policy& policy_;
  FileId file_;
  Instant now_;
  Diagnostics& diagnostics_;
  ToldObject told_;
  bool key_wrong_ = false;  // told already
  bool ignored_ = false;
};

}  // namespace

ToldObject parse_object(const Policy& policy, const SourceManager& sources, FileId text, Instant now, Diagnostics& diagnostics, StoreId store) {
  const std::vector<ObjectWord> words = split_object_words(sources.source(text).text, text, diagnostics);
  return ObjectReader(policy, text, now, diagnostics).read(words, store);
}

}  // namespace shelflife
