// init: a first policy for a bucket. What it writes went through the same checks as a policy that somebody wrote.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "cli/check_run.hpp"
#include "cli/commands.hpp"
#include "cli/files.hpp"
#include "cli/init.hpp"
#include "cli/program.hpp"
#include "cli/replace_files.hpp"
#include "cli/terminal.hpp"
#include "compiler/lowering/lowering.hpp"
#include "compiler/model/names.hpp"
#include "compiler/model/print.hpp"
#include "compiler/require/require.hpp"
#include "emitters/shell.hpp"
#include "grammar/format.hpp"
#include "grammar/tree.hpp"
#include "grammar/utf8.hpp"
#include "lint/control.hpp"
#include "lint/run.hpp"

namespace shelflife::cli {

namespace {

// What was typed, and what was not with a default or a word to replace.
std::string whole_command(const Arguments& arguments, const std::string& uri) {
  std::string stages;
  for (const std::string& stage : arguments.stages) stages.append(stages.empty() ? "" : ",").append(stage);
  const auto said = [](const std::string& text, std::string_view other) { return shell_quote(text.empty() ? std::string(other) : text); };
  return "shelflife init " + uri + " --layout " + said(arguments.layout, default_layout) + " --stages " + said(stages, default_stages) + " --owner " +
         said(arguments.owner, "ml-platform") + " -o " + said(arguments.output, default_policy_file);
}

// Every word of the user goes into a text of lines: what breaks one, or hides in it, is refused.
bool is_plain(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = decode_utf8(text, at);
    if (c.length == 0 || is_unprintable(c.value)) return false;
    at += c.length;
  }
  return true;
}

// Empty, or what is wrong with the words.
std::string unfit(const Arguments& arguments) {
  std::vector<std::string_view> words = {arguments.paths.front(), arguments.layout, arguments.owner,       arguments.region,
                                         arguments.kms,           arguments.access_log, arguments.lock_bucket};
  words.insert(words.end(), arguments.stages.begin(), arguments.stages.end());
  for (const std::string_view word : words)
    if (!is_plain(word)) return "`" + printable(word) + "` has characters that no policy can show";
  if (!arguments.store.empty() && (!is_name(arguments.store) || is_reserved(arguments.store)))
    return "no store can be named `" + printable(arguments.store) + "`";
  for (auto stage = arguments.stages.begin(); stage != arguments.stages.end(); ++stage) {
    if (stage->empty()) return "a stage has no name";
    if (stage->find('/') != std::string::npos) return "`" + printable(*stage) + "` cannot be a part of a key: it has a `/`";
    if (std::find(arguments.stages.begin(), stage, *stage) != stage) return "the stage `" + printable(*stage) + "` is named twice";
  }
  if (arguments.lock.empty() && !arguments.lock_bucket.empty()) return "--lock-bucket names a bucket, but --lock does not say how it is locked";
  return {};
}

// What the layout binds, from the left; its errors are in the session.
std::optional<std::vector<std::string>> fields_of(Session& session, const std::string& layout) {
  const Program program = load_program(session, "--layout", "layout " + quote(layout) + "\n");
  if (!program.sound || program.policy.layouts.empty()) return std::nullopt;
  std::vector<std::string> fields;
  for (const Segment& segment : program.policy.layouts.front().segments)
    if (!segment.literal()) fields.push_back(program.policy.fields[segment.field].name);
  return fields;
}

// What the linter asks of a store and nobody has asked for at `init`; empty for any other finding.
std::string_view open_choice(const Diagnostic& found) {
  const std::string_view id = found.about->id;
  if (id == "SL1201") return "lock";
  if (id == "SL1511") return "delete";
  if (id == "SL1705") return "access log";
  if (id == "SL1707") return "second copy";
  return {};
}

// Open choices stand above their store, with the reason, until somebody makes another; they leave the session.
std::string with_open_choices(Session& session, const std::string& text) {
  std::map<std::size_t, std::pair<std::string, std::string>> lines;  // where a store begins -> codes, what they are about
  for (const Diagnostic& found : session.diagnostics.all()) {
    const std::string_view about = open_choice(found);
    if (about.empty()) continue;
    auto& [codes, things] = lines[text.rfind('\n', found.span.begin) + 1];
    codes.append(codes.empty() ? "" : ", ").append(found.about->id);
    things.append(things.empty() ? "no " : ", no ").append(about);
  }
  std::erase_if(session.diagnostics.all(), [](const Diagnostic& found) { return !open_choice(found).empty(); });
  std::string out = text;
  for (auto line = lines.rbegin(); line != lines.rend(); ++line)
    out.insert(line->first, "# shelflife-ignore " + line->second.first + ": " + line->second.second + " was asked for at `shelflife init`\n");
  return out;
}

// The text as `check` would see it, in the canonical style. Nothing where something is wrong with it, which is then in the session.
std::optional<std::string> checked(Session& session, const std::string& path, const std::string& text) {
  Session attempt;
  const std::optional<std::string> formatted = format(attempt.sources, attempt.sources.add(path, text), attempt.diagnostics);
  if (!formatted) {
    session = std::move(attempt);
    return std::nullopt;
  }
  session = {};
  std::vector<ast::File> trees;
  const Program program = load_program(session, path, *formatted, &trees);
  if (program.sound) {
    const Lowered lowered = lower(program.policy, session.diagnostics, &session.sources);
    check_requires(program.policy, lowered, &session.sources, session.diagnostics);
    // No date of the policy can be near or past: it has none.
    lint::run(program.policy, lowered, session.sources, trees, Date{}, session.diagnostics);
    const lint::Control nothing_asked;
    const lint::PathFrom path_from = paths_of(session);
    lint::apply(lint::Judge(nothing_asked, path_from), session.diagnostics);
    session.diagnostics.sort();
    if (!session.diagnostics.has_errors()) return with_open_choices(session, *formatted);
  }
  return session.diagnostics.has_errors() ? std::nullopt : formatted;
}

int refused(Session& session, const Arguments& arguments) {
  session.misused = true;
  const int status = report(session, arguments);
  complain("no policy was written", "change what is wrong above in the command; see `shelflife init --help`");
  return status;
}

int write(Session& session, const Arguments& arguments, const std::string& path, const std::string& text) {
  const int status = report(session, arguments);
  if (path == "-") return write_out(text) ? status : exit_misuse;
  if (const int error = create_file(path, text); error != 0) {
    return error == EEXIST ? misuse("`" + printable(path) + "` exists already", "name another file with `-o FILE`, or `-o -` to print")
                           : misuse("`" + printable(path) + "` cannot be written: " + error_text(error), "name another file with `-o FILE`");
  }
  if (arguments.quiet) return status;
  const std::string quoted = printable(shell_quote(path));
  return write_out("wrote " + printable(path) + "\nnext: shelflife check " + quoted + "\n      shelflife build " + quoted + " -o out\n") ? status : exit_misuse;
}

int run(Arguments arguments, const std::string& path) {
  if (const std::string problem = unfit(arguments); !problem.empty()) return misuse(problem, "see `shelflife init --help`");
  FirstPolicy first;
  const std::optional<BucketAddress> address = parse_bucket(arguments.paths.front());
  if (!address)
    return misuse("`" + printable(arguments.paths.front()) + "` names no bucket: s3://NAME, gs://NAME or azure://ACCOUNT/CONTAINER does, without a key",
                  printable(whole_command(arguments, "s3://BUCKET")));
  Session session;
  if (arguments.layout.empty()) arguments.layout = default_layout;
  const std::optional<std::vector<std::string>> fields = fields_of(session, arguments.layout);
  if (!fields) return refused(session, arguments);
  const bool staged = std::ranges::find(*fields, "stage") != fields->end();
  if (!staged && (!arguments.stages.empty() || !arguments.lock.empty()))
    return misuse("the layout `" + printable(arguments.layout) + "` binds no field `stage`, so it has no stages", "write `{stage}` where the name of the stage stands in a key");
  if (staged && arguments.stages.empty()) arguments.stages = {"dev", "staging", "production"};

  first.uri = arguments.paths.front();
  first.address = *address;
  if (!arguments.store.empty()) first.store = arguments.store;
  first.layout = arguments.layout;
  first.fields = *fields;
  first.stages = arguments.stages;
  first.owner = arguments.owner.empty() ? "owners of " + first.uri : arguments.owner;
  first.region = arguments.region;
  first.kms = arguments.kms;
  first.access_log = arguments.access_log;
  first.lock = arguments.lock;
  first.lock_bucket = arguments.lock_bucket.empty() ? address->bucket + "-locked" : arguments.lock_bucket;
  const std::optional<std::string> text = checked(session, path == "-" ? std::string(default_policy_file) : path, policy_text(first));
  return text ? write(session, arguments, path, *text) : refused(session, arguments);
}

}  // namespace

std::optional<BucketAddress> parse_bucket(std::string_view uri) {
  BucketAddress address;
  if (uri.starts_with("gs://")) address.provider = Provider::gcs;
  else if (uri.starts_with("azure://")) address.provider = Provider::azure;
  else if (!uri.starts_with("s3://")) return std::nullopt;
  uri.remove_prefix(uri.find("://") + 3);
  if (uri.ends_with('/')) uri.remove_suffix(1);
  const auto slashes = std::ranges::count(uri, '/');
  if (uri.empty() || slashes != (address.provider == Provider::azure ? 1 : 0)) return std::nullopt;
  address.bucket = uri;
  return address;
}

int command_init(const Arguments& given) {
  Arguments arguments = given;
  const std::string path = arguments.output.empty() ? std::string(default_policy_file) : arguments.output;
  if (path != "-" && ::faccessat(AT_FDCWD, path.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0)  // before anything is asked
    return misuse("`" + printable(path) + "` exists already", "name another file with `-o FILE`, or `-o -` to print");
  if (arguments.paths.empty()) {
    if (::isatty(STDIN_FILENO) != 1 || ::isatty(STDERR_FILENO) != 1)
      return misuse("no bucket is named, and there is no terminal to ask on", printable(whole_command(arguments, "s3://BUCKET")));
    if (!ask_for_policy(arguments)) return misuse("the answers ended, and nothing was written", printable(whole_command(arguments, "s3://BUCKET")));
  }
  return run(std::move(arguments), path);
}

}  // namespace shelflife::cli
