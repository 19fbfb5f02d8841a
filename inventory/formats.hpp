// The formats of listings, each a function of one shape.
#pragma once

#include <string_view>

#include "inventory/listing.hpp"

namespace shelflife {

// Where rows that cannot be read are told; after a few the rest is only counted.
class RowProblems {
 public:
  RowProblems(FileId file, Diagnostics& diagnostics) : file_(file), diagnostics_(diagnostics) {}
  // `at`: the offset of the row, `size`: its length.
  void report(std::size_t at, std::size_t size, std::string message, std::string hint = {});
  std::size_t count() const { return count_; }
  ~RowProblems();
  RowProblems(const RowProblems&) = delete;
  RowProblems& operator=(const RowProblems&) = delete;

 private:
  FileId file_;
  Diagnostics& diagnostics_;
  std::size_t count_ = 0;
};

ListingHead read_jsonl(std::string_view text, Rows rows, const EachRow& each, RowProblems& problems);
// `columns`: those of a text without a header; empty: the first record has them.
ListingHead read_csv(std::string_view text, Rows rows, std::vector<std::string> columns, const EachRow& each, RowProblems& problems);
ListingHead read_s3_versions(std::string_view text, Rows rows, const EachRow& each, RowProblems& problems);
ListingHead read_json_list(std::string_view text, Rows rows, const EachRow& each, RowProblems& problems);
ListingHead read_s3_metadata(std::string_view text, Rows rows, const EachRow& each, RowProblems& problems);

// The next line of `text` from `at` on, without its end; moves `at` behind it. False at the end of the text.
bool next_line(std::string_view text, std::size_t& at, std::string_view& line);

}  // namespace shelflife
