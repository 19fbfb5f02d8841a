// Applies the fixes that findings carry, and proves by the comparison of policies that nothing is kept less for it: a fix after which
// any object may be deleted that was not, or sooner, is kept or locked less, or after which something is wrong or undecided,
// is refused.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "compiler/model/policy.hpp"
#include "grammar/diagnostics.hpp"
#include "lint/suppressions.hpp"

namespace shelflife::lint {

// Texts that differ from what is on the disk, by name.
using Texts = std::map<std::string, std::string>;

// What a check saw of all files and all roots that they belong to.
struct Seen {
  SourceManager sources;
  Diagnostics findings;             // sorted, each once; suppressed ones are not mended
  std::vector<std::string> names;   // by FileId: the file's name in Texts, one for a file of several roots; empty: not to be changed
  std::map<std::string, Policy> roots;  // of the sound roots, by their paths
  std::vector<CheckedFile> files;
};
// Checks everything with some texts changed. Never nothing.
using Look = std::function<std::unique_ptr<Seen>(const Texts&)>;

struct FixNote {
  std::string place;  // "policy.shelf:9:3", as it was when the fix was tried
  std::string id;     // of the finding
  std::string title;
  std::string reason; // why it was refused
};
struct Fixed {
  Texts texts;  // of the files that changed
  std::vector<FixNote> applied, refused;
  std::unique_ptr<Seen> remains;  // with the texts; of each refused fix a note is added to its findings
  bool settled = false;           // nothing is left that could be applied
};

inline constexpr int most_fix_rounds = 10;

// Safe fixes, and suggestions too where asked. Of two that overlap the first is applied, the other looked at again.
Fixed fix(const Look& look, bool suggestions);

// Why the second policy must not take the place of the first; empty: it may. `strict`: neither moves nor settings may
// change, as a fix that calls itself safe promises.
std::string worse(const Policy& before, const Policy& after, bool strict);

// The text with edits of one file made; none of them overlap.
std::string edited(std::string_view text, std::vector<Edit> edits);

}  // namespace shelflife::lint
