#include "cli/program.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "compiler/packs/packs.hpp"
#include "compiler/resolve/resolve.hpp"
#include "grammar/parse.hpp"

namespace shelflife::cli {

namespace {

constexpr std::size_t small_file = std::size_t{1} << 16U;  // bytes

// What one file imports and declares. Its errors are not told here: resolving it tells them.
struct Glance {
  std::vector<std::string> imports;
  bool declares = false, has_stores = false;
};

Glance glance(const std::string& path, std::string& text) {
  SourceManager sources;
  Diagnostics ignored;
  const FileId file = sources.add(path, std::move(text));
  Glance out;
  const ast::File seen = parse_declarations(sources, file, ignored);
  for (const ast::Item& item : seen.items) {
    if (const auto* import = std::get_if<ast::Import>(&item); import != nullptr && !is_pack(import->path.value))
      out.imports.emplace_back(import->path.value);  // packs are no files
    out.has_stores |= std::holds_alternative<ast::Store>(item);
  }
  out.declares = declares(seen);
  if (sources.source(file).text.size() <= small_file) text = sources.source(file).text;
  return out;
}

std::string bucket_of(const Store& store) {
  // An Azure account has one lifecycle policy for all its containers.
  if (store.provider == Provider::azure) return "the Azure account `" + store.account + "`";
  return std::string(store.provider == Provider::s3 ? "the S3" : "the GCS") + " bucket `" + store.bucket + "`";
}

}  // namespace

bool declares(const ast::File& file) {
  return std::ranges::any_of(file.items, [](const ast::Item& item) {
    return std::holds_alternative<ast::Store>(item) || std::holds_alternative<ast::Layout>(item) || std::holds_alternative<ast::Label>(item);
  });
}

Program resolve_program(Session& session, FileId root, const std::function<ReadResult(const std::string&)>& read_import, std::vector<ast::File>* trees) {
  std::map<std::string, std::string> problems;  // by import path; the resolver only learns that there was one
  const ReadFile read = [&](const std::string& wanted) {
    ReadResult result = read_import(wanted);
    if (!result.text) problems[wanted] = result.problem;
    return std::move(result.text);
  };
  Program program{root, {}, false};
  Diagnostics found;
  program.policy = resolve(session.sources, root, read, found, trees);
  program.sound = !found.has_errors();
  for (const Diagnostic& diagnostic : found.all()) {
    Diagnostic& added = session.diagnostics.add(diagnostic);
    if (diagnostic.code != Code::import_unreadable) continue;
    for (const auto& [wanted, problem] : problems)
      if (diagnostic.message.starts_with("`" + wanted + "`")) added.message += ": " + problem;
  }
  return program;
}

namespace {

Program load_root(Session& session, const std::string& path, FileId root, std::vector<ast::File>* trees) {
  const std::string folder = path == "-" ? std::string() : folder_of(path);
  return resolve_program(session, root, [&](const std::string& wanted) {
    ReadResult read = read_below(folder, wanted);
    if (read.text && session.overlay != nullptr) return read_file(session.overlay, join(folder, wanted));
    return read;
  }, trees);
}

}  // namespace

std::optional<Program> load_program(Session& session, const std::string& path, std::vector<ast::File>* trees) {
  const FileId root = read_source(session, path);
  if (root == no_file) return std::nullopt;
  return load_root(session, path, root, trees);
}

Program load_program(Session& session, const std::string& path, std::string text, std::vector<ast::File>* trees) {
  return load_root(session, path, session.sources.add(path, std::move(text)), trees);
}

std::vector<std::string> expand(Session& session, const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    if (path == "-" || !is_folder(path)) {
      files.push_back(path);
      continue;
    }
    std::vector<std::string> unreadable;
    const std::vector<std::string> found = find_policies(path, unreadable);
    for (const std::string& problem : unreadable) {
      const std::size_t colon = problem.rfind(": ");
      session.cannot_read(problem.substr(0, colon), problem.substr(colon + 2));
    }
    files.insert(files.end(), found.begin(), found.end());
  }
  return files;
}

namespace {

struct FileIdentityHash {
  std::size_t operator()(const FileIdentity& file) const { return std::hash<std::uint64_t>{}(file.inode * 0x9e3779b97f4a7c15U + file.device); }
};
using FileIndex = std::unordered_map<FileIdentity, std::size_t, FileIdentityHash>;

// A member is imported when a root of the set reaches it. Where files import each other in a circle none is a root:
// the first of them then stands for all, so that the circle is found.
void mark_imported(FileSet& set, const FileIndex& index) {
  if (std::ranges::all_of(set.members, [](const Member& member) { return member.imports.empty(); })) return;
  std::vector<std::vector<std::size_t>> targets(set.members.size());
  std::vector<bool> named(set.members.size());
  for (std::size_t i = 0; i < set.members.size(); ++i) {
    for (const FileIdentity& target : set.members[i].imports) {
      const auto found = index.find(target);
      if (found == index.end() || found->second == i) continue;
      targets[i].push_back(found->second);
      named[found->second] = true;
    }
  }
  std::vector<bool> reached(set.members.size());
  const auto start_at = [&](std::size_t root) {
    std::vector<std::size_t> open = {root};
    reached[root] = true;
    while (!open.empty()) {
      const std::size_t from = open.back();
      open.pop_back();
      for (const std::size_t to : targets[from]) {
        if (reached[to]) continue;
        reached[to] = set.members[to].imported = true;
        open.push_back(to);
      }
    }
  };
  for (std::size_t i = 0; i < set.members.size(); ++i)
    if (!named[i]) start_at(i);
  for (std::size_t i = 0; i < set.members.size(); ++i)
    if (!reached[i]) start_at(i);
}

}  // namespace

namespace {

// A member, or why it cannot be read.
struct Look {
  Member member;
  std::string problem;
};

Look look_into(const Session& session, const std::string& path, bool regular, Ask ask) {
  ReadResult read = session.overlay == nullptr ? read_file(path, regular) : read_file(session.overlay, path);
  if (!read.text) return {{}, std::move(read.problem)};
  Member member;
  member.path = path;
  if (ask == Ask::imports && read.text->find("import") == std::string::npos) {  // none: its own check parses it, once
    if (!read.text->empty() && read.text->size() <= small_file) member.text = std::move(read.text);
    return {std::move(member), {}};
  }
  const Glance seen = glance(path, *read.text);
  member.looked_into = true;
  member.declares = seen.declares;
  member.has_stores = seen.has_stores;
  for (const std::string& import : seen.imports)
    if (const auto target = identity(join(folder_of(path), import))) member.imports.push_back(*target);
  if (!read.text->empty()) member.text = std::move(read.text);
  return {std::move(member), {}};
}

}  // namespace

FileSet survey(Session& session, const std::vector<std::string>& files, Ask ask) {
  FileSet set;
  std::vector<std::optional<FileIdentity>> selves(files.size());
  std::vector<char> regular(files.size(), 0);
  for_files(files.size(), [&](std::size_t i) {
    bool is_regular = false;
    if (files[i] != "-") selves[i] = identity(files[i], &is_regular);
    regular[i] = is_regular ? 1 : 0;
  });
  FileIndex known;
  known.reserve(files.size());
  std::vector<std::size_t> first(files.size());  // where the same file stands first
  for (std::size_t i = 0; i < files.size(); ++i) first[i] = selves[i] ? known.emplace(*selves[i], i).first->second : i;
  const auto again = [&](std::size_t i) { return first[i] != i; };  // named twice, or linked
  std::vector<Look> looks(files.size());
  for_files(files.size(), [&](std::size_t i) {
    if (files[i] != "-" && !again(i)) looks[i] = look_into(session, files[i], regular[i] != 0, ask);
  });
  FileIndex index;
  index.reserve(files.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (files[i] == "-") {  // can be read only once, by its own check
      set.members.push_back(Member{files[i], true, true, true, false, {}, {}});
    } else if (const Look& look = looks[first[i]]; !look.problem.empty()) {
      session.cannot_read(files[i], look.problem);
      set.whole = false;
    } else if (again(i)) {
      continue;
    } else {
      if (selves[i]) index.emplace(*selves[i], set.members.size());
      set.members.push_back(std::move(looks[i].member));
    }
  }
  mark_imported(set, index);
  return set;
}

std::set<FileIdentity> reached_from(const std::string& root) {
  std::set<FileIdentity> seen;
  std::vector<std::string> open = {root};
  while (!open.empty()) {
    const std::string path = std::move(open.back());
    open.pop_back();
    const auto self = identity(path);
    if (!self || !seen.insert(*self).second) continue;
    ReadResult read = read_file(path);
    if (!read.text) continue;
    for (const std::string& import : glance(path, *read.text).imports) open.push_back(join(folder_of(path), import));
  }
  return seen;
}

bool reaches(const std::string& root, const FileIdentity& file) { return reached_from(root).contains(file); }

void refuse_shared_buckets(Session& session, const std::vector<Program>& programs) {
  std::unordered_map<std::string, std::pair<FileId, Span>> owners;
  owners.reserve(programs.size());
  for (const Program& program : programs) {
    for (const Store& store : program.policy.stores) {
      const std::string bucket = bucket_of(store);
      const auto [owner, fresh] = owners.emplace(bucket, std::pair(program.root, store.origin.span));
      if (fresh || owner->second.first == program.root) continue;
      Diagnostic& told = session.diagnostics.add(Code::file_roots_share_bucket, store.origin.span,
                                                 bucket + " is declared by another root too");
      told.related.push_back(Related{owner->second.second, "the other declaration is here"});
    }
  }
}

}  // namespace shelflife::cli
