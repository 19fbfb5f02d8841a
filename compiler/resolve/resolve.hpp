// Syntax trees to one Policy: imports, scopes, lets, labels, names, types.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "compiler/model/policy.hpp"
#include "grammar/ast.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife {

// Reads the text of an imported file; nothing when it cannot be read. `path` is relative to the root file's folder
// and normalised ("teams/vision.shelf"); it never leaves that folder (checked before the call). It is not asked for packs,
// which are part of the program.
using ReadFile = std::function<std::optional<std::string>(const std::string& path)>;

// Resolves the root file (already in `sources`) and everything that it imports. Reports all errors that it can reach;
// the Policy is fit to be lowered only when diagnostics.has_errors() is false afterwards.
// `inside` of the root's path decides the folder that imports may not leave.
// `trees`: gets what each file says, root first, for whoever asks about the form of a policy; packs are not the user's and left out.
Policy resolve(SourceManager& sources, FileId root, const ReadFile& read, Diagnostics& diagnostics, std::vector<ast::File>* trees = nullptr);

}  // namespace shelflife
