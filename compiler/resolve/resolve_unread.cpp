// The rules of a large file: parsed again one by one and resolved at once, so that their trees are never all there; by several
// threads, which find what one would have found.
#include <algorithm>

#include "compiler/resolve/resolve_state.hpp"
#include "grammar/side_by_side.hpp"

namespace shelflife::resolving {

namespace {

// Neighbours that one thread resolves.
struct Block {
  std::size_t begin = 0, end = 0;  // of the unread rules
  Diagnostics found;
  std::vector<Resolver::Hinted> hinted;
};

std::vector<Block> blocks_of(std::size_t rules) {
  constexpr std::size_t smallest = 256, most = 64;
  const std::size_t count = std::max<std::size_t>(1, std::min(most, rules / smallest));
  std::vector<Block> blocks(count);
  for (std::size_t i = 0; i < count; ++i) {
    blocks[i].begin = rules * i / count;
    blocks[i].end = rules * (i + 1) / count;
  }
  return blocks;
}

// One thread would have stopped looking for hints after some hundred: those of later blocks go.
void take_findings(Resolver& r, Block& block) {
  auto hinted = block.hinted.begin();
  for (std::size_t i = 0; i < block.found.all().size(); ++i) {
    const Diagnostic& found = block.found.all()[i];
    bool hint = true;
    if (hinted != block.hinted.end() && hinted->diagnostic == i) {
      hint = r.hints != 0;
      r.hints -= std::min(r.hints, hinted->cost);
      ++hinted;
    }
    Diagnostic& added = r.diagnostics.add(found);
    if (!hint) added.hint.clear();
  }
  block.found = {};
}

}  // namespace

void read_rules(Resolver& r, LoadedFile& file) {
  std::vector<ast::Unread> unread;
  std::ranges::copy_if(file.tree.unread, std::back_inserter(unread),
                       [](const ast::Unread& each) { return each.kind == Kind::rule_item; });
  if (unread.empty()) return;
  const bool add = !r.fields.contains("status");  // nobody may add a field while others read them
  if (add) r.declared.maybe_status = add_status(r);

  const std::size_t first = r.policy.rules.size();
  r.policy.rules.resize(first + unread.size());
  std::vector<Block> blocks = blocks_of(unread.size());
  side_by_side(blocks.size(), [&](std::size_t i) {
    Block& block = blocks[i];
    DeclarationReader reader(r.sources, file.id);
    Resolver mine(r.sources, r.declared, block.found);
    for (std::size_t rule = block.begin; rule < block.end; ++rule)
      r.policy.rules[first + rule] = to_rule(mine, file, std::get<ast::Rule>(reader.read(unread[rule])));
    block.hinted = std::move(mine.hinted);
  });
  for (Block& block : blocks) take_findings(r, block);

  if (add && !r.declared.status_said) {  // nobody spoke of it
    r.fields.erase("status");
    r.allowed.pop_back();
    r.policy.fields.pop_back();
  }
  r.declared.maybe_status = no_id;
}

}  // namespace shelflife::resolving
