// Loads the root file and all it imports, each once.
#include <algorithm>

#include "compiler/packs/packs.hpp"
#include "compiler/resolve/resolve_state.hpp"
#include "grammar/parse.hpp"

namespace shelflife::resolving {

namespace {

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash + 1);
}

std::string stem_of(std::string_view path) {
  path.remove_prefix(folder_of(path).size());
  std::string stem(path.substr(0, path.rfind('.') == 0 ? path.npos : path.rfind('.')));
  for (char& c : stem)
    if (!is_name(std::string_view(&c, 1)) && !is_digits(std::string_view(&c, 1)) && c != '_') c = '-';
  while (!stem.empty() && stem.back() == '-') stem.pop_back();
  return stem.empty() ? "policy" : stem;
}

// `path` as seen from `folder`, with `.` and `..` worked out; nothing when it leaves the root file's folder.
std::optional<std::string> normalised(std::string_view folder, std::string_view path) {
  std::vector<std::string_view> parts;
  const std::string joined = say({folder, path});
  std::string_view rest = joined;
  while (!rest.empty()) {
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    const std::string_view part = rest.substr(0, slash);
    rest.remove_prefix(std::min(slash + 1, rest.size()));
    if (part == "..") {
      if (parts.empty()) return std::nullopt;
      parts.pop_back();
    } else if (!part.empty() && part != ".") {
      parts.push_back(part);
    }
  }
  std::string result;
  for (const std::string_view part : parts) {
    if (!result.empty()) result += '/';
    result += part;
  }
  return result;
}

bool is_absolute(std::string_view path) {
  return path.starts_with('/') || path.starts_with('\\') || path.starts_with('~') ||
         (path.size() > 1 && path[1] == ':') || path.find("://") != std::string_view::npos;
}

// The keyword of a declaration that a file imported with `where` may not hold; empty for those that it may.
std::string_view refused_in_scope(const ast::Item& item) {
  if (std::holds_alternative<ast::Import>(item)) return "import";
  if (std::holds_alternative<ast::Layout>(item)) return "layout";
  if (std::holds_alternative<ast::Label>(item)) return "label";
  if (std::holds_alternative<ast::Tiers>(item)) return "tiers";
  if (std::holds_alternative<ast::Store>(item)) return "store";
  if (std::holds_alternative<ast::Safeguard>(item)) return "safeguard";
  if (std::holds_alternative<ast::Role>(item)) return "role";
  if (std::holds_alternative<ast::Manifest>(item)) return "manifest";
  return {};
}

const Origin& origin_of(const ast::Item& item) {
  return std::visit([](const auto& tree) -> const Origin& { return tree.origin; }, item);
}

class Loader {
 public:
  Loader(Resolver& r, const ReadFile& read) : r_(r), read_(read) {}

  // Depth first, without recursion: a chain of imports may be long.
  void run(FileId root) {
    const std::string& path = r_.sources.source(root).path;
    folder_ = folder_of(path);
    open(root, path.substr(folder_.size()), nullptr, 0, Origin{Span{root, 0, 0}});
    while (!stack_.empty()) {
      const std::size_t index = stack_.back().file;
      LoadedFile& file = r_.files[index];
      if (stack_.back().next_item == file.tree.items.size() || file.scoped) {
        open_[index] = false;
        stack_.pop_back();
        continue;
      }
      const ast::Item& item = file.tree.items[stack_.back().next_item++];
      if (const auto* import = std::get_if<ast::Import>(&item)) follow(index, *import);
    }
  }

 private:
  struct Frame {
    std::size_t file = 0, next_item = 0;
  };

  void follow(std::size_t importer, const ast::Import& import) {
    const std::string_view written = import.path.value;
    const Origin& at = import.path.origin;
    if (written.starts_with(pack_prefix)) return follow_pack(importer, import);
    if (written.empty() || is_absolute(written)) {
      r_.report(Code::import_outside, at,
                written.empty() ? "an empty path" : say({"`", written, "` is not relative to this file"}));
      return;
    }
    const auto path = normalised(folder_of(r_.files[importer].path), written);
    if (!path || path->empty()) {
      r_.report(Code::import_outside, at, say({"`", written, "` leaves the folder of the root file"}));
      return;
    }
    if (is_repeated(importer, *path, at)) return;
    std::optional<std::string> text = read_(*path);
    if (!text) {
      r_.declared.incomplete = r_.declared.incomplete || !import.where;
      r_.report(Code::import_unreadable, at, say({"`", *path, "` cannot be read"}));
      return;
    }
    const FileId id = r_.sources.add(folder_ + *path, std::move(*text));
    open(id, *path, import.where ? &*import.where : nullptr, importer, at);
  }

  // A pack is a text of the program, whatever lies in the folder.
  void follow_pack(std::size_t importer, const ast::Import& import) {
    const Origin& at = import.path.origin;
    const std::string_view name = std::string_view(import.path.value).substr(pack_prefix.size());
    const Pack* const pack = find_pack(name);
    if (pack == nullptr) {
      const std::string near = nearest_name(name, pack_names());
      r_.report(Code::unknown_pack, at, say({"no pack is named `", name, "`"}),
                near.empty() ? std::string{} : say({"did you mean `", pack_prefix, near, "`?"}));
      return;
    }
    const std::string path = say({pack_prefix, name});
    if (is_repeated(importer, path, at)) return;
    const FileId id = r_.sources.add(path, std::string(pack->text));
    open(id, path, import.where ? &*import.where : nullptr, importer, at);
    r_.files.back().pack = true;
  }

  // True when the file is there already, which is reported.
  bool is_repeated(std::size_t importer, const std::string& path, const Origin& at) {
    const auto known = by_path_.find(path);
    if (known == by_path_.end()) return false;
    const std::size_t index = known->second;
    if (open_[index]) {
      r_.report(Code::import_cycle, at,
                index == importer ? say({"`", path, "` imports itself"})
                                  : say({"`", path, "` imports this file, directly or through others"}));
    } else {
      r_.report(Code::import_twice, at, say({"`", path, "` is imported already"}))
          .related.push_back({r_.files[index].imported.span, "the first import is here"});
    }
    return true;
  }

  void open(FileId id, std::string path, const ast::Predicate* where, std::size_t importer,
            const Origin& at) {
    const std::size_t index = r_.files.size();
    by_path_.emplace(path, index);
    LoadedFile& file = r_.files.emplace_back();
    file.id = id;
    file.path = std::move(path);
    file.stem = stem_of(file.path);
    Diagnostics found;
    file.tree = parse_declarations(r_.sources, id, found);
    file.broken = found.has_errors();
    r_.diagnostics.append(found);
    file.scoped = where != nullptr;
    file.where = where;
    file.importer = importer;
    file.imported = at;
    open_.push_back(true);
    stack_.push_back({index, 0});
    if (file.scoped) refuse_declarations(file, at);
  }

  void refuse_declarations(const LoadedFile& file, const Origin& at) {
    for (const ast::Item& item : file.tree.items) {
      const std::string_view keyword = refused_in_scope(item);
      if (keyword.empty()) continue;
      r_.report(Code::import_scope, origin_of(item),
                say({"`", keyword, "` in a file that is imported with `where`"}))
          .related.push_back({at.span, "it is imported here"});
    }
  }

  Resolver& r_;
  const ReadFile& read_;
  std::string folder_;  // of the root file, with its final '/'
  NameMap<std::size_t> by_path_;
  std::vector<bool> open_;  // by file: it is being walked, so importing it is a cycle
  std::vector<Frame> stack_;
};

}  // namespace

void load_files(Resolver& r, FileId root, const ReadFile& read) { Loader(r, read).run(root); }

}  // namespace shelflife::resolving
