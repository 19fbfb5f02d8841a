// What the passes of resolve() share. Internal to compiler/: the passes are one function each, called in the
// order in which they stand here; each may rely on all before it.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <deque>
#include <initializer_list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/model/names.hpp"
#include "compiler/model/policy.hpp"
#include "compiler/resolve/resolve.hpp"
#include "grammar/ast.hpp"
#include "grammar/parse.hpp"

namespace shelflife::resolving {

struct Let {
  enum class Kind : std::uint8_t { unresolved, duration, size, bad };  // bad: reported already
  const ast::Let* tree = nullptr;
  Kind kind = Kind::unresolved;
  Duration duration;
  std::uint64_t bytes = 0;
  bool used = false;  // set by use() only: several threads may
  void use() { std::atomic_ref<bool>(used).store(true, std::memory_order_relaxed); }
};

struct LoadedFile {
  FileId id = no_file;
  std::string path;  // relative to the root file's folder, normalised
  std::string stem;  // file name without extension, made fit for ids
  ast::File tree;  // large files leave their rules, holds and requires unread: see for_each_item()
  bool broken = false;       // it had syntax errors: what it declares may be missing from the tree
  bool scoped = false;       // imported with `where`
  bool pack = false;         // a text of the program; its path is `pack:NAME`
  bool lacking = false;      // a pack that needs what the policy does not have (reported): it binds nothing
  std::size_t importer = 0;  // index of the file whose import line loaded it
  Origin imported;           // the path in that line
  const ast::Predicate* where = nullptr;  // of that line
  Predicate scope;                        // the same, resolved
  NameMap<Let> lets;
};

// One ranked unit per one field, answered once for all statements that say it.
enum class Ranked : std::uint8_t { fine, nowhere_together, not_left };

// What the files declare. Once it is complete, several threads read rules by it.
struct Declared {
  Policy policy;
  std::deque<LoadedFile> files;  // root first, then imports in order of their lines; addresses stay
  NameMap<FieldId> fields;
  NameMap<StoreId> stores;
  std::vector<NameSet> allowed;           // by FieldId: the label's `in` list
  std::vector<NameMap<Origin>> settings;  // by StoreId: where each setting stands, by its first word
  bool incomplete = false;  // a file that may declare anything could not be read
  std::once_flag lost_once;
  NameSet lost;             // names that broken files seem to declare; see maybe_lost()
  // The registry's `status` while several threads may be the first to speak of it; no_id: nobody reads in parallel, or a label
  // declares it.
  FieldId maybe_status = no_id;
  std::atomic<bool> status_said{false};
};

inline constexpr std::size_t most_hints = 200;

// One thread's view of what is declared, and what it found.
struct Resolver {
  Resolver(SourceManager& all_sources, Declared& all_declared, Diagnostics& sink)
      : sources(all_sources), diagnostics(sink), declared(all_declared) {}
  SourceManager& sources;
  Diagnostics& diagnostics;
  Declared& declared;
  Policy& policy = declared.policy;
  std::deque<LoadedFile>& files = declared.files;
  NameMap<FieldId>& fields = declared.fields;
  NameMap<StoreId>& stores = declared.stores;
  std::vector<NameSet>& allowed = declared.allowed;
  std::vector<NameMap<Origin>>& settings = declared.settings;
  std::unordered_map<std::uint64_t, std::uint32_t> days;  // longest_days, by count and unit
  std::unordered_map<std::uint64_t, Ranked> ranked;       // by unit and field
  std::size_t hints = most_hints;  // what is left for searches for a nearest spelling; each looks at every candidate
  struct Hinted {
    std::size_t diagnostic = 0, cost = 0;
  };
  std::vector<Hinted> hinted;      // what it was spent on

  Diagnostic& report(Code code, const Origin& at, std::string message, std::string hint = {}) {
    return diagnostics.add(code, at.span, std::move(message), std::move(hint));
  }
};

// --- passes
void load_files(Resolver& r, FileId root, const ReadFile& read);
void resolve_lets(Resolver& r);
void declare_stores(Resolver& r);   // names, providers and buckets
void resolve_layouts(Resolver& r);  // fields of layouts
void resolve_labels(Resolver& r);
void resolve_settings(Resolver& r);
void check_accounts(Resolver& r);  // what stores of one Azure account share
void check_stores(Resolver& r);    // each store for itself, and the stores it names
void resolve_tiers(Resolver& r);
void resolve_safeguards(Resolver& r);
void bind_packs(Resolver& r);      // what packs need of the policy
void resolve_scopes(Resolver& r);  // the `where` of imports
void resolve_rules(Resolver& r);   // large files by several threads
void resolve_holds(Resolver& r);
void resolve_requires(Resolver& r);
void resolve_roles(Resolver& r);
void resolve_manifests(Resolver& r);
void report_unused_lets(Resolver& r);

// --- parts that passes share
// Joins; `say({"unknown field `", name, "`"})`.
std::string say(std::initializer_list<std::string_view> parts);
// A value as a policy spells it, in backticks.
std::string quoted(std::string_view text);
// "did you mean `stage`?", else the names there are when they are few, else nothing (the table's help
// stands).
std::string spelling_hint(std::string_view word, const std::vector<std::string>& candidates);
// The same for the first some hundred mistakes of a run; `candidates()` lists them.
template <class F>
std::string spelling_hint(Resolver& r, std::string_view word, F candidates) {
  if (r.hints == 0) return {};
  const std::vector<std::string> names = candidates();
  const std::size_t cost = 1 + names.size() / 1000;
  r.hints -= std::min(r.hints, cost);
  r.hinted.push_back({r.diagnostics.all().size(), cost});
  return spelling_hint(word, names);
}
// The names of things that have one, in their order.
template <class T>
std::vector<std::string> names_of(const std::vector<T>& things) {
  std::vector<std::string> names;
  for (const T& thing : things) names.push_back(thing.name);
  return names;
}
std::vector<std::string> let_names(const LoadedFile& file);  // sorted
// True when a file with syntax errors seems to declare the name, or one that cannot be read may: what is missing there
// is no second error.
bool maybe_lost(Resolver& r, std::string_view name);

Duration to_duration(Resolver& r, LoadedFile& file, const ast::Duration& duration);
std::uint64_t to_bytes(Resolver& r, LoadedFile& file, const ast::Size& size);
// The field of the registry's own status.
FieldId add_status(Resolver& r);
// no_id when there is none (reported).
FieldId to_field(Resolver& r, const ast::Name& name);
// A field of a layout; `what` says who asks ("`per`").
FieldId to_path_field(Resolver& r, const ast::Name& name, std::string_view what);
// The stores of an `on` list, sorted; all when it is empty.
std::vector<StoreId> to_stores(Resolver& r, const List<ast::Name>& names);
Clock to_clock(Resolver& r, const Maybe<ast::Name>& since);
Predicate to_predicate(Resolver& r, LoadedFile& file, const ast::Predicate& predicate);
Predicate to_where(Resolver& r, LoadedFile& file, const Maybe<ast::Predicate>& where);
Rule to_rule(Resolver& r, LoadedFile& file, const ast::Rule& tree);
// The rules that parsing left unread in a file, appended to the policy's.
void read_rules(Resolver& r, LoadedFile& file);
// Reports names that two rules of a file have, and sets the ids of all rules.
void give_ids(Resolver& r);
Statement to_statement(Resolver& r, LoadedFile& file, const ast::Statement& statement);
// The first use of a flag in a predicate; nullptr when it has none.
const Predicate* find_flag(const Predicate& predicate, Flag flag);
// Why a bucket (Azure: "account/container") cannot have this name; empty when it can.
std::string bucket_problem(Provider provider, std::string_view bucket);
// What names of buckets look like there.
std::string bucket_hint(Provider provider);

// Calls `each(file, item)` for every item of type T, files in order. Files imported with `where` declare none
// of the types that this is used for; what stands there all the same has been reported.
template <class T, class F>
void for_each_declaration(Resolver& r, F each) {
  for (LoadedFile& file : r.files) {
    if (file.scoped) continue;
    for (const ast::Item& item : file.tree.items)
      if (const T* tree = std::get_if<T>(&item)) each(file, *tree);
  }
}

// Calls `each(tree)` for every item of type T of one file, those that were left unread first (others stand behind them only where
// parsing gave up).
template <class T, class F>
void for_each_item(Resolver& r, const LoadedFile& file, Kind kind, F each) {
  std::optional<DeclarationReader> reader;
  for (const ast::Unread& unread : file.tree.unread) {
    if (unread.kind != kind) continue;
    if (!reader) reader.emplace(r.sources, file.id);
    each(std::get<T>(reader->read(unread)));
  }
  for (const ast::Item& item : file.tree.items)
    if (const T* tree = std::get_if<T>(&item)) each(*tree);
}

}  // namespace shelflife::resolving
