#include "simulate/csv_stretch.hpp"

#include <algorithm>
#include <charconv>

#include "simulate/store_rows.hpp"

namespace shelflife {

namespace {

constexpr std::size_t slots = 1 << 14;
constexpr std::size_t most_numbers = 1 << 16;  // texts that are remembered
constexpr std::size_t most_folders = 4096;     // of a region that may end anywhere
constexpr std::size_t offset(std::uint32_t end) { return end & ~CsvIndex::line_end; }

std::uint64_t mixed(std::uint64_t key) {
  key ^= key >> 31;
  key *= 0x9E3779B97F4A7C15ULL;
  return key >> 40;
}

}  // namespace

bool quick_csv(const StoreRun& run, const CsvShape& shape) {
  const auto column = [&](Column wanted) { return std::count_if(shape.columns.begin(), shape.columns.end(), [&](const CsvColumn& c) { return c.column == wanted; }); };
  // What the usual way alone reads, or reads twice.
  for (const Column rare : {Column::noncurrent_since, Column::locked_until, Column::legal_hold, Column::tag, Column::snapshot, Column::deleted})
    if (column(rare) > 0) return false;
  for (const Column once : {Column::bucket, Column::current, Column::delete_marker, Column::size, Column::created, Column::accessed, Column::storage_class, Column::tags})
    if (column(once) > 1) return false;
  return column(Column::created) == 1 && column(Column::key) + column(Column::encoded_key) == 1 && run.registry == nullptr && !run.best &&
         !run.classes.asks_whole_key() && run.by_regions();
}

CsvStretches::CsvStretches(StoreRun& run, const StoreNames& names, const CsvShape& shape)
    : run_(run), names_(names), shape_(shape), tally_(run), slots_(slots) {
  for (std::size_t i = 0; i < shape.columns.size(); ++i) {
    const int at = static_cast<int>(i);
    switch (shape.columns[i].column) {
      case Column::encoded_key: columns_.encoded = true; [[fallthrough]];
      case Column::key: columns_.key = at; break;
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
}

std::string_view CsvStretches::cell(std::size_t row, int column) const {
  const std::size_t at = row + static_cast<std::size_t>(column);
  const std::size_t begin = at == 0 ? 0 : offset(index_.begin()[at - 1]) + 1;
  std::string_view text = piece_.substr(begin, offset(index_.begin()[at]) - begin);
  if ((index_.begin()[at] & CsvIndex::line_end) != 0 && text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

std::string_view CsvStretches::bare(std::string_view cell) { return cell.size() >= 2 && cell.front() == '"' ? cell.substr(1, cell.size() - 2) : cell; }

// As many cells as there are columns.
bool CsvStretches::whole_row(std::size_t row) const {
  const std::size_t columns = shape_.columns.size();
  if (row + columns > index_.size()) return false;
  const std::uint32_t* const ends = index_.begin() + row;
  std::uint32_t breaks = 0;
  for (std::size_t i = 0; i + 1 < columns; ++i) breaks |= ends[i];
  return (breaks & CsvIndex::line_end) == 0 && (ends[columns - 1] & CsvIndex::line_end) != 0;
}

// No quote but around whole cells: then its cells are what everybody takes for its cells.
bool CsvStretches::usual(std::size_t row, std::size_t begin, std::size_t end) const {
  std::uint32_t quoted = 0;
  const std::uint32_t* const ends = index_.begin() + row;
  std::size_t from = begin;
  for (std::size_t i = 0; i < shape_.columns.size(); ++i) {
    std::size_t to = offset(ends[i]);
    if (piece_[from] == '"') {
      if ((ends[i] & CsvIndex::line_end) != 0 && piece_[to - 1] == '\r') --to;
      if (to < from + 2 || piece_[to - 1] != '"') return false;
      ++quoted;
    }
    from = offset(ends[i]) + 1;
  }
  return index_.quotes(begin, end) == 2 * quoted;
}

bool CsvStretches::in_store(std::string_view bucket) {
  if (!bucket_known_ || bucket != bucket_) {
    RowCounts nobody;
    if (names_.find(bucket, false, nobody) != run_.store) return false;
    bucket_ = bucket;
    bucket_known_ = true;
  }
  return true;
}

// "2026-10-18T12:34:56.000Z": the day mostly is that of the row before.
bool CsvStretches::instant(std::string_view text, Instant& out) {
  const auto digit = [&](std::size_t at) { return static_cast<unsigned>(text[at]) - '0'; };
  const bool usual = (text.size() == 24 && text[19] == '.' && digit(20) < 10 && digit(21) < 10 && digit(22) < 10 && text[23] == 'Z') || (text.size() == 20 && text[19] == 'Z');
  if (!usual || text[10] != 'T' || text[13] != ':' || text[16] != ':') {
    const std::optional<Instant> slow = parse_instant(text);
    if (slow) out = *slow;
    return slow.has_value();
  }
  if (text.substr(0, 10) != day_text_) {
    const std::optional<Date> date = parse_date(text.substr(0, 10));
    if (!date) return false;
    day_text_ = text.substr(0, 10);
    day_ = midnight(*date);
  }
  const unsigned h1 = digit(11), h2 = digit(12), m1 = digit(14), m2 = digit(15), s1 = digit(17), s2 = digit(18);
  const unsigned hours = h1 * 10 + h2;
  if ((h1 | h2 | m1 | m2 | s1 | s2) > 15 || h1 > 2 || h2 > 9 || m1 > 5 || m2 > 9 || s1 > 5 || s2 > 9 || hours > 23) return false;
  out = day_ + hours * 3600 + (m1 * 10 + m2) * 60 + s1 * 10 + s2;
  return true;
}

// By what the policy asks of tags. no_id: to be read in the usual way.
std::uint32_t CsvStretches::number_of_tags(std::string_view text) {
  if (text == tags_text_ && tags_ != no_id) return tags_;
  tags_text_ = text;
  if (const auto at = tags_numbers_.find(tags_text_); at != tags_numbers_.end()) return tags_ = at->second;
  Row row;
  row.tags.emplace();
  const std::string wrong = text.empty() ? std::string() : take_cell(row, {Column::tags, "tags"}, tags_text_);
  tags_ = no_id;
  if (wrong.empty() && !row.tags->contains(quarantine_tag)) {
    row.created = run_.now;
    const ToldObject told = run_.told(row, 0);
    const ObjectView view(run_.policy, told.object);
    tags_ = tag_parts_.emplace(run_.classes.part(view, FieldSource::tag), static_cast<std::uint32_t>(tag_parts_.size())).first->second;
  }
  if (tags_numbers_.size() >= most_numbers) tags_numbers_.clear();
  tags_numbers_.emplace(tags_text_, tags_);
  return tags_;
}

std::uint32_t CsvStretches::number_of_storage(std::string_view text) {
  if (text == storage_text_ && storage_ != no_id) return storage_;
  storage_text_ = text;
  storage_ = storage_numbers_.emplace(storage_text_, static_cast<std::uint32_t>(storage_numbers_.size())).first->second;
  return storage_;
}

std::uint32_t CsvStretches::number_of_folder(std::string_view folder) {
  ObjectState object;
  object.store = run_.store;
  object.key = folder;
  const ObjectView view(run_.policy, object);
  return folder_parts_.emplace(run_.classes.part(view, FieldSource::path), static_cast<std::uint32_t>(folder_parts_.size())).first->second;
}

// Reads the cells that count. False: something in it is for the usual way to read, or to report.
bool CsvStretches::plain(std::size_t row, Plain& out) {
  if (columns_.bucket >= 0 ? !in_store(bare(cell(row, columns_.bucket))) : !in_store({})) return false;
  out.key = bare(cell(row, columns_.key));
  if (out.key.empty()) return false;
  if (columns_.encoded && (out.key.find('%') != std::string_view::npos || out.key.find('+') != std::string_view::npos)) return false;
  out.current = true;
  if (columns_.current >= 0) {
    const std::string_view text = bare(cell(row, columns_.current));
    out.current = text != "false";
    if (out.current && text != "true" && !text.empty()) return false;
  }
  if (columns_.marker >= 0) {
    const std::string_view text = bare(cell(row, columns_.marker));
    if (text != "false" && !text.empty()) return false;
  }
  out.sized = false;
  if (columns_.size >= 0) {
    const std::string_view text = bare(cell(row, columns_.size));
    out.sized = !text.empty();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out.size);
    if (out.sized && (error != std::errc() || end != text.data() + text.size())) return false;
  }
  if (!out.sized) out.size = 0;
  if (!instant(bare(cell(row, columns_.created)), out.created)) return false;
  out.accessed_cut = 0;
  if (columns_.accessed >= 0) {
    const std::string_view text = bare(cell(row, columns_.accessed));
    if (!text.empty()) {
      if (!instant(text, out.accessed)) return false;
      // As row_state() takes it: not in the future, and not before it was created.
      if (run_.classes.asks_accessed()) out.accessed_cut = run_.classes.cut(std::clamp(out.accessed, std::min(out.created, run_.now), run_.now)) + 1;
    }
  }
  out.storage = number_of_storage(columns_.storage >= 0 ? bare(cell(row, columns_.storage)) : std::string_view());
  out.tags = 0;
  if (columns_.tags >= 0) out.tags = number_of_tags(bare(cell(row, columns_.tags)));
  return out.tags != no_id;
}

// False where the key is in no order.
bool CsvStretches::enter(std::string_view key) {
  if (!last_key_.empty() && key <= last_key_) return false;
  if (stretch_.first_key.empty()) stretch_.first_key = key;
  last_key_ = key;
  const bool same = region_ && key.starts_with(folder_) && (folder_is_full_ || key.find('/', folder_.size()) == std::string_view::npos);
  if (same) return true;
  const std::string_view region = run_.folders.region(key), folder = run_.folders.folder(key);
  const bool unbounded = run_.decider.ranked().empty();
  if (region_ && (unbounded ? region_->region.folders() >= most_folders : region != region_->name)) close_region(true);
  if (!region_) {
    region_.emplace(run_);
    region_->name = region;
  }
  folder_ = folder;
  folder_is_full_ = static_cast<std::size_t>(std::count(folder.begin(), folder.end(), '/')) >= run_.folders.folder_slashes();
  folder_number_ = number_of_folder(folder);
  region_->region.enter(key);
  return true;
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
  const std::uint64_t created_cut = classes.cut(row.created);
  // Numbers that do not fit have no slot.
  if ((folder_number_ | row.tags) >> 16 != 0 || row.storage > 63 || size_cut > 62 || created_cut > 127 || row.accessed_cut > 127) return nullptr;
  const std::uint64_t key = std::uint64_t{folder_number_} | std::uint64_t{row.tags} << 16 | std::uint64_t{row.storage} << 32 | (row.sized ? size_cut : 63) << 38 |
                            created_cut << 44 | row.accessed_cut << 51 | std::uint64_t{row.current} << 58;
  Slot& slot = slots_[mixed(key) % slots];
  if (slot.key == key) return slot.of;
  bool clean = false;
  std::optional<Row> whole = read_csv_row(shape_.columns, piece_.substr(row.begin, row.end - row.begin), clean);
  if (!clean || !whole) return nullptr;
  if (!whole->current) whole->noncurrent_since = std::max(run_.now, *whole->created);
  slot = {key, &run_.classes.of(*whole, run_.told(*whole, 0))};
  return slot.of;
}

bool CsvStretches::take(const Plain& row) {
  if (!enter(row.key)) return false;
  const ObjectClass* const of = class_of(row);
  if (of == nullptr) return false;
  Region::Cell& cell = region_->region.cell(*of);
  ++cell.sum.objects;
  if (row.sized) cell.sum.bytes = cell.sum.bytes > ~std::uint64_t{0} - row.size ? ~std::uint64_t{0} : cell.sum.bytes + row.size;
  else ++cell.sum.unsized;
  cell.first = std::min(cell.first, row.created);
  if (!row.current) cell.gone = std::min(cell.gone, row.created);
  if (!run_.dates || of->one_clock) return true;
  // Its own date: only where it could be the first of all.
  bool clean = false;
  std::optional<Row> whole = read_csv_row(shape_.columns, piece_.substr(row.begin, row.end - row.begin), clean);
  if (!clean || !whole) return false;
  if (!whole->current) whole->noncurrent_since = std::max(run_.now, *whole->created);
  ToldObject told = run_.told(*whole, 0);
  if (run_.soonest(*whole, told) < tally_.next()) region_->held.push_back({std::move(*whole), std::move(told), of, region_->region.folder()});
  return true;
}

bool CsvStretches::take_slowly(std::size_t begin, std::size_t rows) {
  StoreRows all;
  std::size_t row = begin;
  for (std::size_t i = 0; i < rows; ++i, row += shape_.columns.size()) {
    const std::size_t from = row == 0 ? 0 : offset(index_.begin()[row - 1]) + 1;
    const std::size_t to = offset(index_.begin()[row + shape_.columns.size() - 1]) + 1;
    bool clean = false;
    std::optional<Row> one = read_csv_row(shape_.columns, piece_.substr(from, to - from), clean);
    if (!clean) return false;
    if (!one) continue;
    RowCounts counted;
    if (names_.take(*one, counted) != run_.store) return false;
    stretch_.counts.add(counted);
    all.rows.push_back(std::move(*one));
  }
  if (all.rows.empty()) return true;
  const std::string key = all.rows[0].key;
  if (!enter(key)) return false;
  all.settle(run_.now);
  stretch_.twice.insert(stretch_.twice.end(), all.twice.begin(), all.twice.end());
  const std::vector<std::uint32_t> newer = newer_noncurrent(all.rows);
  bool current = false, gone = false;
  for (std::size_t i = 0; i < all.rows.size(); ++i) {
    Row& one = all.rows[i];
    ToldObject told = run_.told(one, newer[i]);
    const ObjectClass& of = run_.classes.of(one, told);
    Region::Cell& cell = region_->region.cell(of);
    cell.sum.add(one);
    cell.first = std::min(cell.first, *one.created);
    // A key without a current object counts by its newest revision.
    if (!one.current && !current && !gone) cell.gone = std::min(cell.gone, *one.created);
    current = current || one.current;
    gone = gone || !one.current;
    if (run_.dates && !of.one_clock) region_->held.push_back({std::move(one), std::move(told), &of, region_->region.folder()});
  }
  return true;
}

Stretch CsvStretches::read(std::string_view piece) {
  piece_ = piece;
  stretch_ = {};
  last_key_.clear();
  region_.reset();
  folder_.clear();
  index_.build(piece);
  const std::size_t columns = shape_.columns.size();
  bool usable = !index_.in_quotes();
  Plain row;
  for (std::size_t at = 0, begin = 0; usable && at < index_.size();) {
    usable = whole_row(at);
    if (!usable) break;
    // The revisions of its key.
    std::size_t rows = 1;
    const std::string_view key = cell(at, columns_.key);
    while (whole_row(at + rows * columns) && cell(at + rows * columns, columns_.key) == key) ++rows;
    const std::size_t end = offset(index_.begin()[at + columns - 1]) + 1;
    row.begin = begin;
    row.end = end;
    if (rows == 1 && usual(at, begin, end) && plain(at, row)) {
      ++stretch_.counts.rows;
      usable = take(row);
    } else {
      usable = take_slowly(at, rows);
    }
    at += rows * columns;
    begin = offset(index_.begin()[at - 1]) + 1;
  }
  stretch_.unusable = !usable;
  stretch_.last_key = last_key_;
  if (region_) close_region(false);
  return std::move(stretch_);
}

}  // namespace shelflife
