#include "tests/diff/policies.hpp"

#include "compiler/resolve/resolve.hpp"

namespace shelflife::test {

Loaded::Loaded(const std::string& text, const Files& imports) {
  Diagnostics diagnostics;
  const FileId root = sources.add("policy.shelf", text);
  const ReadFile read = [&](const std::string& path) -> std::optional<std::string> {
    const auto found = imports.find(path);
    return found == imports.end() ? std::nullopt : std::optional(found->second);
  };
  policy = resolve(sources, root, read, diagnostics);
  for (const Diagnostic& d : diagnostics.all()) {
    if (d.severity == Severity::error) errors += d.message + "\n";
  }
}

namespace {

const std::string declarations =
    "layout \"ml/{stage}/{project}/{model}/{version}/\"\n"
    "label stage in dev, staging, production\n"
    "label owner from tag\n"
    "label expires date from tag\n"
    "label score number from tag\n";

}  // namespace

const std::string prelude = declarations + "store a on s3 \"acme-ml\" { versioning off }\n";
const std::string versioned_prelude = declarations + "store a on s3 \"acme-ml\" { versioning on recoverable for 14 days object_lock on }\n";

std::string brief(const PolicyDiff& diff) {
  std::string out;
  for (const Change& c : diff.changes) {
    out += std::string(name_of(c.kind)) + " | " + c.region + " | " + c.before + " -> " + c.after + (c.note.empty() ? "" : " | " + c.note) + "\n";
  }
  return out;
}

std::string compare(const std::string& before, const std::string& after) {
  const Loaded was(before), now(after);
  if (!was.errors.empty()) return "old: " + was.errors;
  if (!now.errors.empty()) return "new: " + now.errors;
  return brief(diff(was.policy, now.policy));
}

}  // namespace shelflife::test
