#include "cli/listing_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <limits>

#include "cli/terminal.hpp"
#include "inventory/columnar.hpp"
#include "inventory/formats.hpp"
#include "inventory/gunzip.hpp"
#include "inventory/manifest.hpp"

namespace shelflife::cli {

namespace {

constexpr std::size_t piece = 1 << 20;  // how much of a file is held at a time
constexpr std::size_t longest_shown = 4096;
constexpr std::size_t first_rows = 1 << 14;
constexpr std::size_t longest_row = 1 << 28;
constexpr std::size_t most_bytes = 0xfffffffe;  // of a text that is held: places in it have 32 bits

class Finder {
 public:
  explicit Finder(Session& session) : session_(session) {}
  std::vector<ListingFile> files;

  bool find(const std::string& path, const std::vector<std::string>& columns) {
    std::string problem;
    std::optional<ListingFile> file = open(path, columns, problem);
    if (!file) {
      session_.cannot_read(path, problem);
      return false;
    }
    std::optional<std::string> manifest_text = file->text ? file->text : may_be_manifest_ ? whole(*file, problem) : std::nullopt;
    const std::optional<InventoryManifest> manifest = manifest_text ? read_manifest(*manifest_text, problem) : std::nullopt;
    if (!problem.empty()) {
      session_.misused = true;
      complain("`" + printable(path) + "`: " + problem, "set the report's format to CSV, or ask the same by SQL where it lies (`shelflife build --target sql`)");
      return false;
    }
    if (manifest) return find(path, *manifest);
    files.push_back(std::move(*file));
    return true;
  }

 private:
  bool find(const std::string& path, const InventoryManifest& manifest) {
    const std::string folder = folder_of(path);
    for (const InventoryManifest::File& named : manifest.files) {
      const std::string found = beside(folder, named.key);
      if (found.empty()) {
        session_.cannot_read(named.key, "not found beside `" + printable(path) + "`, in its `data` folder or in the one next to it");
        return false;
      }
      std::string problem;
      std::optional<ListingFile> file = open(found, manifest.columns, problem);
      if (file && file->size != named.size) {
        problem = "it has " + std::to_string(file->size) + " bytes, and its manifest says " + std::to_string(named.size);
        file.reset();
      }
      if (!file) {
        session_.cannot_read(found, problem);
        return false;
      }
      file->head.began = manifest.created;
      files.push_back(std::move(*file));
    }
    return true;
  }

  // Keys are of the destination bucket, whose copy may begin anywhere above the manifest.
  static std::string beside(const std::string& folder, const std::string& key) {
    const std::string name = key.substr(key.rfind('/') + 1);
    for (const std::string& path : {key, name, "data/" + name, "../data/" + name}) {
      std::string full = join(folder, path);
      if (!path.starts_with("/") && identity(full) && !is_folder(full)) return full;
    }
    return {};
  }

  // Looks at how the file begins. What cannot be read twice, or only as a whole, is held.
  std::optional<ListingFile> open(const std::string& path, const std::vector<std::string>& columns, std::string& problem) {
    ListingFile file;
    file.path = path == "-" ? std::string(standard_input_name) : path;
    file.columns = columns;
    struct stat status {};
    const bool on_disk = path != "-" && ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
    if (!on_disk) {
      ReadResult read = path == "-" ? read_standard_input() : read_file(session_.overlay, path);
      if (!read.text) {
        problem = read.problem;
        return std::nullopt;
      }
      file.size = read.text->size();
      file.text = std::move(read.text);
    } else {
      file.size = static_cast<std::uint64_t>(status.st_size);
    }
    std::string beginning(piece, '\0');
    beginning.resize(ListingText(file).read(beginning.data(), 2));
    file.packed = is_gzip(beginning);
    {
      ListingText text(file);
      beginning.resize(piece);
      beginning.resize(text.read(beginning.data(), piece));
      problem = text.problem();
    }
    if (const std::string format = columnar_format(beginning); !format.empty())
      problem = format + " is not read: export CSV, or ask the same by SQL where it lies (`shelflife build --target sql`)";
    if (!problem.empty()) return std::nullopt;
    may_be_manifest_ = beginning.find("\"fileSchema\"") != std::string::npos;
    const std::unique_ptr<RowReader> reader = row_reader(beginning, Rows::store, columns);
    if (reader == nullptr) {  // one document
      file.text = whole(file, problem);
      file.packed = false;
      return file.text ? std::optional(std::move(file)) : std::nullopt;
    }
    // A head is the first line of JSONL.
    Diagnostics nobody;
    RowProblems problems(no_file, nobody);
    reader->take(std::string_view(beginning).substr(0, beginning.find('\n') + 1), false, [](Row&&) {}, problems);
    file.head = reader->head;
    file.shape = csv_shape(beginning, columns);
    if (file.shape) {
      const std::unique_ptr<RowReader> rows = row_reader(beginning, Rows::store, columns);
      std::optional<std::string> bucket;
      rows->take(std::string_view(beginning).substr(0, first_rows), false, [&](Row&& row) { bucket = bucket.value_or(row.bucket); }, problems);
      file.bucket = bucket.value_or(std::string());
    }
    return file;
  }

  static std::optional<std::string> whole(const ListingFile& file, std::string& problem) {
    ListingText text(file);
    std::string out;
    for (std::size_t filled = 0;;) {
      out.resize(filled + std::max(piece, filled));
      filled += text.read(out.data() + filled, out.size() - filled);
      problem = filled > most_bytes ? "it has 4 GiB or more" : text.problem();
      if (!problem.empty()) return std::nullopt;
      if (filled == out.size()) continue;
      out.resize(filled);
      return out;
    }
  }

  Session& session_;
  bool may_be_manifest_ = false;
};

}  // namespace

struct ListingText::Unpacking {
  explicit Unpacking(Gunzip::Read read) : gunzip(std::move(read)) {}
  Gunzip gunzip;
};

ListingText::ListingText(const ListingFile& file) : file_(file) {
  if (file.packed) unpacking_ = std::make_unique<Unpacking>([this](char* into, std::size_t size) { return read_stored(into, size); });
}

ListingText::~ListingText() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::size_t ListingText::read_stored(char* into, std::size_t size) {
  if (file_.text) {
    const std::size_t got = std::min<std::size_t>(size, file_.text->size() - stored_);
    std::copy_n(file_.text->data() + stored_, got, into);
    stored_ += got;
    return got;
  }
  // Open only while it is read: a listing may have more files than a process may open.
  if (descriptor_ < 0 && !ended_) {
    descriptor_ = ::open(file_.path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (descriptor_ < 0) problem_ = error_text(errno);
  }
  std::size_t done = 0;
  while (problem_.empty() && !ended_ && done < size) {
    const ssize_t got = ::read(descriptor_, into + done, size - done);
    if (got == 0) {
      ended_ = true;
      ::close(descriptor_);
      descriptor_ = -1;
    }
    if (got < 0 && errno != EINTR) problem_ = error_text(errno);
    if (got > 0) done += static_cast<std::size_t>(got);
  }
  stored_ += done;
  return done;
}

std::size_t ListingText::read(char* into, std::size_t size) {
  if (!problem_.empty()) return 0;
  if (!unpacking_) return read_stored(into, size);
  const std::size_t got = unpacking_->gunzip.read(into, size);
  if (problem_.empty()) problem_ = unpacking_->gunzip.problem();
  return got;
}

std::optional<std::vector<ListingFile>> find_listing_files(Session& session, const std::vector<std::string>& paths, const std::vector<std::string>& columns) {
  Finder finder(session);
  bool whole = true;
  for (const std::string& path : paths) whole = finder.find(path, columns) && whole;
  return whole ? std::optional(std::move(finder.files)) : std::nullopt;
}

namespace {

std::optional<ListingHead> read_document(Session& session, const ListingFile& file, const EachRow& each, Diagnostics& problems) {
  return read_listing(session.sources, session.sources.add(file.path, *file.text), each, problems, Rows::store, file.columns);
}

}  // namespace

std::optional<ListingHead> read_listing_file(Session& session, const ListingFile& file, const EachRow& each, const bool& stop,
                                             const ListingProgress& progress, Diagnostics& problems) {
  ListingText text(file);
  std::string held(piece, '\0');
  std::size_t filled = text.read(held.data(), held.size());
  const std::unique_ptr<RowReader> reader = row_reader(std::string_view(held).substr(0, filled), Rows::store, file.columns);
  if (reader == nullptr) return read_document(session, file, each, problems);
  std::string_view taking;
  std::uint64_t lines = 0;  // before what is being taken
  const FileId whole = session.sources.add(file.path, held.substr(0, std::min({held.find('\n'), filled, longest_shown})));
  ListingHead head;
  {
    RowProblems bad(whole, [&](std::size_t at, std::size_t size) {
      const auto line = lines + static_cast<std::uint64_t>(std::count(taking.begin(), taking.begin() + static_cast<std::ptrdiff_t>(at), '\n')) + 1;
      const std::string_view row = taking.substr(at, std::min(size, longest_shown));
      const auto number = static_cast<std::uint32_t>(std::min<std::uint64_t>(line, std::numeric_limits<std::uint32_t>::max()));
      const FileId part = session.sources.add(file.path, std::string(row), number);
      return Span{part, 0, static_cast<std::uint32_t>(row.size())};
    }, problems);
    for (bool last = false; !last && !stop;) {
      last = filled < held.size();
      taking = std::string_view(held).substr(0, filled);
      const std::size_t taken = reader->take(taking, last, each, bad);
      lines += static_cast<std::uint64_t>(std::count(taking.begin(), taking.begin() + static_cast<std::ptrdiff_t>(taken), '\n'));
      if (progress) progress(text.stored());
      if (last) break;
      held.erase(0, taken);
      filled -= taken;
      const std::size_t room = taken == 0 ? held.size() * 2 : piece;  // a row longer than what is held
      if (filled > longest_row) {
        bad.report(0, filled, "a row has more than " + std::to_string(longest_row) + " bytes, or a quote is not closed");
        break;
      }
      held.resize(std::max(room, filled + piece / 2));
      filled += text.read(held.data() + filled, held.size() - filled);
    }
    head = reader->head;
    head.bad_rows = bad.count();
  }
  if (!text.problem().empty()) {
    session.cannot_read(file.path, text.problem());
    return std::nullopt;
  }
  if (!head.began) head.began = file.head.began;
  return head;
}

}  // namespace shelflife::cli
