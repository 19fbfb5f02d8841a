#include "simulate/quick_listing.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

namespace shelflife {

namespace {

// One file that several threads take pieces of; what they make of them is joined in the order of the pieces.
class SharedFile {
 public:
  SharedFile(StoreRun& run, const CsvPieces::Read& read, const CsvShape& shape, std::size_t piece_size)
      : run_(run), tally_(run), pieces_(read, shape), piece_size_(piece_size) {}

  // False where there is no more. `wait`: also while another thread takes one.
  bool take(CsvPiece& piece, std::size_t& number, bool wait) {
    std::unique_lock<std::mutex> one(reading_, std::defer_lock);
    if (wait) one.lock();
    else if (!one.try_lock()) return false;
    if (ended_ || !pieces_.next(piece, piece_size_)) {
      ended_ = true;
      return false;
    }
    number = taken_++;
    return true;
  }
  bool ended() const { return ended_; }
  bool cannot() const { return pieces_.cannot(); }

  // Once more, from the beginning.
  void again(const CsvPieces::Read& read, const CsvShape& shape) {
    pieces_ = CsvPieces(read, shape);
    ended_ = false;
    taken_ = 0;
  }
  const RankList& ranks(std::size_t number) const { return *ranks_[number]; }
  std::size_t pieces() const { return joined_; }

  // False where it does not follow the one before.
  bool join(std::size_t number, Stretch&& stretch) {
    const std::lock_guard<std::mutex> one(joining_);
    waiting_.emplace(number, std::move(stretch));
    for (auto next = waiting_.begin(); next != waiting_.end() && next->first == joined_; next = waiting_.erase(next), ++joined_) {
      ranks_.push_back(next->second.ranks);
      if (!all_.add(std::move(next->second), run_, tally_)) return false;
    }
    return true;
  }

  Stretch& all() { return all_; }
  Tally& tally() { return tally_; }

 private:
  StoreRun& run_;
  Tally tally_;
  CsvPieces pieces_;
  std::size_t piece_size_;
  std::mutex reading_, joining_;
  std::atomic<bool> ended_ = false;
  std::size_t taken_ = 0, joined_ = 0;
  std::map<std::size_t, Stretch> waiting_;
  std::vector<std::shared_ptr<RankList>> ranks_;  // by piece
  Stretch all_;
};

class Readers {
 public:
  Readers(StoreRun& run, const StoreNames& names, const CsvShape& shape, const std::vector<CsvPieces::Read>& files, const std::function<void(std::uint64_t)>& progress, std::size_t piece_size, const QuickRows* rows)
      : run_(run), names_(names), shape_(shape), progress_(progress), rows_told_(rows) {
    for (std::size_t i = 0; i < files.size(); ++i) order_.push_back(i);
    for (const CsvPieces::Read& read : files) files_.push_back(std::make_unique<SharedFile>(run, read, shape, piece_size));
  }

  void run(unsigned threads) { on_all(threads, &Readers::work); }

  std::optional<QuickTotals> result() {
    for (const auto& file : files_) failed_ = failed_ || file->cannot();
    if (failed_) return std::nullopt;
    std::stable_sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) { return files_[a]->all().first_key < files_[b]->all().first_key; });
    Stretch all;
    for (const std::size_t file : order_) {
      if (!all.add(std::move(files_[file]->all()), run_, tally_)) return std::nullopt;
      tally_.add(files_[file]->tally());
    }
    all.close(run_, tally_);
    return QuickTotals{tally_.totals(), all.counts, std::move(all.twice)};
  }

  // After result(): the rows, since all ranks are known.
  void tell(unsigned threads) {
    for (std::size_t i = 0; i < files_.size(); ++i) files_[i]->again(rows_told_->again[i], shape_);
    on_all(threads, &Readers::work_again);
  }

 private:
  void on_all(unsigned threads, void (Readers::*part)()) {
    std::vector<std::thread> others;
    for (unsigned i = 1; i < threads; ++i) others.emplace_back([this, part] { (this->*part)(); });
    (this->*part)();
    for (std::thread& other : others) other.join();
  }

  void work() {
    CsvStretches stretches(run_, names_, shape_);
    CsvPiece piece;
    std::size_t number = 0;
    while (SharedFile* const file = take(piece, number)) {
      Stretch stretch = stretches.read(piece.text(), rows_told_ != nullptr);
      const std::uint64_t rows = rows_ += stretch.counts.rows;
      if (stretch.unusable || !file->join(number, std::move(stretch))) failed_ = true;
      const std::lock_guard<std::mutex> one(adding_);
      if (progress_) progress_(rows);
    }
    const std::lock_guard<std::mutex> one(adding_);
    tally_.add(stretches.tally());
  }

  void work_again() {
    CsvStretches stretches(run_, names_, shape_);
    const TellRow row = rows_told_->teller();
    CsvPiece piece;
    for (;;) {
      std::size_t place = 0, number = 0, before = 0;
      {
        // One file after the other: what is told has to wait for all before it.
        const std::lock_guard<std::mutex> one(taking_);
        while (telling_ < order_.size() && !files_[order_[telling_]]->take(piece, number, true)) pieces_before_ += files_[order_[telling_++]]->pieces();
        if (telling_ == order_.size()) return;
        place = telling_;
        before = pieces_before_;
      }
      std::string text = stretches.tell(piece.text(), files_[order_[place]]->ranks(number), row);
      const std::lock_guard<std::mutex> one(adding_);
      told_.emplace(before + number, std::move(text));
      for (auto next = told_.begin(); next != told_.end() && next->first == told_so_far_; next = told_.erase(next), ++told_so_far_) rows_told_->out(next->second);
    }
  }

  // From the first file that nobody is reading; else from the first one that has more.
  SharedFile* take(CsvPiece& piece, std::size_t& number) {
    for (const bool wait : {false, true}) {
      for (const auto& file : files_) {
        if (failed_) return nullptr;
        if (!file->ended() && file->take(piece, number, wait)) return file.get();
      }
    }
    return nullptr;
  }

  StoreRun& run_;
  const StoreNames& names_;
  const CsvShape& shape_;
  const std::function<void(std::uint64_t)>& progress_;
  std::vector<std::unique_ptr<SharedFile>> files_;
  const QuickRows* rows_told_;
  std::vector<std::size_t> order_;  // of the files, by their keys
  std::mutex taking_, adding_;
  std::size_t telling_ = 0, pieces_before_ = 0, told_so_far_ = 0;
  std::map<std::size_t, std::string> told_;  // those that wait for one before them
  Tally tally_{run_};
  std::atomic<bool> failed_ = false;
  std::atomic<std::uint64_t> rows_ = 0;
};

}  // namespace

std::optional<QuickTotals> quick_totals(StoreRun& run, const StoreNames& names, const CsvShape& shape, const std::vector<CsvPieces::Read>& files,
                                        unsigned threads, const std::function<void(std::uint64_t rows)>& progress, std::size_t piece_size, const QuickRows* rows) {
  Readers readers(run, names, shape, files, progress, piece_size, rows);
  readers.run(threads);
  std::optional<QuickTotals> result = readers.result();
  if (result && result->twice.empty() && rows != nullptr) readers.tell(threads);
  return result;
}

}  // namespace shelflife
