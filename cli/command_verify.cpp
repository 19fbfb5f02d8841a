// verify: whether what is deployed honours the policy. The verdict comes first; only `unsafe` is a failure, and what cannot be
// judged is never called safe.
#include <algorithm>

#include "cli/commands.hpp"
#include "cli/documents.hpp"
#include "cli/files.hpp"
#include "cli/roots.hpp"
#include "cli/terminal.hpp"
#include "cli/verify_report.hpp"
#include "cli/words.hpp"
#include "compiler/lowering/lowering.hpp"
#include "compiler/model/print.hpp"

namespace shelflife::cli {

namespace {

// The store of --store; with one store it need not be said.
std::optional<StoreId> store_of(const Policy& policy, const std::string& name) {
  if (name.empty() && policy.stores.size() == 1) return 0;
  std::vector<std::string> names;
  for (StoreId s = 0; s < policy.stores.size(); ++s) {
    if (policy.stores[s].name == name) return s;
    names.push_back(policy.stores[s].name);
  }
  complain(name.empty() ? "which store is meant is not said" : "no store is named `" + printable(name) + "`", "the stores are " + listed(names));
  return std::nullopt;
}

// The document that speaks of the store.
class Choice {
 public:
  Choice(Session& session, const std::string& path, const Policy& policy, const Store& store) : session_(session), path_(path), policy_(policy), store_(store) {}

  // Nothing, and `none` false: it is told that several could be meant, or that others are.
  const ReadDocument* among(const Documents& read) {
    const std::string& bucket = store_.provider == Provider::azure ? store_.account : store_.bucket;
    std::vector<const ReadDocument*> fitting, nameless;
    for (const ReadDocument& d : read.documents) {
      if (d.bucket == bucket) fitting.push_back(&d);
      if (d.bucket.empty()) nameless.push_back(&d);
    }
    if (fitting.empty()) fitting = nameless;
    if (read.folder) in_folder(fitting);
    if (fitting.size() == 1) return fitting[0];
    if (fitting.empty() && read.folder) {
      none = true;
      return nullptr;
    }
    std::string list;
    for (const ReadDocument& d : read.documents) list += (list.empty() ? "" : ", ") + named(d);
    session_.fail(Code::document_unclear,
                  "`" + printable(path_) + "` " + (fitting.empty() ? "says nothing of" : "has several documents for") + " the store `" + store_.name + "`, but speaks of " + list,
                  "give the document of `" + printable(bucket) + "`");
    return nullptr;
  }
  bool none = false;

 private:
  // `build` writes a folder a store; an Azure account is one. What stands in another store's is not ours, and our own comes first.
  void in_folder(std::vector<const ReadDocument*>& fitting) const {
    const auto folder = [](const Store& store) { return store.provider == Provider::azure ? store.account : store.name; };
    const auto parent = [](const ReadDocument* d) {
      const std::string path = folder_of(d->origin.substr(0, d->origin.find(": ")));
      return path.substr(path.rfind('/') + 1);
    };
    const auto own = [&](const ReadDocument* d) { return parent(d) == folder(store_); };
    const bool any_own = std::any_of(fitting.begin(), fitting.end(), own);
    std::erase_if(fitting, [&](const ReadDocument* d) {
      const bool others = d->bucket.empty() && std::any_of(policy_.stores.begin(), policy_.stores.end(), [&](const Store& other) { return parent(d) == folder(other); });
      return !own(d) && (any_own || others);
    });
  }

  Session& session_;
  const std::string& path_;
  const Policy& policy_;
  const Store& store_;
};

// What the engine judges as more than it does, and does not count.
void tell_partial(VerifyReport& report, const std::vector<NativeRule>& rules) {
  for (const NativeRule& rule : rules)
    for (const NativeAction& action : rule.actions) {
      if (!action.partial) continue;
      std::string note = "rule `" + rule.id + "`: " + action.partial_why + "; judged as if on all that it matches, and not counted as doing what the policy asks";
      if (std::find(report.notes.begin(), report.notes.end(), note) == report.notes.end()) report.notes.push_back(std::move(note));
    }
}

void check_versioning(VerifyReport& report, const Store& store, const std::optional<bool>& deployed) {
  if (!deployed || *deployed == store.versioned()) return;
  if (store.versioned()) report.contradictions.push_back("versioning is off where it is deployed, and the policy says `versioning on`: what is deleted is gone at once");
  else report.notes.push_back("versioning is on where it is deployed, and the policy does not say so: old revisions stay, and cost");
}

int print(const Arguments& arguments, const VerifyReport& report) {
  const bool unsafe = report.verdict() == "unsafe";
  if (!write_out(arguments.format == "json" ? verify_json(report) : verify_text(report))) return exit_misuse;
  return unsafe ? exit_findings : exit_ok;
}

int verify_document(Session& session, const Arguments& arguments, const Policy& policy, const Lowered& lowered, StoreId id) {
  const Store& store = policy.stores[id];
  Arguments text = arguments;  // findings go to standard error, whatever the verdict's format
  text.format = "text";
  VerifyReport result;
  result.policy = &policy;
  result.sources = &session.sources;
  result.store = id;
  result.path = arguments.deployed == "-" ? std::string(standard_input_name) : arguments.deployed;
  const auto not_judged = [&] {
    const int status = report(session, text);
    if (session.misused) return status;
    result.judged = false;
    return print(arguments, result);
  };
  const std::optional<Documents> read = read_documents(session, arguments.deployed, store.provider);
  if (!read) return not_judged();
  Choice choice(session, arguments.deployed, policy, store);
  const ReadDocument* const document = choice.among(*read);
  if (document == nullptr && !choice.none) return not_judged();
  std::vector<NativeRule> rules;
  if (document != nullptr) {
    if (!document->origin.empty()) result.path = read->folder ? join(result.path, document->origin) : result.path + ": " + document->origin;
    result.remarks = document->remarks;
    result.more_remarks = document->more_remarks;
    result.judged = document->understood;
    rules = rules_of(*document, store, id);
    if (only_live(*document, store) && speaks_of_both(*document)) result.notes.push_back("rules without `isLive` are taken for rules of live objects, since the policy does not have the bucket versioned");
    if (document->bucket.empty() && !document->origin.empty() && !read->folder) result.notes.push_back("`" + document->origin + "` does not say yet which bucket it is for; it is taken for the store's");
    tell_partial(result, rules);
    check_versioning(result, store, document->versioning);
  } else {
    result.notes.push_back("there is no lifecycle document: judged as a bucket without rules");
  }
  check_versioning(result, store, read->versioning);
  result.rules = rules.size();
  if (result.judged) result.proof = verify(policy, id, lowered, rules, &session.sources);
  if (result.proof.verdict == VerifyVerdict::undecided) result.judged = false;
  if (const int status = report(session, text); status == exit_misuse) return status;
  return print(arguments, result);
}

}  // namespace

int command_verify(const Arguments& arguments) {
  if (arguments.paths.size() > 1 || arguments.deployed.empty()) {
    complain(arguments.deployed.empty() ? "what is deployed is not said" : "one policy at a time", "`shelflife verify policy.shelf --store NAME --deployed lifecycle.json`");
    return exit_misuse;
  }
  Session session;
  int status = exit_ok;
  const std::optional<LoweredRoot> root = load_lowered(session, arguments, arguments.paths.empty() ? std::string() : arguments.paths[0], status);
  if (!root) return status;
  const std::optional<StoreId> store = store_of(root->policy, arguments.store);
  if (!store) return exit_misuse;
  return verify_document(session, arguments, root->policy, root->lowered, *store);
}

}  // namespace shelflife::cli
