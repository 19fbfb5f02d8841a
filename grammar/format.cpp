// Prints, then proves: the printed text must parse to an equal tree with the same comments.
#include "grammar/format.hpp"

#include <string>
#include <vector>

#include "grammar/parse.hpp"
#include "grammar/printer.hpp"
#include "grammar/tree.hpp"

namespace shelflife {

namespace {

std::vector<std::string_view> comments(const Tree& tree, std::string_view text) {
  std::vector<std::string_view> result;
  for (const Leaf& leaf : leaves(tree)) {
    if (leaf.kind != Kind::comment) continue;
    const std::string_view comment = text.substr(leaf.begin, leaf.end - leaf.begin);
    result.push_back(comment.substr(0, comment.find_last_not_of(" \t\r") + 1));
  }
  return result;
}

}  // namespace

std::optional<std::string> format(const SourceManager& sources, FileId file, Diagnostics& diagnostics) {
  const std::size_t errors_before = diagnostics.errors();
  const ast::File before = parse(sources, file, diagnostics);
  if (diagnostics.errors() != errors_before) return std::nullopt;

  Diagnostics ignored;  // the same parse again, without errors
  const std::string_view text = sources.source(file).text;
  const Tree tree = parse_tree(sources, file, ignored);
  std::string printed = print_canonical(tree, text);

  SourceManager proof;
  const FileId id = proof.add(sources.source(file).path, printed);
  const std::string_view again = proof.source(id).text;
  Diagnostics faults;
  const ast::File after = parse(proof, id, faults);
  if (faults.has_errors() || !(before == after) || comments(tree, text) != comments(parse_tree(proof, id, faults), again)) {
    diagnostics.add(Code::format_lost_text, Span{file, 0, 0}, "the formatted text would not mean the same");
    return std::nullopt;
  }
  return printed;
}

}  // namespace shelflife
