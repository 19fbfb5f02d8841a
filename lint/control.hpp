// What the user asked of the linter: which findings, at which severity, where. Decides only over lint (see is_lint): what makes a
// policy wrong is always told, at its own severity.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/diagnostics.hpp"

namespace shelflife::lint {

// The findings that a word names: an id, the beginning of one (`SL13`), a name, a family, `default` (all that are on by
// themselves) or `all`. `origin`: who said it, for people: "command line", ".shelflife.yaml:3".
struct Selector {
  std::string text;
  std::string origin;
};
struct SeverityChange {
  Selector selector;
  std::optional<Severity> severity;  // nothing: off
};
// For the files that one of the globs matches, paths seen from `folder`.
struct Override {
  std::string folder;
  std::vector<std::string> paths;
  std::vector<Selector> ignore;
  std::vector<SeverityChange> severity;
  std::string origin;
};
// Who speaks later decides: a file after what it extends, the command line after files. A selection begins anew. Within one,
// of `select` and `ignore` the word that says more exactly what is meant wins (id or name, then beginning, family, `default`
// and `all`), `ignore` among equals.
struct Selection {
  std::vector<Selector> select;  // empty: what there is goes on
  std::vector<Selector> ignore;
};
// Of severities the more exact word wins, then the later one. Overrides come last, in their order.
struct Control {
  std::vector<Selection> selections;
  std::vector<SeverityChange> severity;
  std::vector<Override> overrides;
};

// Whether a path matches: `*` and `?` stay within a segment, `**` is any number of segments.
bool glob_matches(std::string_view glob, std::string_view path);

// Why a word may not be used; `shown` is fit for a message. Nothing: it may.
struct SelectorFault {
  std::string message, hint;
};
// `leaves_out`: for `ignore`, `severity` and comments, which must not name what makes a policy wrong.
std::optional<SelectorFault> fault_of(std::string_view selector, bool leaves_out);
// As selects(), and `all` and `default`.
bool names(std::string_view selector, const DiagnosticInfo& about);

// A file's path, seen from a folder.
using PathFrom = std::function<std::string(const std::string& folder, FileId file)>;

struct Verdict {
  std::optional<Severity> severity;  // nothing: left out
  std::string_view origin;           // "default", or the selector's
};
class Judge {
 public:
  // Both outlive the judge.
  Judge(const Control& control, const PathFrom& path_from) : control_(control), path_from_(path_from) {}
  Verdict operator()(const DiagnosticInfo& about, FileId file) const;
  // The overrides that apply to a file, in order.
  const std::vector<const Override*>& overrides_of(FileId file) const;

 private:
  struct Base {
    Verdict verdict;       // without overrides
    bool selected = true;  // else they cannot bring it back
  };
  Base base(const DiagnosticInfo& about) const;

  const Control& control_;
  const PathFrom& path_from_;
  mutable std::map<const DiagnosticInfo*, Base> known_;  // findings may be many
  mutable std::map<FileId, std::vector<const Override*>> applying_;
};

// Leaves out, and gives severities.
void apply(const Judge& judge, Diagnostics& diagnostics);

enum class FailOn : std::uint8_t { error, warning, note, never };
std::optional<FailOn> fail_on_of(std::string_view word);
// Whether a finding that is not suppressed is as bad as that.
bool fails(const Diagnostics& diagnostics, FailOn fail_on);

}  // namespace shelflife::lint
