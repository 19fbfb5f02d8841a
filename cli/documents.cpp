#include "cli/documents.hpp"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "cli/files.hpp"
#include "compiler/model/print.hpp"

namespace shelflife::cli {

namespace {

constexpr std::size_t deepest_folder = 8, most_files = 10000;

// Every *.json and *.xml below a folder, sorted; hidden ones and links to folders are not entered.
void find_documents(const std::string& folder, const std::string& relative, std::size_t depth, std::vector<std::string>& out, std::vector<std::string>& unreadable) {
  const std::string here = join(folder, relative);
  DIR* const dir = opendir(here.empty() ? "." : here.c_str());
  if (dir == nullptr) {
    unreadable.push_back(here + ": " + error_text(errno));
    return;
  }
  std::vector<std::string> names;
  while (const dirent* entry = readdir(dir))
    if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
  closedir(dir);
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    const std::string path = join(relative, name);
    struct stat status = {};
    if (lstat(join(folder, path).c_str(), &status) != 0) continue;
    if (S_ISDIR(status.st_mode)) {
      if (depth < deepest_folder) find_documents(folder, path, depth + 1, out, unreadable);
    } else if ((name.ends_with(".json") || name.ends_with(".xml")) && out.size() < most_files) {
      out.push_back(path);
    }
  }
}

std::optional<Documents> read_folder(Session& session, const std::string& folder, std::optional<Provider> provider) {
  Documents out;
  out.folder = true;
  std::vector<std::string> files, unreadable;
  find_documents(folder, "", 0, files, unreadable);
  for (const std::string& problem : unreadable) session.cannot_read(printable(problem.substr(0, problem.rfind(": "))), problem.substr(problem.rfind(": ") + 2));
  for (const std::string& file : files) {
    const std::string path = join(folder, file);
    const ReadResult read = read_file(path);
    if (!read.text) {
      session.cannot_read(path, read.problem);
      continue;
    }
    DocumentReading reading = read_lifecycle(*read.text, provider);
    // It could be the lifecycle document, cut off.
    if (!reading.malformed.empty()) session.fail(Code::not_a_lifecycle_document, "`" + printable(path) + "` cannot be read: " + printable(reading.malformed));
    if (reading.setting) out.versioning = out.versioning && reading.versioning ? *out.versioning && *reading.versioning : reading.versioning;
    for (ReadDocument& document : reading.documents) {
      document.origin = document.origin.empty() ? file : file + ": " + document.origin;
      out.documents.push_back(std::move(document));
    }
  }
  if (session.misused || session.diagnostics.has_errors()) return std::nullopt;
  return out;
}

}  // namespace

std::optional<Documents> read_documents(Session& session, const std::string& path, std::optional<Provider> provider) {
  if (path != "-" && is_folder(path)) return read_folder(session, path, provider);
  ReadResult read = path == "-" ? read_standard_input() : read_file(path);
  if (!read.text) {
    session.cannot_read(path, read.problem);
    return std::nullopt;
  }
  Documents out;
  DocumentReading reading = read_lifecycle(*read.text, provider);
  const std::string shown = "`" + printable(path == "-" ? std::string(standard_input_name) : path) + "`";
  if (!reading.malformed.empty()) {
    session.fail(Code::not_a_lifecycle_document, shown + " cannot be read: " + printable(reading.malformed));
    return std::nullopt;
  }
  if (!reading.recognised) {
    session.fail(Code::not_a_lifecycle_document, shown + " is no lifecycle document" + (provider ? " of " + to_text(*provider) : std::string()));
    return std::nullopt;
  }
  out.documents = std::move(reading.documents);
  return out;
}

std::optional<Provider> provider_of(const std::string& word) {
  for (const Provider provider : {Provider::s3, Provider::azure, Provider::gcs})
    if (word == to_text(provider)) return provider;
  return std::nullopt;
}

std::string told(const std::string& path, const Remark& remark) {
  std::string out = "`" + printable(path == "-" ? std::string(standard_input_name) : path) + "`";
  if (!remark.place.empty()) out += " " + printable(remark.place);
  out += ": " + printable(remark.text);
  if (!remark.source.empty()) out += " (" + remark.source + ")";
  return out;
}

std::string named(const ReadDocument& document) {
  std::string out = document.provider == Provider::azure ? "the Azure account" : document.provider == Provider::s3 ? "the S3 bucket" : "the GCS bucket";
  if (!document.bucket.empty()) out += " `" + printable(document.bucket) + "`";
  else out += " without a name";
  if (!document.origin.empty()) out += " (" + printable(document.origin) + ")";
  return out;
}

}  // namespace shelflife::cli
