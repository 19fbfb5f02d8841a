#include "compiler/objects/object_words.hpp"

#include <charconv>
#include <optional>

#include "compiler/model/print.hpp"
#include "compiler/objects/object_text.hpp"

namespace shelflife {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

class WordSplitter {
 public:
  WordSplitter(std::string_view text, FileId file, Diagnostics& diagnostics) : text_(text), file_(file), diagnostics_(diagnostics) {}

  std::vector<ObjectWord> run() {
    std::vector<ObjectWord> words;
    while (true) {
      while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
      if (at_ == text_.size()) return words;
      ObjectWord word;
      if (take(word)) words.push_back(std::move(word));
    }
  }

 private:
  std::uint32_t place() const { return static_cast<std::uint32_t>(at_); }
  std::string_view until_blank(bool stop_at_equals) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && !is_blank(text_[at_]) && !(stop_at_equals && text_[at_] == '=')) ++at_;
    return text_.substr(begin, at_ - begin);
  }
  bool report(std::uint32_t begin, std::string message, std::string hint) {
    diagnostics_.add(Code::object_syntax, Span{file_, begin, place()}, std::move(message), std::move(hint));
    return false;
  }

  bool take(ObjectWord& word) {
    word.begin = place();
    word.name = until_blank(true);
    if (at_ == text_.size() || text_[at_] != '=')
      return report(word.begin, in_back_quotes(word.name) + " has no value", "write `NAME=VALUE`; a value that has blanks is quoted: `key=\"a b\"`");
    if (word.name.empty()) {
      until_blank(false);
      return report(word.begin, "a value without a name", "write `NAME=VALUE`, such as `key=ml/dev/x`");
    }
    ++at_;
    word.value_begin = place();
    word.quoted = at_ < text_.size() && text_[at_] == '"';
    if (!word.quoted) word.value = until_blank(false);
    else if (!take_quoted(word)) return false;
    word.end = place();
    return true;
  }

  bool take_quoted(ObjectWord& word) {
    for (++at_; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        if (at_ == text_.size() || is_blank(text_[at_])) return true;
        until_blank(false);
        return report(word.begin, "text right behind a closing quote", "put a blank between two words");
      }
      if (c != '\\') {
        word.value += c;
        continue;
      }
      const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
      if (next != '"' && next != '\\') {
        const std::uint32_t begin = place();
        until_blank(false);
        return report(begin, "a backslash that escapes nothing", "in quotes, write `\\\\` for a backslash and `\\\"` for a quote");
      }
      word.value += next;
      ++at_;
    }
    return report(word.value_begin, "a quote that is never closed", "close it: `key=\"a b\"`");
  }

  std::string_view text_;
  FileId file_;
  Diagnostics& diagnostics_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<ObjectWord> split_object_words(std::string_view text, FileId file, Diagnostics& diagnostics) {
  return WordSplitter(text, file, diagnostics).run();
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end == text.data()) return std::nullopt;
  std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  if (unit.starts_with(' ')) unit.remove_prefix(1);
  struct SizeUnit { std::string_view name; std::uint64_t bytes; };
  constexpr std::uint64_t k = 1000, ki = 1024;
  for (const SizeUnit& u : {SizeUnit{"", 1}, {"B", 1}, {"KB", k}, {"MB", k * k}, {"GB", k * k * k}, {"TB", k * k * k * k},
                        {"KiB", ki}, {"MiB", ki * ki}, {"GiB", ki * ki * ki}, {"TiB", ki * ki * ki * ki}}) {
    if (unit != u.name) continue;
    return number <= ~std::uint64_t{0} / u.bytes ? std::optional(number * u.bytes) : std::nullopt;
  }
  return std::nullopt;
}

std::optional<Seconds> parse_age(std::string_view text) {
  if (text.empty() || (text.back() != 'd' && text.back() != 's')) return std::nullopt;
  Seconds number = 0;
  const char* const stop = text.data() + text.size() - 1;
  const auto [end, error] = std::from_chars(text.data(), stop, number);
  constexpr Seconds most = Seconds{1} << 40;  // far beyond any calendar, far from overflow
  if (error != std::errc() || end != stop || number > most || number < -most) return std::nullopt;
  return text.back() == 'd' ? number * seconds_a_day : number;
}

std::optional<Tier> parse_tier(std::string_view text) {
  for (const Tier tier : {Tier::hot, Tier::cool, Tier::cold, Tier::archive, Tier::deep_archive})
    if (text == to_text(tier)) return tier;
  return std::nullopt;
}

}  // namespace shelflife
