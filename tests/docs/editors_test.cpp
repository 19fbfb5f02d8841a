// The editors' word lists follow the grammar of docs/language.md: a word that is new there must be coloured, too.
#include <doctest/doctest.h>

#include <regex>
#include <set>

#include "tests/docs/support.hpp"

namespace {

using namespace shelflife::test;

std::set<std::string> grammar_words() {
  std::set<std::string> words;
  const std::regex quoted("\"([A-Za-z0-9_]+)\"");
  for (const Block& block : blocks_of(read_file(fs::path(SHELFLIFE_SOURCE_DIR) / "docs/language.md"))) {
    if (!block.text.starts_with("file ")) continue;
    for (std::sregex_iterator it(block.text.begin(), block.text.end(), quoted), end; it != end; ++it) {
      words.insert((*it)[1].str());
    }
  }
  return words;
}

std::set<std::string> words_in(const fs::path& file) {
  std::set<std::string> words;
  const std::string text = read_file(fs::path(SHELFLIFE_SOURCE_DIR) / file);
  const std::regex word("[A-Za-z0-9_]+");
  for (std::sregex_iterator it(text.begin(), text.end(), word), end; it != end; ++it) words.insert(it->str());
  return words;
}

TEST_CASE("the editors know every word of the grammar") {
  const std::set<std::string> grammar = grammar_words();
  CHECK(grammar.size() > 100);
  for (const char* file : {"editors/vim/syntax/shelf.vim", "editors/vscode/syntaxes/shelflife.tmLanguage.json"}) {
    CAPTURE(file);
    std::set<std::string> known = words_in(file);
    for (const std::string& word : grammar) {
      // The TextMate pattern writes `days?` for both spellings.
      const bool plural_known = known.contains(word + "s");
      CHECK_MESSAGE((known.contains(word) || plural_known), "not coloured: " << word);
    }
  }
}

}  // namespace
