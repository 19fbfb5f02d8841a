#include "cli/listing_rows.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

#include "cli/progress.hpp"
#include "cli/terminal.hpp"

namespace shelflife::cli {

namespace {

void add_head(ListingHead& all, const ListingHead& one) {
  all.complete = all.complete && one.complete && one.bad_rows == 0;
  all.bad_rows += one.bad_rows;
  if (one.began) all.began = std::min(*one.began, all.began.value_or(*one.began));
}

}  // namespace

ListingRows::ListingRows(Session& session, const std::vector<ListingFile>& files, bool skip_bad) : session_(session), files_(files), skip_bad_(skip_bad) {
  for (const ListingFile& file : files) {
    add_head(head_, file.head);
    listed_whole_ = listed_whole_ && file.head.complete;
  }
}

ListingHead ListingRows::told_head() const {
  ListingHead head = head_;
  head.complete = listed_whole_;
  return head;
}

ListingRows::Result ListingRows::read(const EachRow& each, const bool& stop) {
  ListingHead found;
  bool listed_whole = true, whole = true;
  Diagnostics problems;
  std::uint64_t rows = 0, before = 0, size = 0;
  for (const ListingFile& file : files_) size += file.size;
  Progress progress(size);
  for (const ListingFile& file : files_) {
    const std::uint64_t had = rows;
    const EachRow count = [&](Row&& row) {
      ++rows;
      each(std::move(row));
    };
    const std::optional<ListingHead> head = read_listing_file(session_, file, count, stop, [&](std::uint64_t stored) { progress.show(before + stored, rows); }, problems);
    if (!head) return Result::unreadable;
    if (stop) return Result::stopped;
    before += file.size;
    add_head(found, *head);
    listed_whole = listed_whole && head->complete;
    const bool none = rows == had;  // not one row: it is no listing at all
    whole = whole && (head->bad_rows == 0 || (skip_bad_ && !none));
  }
  if (!whole) {
    session_.diagnostics.append(problems);
    return Result::unreadable;
  }
  if (found.complete == head_.complete && found.began == head_.began && found.bad_rows == head_.bad_rows) {
    listed_whole_ = listed_whole;
    session_.diagnostics.append(problems);
    return Result::whole;
  }
  head_ = found;
  listed_whole_ = listed_whole;
  return Result::stopped;
}

std::optional<QuickTotals> ListingRows::quick(const Evaluator& evaluator, const Registry* registry, const StoreNames& names, Instant now, DecisionRows* decisions) const {
  const auto columns = [](const ListingFile& file) {
    std::vector<std::string> out;
    for (const CsvColumn& column : file.shape->columns) out.push_back(column.name);
    return out;
  };
  for (const ListingFile& file : files_)
    if (!file.shape || columns(file) != columns(files_[0]) || file.shape->begin != files_[0].shape->begin) return std::nullopt;
  RowCounts nobody;
  const StoreId store = names.find(files_[0].bucket, false, nobody);
  if (store == no_id) return std::nullopt;
  StoreRun run(evaluator, store, head_, registry, now, true);
  if (!quick_csv(run, *files_[0].shape)) return std::nullopt;
  std::uint64_t size = 0;
  for (const ListingFile& file : files_) size += file.size;
  Progress progress(size);
  std::atomic<std::uint64_t> stored = 0;
  std::vector<std::unique_ptr<ListingText>> texts;
  const auto open = [&] {
    std::vector<CsvPieces::Read> reads;
    for (const ListingFile& file : files_) {
      texts.push_back(std::make_unique<ListingText>(file));
      reads.emplace_back([&stored, text = texts.back().get()](char* into, std::size_t wanted) {
        const std::uint64_t before = text->stored();
        const std::size_t got = text->read(into, wanted);
        stored += text->stored() - before;
        return got;
      });
    }
    return reads;
  };
  std::optional<QuickRows> told;
  if (decisions != nullptr)
    told = QuickRows{open(), [&] { return decisions->teller(store); }, [&](std::string_view rows) { decisions->add(rows); }};
  std::optional<QuickTotals> totals =
      quick_totals(run, names, *files_[0].shape, open(), std::max(1U, std::thread::hardware_concurrency()),
                   [&](std::uint64_t rows) { progress.show(stored, rows); }, 1 << 20, told ? &*told : nullptr);
  for (const std::unique_ptr<ListingText>& text : texts)
    if (!text->problem().empty()) return std::nullopt;
  return totals;
}

}  // namespace shelflife::cli
