// What Shelflife tells the user about a policy: one table of codes (diagnostics.def), one sink, one order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/source.hpp"

namespace shelflife {

enum class Severity : std::uint8_t { error, warning, note };
std::string_view to_word(Severity severity);  // "error"

// One enumerator per line of diagnostics.def.
enum class Code : std::uint16_t {
#define SHELFLIFE_DIAGNOSTIC(name, code, severity, title, help, example) name,
#include "grammar/diagnostics.def"
#undef SHELFLIFE_DIAGNOSTIC
  of_a_rule,  // a lint rule: its DiagnosticInfo is the rule's own, not one of the table
};

// The fixed part of a diagnostic. `title` says what is wrong in general, `help` what would be right,
// `example` shows it in the policy language (may be several lines, may be empty).
struct DiagnosticInfo {
  Code code = Code::of_a_rule;
  std::string_view name;  // kebab-case
  std::string_view id;    // "SL0101"; never reused
  Severity severity = Severity::warning;
  std::string_view title;
  std::string_view help;
  std::string_view example;
};
const DiagnosticInfo& info(Code code);  // of the table: not `of_a_rule`
const std::vector<DiagnosticInfo>& all_diagnostics();
// By id ("SL0101", any case) or name; nullptr when there is none.
const DiagnosticInfo* find_diagnostic(std::string_view id_or_name);

// A second place that explains the first ("`keep latest 5` is here").
struct Related {
  Span span;
  std::string message;
};

// How far a change of the text may be trusted. Whatever lets more objects be deleted is `shown`, and stays so: the caller
// that applies fixes compares the policies before and after.
enum class FixKind : std::uint8_t {
  safe,        // means the same, or keeps more; `--fix` applies it
  suggestion,  // changes what the policy says in the way that is probably meant; `--fix-suggestions`
  shown,       // only ever shown
};
struct Edit {
  Span span;  // what is replaced; empty: an insertion
  std::string text;
};
struct Fix {
  FixKind kind = FixKind::shown;
  std::string title;        // "write `10 years`"
  std::vector<Edit> edits;  // of one file or several, in any order, none overlapping
};

// Why a finding is not counted.
struct Suppression {
  enum class By : std::uint8_t { comment, baseline } by = By::comment;
  std::string reason;  // of a comment
};

struct Diagnostic {
  Code code;
  const DiagnosticInfo* about = nullptr;  // never null in a Diagnostics
  Severity severity;
  Span span;
  std::string message;  // what was seen: lower case, no full stop, code in backticks
  std::string hint;     // what would be right here; empty: the table's help
  std::vector<Related> related;
  std::vector<Fix> fixes;
  std::optional<Suppression> suppressed;  // then it is neither printed as text nor counted
  std::string witness = {};  // an object on which it shows, as `why --object` takes it; empty: none. Not in the message
};

// Collects; never prints. Not thread-safe.
class Diagnostics {
 public:
  // The reference is good until the next call.
  Diagnostic& add(Code code, Span span, std::string message, std::string hint = {});
  Diagnostic& add(const DiagnosticInfo& about, Span span, std::string message, std::string hint = {});
  Diagnostic& add(Diagnostic diagnostic);
  // Sorted by file, start, end, table before rules, id; exact repeats removed. Stable.
  void sort();
  const std::vector<Diagnostic>& all() const { return items_; }
  std::vector<Diagnostic>& all() { return items_; }
  bool has_errors() const;
  std::size_t errors() const;
  // Appends all of other's.
  void append(const Diagnostics& other);
  // The same, but for those that begin where an error stands already: more said of that place would only confuse.
  void append_beside_errors(Diagnostics&& other);

 private:
  std::vector<Diagnostic> items_;
};

// Renders as text: `FILE:LINE:COLUMN: severity CODE: message [name]` on one line however long, the source lines with the places
// marked, the object, the hint, the example, the fixes. Control characters of the user's text are shown escaped. `color` adds
// ANSI colours, which mean nothing by themselves. Frames and hints keep to `width` columns.
std::string render(const Diagnostic& diagnostic, const SourceManager& sources, bool color, std::size_t width = 100);
// The hint, where there is none the help of the table.
std::string_view hint_of(const Diagnostic& diagnostic);
// The message with the object: "..., for example on key=...".
std::string whole_message(const Diagnostic& diagnostic);
// `FILE:LINE:COLUMN`, printable; "shelflife" where there is no file.
std::string place_text(const Span& span, const SourceManager& sources);
// One line only: `FILE:LINE:COLUMN: severity CODE: message; hint`.
std::string render_concise(const Diagnostic& diagnostic, const SourceManager& sources);
// Escapes control characters (also ESC, C1 and bidi overrides) so that user text cannot drive a terminal.
std::string printable(std::string_view text);
// `text` in back quotes, cut when it is long: how messages show what was found.
std::string in_back_quotes(std::string_view text);

}  // namespace shelflife
