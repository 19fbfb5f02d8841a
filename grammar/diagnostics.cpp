#include "grammar/diagnostics.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "grammar/ascii.hpp"

namespace shelflife {

namespace {

// snake_case of the table to the kebab-case that users type.
std::vector<std::string> kebab_names() {
  std::vector<std::string> names = {
#define SHELFLIFE_DIAGNOSTIC(name, code, severity, title, help, example) #name,
#include "grammar/diagnostics.def"
#undef SHELFLIFE_DIAGNOSTIC
  };
  for (std::string& name : names) std::replace(name.begin(), name.end(), '_', '-');
  return names;
}

std::vector<DiagnosticInfo> make_table() {
  static const std::vector<std::string> names = kebab_names();
  std::vector<DiagnosticInfo> table = {
#define SHELFLIFE_DIAGNOSTIC(name, code, severity, title, help, example) \
  DiagnosticInfo{Code::name, {}, code, severity, title, help, example},
#include "grammar/diagnostics.def"
#undef SHELFLIFE_DIAGNOSTIC
  };
  for (std::size_t i = 0; i < table.size(); ++i) table[i].name = names[i];
  return table;
}

}  // namespace

std::string_view to_word(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "note";
}

const std::vector<DiagnosticInfo>& all_diagnostics() {
  static const std::vector<DiagnosticInfo> table = make_table();
  return table;
}

const DiagnosticInfo& info(Code code) { return all_diagnostics()[static_cast<std::size_t>(code)]; }

const DiagnosticInfo* find_diagnostic(std::string_view id_or_name) {
  for (const DiagnosticInfo& entry : all_diagnostics())
    if (same_ignoring_case(entry.id, id_or_name) || same_ignoring_case(entry.name, id_or_name)) return &entry;
  return nullptr;
}

Diagnostic& Diagnostics::add(Code code, Span span, std::string message, std::string hint) {
  return add(info(code), span, std::move(message), std::move(hint));
}

Diagnostic& Diagnostics::add(const DiagnosticInfo& about, Span span, std::string message, std::string hint) {
  return add(Diagnostic{about.code, &about, about.severity, span, std::move(message), std::move(hint), {}, {}, {}, {}});
}

Diagnostic& Diagnostics::add(Diagnostic diagnostic) {
  items_.push_back(std::move(diagnostic));
  return items_.back();
}

void Diagnostics::sort() {
  const auto key = [](const Diagnostic& d) { return std::tie(d.span.file, d.span.begin, d.span.end, d.code, d.about->id); };
  // In order and without equals: nothing to do. The findings of many files come so, sorted side by side.
  if (std::adjacent_find(items_.begin(), items_.end(), [&](const Diagnostic& a, const Diagnostic& b) { return !(key(a) < key(b)); }) == items_.end()) return;
  std::stable_sort(items_.begin(), items_.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
  // Equal keys are neighbours but equal messages need not be: look at the whole run. Runs are short.
  std::vector<Diagnostic> kept;
  kept.reserve(items_.size());
  std::size_t run = 0;
  for (Diagnostic& item : items_) {
    if (kept.empty() || key(kept.back()) != key(item)) run = kept.size();
    const bool repeat = std::any_of(kept.begin() + static_cast<std::ptrdiff_t>(run), kept.end(),
                                    [&](const Diagnostic& d) { return d.message == item.message; });
    if (!repeat) kept.push_back(std::move(item));
  }
  items_ = std::move(kept);
}

bool Diagnostics::has_errors() const { return errors() != 0; }

std::size_t Diagnostics::errors() const {
  return static_cast<std::size_t>(std::count_if(
      items_.begin(), items_.end(), [](const Diagnostic& d) { return d.severity == Severity::error && !d.suppressed; }));
}

void Diagnostics::append(const Diagnostics& other) {
  items_.insert(items_.end(), other.items_.begin(), other.items_.end());
}

void Diagnostics::append_beside_errors(Diagnostics&& other) {
  std::set<std::pair<FileId, std::uint32_t>> errors;
  for (const Diagnostic& item : items_) {
    if (item.severity == Severity::error) errors.emplace(item.span.file, item.span.begin);
  }
  for (Diagnostic& item : other.items_) {
    if (!errors.contains({item.span.file, item.span.begin})) items_.push_back(std::move(item));
  }
}

}  // namespace shelflife
