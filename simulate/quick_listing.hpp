// The totals of a run over CSV listings of one store, on all cores, in the memory of a few pieces.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "simulate/csv_stretch.hpp"

namespace shelflife {

struct QuickTotals {
  Totals totals;
  RowCounts counts;
  std::vector<std::string> twice;
};

// `files`: where the bytes of each come from, asked for by one thread at a time. Their rows are in the order of the keys, and no file's
// keys lie between those of another; in which order the files come does not matter. `progress`: called now and then with how
// many rows there were. Nothing where the rows are for the usual way: not in order, of several stores, or not to be read.
std::optional<QuickTotals> quick_totals(StoreRun& run, const StoreNames& names, const CsvShape& shape, const std::vector<CsvPieces::Read>& files,
                                        unsigned threads, const std::function<void(std::uint64_t rows)>& progress,
                                        std::size_t piece_size = 1 << 20);

}  // namespace shelflife
