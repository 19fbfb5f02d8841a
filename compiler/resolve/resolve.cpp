#include "compiler/resolve/resolve.hpp"

#include "compiler/resolve/resolve_state.hpp"

namespace shelflife {

Policy resolve(SourceManager& sources, FileId root, const ReadFile& read, Diagnostics& diagnostics, std::vector<ast::File>* trees) {
  using namespace resolving;
  Declared declared;
  Resolver r(sources, declared, diagnostics);
  r.policy.root = root;
  load_files(r, root, read);
  resolve_lets(r);
  declare_stores(r);
  resolve_layouts(r);
  resolve_labels(r);
  resolve_settings(r);
  check_accounts(r);
  check_stores(r);
  resolve_tiers(r);
  resolve_safeguards(r);
  bind_packs(r);
  resolve_scopes(r);
  resolve_rules(r);
  resolve_holds(r);
  resolve_requires(r);
  resolve_roles(r);
  resolve_manifests(r);
  report_unused_lets(r);
  for (LoadedFile& file : declared.files) {
    if (trees != nullptr && !file.pack) trees->push_back(std::move(file.tree));
  }
  return std::move(declared.policy);
}

}  // namespace shelflife
