// Large texts are cut and parsed in parts: what comes out must be what one part gives, wherever the cuts fall.
#include <doctest/doctest.h>

#include <random>

#include "grammar/parse.hpp"
#include "support.hpp"

namespace {

using namespace shelflife;
using namespace shelflife::test;

constexpr std::size_t large = 2'300'000;  // bytes: three parts

std::string rule(std::size_t number) {
  const std::string n = std::to_string(number);
  return "# Team " + n + ": rule of thumb\nrule team-" + n + " \"cheap, \\\"rule\\\"\" by \"" + n + "@acme\" where team == \"" + n +
         "\" {\n  keep latest 5 versions per model where status != failed\n  delete after 14 days since accessed\n}\n";
}

std::string rules(std::size_t bytes) {
  std::string text;
  for (std::size_t i = 0; text.size() < bytes; ++i) text += rule(i);
  return text;
}

// Syntax errors in the order they were found, as check_syntax() finds them: it reads the text as a whole.
std::string listed(const Diagnostics& diagnostics) {
  std::string result;
  for (const Diagnostic& d : diagnostics.all()) {
    result += std::to_string(d.span.begin) + "-" + std::to_string(d.span.end) + " " + std::string(d.about->id) + " " + d.message + " " + d.hint;
    for (const Related& related : d.related) result += " " + std::to_string(related.span.begin) + " " + related.message;
    result += "\n";
  }
  return result;
}

void compare_with_whole(const std::string& text) {
  SourceManager sources;
  const FileId file = sources.add("policy.shelf", text);
  Diagnostics whole, parts, few;
  check_syntax(sources, file, whole);
  const ast::File all = parse(sources, file, parts);
  CHECK(listed(parts) == listed(whole));
  const ast::File declarations = parse_declarations(sources, file, few);
  CHECK(listed(few) == listed(whole));
  // Every rule that was left unread reads as parse() gave it.
  DeclarationReader reader(sources, file);
  std::size_t unread = 0, kept = 0;
  bool same = declarations.items.size() + declarations.unread.size() == all.items.size();
  for (std::size_t i = 0; same && i < all.items.size(); ++i) {
    const bool rule = unread < declarations.unread.size() && std::holds_alternative<ast::Rule>(all.items[i]) &&
                      std::get<ast::Rule>(all.items[i]).origin.span.begin == declarations.unread[unread].begin;
    same = rule ? reader.read(declarations.unread[unread++]) == all.items[i] : declarations.items[kept++] == all.items[i];
  }
  CHECK(same);
}

TEST_CASE("a large text gives the rules of its pieces") {
  const std::string text = rules(large);
  const Parsed whole(text);
  CHECK(whole.places().empty());
  const std::size_t middle = text.find("\n# Team ", text.size() / 7) + 1;
  const Parsed first(text.substr(0, middle));  // below the size that is cut
  CHECK(dump(whole.file).substr(0, dump(first.file).size()) == dump(first.file));
  std::size_t number = 0;
  bool in_order = true;
  for (const ast::Item& item : whole.file.items)
    in_order = in_order && std::get<ast::Rule>(item).name.text == "team-" + std::to_string(number++);
  CHECK(in_order);
  CHECK(text.find(rule(number - 1)) != std::string::npos);
  compare_with_whole(text);
}

TEST_CASE("lines that only look like the beginning of a declaration") {
  std::string names, comments, unclosed;
  while (names.size() < large) names += "role\nrole {\n  allow read }\nrule\nrole\n{ keep\nforever }\n";
  compare_with_whole(names);
  const Parsed parsed(names);
  CHECK(parsed.places().empty());
  while (comments.size() < large) comments += rule(comments.size()) + "#\n#rule a {\n# rule b {\n";
  compare_with_whole(comments);
  for (int i = 0; unclosed.size() < large; ++i) unclosed += i % 30 == 0 ? "rule r where \"" + std::to_string(i) + "\n" : rule(static_cast<std::size_t>(i));
  compare_with_whole(unclosed);
}

TEST_CASE("errors end at the limit, in whatever part it falls") {
  for (const std::size_t each : {1U, 3U, 9U, 14U}) {
    std::string text;
    for (std::size_t i = 0; text.size() < large; ++i) text += i % each == 0 ? "rule r" + std::to_string(i) + " where a == b {\n  keep soon\n}\n" : rule(i);
    compare_with_whole(text);
  }
}

TEST_CASE("one declaration larger than a part") {
  std::string text = rule(0) + "rule wide where a == b";
  while (text.size() < large) text += " or a == b and not c == d\n";
  compare_with_whole(text + "{ keep forever }\n" + rule(1));
  compare_with_whole(text + "or }\n" + rule(1));
}

TEST_CASE("random damage") {
  const std::string text = rules(large);
  std::mt19937 random(7);
  const auto below = [&](std::size_t bound) { return static_cast<std::size_t>(random() % bound); };
  const std::string signs = "{}()\"#\n\r\\=;r\x01\xFF";
  for (int round = 0; round < 6; ++round) {
    std::string damaged = text;
    for (std::size_t i = 0; i < (round < 3 ? 40U : 2000U); ++i) {
      const std::size_t at = below(damaged.size());
      if (below(3) == 0)
        damaged.erase(at, below(300));
      else
        damaged[at] = signs[below(signs.size())];
    }
    compare_with_whole(damaged);
  }
}

}  // namespace
