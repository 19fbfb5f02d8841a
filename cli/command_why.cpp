// why: what a policy says of one object, or which of its statements could have deleted many.

#include "cli/commands.hpp"
#include "cli/moment.hpp"
#include "cli/registry_source.hpp"
#include "cli/roots.hpp"
#include "cli/terminal.hpp"
#include "cli/why_deleted.hpp"
#include "cli/why_text.hpp"
#include "cli/words.hpp"
#include "compiler/lowering/lowering.hpp"
#include "compiler/model/print.hpp"
#include "inventory/finder.hpp"

namespace shelflife::cli {

namespace {

constexpr std::string_view object_source = "--object";

std::string stores_of(const Policy& policy) {
  std::vector<std::string> names;
  for (const Store& store : policy.stores) {
    std::string root = uri_of(store, "");
    root.pop_back();
    names.push_back(std::move(root));
  }
  return listed(names);
}

class Why {
 public:
  Why(Session& session, const Arguments& arguments, const Policy& policy, const Lowered& lowered, Instant now)
      : session_(session), arguments_(arguments), policy_(policy), lowered_(lowered), now_(now), evaluator_(policy) {}

  int run() {
    if (!arguments_.registry.empty() && !read_facts()) return tell();
    if (!arguments_.deleted.empty()) return lost();
    std::optional<ToldObject> told = arguments_.object.empty() ? by_uri(arguments_.paths[1]) : by_text();
    if (!told) return status_;
    std::vector<FoundRevision> found;
    if (!arguments_.inventory.empty()) {
      if (!find(*told, found)) return tell();
      if (found.empty()) notes_.emplace_back("the listing does not have it: it is gone, or was never there; nothing but its key is known");
    }
    if (found.empty()) {
      if (registry_) registry_->tell(policy_, now_, told->object);
      found.push_back({{}, std::move(*told)});
    }
    return answer(std::move(found));
  }

 private:
  int answer(std::vector<FoundRevision> found) {
    const WhyContext context{policy_, session_.sources};
    std::vector<std::pair<std::string, Answer>> answers;
    for (FoundRevision& one : found) answers.emplace_back(std::move(one.revision), why(evaluator_, lowered_, std::move(one.told), now_));
    std::string out;
    if (arguments_.format == "json") {
      out = why_json(context, answers, notes_);
    } else {
      for (const std::string& note : notes_) out += "note: " + note + "\n";
      out += why_text(context, answers.front().second, use_color(Stream::out, arguments_.color));
      if (answers.size() > 1) out += "\nits other revisions\n";
      for (std::size_t i = 1; i < answers.size(); ++i) out += revision_text(context, answers[i].first, answers[i].second);
    }
    return write_out(out) ? exit_ok : exit_misuse;
  }

  static std::string revision_text(const WhyContext& context, const std::string& revision, const Answer& answer) {
    const ObjectState& object = answer.told.object;
    std::string out = "  " + printable(revision) + ", created " + instant_text(answer.now - object.created);
    if (object.noncurrent) out += ", noncurrent since " + instant_text(answer.now - object.noncurrent_since);
    out += "\n";
    if (!answer.cases.complete) return out + "    undecided: too many facts are unread, so it is kept\n";
    for (const Case& one : answer.cases.list) {
      std::string condition;
      for (const std::string& part : one.conditions) condition += (condition.empty() ? "if " : " and ") + part;
      out += "    " + printable(condition + (condition.empty() ? "" : ": ") + outcome_text(context, answer, one)) + "\n";
    }
    return out;
  }

  // Findings go to standard error, whatever the answer's format.
  int tell() {
    Arguments text = arguments_;
    text.format = "text";
    report(session_, text);
    return exit_misuse;
  }

  // A pruner refuses to run on what is older; the answer is what it would be if the facts are still so.
  void note_age(std::string_view what, const std::optional<Instant>& read, const Duration& most) {
    if (!read || now_ - *read <= days(most.days)) return;
    notes_.push_back("the " + std::string(what) + " is from " + instant_text(*read) + ": the pruner needs one that is no older than " + to_text(most));
  }

  bool read_facts() {
    registry_ = read_registry_source(session_, arguments_.registry, policy_);
    if (!registry_) return false;
    if (!registry_->complete) notes_.emplace_back("the registry is not whole: what it says is taken as unread");
    note_age("registry", registry_->read_at, policy_.safeguards.registry_age);
    return true;
  }

  bool find(const ToldObject& told, std::vector<FoundRevision>& found) {
    const FileId file = read_source(session_, arguments_.inventory);
    if (file == no_file) return false;
    Finder finder(evaluator_, told.object.store, told.object.key, registry_ ? &*registry_ : nullptr, now_);
    const ListingHead head = read_listing(session_.sources, file, [&](Row&& row) { finder.add(row); }, session_.diagnostics);
    if (session_.diagnostics.has_errors()) return false;
    found = finder.finish(head);
    if (!head.complete) notes_.emplace_back("the listing is not whole: ranks are taken as unread");
    note_age("listing", head.began, policy_.safeguards.inventory_age);
    return true;
  }

  int lost() {
    const FileId file = read_source(session_, arguments_.deleted);
    if (file == no_file) return tell();
    const Lost lost = find_lost(evaluator_, lowered_, session_.sources, file, registry_ ? &*registry_ : nullptr, now_, session_.diagnostics);
    if (session_.diagnostics.has_errors()) return tell();
    const WhyContext context{policy_, session_.sources};
    return write_out(arguments_.format == "json" ? lost_json(context, lost, now_) : lost_text(context, lost, now_)) ? exit_ok : exit_misuse;
  }

  std::optional<ToldObject> by_uri(const std::string& uri) {
    const std::optional<Place> place = find_place(policy_, uri);
    if (!place) {
      status_ = misuse("`" + printable(uri) + "` is no URI of an object",
                       "write s3://BUCKET/KEY, gs://BUCKET/KEY, https://ACCOUNT.blob.core.windows.net/CONTAINER/KEY or abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/KEY");
      return std::nullopt;
    }
    if (place->store == no_id) {
      status_ = misuse("no store of the policy declares `" + printable(place->bucket) + "`", "its stores are " + stores_of(policy_));
      return std::nullopt;
    }
    ToldObject told;
    told.object.store = place->store;
    told.object.key = place->key;
    told.store = true;
    return told;
  }

  std::optional<ToldObject> by_text() {
    const FileId file = session_.sources.add(std::string(object_source), arguments_.object);
    ToldObject told = parse_object(policy_, session_.sources, file, now_, session_.diagnostics);
    const bool wrong = session_.diagnostics.has_errors();
    status_ = tell();
    return wrong ? std::nullopt : std::optional(std::move(told));
  }

  Session& session_;
  const Arguments& arguments_;
  const Policy& policy_;
  const Lowered& lowered_;
  Instant now_;
  Evaluator evaluator_;
  std::optional<Registry> registry_;
  std::vector<std::string> notes_;  // above the answer
  int status_ = exit_ok;
};

int ask(Session& session, const Arguments& arguments, Instant now) {
  int status = exit_ok;
  const std::optional<LoweredRoot> root = load_lowered(session, arguments, arguments.paths[0], status);
  if (!root) return status;
  return Why(session, arguments, root->policy, root->lowered, now).run();
}

}  // namespace

int command_why(const Arguments& arguments) {
  if (arguments.paths.empty()) return misuse("no policy is named", "`shelflife why policy.shelf s3://BUCKET/KEY`");
  if (arguments.paths.size() > 2) return misuse("one policy and one object at a time", "`shelflife why policy.shelf s3://BUCKET/KEY`");
  const int ways = (arguments.paths.size() == 2 ? 1 : 0) + (arguments.object.empty() ? 0 : 1) + (arguments.deleted.empty() ? 0 : 1);
  if (ways != 1) {
    return misuse(ways == 0 ? "which object is not said" : "the object is named in two ways",
                  "give its URI, or --object, or --deleted with a list: `shelflife why policy.shelf s3://BUCKET/KEY`");
  }
  if (!arguments.object.empty() && !arguments.inventory.empty())
    return misuse("the object is described twice: by --object and by --inventory", "give its URI with --inventory, or --object alone");
  const std::optional<Instant> now = instant_asked(arguments);
  if (!now) return exit_misuse;
  Session session;
  return ask(session, arguments, *now);
}

}  // namespace shelflife::cli
