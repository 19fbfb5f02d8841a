// What the tests of the grammar share.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/ast.hpp"
#include "grammar/diagnostics.hpp"
#include "grammar/tree.hpp"

namespace shelflife::test {

// One text, parsed.
struct Parsed {
  SourceManager sources;
  Diagnostics diagnostics;
  ast::File file;
  explicit Parsed(std::string text, std::string path = "policy.shelf");
  // "3:7 SL0102" for each diagnostic, one a line.
  std::string places() const;
  std::size_t count() const { return diagnostics.all().size(); }
  template <typename Item>
  const Item& item(std::size_t index) const {
    return std::get<Item>(file.items.at(index));
  }
};

std::string read_file(const std::filesystem::path& path);
std::filesystem::path source_dir();
// tests/grammar/cases/*.shelf, sorted.
std::vector<std::filesystem::path> cases();
// The cases and all of examples/.
std::vector<std::filesystem::path> all_policies();
bool updating();  // SHELFLIFE_UPDATE=1: golden files are rewritten

// Empty, or what is wrong with the tree: leaves that do not tile the text, nodes that do not balance.
std::string fault_of(const Tree& tree);
Tree tree_of(const std::string& text);
std::string dump(const ast::File& file);

}  // namespace shelflife::test
