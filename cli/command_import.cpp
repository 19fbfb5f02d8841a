// import: a lifecycle document to a policy that means the same.
#include <algorithm>

#include "cli/commands.hpp"
#include "cli/documents.hpp"
#include "cli/files.hpp"
#include "cli/replace_files.hpp"
#include "cli/terminal.hpp"
#include "emitters/import/import.hpp"

namespace shelflife::cli {

namespace {

// The document that is meant: the only one, or the one of --bucket.
const ReadDocument* chosen(Session& session, const Arguments& arguments, const std::vector<ReadDocument>& documents) {
  const std::string account = arguments.bucket.substr(0, arguments.bucket.find('/'));
  std::vector<const ReadDocument*> fitting;
  for (const ReadDocument& d : documents) {
    const std::string& wanted = d.provider == Provider::azure ? account : arguments.bucket;
    if (wanted.empty() || d.bucket == wanted) fitting.push_back(&d);
  }
  // A document that does not name its bucket is named by the option.
  if (fitting.empty() && documents.size() == 1 && documents[0].bucket.empty()) fitting.push_back(&documents[0]);
  // Buckets without a rule are not meant.
  if (fitting.size() > 1) std::erase_if(fitting, [](const ReadDocument* d) { return d->rules.empty() && d->understood && d->disabled == 0; });
  if (fitting.size() == 1) return fitting[0];
  std::string list;
  for (const ReadDocument& d : documents) list += (list.empty() ? "" : ", ") + named(d);
  const std::string path = printable(arguments.paths[0]);
  session.fail(Code::document_unclear, fitting.empty() && !arguments.bucket.empty() ? "`" + path + "` says nothing of `" + printable(arguments.bucket) + "`, but of " + list
                                                                                     : "`" + path + "` has several documents: " + list,
               "choose one: `--bucket NAME`");
  return nullptr;
}

void tell(Session& session, const std::string& path, const ReadDocument& document) {
  for (const Remark& remark : document.remarks) {
    if (remark.kind == RemarkKind::unknown || remark.kind == RemarkKind::invalid) session.fail(Code::document_not_understood, told(path, remark));
    if (remark.kind == RemarkKind::oddity) session.fail(Code::document_oddity, told(path, remark));
  }
  if (document.more_remarks > 0) session.fail(Code::document_note, "`" + printable(path) + "`: and " + std::to_string(document.more_remarks) + " more remarks");
}

// A new file, or one that holds this already: what else stands there is somebody's.
int write(Session& session, const Arguments& arguments, const std::string& text) {
  const ReadResult there = read_file(arguments.output);
  const bool exists = identity(arguments.output).has_value();
  if (exists && there.text != text) {
    session.misused = true;
    session.fail(Code::output_not_ours, "`" + printable(arguments.output) + "` exists already, with other text", "move it away, or write to another file");
    return report(session, arguments);
  }
  if (!exists) {
    if (const std::string problem = put_file(arguments.output, text); !problem.empty()) {
      session.misused = true;
      session.fail(Code::cannot_write_output, problem);
      return report(session, arguments);
    }
  }
  const int status = report(session, arguments);
  if (!arguments.quiet && !write_out("wrote " + printable(arguments.output) + "\n")) return exit_misuse;
  return status;
}

}  // namespace

int command_import(const Arguments& arguments) {
  Session session;
  const std::string& path = arguments.paths[0];
  const std::optional<Documents> read = read_documents(session, path, provider_of(arguments.provider));
  if (!read) return report(session, arguments);
  const ReadDocument* const document = chosen(session, arguments, read->documents);
  if (document == nullptr) return report(session, arguments);
  tell(session, path, *document);
  if (!document->understood) return report(session, arguments);
  const Imported imported = import_lifecycle(*document, {arguments.store, arguments.bucket});
  for (const Remark& refusal : imported.refusals) session.fail(Code::import_refused, told(path, refusal));
  if (imported.text.empty()) return report(session, arguments);
  for (const std::string& note : imported.notes) session.fail(Code::document_note, printable(note));
  if (!arguments.output.empty() && arguments.output != "-") return write(session, arguments, imported.text);
  const int status = report(session, arguments);
  return write_out(imported.text) ? status : exit_misuse;
}

}  // namespace shelflife::cli
