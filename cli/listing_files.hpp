// The files of a listing as they lie on the disk: packed or not, of any size, or named by the manifest of an S3 Inventory report.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/session.hpp"
#include "inventory/csv_pieces.hpp"

namespace shelflife::cli {

struct ListingFile {
  std::string path;                  // for messages: as it was named
  std::vector<std::string> columns;  // of a CSV without a header; empty: it has one
  std::optional<std::string> text;   // held, as it cannot be read again or only as a whole; else it is read piece by piece
  std::uint64_t size = 0;            // as it is stored, in bytes
  bool packed = false;
  ListingHead head;                  // as its beginning or its manifest says
  std::optional<CsvShape> shape;     // of a CSV
  std::string bucket;                // its first row's
};

// Finds them and looks at how each begins. `columns`: of files that no manifest describes. What cannot be read is told, and nothing returned.
std::optional<std::vector<ListingFile>> find_listing_files(Session& session, const std::vector<std::string>& paths, const std::vector<std::string>& columns);

// The bytes of one file, unpacked, from the beginning.
class ListingText {
 public:
  explicit ListingText(const ListingFile& file);
  ~ListingText();
  ListingText(const ListingText&) = delete;
  ListingText& operator=(const ListingText&) = delete;

  // Fills `into` as far as there is something; less than `size` at the end and where something is wrong.
  std::size_t read(char* into, std::size_t size);
  const std::string& problem() const { return problem_; }
  std::uint64_t stored() const { return stored_; }  // bytes read from the disk so far

 private:
  struct Unpacking;
  std::size_t read_stored(char* into, std::size_t size);

  const ListingFile& file_;
  int descriptor_ = -1;
  bool ended_ = false;
  std::uint64_t stored_ = 0;
  std::unique_ptr<Unpacking> unpacking_;
  std::string problem_;
};

// Called now and then while rows are read, with the bytes of this file that were read so far.
using ListingProgress = std::function<void(std::uint64_t stored)>;

// Hands over the rows of a file. Bad rows go to `problems`, and so does what cannot be read, which returns nothing. Stops early where
// `stop` becomes true.
std::optional<ListingHead> read_listing_file(Session& session, const ListingFile& file, const EachRow& each, const bool& stop,
                                             const ListingProgress& progress, Diagnostics& problems);

}  // namespace shelflife::cli
