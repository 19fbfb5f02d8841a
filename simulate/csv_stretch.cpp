#include "simulate/csv_stretch.hpp"

#include <algorithm>

#include "simulate/store_rows.hpp"

namespace shelflife {

namespace {

constexpr std::size_t slots = 1 << 14;
constexpr std::size_t most_folders = 4096;     // of a region that may end anywhere

std::uint64_t mixed(std::uint64_t key) {
  key ^= key >> 31;
  key *= 0x9E3779B97F4A7C15ULL;
  return key >> 40;
}

}  // namespace

bool quick_csv(const StoreRun& run, const CsvShape& shape) {
  const auto column = [&](Column wanted) { return std::count_if(shape.columns.begin(), shape.columns.end(), [&](const CsvColumn& c) { return c.column == wanted; }); };
  // What the usual way alone reads, or reads twice.
  for (const Column rare : {Column::noncurrent_since, Column::locked_until, Column::legal_hold, Column::tag, Column::snapshot, Column::deleted, Column::replaced})
    if (column(rare) > 0) return false;
  for (const Column once : {Column::bucket, Column::revision, Column::current, Column::delete_marker, Column::size, Column::created, Column::accessed, Column::storage_class, Column::tags})
    if (column(once) > 1) return false;
  return shape.columns.size() <= CsvRows::most_columns && column(Column::created) == 1 && column(Column::key) + column(Column::encoded_key) == 1 && run.registry == nullptr && !run.best &&
         !run.classes.asks_whole_key() && run.by_regions();
}

CsvStretches::CsvStretches(StoreRun& run, const StoreNames& names, const CsvShape& shape)
    : run_(run), names_(names), shape_(shape), tally_(run), slots_(slots), folders_(run.folders()) {
  for (std::size_t i = 0; i < shape.columns.size(); ++i) {
    const int at = static_cast<int>(i);
    switch (shape.columns[i].column) {
      case Column::encoded_key: columns_.encoded = true; [[fallthrough]];
      case Column::key: columns_.key = at; break;
      case Column::revision: columns_.revision = at; break;
      case Column::bucket: columns_.bucket = at; break;
      case Column::current: columns_.current = at; break;
      case Column::delete_marker: columns_.marker = at; break;
      case Column::size: columns_.size = at; break;
      case Column::created: columns_.created = at; break;
      case Column::accessed: columns_.accessed = at; break;
      case Column::storage_class: columns_.storage = at; break;
      case Column::tags: columns_.tags = at; break;
      default: break;
    }
  }
  for (const CsvColumn& column : shape.columns) {
    const Column kind = column.column;
    steady_.push_back(kind == Column::bucket || kind == Column::current || kind == Column::delete_marker || kind == Column::storage_class || kind == Column::tags);
  }
}

// False where the key is in no order.
bool CsvStretches::enter(std::string_view key) {
  if (region_ && key.starts_with(folder_)) {
    const std::size_t at = folder_.size();
    if (key.substr(at) <= last_key_.substr(at)) return false;
    last_key_ = key;
    if (folder_is_full_ || key.find('/', at) == std::string_view::npos) return true;
  } else {
    if (!last_key_.empty() && key <= last_key_) return false;
    if (stretch_.first_key.empty()) stretch_.first_key = key;
    last_key_ = key;
  }
  change_folder(key);
  return true;
}

void CsvStretches::change_folder(std::string_view key) {
  run_.keys.find_slashes(key, slashes_);
  const std::string_view region = KeyFolders::up_to(key, slashes_, run_.keys.region_slashes()), folder = KeyFolders::up_to(key, slashes_, slashes_.size());
  const bool unbounded = run_.decider.ranked().empty();
  if (region_ && (unbounded ? region_->region.folders() >= most_folders : region != region_->name)) close_region(true);
  if (!region_) {
    region_.emplace(run_);
    region_->name = region;
  }
  folder_ = folder;
  folder_is_full_ = slashes_.size() == run_.keys.folder_slashes();
  folder_is_bare_ = std::none_of(folder.begin(), folder.end(), [](char c) { return c == '%' || c == '+'; });
  const FolderPlace& place = folders_.of(key, slashes_);
  folder_number_ = place.part;
  ++folders_entered_;
  if (telling_ != nullptr) {
    telling_->last = nullptr;
  } else if (piece_ranks_) {
    piece_ranks_->resize(folders_entered_ * run_.decider.ranked().size());
    region_->region.enter(place, piece_ranks_, folders_entered_ - 1);
  } else {
    region_->region.enter(place);
  }
}

void CsvStretches::tell(std::string_view key, std::string_view revision, const ObjectClass& of, const Row* row, const ToldObject* told, Instant created) {
  const Outcome*& outcome = telling_->last;
  if (outcome == nullptr || outcome->of != &of) {
    const std::size_t keeps = run_.head.complete ? run_.decider.ranked().size() : 0;
    const auto begin = telling_->ranks.begin() + static_cast<std::ptrdiff_t>((folders_entered_ - 1) * keeps);
    outcome = &run_.outcomes.of(of, RankList(begin, begin + static_cast<std::ptrdiff_t>(keeps)));
  }
  std::optional<Instant> next;
  if (outcome->decision.fate == Fate::remove) next = run_.now;
  else if (of.one_clock) next = outcome->next_after ? std::optional(std::min(created, run_.now) + *outcome->next_after) : std::nullopt;
  else next = run_.outcomes.next(*outcome, *row, *told);
  telling_->row(telling_->out, key, revision, *outcome, next);
}

// `whole`: it is known to end here.
void CsvStretches::close_region(bool whole) {
  if (run_.decider.ranked().empty()) {  // any part can be decided by itself
    region_->close(run_, tally_);
    if (!whole) region_.reset();
    return;
  }
  if (!stretch_.first) {
    stretch_.first = std::move(region_);
    region_.reset();
  } else if (whole) {
    region_->close(run_, tally_);
    region_.reset();
  } else {
    stretch_.last = std::move(region_);
    region_.reset();
  }
}

const ObjectClass* CsvStretches::class_of(const Plain& row) {
  const Classes& classes = run_.classes;
  std::uint64_t size_cut = 0;
  if (row.sized)
    for (const std::uint64_t size : classes.sizes()) size_cut += row.size >= size ? 1U : 0U;
  const std::uint64_t created_cut = cut(row.created);
  // Numbers that do not fit have no slot.
  if ((folder_number_ | row.tags) >> 16 != 0 || row.storage > 63 || size_cut > 62 || created_cut > 127 || row.accessed_cut > 127) return nullptr;
  const std::uint64_t key = std::uint64_t{folder_number_} | std::uint64_t{row.tags} << 16 | std::uint64_t{row.storage} << 32 | (row.sized ? size_cut : 63) << 38 |
                            created_cut << 44 | row.accessed_cut << 51 | std::uint64_t{row.current} << 58;
  if (key == last_slot_.key) return last_slot_.of;
  Slot& slot = slots_[mixed(key) % slots];
  if (slot.key == key) {
    last_slot_ = slot;
    return slot.of;
  }
  bool clean = false;
  std::optional<Row> whole = read_csv_row(shape_.columns, piece_.substr(row.begin, row.end - row.begin), clean);
  if (!clean || !whole) return nullptr;
  if (!whole->current) whole->noncurrent_since = std::max(run_.now, *whole->created);
  slot = last_slot_ = {key, &run_.classes.of(*whole, run_.told(*whole, 0))};
  return slot.of;
}

bool CsvStretches::take(const Plain& row) {
  if (!enter(row.key)) return false;
  const ObjectClass* const of = class_of(row);
  if (of == nullptr) return false;
  if (telling_ == nullptr) {
    region_->region.cell(*of).add({1, row.size, row.sized ? 0U : 1U}, row.created, !row.current);  // it is all there is of its key
  } else if (of->one_clock) {
    tell(row.key, row.revision, *of, nullptr, nullptr, row.created);
  }
  if (of->one_clock || (!run_.dates && telling_ == nullptr)) return true;
  // It has a date of its own.
  bool clean = false;
  std::optional<Row> whole = read_csv_row(shape_.columns, piece_.substr(row.begin, row.end - row.begin), clean);
  if (!clean || !whole) return false;
  if (!whole->current) whole->noncurrent_since = std::max(run_.now, *whole->created);
  ToldObject told = run_.told(*whole, 0);
  if (telling_ != nullptr) tell(whole->key, whole->revision, *of, &*whole, &told, *whole->created);
  else if (run_.soonest(*whole, told) < tally_.next()) region_->held.push_back({std::move(*whole), std::move(told), of, region_->region.folder()});
  return true;
}

bool CsvStretches::take_slowly(std::string_view rows) {
  StoreRows all;
  const std::vector<bool> none(shape_.columns.size());
  CsvRows each(rows, none);
  CsvRows::Row part;
  while (each.next(part, nullptr)) {
    bool clean = false;
    std::optional<Row> one = read_csv_row(shape_.columns, rows.substr(part.begin, part.end - part.begin), clean);
    if (!clean) return false;
    if (!one) continue;
    RowCounts counted;
    if (names_.take(*one, counted) != run_.store) return false;
    stretch_.counts.add(counted);
    all.rows.push_back(std::move(*one));
  }
  if (all.rows.empty()) return true;
  std::string& slow_key = slow_keys_[slow_key_++ % 2];
  slow_key = all.rows[0].key;
  if (!enter(slow_key)) return false;
  each_revision(all, run_.now, [&](Row&& one, std::uint32_t newer, bool stands_for_key) {
    ToldObject told = run_.told(one, newer);
    const ObjectClass& of = run_.classes.of(one, told);
    if (telling_ != nullptr) {
      tell(one.key, one.revision, of, &one, &told, *one.created);
      return;
    }
    Sum sum;
    sum.add(one);
    region_->region.cell(of).add(sum, *one.created, stands_for_key);
    if (run_.dates && !of.one_clock) region_->held.push_back({std::move(one), std::move(told), &of, region_->region.folder()});
  });
  stretch_.twice.insert(stretch_.twice.end(), all.twice.begin(), all.twice.end());
  return true;
}

Stretch CsvStretches::read(std::string_view piece, bool ranks) {
  piece_ranks_ = ranks ? std::make_shared<RankList>() : nullptr;
  walk(piece);
  stretch_.ranks = piece_ranks_;
  if (region_) close_region(false);
  return std::move(stretch_);
}

std::string CsvStretches::tell(std::string_view piece, const RankList& ranks, const TellRow& row) {
  Telling telling{ranks, row, {}};
  telling_ = &telling;
  piece_ranks_ = nullptr;
  walk(piece);
  telling_ = nullptr;
  region_.reset();
  return std::move(telling.out);
}

void CsvStretches::walk(std::string_view piece) {
  piece_ = piece;
  stretch_ = {};
  last_key_ = {};
  region_.reset();
  folder_.clear();
  folder_is_bare_ = false;
  remembered_ = false;
  folders_entered_ = 0;
  CsvRows rows(piece, steady_);
  // A row waits for the next, which may be another revision of its key.
  CsvRows::Row both[2];
  CsvRows::Row* row = &both[0];
  CsvRows::Row* next = &both[1];
  const auto key_column = static_cast<std::size_t>(columns_.key);
  const auto key_of = [&](const CsvRows::Row& of) { return of.plain ? of.cells[key_column] : csv_key(piece, of.begin, key_column); };
  Plain plain_row;
  bool usable = true;
  for (bool more = rows.next(*row, nullptr); more && usable;) {
    const std::size_t begin = row->begin;
    const std::string_view key = key_of(*row);
    bool alone = row->plain && !key.empty();
    while ((more = rows.next(*next, row)) && key_of(*next) == key) {
      alone = false;
      std::swap(row, next);
    }
    if (alone && plain(*row, plain_row)) {
      plain_row.begin = begin;
      plain_row.end = row->end;
      ++stretch_.counts.rows;
      usable = take(plain_row);
    } else {
      usable = take_slowly(piece.substr(begin, row->end - begin));
      remembered_ = false;  // it is not the row before the next
    }
    std::swap(row, next);
  }
  stretch_.unusable = !usable;
  stretch_.last_key = last_key_;
}

}  // namespace shelflife
