// why: what a policy says of one object, or which of its statements could have deleted many.
#include <ctime>

#include "cli/commands.hpp"
#include "cli/roots.hpp"
#include "cli/terminal.hpp"
#include "cli/why_text.hpp"
#include "compiler/lowering.hpp"

namespace shelflife::cli {

namespace {

constexpr std::string_view object_source = "--object";

int misuse(std::string_view message, std::string_view help) {
  complain(message, help);
  return exit_misuse;
}

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
    std::optional<ToldObject> told = arguments_.object.empty() ? by_uri(arguments_.paths[1]) : by_text();
    if (!told) return status_;
    const Answer answer = why(evaluator_, lowered_, std::move(*told), now_);
    const WhyContext context{policy_, session_.sources};
    const std::string out = arguments_.format == "json" ? why_json(context, answer) : why_text(context, answer, use_color(Stream::out, arguments_.color));
    return write_out(out) ? exit_ok : exit_misuse;
  }

 private:
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
    Arguments text = arguments_;  // findings go to standard error, whatever the answer's format
    text.format = "text";
    report(session_, text);
    if (!wrong) return told;
    status_ = exit_misuse;
    return std::nullopt;
  }

  Session& session_;
  const Arguments& arguments_;
  const Policy& policy_;
  const Lowered& lowered_;
  Instant now_;
  Evaluator evaluator_;
  int status_ = exit_ok;
};

int ask(Session& session, const Arguments& arguments, Instant now) {
  const std::optional<Config> config = load_config(session, arguments);
  Arguments text = arguments;
  text.format = "text";
  if (!config) return report(session, text);
  const LoadedRoot root = load_root(session, *config, arguments.paths[0]);
  if (!root.program) {
    const int status = report(session, text);
    return root.misuse ? exit_misuse : status;
  }
  session.diagnostics = {};  // what is only worth a warning is for `check`
  const Policy& policy = root.program->policy;
  Diagnostics refused;
  const Lowered lowered = lower(policy, refused, &session.sources);
  if (refused.has_errors()) {
    session.diagnostics.append(refused);
    return report(session, text);
  }
  return Why(session, arguments, policy, lowered, now).run();
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
  Instant now = static_cast<Instant>(std::time(nullptr));
  if (!arguments.at.empty()) {
    const std::optional<Instant> at = parse_instant(arguments.at);
    if (!at) return misuse("`" + printable(arguments.at) + "` is no date", "write `--at 2027-01-31` or `--at 2027-01-31T12:00:00Z`");
    now = *at;
  }
  Session session;
  return ask(session, arguments, now);
}

}  // namespace shelflife::cli
