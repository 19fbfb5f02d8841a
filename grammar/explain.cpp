// From a failed expectation to a diagnostic: looks at the text that stands there for the mistakes that people make.
// Only runs after an error, so it may be slow and need not be PEGTL.
#include <algorithm>
#include <array>
#include <string>

#include "grammar/nearest.hpp"
#include "grammar/scan.hpp"
#include "grammar/syntax_error.hpp"
#include "grammar/utf8.hpp"

namespace shelflife {

namespace {

using Words = std::span<const std::string_view>;

constexpr std::array<std::string_view, 17> declaration_words = {
    "import", "let",  "layout",   "label", "tiers", "store", "safeguard", "rule", "hold",
    "require", "role", "manifest", "where", "required", "from", "on",      "in"};
constexpr std::array<std::string_view, 10> statement_words = {"keep",  "delete",     "move",  "lock",    "abort",
                                                              "quarantine", "where", "since", "keeping", "for"};
constexpr std::array<std::string_view, 14> setting_words = {
    "region",          "versioning", "recoverable for", "encryption", "object_lock", "access_log to", "access_tracking",
    "replicate to",    "public_access", "sweep",        "quarantine", "orphan after", "redundancy",   "recoverable"};
constexpr std::array<std::string_view, 3> limit_words = {"at", "registry", "inventory"};
constexpr std::array<std::string_view, 4> tier_words = {"cool", "cold", "archive", "deep_archive"};
constexpr std::array<std::string_view, 6> obligation_words = {"never", "deleted", "locked", "not", "labelled", "stored"};
constexpr std::array<std::string_view, 2> allow_words = {"allow", "where"};
constexpr std::array<std::string_view, 3> manifest_words = {"checksum", "size", "requires"};
constexpr std::array<std::string_view, 3> header_words = {"where", "on", "by"};
constexpr std::array<std::string_view, 8> time_units = {"days", "weeks", "months", "years", "day", "week", "month", "year"};
constexpr std::array<std::string_view, 9> size_units = {"KiB", "MiB", "GiB", "TiB", "KB", "MB", "GB", "TB", "B"};
constexpr std::array<std::string_view, 3> providers = {"s3", "azure", "gcs"};
constexpr std::array<std::string_view, 5> comparison_words = {"starts", "ends", "in", "is", "not"};

Words candidates(Code code) {
  switch (code) {
    case Code::expected_declaration: return declaration_words;
    case Code::expected_statement: return statement_words;
    case Code::expected_setting: return setting_words;
    case Code::expected_limit: return limit_words;
    case Code::expected_tier_entry: case Code::expected_tier: return tier_words;
    case Code::expected_obligation: return obligation_words;
    case Code::expected_allow: return allow_words;
    case Code::expected_manifest_entry: return manifest_words;
    case Code::missing_open_brace: return header_words;
    case Code::expected_duration_unit: return time_units;
    case Code::expected_size_unit: return size_units;
    case Code::expected_provider: return providers;
    case Code::expected_comparison: return comparison_words;
    default: break;
  }
  return {};
}

// The words in back quotes of a choice: the message is the list.
std::string_view nearest_choice(std::string_view word, std::string_view what) {
  std::array<std::string_view, 8> words;
  std::size_t count = 0;
  for (std::size_t at = what.find('`'); at != std::string_view::npos && count < words.size();) {
    const std::size_t end = what.find('`', at + 1);
    if (end == std::string_view::npos) break;
    words[count++] = what.substr(at + 1, end - at - 1);
    at = what.find('`', end + 1);
  }
  return nearest(word, Words(words).first(count));
}

bool begins_line(Code code) {
  switch (code) {
    case Code::expected_declaration: case Code::expected_statement: case Code::expected_setting:
    case Code::expected_limit: case Code::expected_tier_entry: case Code::expected_obligation:
    case Code::expected_allow: case Code::expected_manifest_entry:
      return true;
    default: return false;
  }
}

bool wants_number(Code code) {
  switch (code) {
    case Code::expected_integer: case Code::expected_duration: case Code::expected_size: return true;
    default: return false;
  }
}

std::string found_text(const Scanned& token, std::string_view text) {
  return token.kind == Kind::blank ? "the end of the file" : in_back_quotes(token.in(text));
}

// The word as the text in quotes that it should have been.
std::string as_string(std::string_view text) {
  std::string result(1, '"');
  return in_back_quotes(result.append(text).append(1, '"'));
}

bool starts(std::string_view text, std::string_view prefix) { return text.substr(0, prefix.size()) == prefix; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Explainer {
 public:
  Explainer(const Expectation& expected, const ErrorPlace& place)
      : expected_(expected), place_(place), token_(scan(place.text, place.offset)), found_(token_.in(place.text)) {
    const std::string_view gap = place.text.substr(place.previous_end, token_.begin - place.previous_end);
    new_line_ = token_.kind == Kind::blank || gap.find('\n') != std::string_view::npos;
    result_.code = expected.code;
    result_.severity = Severity::error;
    result_.span = {place.file, token_.begin, token_.end};
  }

  Diagnostic run() {
    if (expected_.code == Code::nested_too_deeply) return say(Code::nested_too_deeply, "this is nested too deeply");
    if (expected_.code == Code::missing_close_brace) block_begin();
    // What follows on another line has nothing to do with what is missing here.
    const bool here = begins_line(expected_.code) ? token_.kind != Kind::blank : !new_line_;
    if (here && (number_mistake() || foreign_sign() || word_mistake() || condition_mistake())) return result_;
    return plain(here);
  }

 private:
  Diagnostic& say(Code code, std::string message, std::string hint = {}) {
    result_.code = code;
    result_.message = std::move(message);
    result_.hint = std::move(hint);
    return result_;
  }
  bool tell(Code code, std::string message, std::string hint = {}) {
    say(code, std::move(message), std::move(hint));
    return true;
  }
  void narrow(std::uint32_t begin, std::uint32_t end) { result_.span = {place_.file, begin, end}; }
  bool junk() const { return token_.kind == Kind::junk; }

  void block_begin() {
    const Scanned first = scan(place_.text, place_.line_begin);
    result_.related.push_back({{place_.file, first.begin, first.end}, "the block begins here"});
  }

  bool number_mistake();
  bool foreign_sign();
  bool string_mistake();
  bool word_mistake();
  bool condition_mistake();
  std::string hint_here(const std::string& what) const;
  Diagnostic plain(bool here);

  Expectation expected_;
  const ErrorPlace& place_;
  Scanned token_;
  std::string_view found_;
  bool new_line_ = false;
  Diagnostic result_{};
};

bool Explainer::number_mistake() {
  const Code code = expected_.code;
  if (token_.kind == Kind::digits && wants_number(code)) {
    const auto first = found_.find_first_not_of('0');
    if (first == std::string_view::npos) return tell(Code::zero_count, in_back_quotes(found_) + " counts nothing");
    if (first > 0)
      return tell(Code::leading_zero, in_back_quotes(found_) + " begins with 0", "write " + in_back_quotes(found_.substr(first)));
    if (found_.size() > 9) return tell(Code::number_too_large, in_back_quotes(found_) + " has more than nine digits");
    return false;
  }
  const std::string_view rest = place_.text.substr(token_.begin);
  const bool digit_behind = rest.size() > 1 && is_digit(rest[1]);
  if ((rest[0] == '-' || rest[0] == '+') && digit_behind && (wants_number(code) || code == Code::expected_value))
    return tell(Code::fractional_number, "a number with the sign " + in_back_quotes(rest.substr(0, 1)));
  if (rest[0] == '.' && digit_behind && place_.previous_end == token_.begin && token_.begin > 0 &&
      is_digit(place_.text[token_.begin - 1]))
    return tell(Code::fractional_number, "a number with a fraction");
  if (!junk() || !is_digit(found_[0]) || code == Code::expected_date) return false;
  const auto split = std::min(found_.find_first_not_of("0123456789"), found_.size());
  const std::string_view number = found_.substr(0, split), unit = found_.substr(split);
  const bool known = std::find(time_units.begin(), time_units.end(), unit) != time_units.end() ||
                     std::find(size_units.begin(), size_units.end(), unit) != size_units.end();
  if (wants_number(code) && (known || !nearest(unit, time_units).empty()))
    return tell(Code::unit_without_space, in_back_quotes(found_) + " has no space before its unit",
                "write " + in_back_quotes(std::string(number) + " " + std::string(known ? unit : nearest(unit, time_units))));
  if (code == Code::expected_value)
    return tell(Code::unquoted_value, in_back_quotes(found_) + " is neither digits nor a name",
                "write " + as_string(found_));
  return false;
}

bool Explainer::string_mistake() {
  const auto bad = [&] {
    for (std::size_t i = 1; i + 1 < found_.size(); ++i) {
      if (found_[i] != '\\') continue;
      if (found_[i + 1] != '"' && found_[i + 1] != '\\') return i;
      ++i;
    }
    return std::string_view::npos;
  }();
  if (bad != std::string_view::npos) {
    const CodePoint point = decode_utf8(found_, bad + 1);
    const std::uint32_t length = 1 + std::max(1U, point.length);
    narrow(token_.begin + static_cast<std::uint32_t>(bad), token_.begin + static_cast<std::uint32_t>(bad) + length);
    return tell(Code::bad_escape, in_back_quotes(found_.substr(bad, length)) + " is no escape");
  }
  if (!junk()) return false;
  return tell(Code::unterminated_string, in_back_quotes(found_) + " does not end on its line");
}

bool Explainer::foreign_sign() {
  if (found_[0] == '"') return string_mistake();
  if (!junk()) return false;
  if (found_ == ";") return tell(Code::semicolon, "found `;`");
  if (found_ == "&&" || found_ == "&") return tell(Code::foreign_operator, in_back_quotes(found_) + " is no operator", "write `and`");
  if (found_ == "||" || found_ == "|") return tell(Code::foreign_operator, in_back_quotes(found_) + " is no operator", "write `or`");
  if (found_ == "!") return tell(Code::foreign_operator, "`!` is no operator", "write `not`");
  if (starts(found_, "//") || starts(found_, "/*") || starts(found_, "--"))
    return tell(Code::foreign_comment, in_back_quotes(found_.substr(0, 2)) + " begins no comment", "begin it with `#`");
  const bool smart = starts(found_, "\xE2\x80\x9C") || starts(found_, "\xE2\x80\x9D") || starts(found_, "\xE2\x80\x98") ||
                     starts(found_, "\xE2\x80\x99") || starts(found_, "\xE2\x80\x9E");
  const std::size_t width = smart ? 3 : starts(found_, "\xC2\xAB") ? 2 : found_[0] == '\'' || found_[0] == '`' ? 1 : 0;
  if (width != 0) {
    std::string hint;
    if (found_.size() >= 2 * width) {
      const std::string inner(found_.substr(width, found_.size() - 2 * width));
      if (inner.find_first_of("\"\\") == std::string::npos) hint = "write " + as_string(inner);
    }
    return tell(Code::wrong_quotes, in_back_quotes(found_.substr(0, width)) + " quotes no text", hint);
  }
  if (found_[0] == '_')
    return tell(Code::unexpected_character, "the name " + in_back_quotes(found_) + " begins with `_`", "begin it with a letter");
  if (found_.back() == '-' && found_.size() > 1)
    return tell(Code::name_ends_in_dash, "the name " + in_back_quotes(found_) + " ends in `-`");
  if (is_digit(found_[0])) return false;
  return tell(Code::unexpected_character, in_back_quotes(found_) + " begins nothing of the language");
}

bool Explainer::word_mistake() {
  const Code code = expected_.code;
  if (code == Code::expected_declaration && token_.kind == Kind::close_brace)
    return tell(Code::stray_close_brace, "this `}` closes nothing");
  if (code == Code::delete_whole_what && token_.kind == Kind::kw_after)
    return tell(code, "`whole` without the field that makes the whole", "write `whole version after`");
  if ((begins_line(code) || code == Code::expected_declaration) && token_.kind == Kind::kw_where)
    return tell(Code::where_not_here, "a `where` that belongs to nothing",
                code == Code::expected_statement
                    ? "`abort uploads` takes no `where`, and others only one: join conditions with `and`"
                    : "");
  if (!is_keyword(token_.kind) || !is_reserved(found_)) return false;
  if (code == Code::expected_name || code == Code::delete_whole_what)
    return tell(Code::reserved_name, in_back_quotes(found_) + " is a word of the language, not " + std::string(expected_.what));
  if (code == Code::expected_value)
    return tell(Code::reserved_value, in_back_quotes(found_) + " is a word of the language",
                "write " + as_string(found_));
  return false;
}

bool Explainer::condition_mistake() {
  const Code code = expected_.code;
  if (code != Code::expected_comparison) return false;
  const Scanned first = scan(place_.text, place_.offset);
  const std::size_t key = place_.previous_end >= 3 ? place_.previous_end - 3U : 0U;
  const bool after_key = expected_.what == "`starts with` or `ends with`";
  const bool equality = first.kind == Kind::equal || first.kind == Kind::not_equal || first.kind == Kind::assign ||
                        first.kind == Kind::kw_in;
  if (after_key && equality) {
    narrow(static_cast<std::uint32_t>(key), token_.end);
    return tell(Code::key_equality, "a key is not compared with " + in_back_quotes(found_));
  }
  if (first.kind == Kind::assign && expected_.what == "a comparison")
    return tell(Code::single_equals, "found `=`, which compares nothing", "write `==`");
  return false;
}

// What would be right in this place, where the table cannot say it.
std::string Explainer::hint_here(const std::string& what) const {
  if (expected_.code == Code::expected_string && (is_keyword(token_.kind) || token_.kind == Kind::name))
    return "write " + as_string(found_);
  if (expected_.code == Code::expected_word) return "put " + what + " before " + in_back_quotes(found_);
  if (expected_.code == Code::expected_sign) return "put " + what + " before " + in_back_quotes(found_);
  if (expected_.code == Code::expected_comparison && what[1] == '<') return "a size is compared with <, <=, > or >=";
  if (expected_.code == Code::expected_comparison && what[1] == 's')
    return "a key is tested with `starts with` and `ends with`";
  return {};
}

Diagnostic Explainer::plain(bool here) {
  const std::string what = expected_.word != Kind::blank ? in_back_quotes(spelling(expected_.word)) : std::string(expected_.what);
  std::string hint;
  if (here && (is_keyword(token_.kind) || token_.kind == Kind::name)) {
    std::string_view meant = nearest(found_, candidates(expected_.code));
    if (meant.empty() && expected_.word != Kind::blank) {
      const std::array<std::string_view, 1> one = {spelling(expected_.word)};
      meant = nearest(found_, one);
    }
    if (meant.empty()) meant = nearest_choice(found_, what);
    if (!meant.empty() && meant != found_) hint = "did you mean " + in_back_quotes(meant) + "?";
    constexpr std::array<std::string_view, 6> small_units = {"hours", "hour", "minutes", "minute", "seconds", "h"};
    if (expected_.code == Code::expected_duration_unit &&
        std::find(small_units.begin(), small_units.end(), found_) != small_units.end())
      hint = "clouds act once a day: the smallest unit is a day";
  }
  if (here && hint.empty()) hint = hint_here(what);
  if (!begins_line(expected_.code) && new_line_) narrow(place_.previous_end, place_.previous_end);
  return say(expected_.code, "expected " + what + ", found " + found_text(token_, place_.text), hint);
}

}  // namespace

Diagnostic explain(const Expectation& expected, const ErrorPlace& place) { return Explainer(expected, place).run(); }

}  // namespace shelflife
