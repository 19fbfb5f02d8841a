// From the paths of the command line to programs: a root file with all that it imports, resolved.
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/config.hpp"
#include "cli/files.hpp"
#include "cli/session.hpp"
#include "compiler/model/policy.hpp"
#include "grammar/ast.hpp"
#include "grammar/side_by_side.hpp"

namespace shelflife::cli {

struct Program {
  FileId root = no_file;
  Policy policy;
  bool sound = false;  // no error was found in it; only then it may be lowered
};

// Resolves a root that is in the session; `read` gives the files that it imports, by their paths below its folder.
// `trees`: see resolve().
Program resolve_program(Session& session, FileId root, const std::function<ReadResult(const std::string&)>& read, std::vector<ast::File>* trees = nullptr);
// Reads and resolves a root. Nothing when it cannot be read (which is told).
std::optional<Program> load_program(Session& session, const std::string& path, std::vector<ast::File>* trees = nullptr);
// The same of a file that is read already.
Program load_program(Session& session, const std::string& path, std::string text, std::vector<ast::File>* trees = nullptr);

// One file of a set, as far as is needed to know whose it is.
struct Member {
  std::string path;
  bool looked_into = false;      // else what it declares is not known yet
  bool declares = false;         // a layout, label or store
  bool has_stores = false;
  bool imported = false;         // by another file of the set
  std::vector<FileIdentity> imports;
  std::optional<std::string> text;  // of a small file: many are read once, and checked side by side
};
struct FileSet {
  std::vector<Member> members;  // in the order of the paths; the same file only once
  bool whole = true;            // everything could be read
};
// The policy files of the paths: files as they are, folders searched.
std::vector<std::string> expand(Session& session, const std::vector<std::string>& paths);
// Looks into each file for its imports, and with Ask::all for what it declares. Unreadable files are told and left out.
enum class Ask : std::uint8_t { imports, all };
FileSet survey(Session& session, const std::vector<std::string>& files, Ask ask = Ask::all);
// A layout, label or store: a file without one is no root.
bool declares(const ast::File& file);
// The root, and all that it imports directly or through others.
std::set<FileIdentity> reached_from(const std::string& root);
// True when the root imports the file, directly or through others.
bool reaches(const std::string& root, const FileIdentity& file);

// Calls each(index) for the indexes of `count` files, side by side where they are many; see side_by_side().
template <typename F>
void for_files(std::size_t count, F each) {
  constexpr std::size_t block = 32;
  side_by_side((count + block - 1) / block, [&](std::size_t i) {
    for (std::size_t file = i * block; file < std::min(count, (i + 1) * block); ++file) each(file);
  });
}

// Tells of every two programs that speak of one bucket.
void refuse_shared_buckets(Session& session, const std::vector<Program>& programs);

}  // namespace shelflife::cli
