// What packs need of the policy that imports them: date labels, since a law's clock often starts at an event that no store
// knows, and numbers where the law has none. A pack that lacks something binds nothing, and the error stands at its import.
#include "compiler/packs/packs.hpp"
#include "compiler/resolve/resolve_state.hpp"

namespace shelflife::resolving {

namespace {

std::string meaning_of(const LoadedFile& file, bool label, std::string_view name) {
  const Pack* const pack = find_pack(std::string_view(file.path).substr(pack_prefix.size()));
  const std::optional<PackHeader> header = pack != nullptr ? read_pack_header(pack->text) : std::nullopt;
  if (header)
    for (const PackNeed& need : header->needs)
      if (need.label == label && need.name == name) return need.meaning;
  return {};
}

class Binder {
 public:
  Binder(Resolver& r, LoadedFile& file) : r_(r), file_(file) {}

  void run() {
    for_each_item<ast::Require>(r_, file_, Kind::require_item, [&](const ast::Require& tree) {
      for (const ast::Obligation& obligation : tree.obligations) {
        if (!obligation.duration.let.empty()) take_let(obligation.duration);
        if (obligation.since) need_date(*obligation.since);
      }
    });
  }

 private:
  void lack(Code code, const Origin& used, std::string message, std::string hint) {
    file_.lacking = true;
    r_.report(code, file_.imported, std::move(message), std::move(hint)).related.push_back({used.span, "it is used here"});
  }

  void need_date(const ast::Name& name) {
    if (name.text == "created" || is_reserved(name.text) || !seen_.insert(std::string(name.text)).second) return;
    const auto found = r_.fields.find(name.text);
    const bool declared = found != r_.fields.end();
    if (declared && r_.policy.fields[found->second].type == FieldType::date) return;
    file_.lacking = true;
    if (!declared && maybe_lost(r_, name.text)) return;
    lack(Code::pack_needs_label, name.origin,
         say({"`", file_.path, "` counts from `", name.text, "`, which ", declared ? "is not declared as a date" : "no label declares"}),
         say({"write `label ", name.text, " date` in the root file: ", meaning_of(file_, true, name.text)}));
  }

  // Lets are the file's own everywhere else; a pack has no way to ask its importer for a number but by name.
  void take_let(const ast::Duration& duration) {
    const std::string_view name = duration.let;
    if (file_.lets.contains(name)) return;
    LoadedFile& importer = r_.files[file_.importer];
    const auto found = importer.lets.find(name);
    const bool defined = found != importer.lets.end();
    if (defined && (found->second.kind == Let::Kind::duration || found->second.kind == Let::Kind::bad)) {
      found->second.use();
      file_.lets.try_emplace(std::string(name), found->second);
      return;
    }
    file_.lets.try_emplace(std::string(name)).first->second.kind = Let::Kind::bad;
    file_.lacking = true;
    if (!defined && importer.broken && maybe_lost(r_, name)) return;
    if (defined) found->second.use();
    lack(Code::pack_needs_let, duration.origin,
         say({"`", file_.path, "` has no number for `", name, "`, ", defined ? "and here it is a size" : "and this file has no such `let`"}),
         say({"write `let ", name, " = N days` in this file, with a number of your own: ", meaning_of(file_, false, name)}));
  }

  Resolver& r_;
  LoadedFile& file_;
  NameSet seen_;
};

}  // namespace

void bind_packs(Resolver& r) {
  for (LoadedFile& file : r.files)
    if (file.pack) Binder(r, file).run();
}

}  // namespace shelflife::resolving
