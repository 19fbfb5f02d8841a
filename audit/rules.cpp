#include "audit/rules.hpp"

#include <algorithm>

#include "grammar/ascii.hpp"

namespace shelflife::audit {

namespace {

constexpr AuditRule table[] = {
    {Check::label_missing, "SA0101", "label-missing", Severity::warning,
     "objects without a required label",
     "write the label where the policy says it comes from, or take `required` off",
     "each current object under a layout that has no value of a `required` label, or one that the label does not list; once for each label",
     "A missing required label counts as unread: no delete, move or mark that asks for it can be decided, so the object stays for ever "
     "and nobody is named to ask about it.",
     "docs/language.md (label)"},
    {Check::never_deleted, "SA0201", "never-deleted", Severity::warning,
     "old objects outside of production that nothing keeps and nothing will delete",
     "add a rule for them that deletes, or a keep that says why they stay",
     "each current object whose stage is not production, that is as old as `--older-than` says (180 days without it), that nothing references, no keep, "
     "lock or hold holds, and no delete or quarantine of the policy speaks of, now or later",
     "What no rule matches is kept. These objects are nobody's decision: they were forgotten, and they are billed every month.",
     "docs/language.md (what decides)"},
    {Check::kept_past_delete, "SA0202", "kept-past-delete", Severity::note,
     "objects outside of production that are kept although a delete has been due for long",
     "look whether the keep is meant for them: `for at most` bounds a ranked keep, a hold has a date",
     "each current object whose stage is not production, on which a delete has been due for as long as `--older-than` says, and which "
     "keeps, locks or holds hold, or unread facts; by what holds it",
     "Keeps beat deletes, always. A keep that is wider than it was meant to be holds experiments for years, and no error ever says so.",
     "docs/language.md (what decides)"},
    {Check::production_unlocked, "SA0301", "production-unlocked", Severity::warning,
     "production objects that no lock protects",
     "add `lock compliance for ...` to the rule of production, on a store with `object_lock on`",
     "each current object whose stage is production, on which the listing shows no lock or legal hold, and on which no `lock` of the "
     "policy runs",
     "A policy binds who follows it. Whoever has the right to delete can delete these objects by hand, by a script or with stolen "
     "credentials, and only the cloud's own lock stops that.",
     "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html"},
    {Check::manifest_missing, "SA0401", "manifest-missing", Severity::warning,
     "packages without their manifest",
     "write the manifest when the package is written, as its last file",
     "each version (one value of the path field `version`, with every path field left of it) with current objects, of which none has the "
     "file name of a `manifest` that the policy declares",
     "Without its manifest nobody can tell whether a package is whole: an upload that broke off looks like a model.",
     "docs/language.md (manifest)"},
    {Check::manifest_differs, "SA0402", "manifest-differs", Severity::error,
     "packages whose files are not those of their manifest",
     "upload the package again, or restore the files from a noncurrent revision",
     "each version whose manifest, as `--manifests` has it, names a file that is not listed or is listed with another size, or cannot be read",
     "A file of another size is another file, or half of one: the package fails when it is loaded, which is when it is needed.",
     "docs/language.md (manifest)"},
};

}  // namespace

std::span<const AuditRule> rules() { return table; }
const AuditRule& rule_of(Check check) { return table[static_cast<std::size_t>(check)]; }
const AuditRule* find_rule(std::string_view id_or_name) {
  const std::string wanted = lower(id_or_name);
  const auto at = std::find_if(std::begin(table), std::end(table), [&](const AuditRule& r) { return wanted == lower(r.id) || wanted == r.name; });
  return at == std::end(table) ? nullptr : at;
}

}  // namespace shelflife::audit
