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

  // False where it does not follow the one before.
  bool join(std::size_t number, Stretch&& stretch) {
    const std::lock_guard<std::mutex> one(joining_);
    waiting_.emplace(number, std::move(stretch));
    for (auto next = waiting_.begin(); next != waiting_.end() && next->first == joined_; next = waiting_.erase(next), ++joined_)
      if (!all_.add(std::move(next->second), run_, tally_)) return false;
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
  Stretch all_;
};

class Readers {
 public:
  Readers(StoreRun& run, const StoreNames& names, const CsvShape& shape, const std::vector<CsvPieces::Read>& files, const std::function<void(std::uint64_t)>& progress, std::size_t piece_size)
      : run_(run), names_(names), shape_(shape), progress_(progress) {
    for (const CsvPieces::Read& read : files) files_.push_back(std::make_unique<SharedFile>(run, read, shape, piece_size));
  }

  void run(unsigned threads) {
    std::vector<std::thread> others;
    for (unsigned i = 1; i < threads; ++i) others.emplace_back([this] { work(); });
    work();
    for (std::thread& other : others) other.join();
  }

  std::optional<QuickTotals> result() {
    for (const auto& file : files_) failed_ = failed_ || file->cannot();
    if (failed_) return std::nullopt;
    std::stable_sort(files_.begin(), files_.end(), [](const auto& a, const auto& b) { return a->all().first_key < b->all().first_key; });
    Stretch all;
    for (const auto& file : files_) {
      if (!all.add(std::move(file->all()), run_, tally_)) return std::nullopt;
      tally_.add(file->tally());
    }
    all.close(run_, tally_);
    return QuickTotals{tally_.totals(), all.counts, std::move(all.twice)};
  }

 private:
  void work() {
    CsvStretches stretches(run_, names_, shape_);
    CsvPiece piece;
    std::size_t number = 0;
    while (SharedFile* const file = take(piece, number)) {
      Stretch stretch = stretches.read(piece.text());
      const std::uint64_t rows = rows_ += stretch.counts.rows;
      if (stretch.unusable || !file->join(number, std::move(stretch))) failed_ = true;
      const std::lock_guard<std::mutex> one(adding_);
      if (progress_) progress_(rows);
    }
    const std::lock_guard<std::mutex> one(adding_);
    tally_.add(stretches.tally());
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
  std::mutex adding_;
  Tally tally_{run_};
  std::atomic<bool> failed_ = false;
  std::atomic<std::uint64_t> rows_ = 0;
};

}  // namespace

std::optional<QuickTotals> quick_totals(StoreRun& run, const StoreNames& names, const CsvShape& shape, const std::vector<CsvPieces::Read>& files,
                                        unsigned threads, const std::function<void(std::uint64_t rows)>& progress, std::size_t piece_size) {
  Readers readers(run, names, shape, files, progress, piece_size);
  readers.run(threads);
  return readers.result();
}

}  // namespace shelflife
