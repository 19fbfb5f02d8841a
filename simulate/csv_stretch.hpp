// Pieces of a CSV listing as stretches: a quick way for what nearly all rows are, the usual one for the rest.
#pragma once

#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "inventory/csv_pieces.hpp"
#include "inventory/csv_rows.hpp"
#include "simulate/stretch.hpp"

namespace shelflife {

// Whether the listing of a store can go this way: the policy asks for nothing that only the usual way finds.
bool quick_csv(const StoreRun& run, const CsvShape& shape);

// Writes one row on what becomes of a revision. `next`: when the first delete may act, as Decision has it.
using TellRow = std::function<void(std::string& out, std::string_view key, std::string_view revision, const Outcome& outcome, std::optional<Instant> next)>;

// Reads pieces of one store's listing, in any order; one for each thread.
class CsvStretches {
 public:
  // All must outlive it.
  CsvStretches(StoreRun& run, const StoreNames& names, const CsvShape& shape);

  // A piece of CsvPieces. Regions that are whole go to tally(). `ranks`: keep those of its folders, for tell().
  Stretch read(std::string_view piece, bool ranks = false);
  // The same piece again, once the ranks of its folders are known: a row each, in the order of keys.
  std::string tell(std::string_view piece, const RankList& ranks, const TellRow& row);
  Tally& tally() { return tally_; }

 private:
  // A row without anything unusual.
  struct Plain {
    std::string_view key, revision;
    std::uint64_t size = 0;
    Instant created = 0;
    std::uint64_t accessed_cut = 0;  // 0: no access is listed
    std::uint32_t tags = 0, storage = 0;
    bool current = true, sized = true;
    std::size_t begin = 0, end = 0;  // in the piece
  };
  struct Slot {
    std::uint64_t key = ~std::uint64_t{0};
    const ObjectClass* of = nullptr;
  };
  struct Columns {
    int key = -1, revision = -1, bucket = -1, current = -1, marker = -1, size = -1, created = -1, accessed = -1, storage = -1, tags = -1;
    bool encoded = false;
  };

  bool plain(const CsvRows::Row& row, Plain& out);
  std::uint64_t cut(Instant at);
  bool in_store(std::string_view bucket);
  bool instant(std::string_view text, Instant& out);
  std::uint32_t number_of_tags(std::string_view text);
  std::uint32_t number_of_storage(std::string_view text);

  bool take(const Plain& row);
  bool take_slowly(std::string_view rows);  // the revisions of one key
  const ObjectClass* class_of(const Plain& row);
  bool enter(std::string_view key);
  void change_folder(std::string_view key);
  void walk(std::string_view piece);
  void tell(std::string_view key, std::string_view revision, const ObjectClass& of, const Row* row, const ToldObject* told, Instant created);
  void close_region(bool whole);

  StoreRun& run_;
  const StoreNames& names_;
  const CsvShape& shape_;
  Columns columns_;
  std::vector<bool> steady_;
  Tally tally_;
  std::string_view piece_;
  Stretch stretch_;
  std::shared_ptr<RankList> piece_ranks_;
  std::size_t folders_entered_ = 0;
  // Of tell().
  struct Telling {
    const RankList& ranks;
    const TellRow& row;
    std::string out;
    const Outcome* last = nullptr;
  };
  Telling* telling_ = nullptr;

  // What came last: the next is mostly the same.
  std::string bucket_, day_text_, tags_text_, storage_text_;
  bool bucket_known_ = false;
  Instant day_ = 0;
  Instant cut_from_ = 0, cut_to_ = 0;  // all instants between are alike
  std::uint64_t cut_ = 0;
  std::uint32_t tags_ = no_id, storage_ = no_id;
  bool current_ = true;
  bool remembered_ = false;  // the four above and this are those of the row before
  std::unordered_map<std::string, std::uint32_t> tags_numbers_, tag_parts_, storage_numbers_;
  std::vector<Slot> slots_;
  Slot last_slot_;

  Folders folders_;
  std::vector<std::size_t> slashes_;
  std::optional<OpenRegion> region_;
  std::string folder_;
  bool folder_is_bare_ = false;  // it has no character that an encoded key cannot have
  bool folder_is_full_ = false;  // it has all the slashes that fields are bound by
  std::uint32_t folder_number_ = 0;
  std::string_view last_key_;
  std::string slow_keys_[2];     // those that stand in no piece
  unsigned slow_key_ = 0;
};

}  // namespace shelflife
