#include "cost/group.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "compiler/model/layout.hpp"
#include "compiler/model/names.hpp"
#include "compiler/model/print.hpp"
#include "compiler/objects/object_words.hpp"
#include "cost/wide.hpp"

namespace shelflife::cost {

namespace {

constexpr std::uint64_t most_bytes = 1000ULL * 1000 * 1000 * 1000 * 1000 * 1000;  // 1 EB; keeps every product in 128 bits
constexpr std::uint64_t most_objects = 1000ULL * 1000 * 1000 * 1000;
constexpr Seconds oldest_age = days(36500);

// The words that both forms have; `take` says whether the word was one of them.
class GroupReader {
 public:
  GroupReader(FileId file, Diagnostics& diagnostics) : file_(file), diagnostics_(diagnostics) {}

  Group group;

  bool take(const ObjectWord& word) {
    const std::string& name = word.name;
    if (name != "group" && name != "size" && name != "objects" && name != "average" && name != "inflow" && name != "age" && name != "read") return false;
    if (once(word)) set(word);
    return true;
  }
  bool once(const ObjectWord& word) {
    if (std::find(seen_.begin(), seen_.end(), word.name) != seen_.end()) {
      report(Code::object_syntax, word.name_span(file_), "`" + printable(word.name) + "` stands here twice", "say it once");
      return false;
    }
    seen_.push_back(word.name);
    return true;
  }
  void report(Code code, Span span, std::string message, std::string hint) {
    wrong_ = true;
    diagnostics_.add(code, span, std::move(message), std::move(hint));
  }
  void refuse(const ObjectWord& word, std::string_view wanted, std::string_view example) {
    report(Code::object_bad_value, word.value_span(file_), in_back_quotes(word.value) + " is no " + std::string(wanted), fmt::format("write `{}`", example));
  }
  static bool whole_number(std::string_view text, std::uint64_t most, std::uint64_t& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return !text.empty() && error == std::errc() && end == text.data() + text.size() && out <= most;
  }
  bool percent(const ObjectWord& word, std::string_view text, std::uint32_t& out, std::string_view example) {
    std::uint64_t number = 0;
    if (!text.ends_with('%') || !whole_number(text.substr(0, text.size() - 1), 100, number)) {
      refuse(word, "share", example);
      return false;
    }
    out = static_cast<std::uint32_t>(number);
    return true;
  }

  // What the words say together.
  bool finish() {
    const Span start{file_, 0, 0};
    if (!wrong_ && group.bytes == 0 && group.inflow == 0)
      report(Code::object_syntax, start, "no amount is said", "say what is there, `size=2TB`, or what comes, `inflow=100GB/month`");
    if (!wrong_ && group.bytes > 0 && !aged_) {
      if (group.inflow == 0) {
        report(Code::object_syntax, start, "how old the objects are is not said", "add `age=0d..365d`, or the inflow that made them, `inflow=100GB/month`");
      } else {
        const auto span = static_cast<Wide>(group.bytes) * month_seconds / group.inflow;
        group.oldest = static_cast<Seconds>(std::min<Wide>(span, static_cast<Wide>(oldest_age)));
        group.ages_from_inflow = true;
      }
    }
    if (!wrong_ && average_ > 0) group.objects = std::max<std::uint64_t>(1, (group.bytes > 0 ? group.bytes : group.inflow) / average_);
    if (!wrong_ && group.objects && *group.objects > most_objects)
      report(Code::object_bad_value, start, "more than 10^12 objects in one group", "describe them as several groups");
    return !wrong_;
  }
  bool wrong() const { return wrong_; }

 private:
  void size(const ObjectWord& word, std::string_view text, std::uint64_t& out, std::string_view example) {
    const std::optional<std::uint64_t> bytes = parse_size(text);
    if (!bytes || *bytes == 0 || *bytes > most_bytes) return refuse(word, "size from 1 B to 1000000 TB", example);
    out = *bytes;
  }
  void set(const ObjectWord& word) {
    const std::string& name = word.name;
    std::string_view text = word.value;
    if (name == "group") group.name = word.value;
    else if (name == "size") size(word, text, group.bytes, "size=2TB");
    else if (name == "average") average(word);
    else if (name == "read") percent(word, text, group.read_percent, "read=5%");
    else if (name == "age") age(word);
    else if (name == "objects") {
      std::uint64_t count = 0;
      if (!whole_number(text, most_objects, count) || count == 0) return refuse(word, "count of objects", "objects=4000000");
      if (average_ > 0) return report(Code::object_contradiction, word.name_span(file_), "`objects` and `average` both say how many there are", "say one of them");
      group.objects = count;
    } else {
      if (!text.ends_with("/month")) return refuse(word, "amount a month", "inflow=100GB/month");
      size(word, text.substr(0, text.size() - 6), group.inflow, "inflow=100GB/month");
    }
  }
  void average(const ObjectWord& word) {
    if (group.objects) return report(Code::object_contradiction, word.name_span(file_), "`objects` and `average` both say how many there are", "say one of them");
    size(word, word.value, average_, "average=5MiB");
  }
  void age(const ObjectWord& word) {
    const std::string_view text = word.value;
    const std::size_t dots = text.find("..");
    const std::optional<Seconds> from = parse_age(text.substr(0, dots));
    const std::optional<Seconds> to = dots == std::string_view::npos ? from : parse_age(text.substr(dots + 2));
    if (!from || !to || *from < 0 || *to < *from || *to > oldest_age) return refuse(word, "span of ages", "age=0d..365d");
    group.youngest = *from;
    group.oldest = *to;
    aged_ = true;
  }

  FileId file_;
  Diagnostics& diagnostics_;
  std::vector<std::string> seen_;
  std::uint64_t average_ = 0;
  bool aged_ = false, wrong_ = false;
};

// A key that binds what was told; the fields that nobody told get a text of their own.
class KeyMaker {
 public:
  KeyMaker(const Policy& policy, StoreId store, GroupReader& reader, FileId file) : policy_(policy), store_(store), reader_(reader), file_(file) {}

  std::string make(const std::vector<std::pair<FieldId, const ObjectWord*>>& told) {
    for (const Layout& layout : policy_.layouts) {
      if (!applies(layout, store_)) continue;
      const bool fits = std::all_of(told.begin(), told.end(), [&](const auto& field) {
        return std::any_of(layout.segments.begin(), layout.segments.end(), [&](const Segment& s) { return s.field == field.first; });
      });
      if (fits) return by(layout, told);
    }
    reader_.report(Code::object_syntax, Span{file_, 0, 0}, "no layout of the store has all of the fields that are said", "say the key itself: `key=ml/dev/x`");
    return {};
  }

 private:
  std::string by(const Layout& layout, const std::vector<std::pair<FieldId, const ObjectWord*>>& told) {
    std::string key;
    for (const Segment& segment : layout.segments) {
      std::string value;
      if (!segment.literal()) {
        const Field& field = policy_.fields[segment.field];
        const auto at = std::find_if(told.begin(), told.end(), [&](const auto& t) { return t.first == segment.field; });
        if (at != told.end()) value = checked(*at->second, field);
        else if (field.values.empty() && field.type != FieldType::date) value = field.type == FieldType::number ? "1" : "x";
        else reader_.report(Code::object_syntax, Span{file_, 0, 0}, "`" + printable(field.name) + "` is not said, and the key has it",
                            field.values.empty() ? "add `" + printable(field.name) + "=2026-01-31`" : "add `" + printable(field.name) + "=" + printable(field.values[0]) + "`, a group for each value");
      }
      key += segment.prefix + value + segment.suffix + "/";
    }
    return key + "object";
  }
  std::string checked(const ObjectWord& word, const Field& field) {
    if (word.value.empty() || word.value.find('/') != std::string::npos)
      reader_.report(Code::object_bad_value, word.value_span(file_), in_back_quotes(word.value) + " is no part of a key", "write one part, without `/`");
    else if (!field.values.empty() && std::find(field.values.begin(), field.values.end(), word.value) == field.values.end()) {
      const std::string near = nearest_name(word.value, field.values);
      reader_.report(Code::object_bad_value, word.value_span(file_), in_back_quotes(word.value) + " is no value of `" + printable(field.name) + "`",
                     near.empty() ? "the policy lists its values" : "did you mean `" + printable(near) + "`?");
    }
    return word.value;
  }

  const Policy& policy_;
  StoreId store_;
  GroupReader& reader_;
  FileId file_;
};

}  // namespace

std::uint64_t Group::objects_in(std::uint64_t some) const {
  const std::uint64_t of = bytes > 0 ? bytes : inflow;
  return objects && of > 0 ? static_cast<std::uint64_t>(std::min<Wide>(static_cast<Wide>(some) * *objects / of, most_objects * 12)) : 0;
}

std::optional<Group> read_group(const Policy& policy, SourceManager& sources, FileId file, Instant now, Diagnostics& diagnostics) {
  const std::string text = sources.source(file).text;
  const bool had_errors = diagnostics.has_errors();
  GroupReader reader(file, diagnostics);
  std::string rest = text;  // our words blanked, so that places stay
  std::vector<std::pair<FieldId, const ObjectWord*>> told;
  const std::vector<ObjectWord> words = split_object_words(text, file, diagnostics);
  StoreId store = policy.stores.size() == 1 ? 0 : no_id;
  bool has_key = false;
  for (const ObjectWord& word : words) {
    const auto blank = [&] { std::fill(rest.begin() + word.begin, rest.begin() + word.end, ' '); };
    const auto field = std::find_if(policy.fields.begin(), policy.fields.end(), [&](const Field& f) { return f.name == word.name && f.source == FieldSource::path; });
    if (reader.take(word)) {
      blank();
    } else if (word.name == "created" || word.name == "newest") {
      reader.report(Code::object_unknown_attribute, word.name_span(file), "a group has no attribute " + in_back_quotes(word.name), "ages are said as a span: `age=0d..365d`");
      blank();
    } else if (field != policy.fields.end()) {
      if (reader.once(word)) told.emplace_back(static_cast<FieldId>(field - policy.fields.begin()), &word);
      blank();
    } else if (word.name == "store") {
      for (StoreId s = 0; s < policy.stores.size(); ++s)
        if (policy.stores[s].name == word.value) store = s;
    } else if (word.name == "key" || word.name == "uri") {
      has_key = true;
    }
  }
  if (!has_key && store != no_id) rest += " key=" + quote(KeyMaker(policy, store, reader, file).make(told));
  else if (has_key && !told.empty())
    reader.report(Code::object_contradiction, told[0].second->name_span(file), "the key says `" + printable(told[0].second->name) + "` already", "say the key, or its fields");
  if (!reader.finish() || (!had_errors && diagnostics.has_errors())) return std::nullopt;
  // Under the same name: a finding's place is the one in what the user wrote.
  const FileId shown = sources.add(std::string(sources.source(file).path), rest);
  Group group = std::move(reader.group);
  group.told = parse_object(policy, sources, shown, now, diagnostics, store);
  if (diagnostics.has_errors()) return std::nullopt;
  const std::uint64_t of = group.bytes > 0 ? group.bytes : group.inflow;
  group.told->size = group.objects.has_value();
  group.told->object.size = group.objects ? of / *group.objects : 0;
  group.told->created = true;
  group.provider = policy.stores[group.told->object.store].provider;
  if (group.name.empty()) {
    for (const auto& [field, word] : told) group.name.append(group.name.empty() ? "" : " ").append(word->name + " " + word->value);
    if (group.name.empty()) group.name = group.told->object.key;
  }
  return group;
}

std::optional<Group> read_assumption(const SourceManager& sources, FileId file, Diagnostics& diagnostics) {
  const bool had_errors = diagnostics.has_errors();
  GroupReader reader(file, diagnostics);
  Group& group = reader.group;
  const ObjectWord* then = nullptr;
  const ObjectWord* after = nullptr;
  const std::vector<ObjectWord> words = split_object_words(sources.source(file).text, file, diagnostics);
  for (const ObjectWord& word : words) {
    if (reader.take(word)) continue;
    if (!reader.once(word)) continue;
    if (word.name == "provider") {
      if (word.value == "s3") group.provider = Provider::s3;
      else if (word.value == "azure") group.provider = Provider::azure;
      else if (word.value == "gcs") group.provider = Provider::gcs;
      else reader.refuse(word, "provider", "provider=s3");
    } else if (word.name == "tier") {
      if (const std::optional<Tier> tier = parse_tier(word.value)) group.tier = *tier;
      else reader.refuse(word, "tier", "tier=hot");
    } else if (word.name == "share") {
      reader.percent(word, word.value, group.share_percent, "share=40%");
    } else if (word.name == "after") {
      after = &word;
      const std::optional<Seconds> age = parse_age(word.value);
      if (!age || *age < 0 || *age > oldest_age) reader.refuse(word, "age", "after=60d");
      else group.after = *age;
    } else if (word.name == "then") {
      then = &word;
      if (word.value == "delete") {
        group.then = ThenKind::remove;
      } else if (const std::optional<Tier> tier = parse_tier(word.value)) {
        group.then = ThenKind::move;
        group.then_tier = *tier;
      } else if (word.value.starts_with("cheaper:") && reader.percent(word, std::string_view(word.value).substr(8), group.then_percent, "then=cheaper:60%")) {
        group.then = ThenKind::cheaper;
      } else if (!word.value.starts_with("cheaper:")) {
        reader.refuse(word, "action", "then=delete`, `then=cool` or `then=cheaper:60%");
      }
    } else {
      const std::string near = nearest_name(word.name, std::vector<std::string>{"group", "size", "objects", "average", "inflow", "age", "read", "provider", "tier", "share", "then", "after"});
      reader.report(Code::object_unknown_attribute, word.name_span(file), "an assumption has no attribute " + in_back_quotes(word.name), near.empty() ? "see docs/cost.md for the words" : "did you mean `" + near + "`?");
    }
  }
  if ((then == nullptr) != (after == nullptr) && !reader.wrong())
    reader.report(Code::object_syntax, (then != nullptr ? then : after)->name_span(file), "`then` and `after` belong together", "write `then=delete after=30d`");
  if (!reader.finish() || (!had_errors && diagnostics.has_errors())) return std::nullopt;
  if (group.name.empty()) group.name = "assumed";
  return group;
}

}  // namespace shelflife::cost
