#include "compiler/resolve/resolve_state.hpp"

namespace shelflife::resolving {

namespace {

void declare(Resolver& r, LoadedFile& file) {
  for (const ast::Item& item : file.tree.items) {
    const auto* tree = std::get_if<ast::Let>(&item);
    if (tree == nullptr) continue;
    const auto [entry, fresh] = file.lets.try_emplace(std::string(tree->name.text));
    if (!fresh) {
      r.report(Code::duplicate_let, tree->name.origin, say({"`", tree->name.text, "` is defined twice"}))
          .related.push_back({entry->second.tree->name.origin.span, "the first is here"});
      continue;
    }
    entry->second.tree = tree;
  }
}

// Sets a let and all that it is another name of. A chain is walked, not recursed into: it may be long.
void settle(Resolver& r, LoadedFile& file, Let& first) {
  std::vector<Let*> chain;
  Let* end = &first;
  Let settled;
  settled.kind = Let::Kind::bad;
  while (true) {
    if (end->kind != Let::Kind::unresolved) {
      settled = *end;
      break;
    }
    end->kind = Let::Kind::bad;  // until the chain is settled; meeting it again is a cycle
    chain.push_back(end);
    const ast::Let& tree = *end->tree;
    if (tree.duration) {
      settled.duration = to_duration(r, file, *tree.duration);
      settled.kind = Let::Kind::duration;
      break;
    }
    if (tree.size) {
      settled.bytes = to_bytes(r, file, *tree.size);
      settled.kind = Let::Kind::size;
      break;
    }
    if (!tree.alias) break;
    const auto found = file.lets.find(tree.alias->text);
    if (found == file.lets.end()) {
      if (!file.broken || !maybe_lost(r, tree.alias->text))
        r.report(Code::unknown_let, tree.alias->origin,
                 say({"no `let` of this file is named `", tree.alias->text, "`"}),
                 spelling_hint(r, tree.alias->text, [&] { return let_names(file); }));
      break;
    }
    found->second.use();
    Let* next = &found->second;
    bool in_chain = false;
    if (next->kind == Let::Kind::bad)
      for (const Let* let : chain) in_chain = in_chain || let == next;
    if (in_chain) {
      r.report(Code::let_cycle, tree.alias->origin,
               next == end
                   ? say({"`", tree.name.text, "` is defined by itself"})
                   : say({"`", tree.name.text, "` and `", tree.alias->text, "` are defined by each other"}));
      break;
    }
    end = next;
  }
  for (Let* let : chain) {
    let->kind = settled.kind;
    let->duration = settled.duration;
    let->bytes = settled.bytes;
  }
}

}  // namespace

void resolve_lets(Resolver& r) {
  for (LoadedFile& file : r.files) {
    declare(r, file);
    for (const ast::Item& item : file.tree.items) {
      const auto* tree = std::get_if<ast::Let>(&item);
      if (tree == nullptr) continue;
      Let& let = file.lets.find(tree->name.text)->second;
      if (let.kind == Let::Kind::unresolved) settle(r, file, let);
    }
  }
}

void report_unused_lets(Resolver& r) {
  for (LoadedFile& file : r.files) {
    if (file.broken) continue;  // a use may stand in what did not parse
    for (const ast::Item& item : file.tree.items) {
      const auto* tree = std::get_if<ast::Let>(&item);
      if (tree == nullptr) continue;
      const Let& let = file.lets.find(tree->name.text)->second;
      if (let.tree == tree && !let.used)
        r.report(Code::unused_let, tree->name.origin, say({"nothing uses `", tree->name.text, "`"}));
    }
  }
}

}  // namespace shelflife::resolving
