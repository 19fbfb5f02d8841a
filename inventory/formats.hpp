// The formats of listings, each a function of one shape.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "inventory/listing.hpp"

namespace shelflife {

// Where rows that cannot be read are told; after a few the rest is only counted.
class RowProblems {
 public:
  // Finds the place of a row by its offset in the text and its length.
  using Place = std::function<Span(std::size_t at, std::size_t size)>;
  RowProblems(FileId file, Diagnostics& diagnostics);
  // `file`: for what is said of all of it.
  RowProblems(FileId file, Place place, Diagnostics& diagnostics) : file_(file), place_(std::move(place)), diagnostics_(diagnostics) {}
  void report(std::size_t at, std::size_t size, std::string message, std::string hint = {});
  std::size_t count() const { return count_; }
  ~RowProblems();
  RowProblems(const RowProblems&) = delete;
  RowProblems& operator=(const RowProblems&) = delete;

 private:
  FileId file_;
  Place place_;
  Diagnostics& diagnostics_;
  std::size_t count_ = 0;
};

// Reads a format whose rows follow each other, piece by piece: a text of any length needs the memory of one piece.
class RowReader {
 public:
  RowReader() = default;
  RowReader(const RowReader&) = delete;
  RowReader& operator=(const RowReader&) = delete;
  virtual ~RowReader() = default;
  // Takes the whole rows that `text` begins with, and returns their length; the next text begins with the rest. `last`: this is
  // the end, and the rest is a row, too.
  virtual std::size_t take(std::string_view text, bool last, const EachRow& each, RowProblems& problems) = 0;
  ListingHead head;  // of what was taken
};
std::unique_ptr<RowReader> jsonl_reader(Rows rows);
// `columns`: those of a text without a header; empty: the first record has them.
std::unique_ptr<RowReader> csv_reader(Rows rows, std::vector<std::string> columns);
// By how the text begins. Null: it is one document, and is read whole.
std::unique_ptr<RowReader> row_reader(std::string_view beginning, Rows rows, const std::vector<std::string>& columns);

ListingHead read_s3_versions(std::string_view text, Rows rows, const EachRow& each, RowProblems& problems);
ListingHead read_json_list(std::string_view text, Rows rows, const EachRow& each, RowProblems& problems);
ListingHead read_s3_metadata(std::string_view text, Rows rows, const EachRow& each, RowProblems& problems);

// The next line of `text` from `at` on, without its end; moves `at` behind it. False at the end of the text.
bool next_line(std::string_view text, std::size_t& at, std::string_view& line);

}  // namespace shelflife
