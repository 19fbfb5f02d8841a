// What CsvStretches makes of the cells of a plain row, with what it remembers of those before.
#include <algorithm>
#include <limits>

#include "simulate/csv_stretch.hpp"

namespace shelflife {

namespace {

constexpr std::size_t most_numbers = 1 << 16;  // texts that are remembered

}  // namespace

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

std::uint64_t CsvStretches::cut(Instant at) {
  if (at < cut_from_ || at >= cut_to_) {
    const std::vector<Instant>& cuts = run_.classes.cuts();
    cut_ = run_.classes.cut(at);
    cut_from_ = cut_ == 0 ? std::numeric_limits<Instant>::min() : cuts[cut_ - 1];
    cut_to_ = cut_ == cuts.size() ? std::numeric_limits<Instant>::max() : cuts[cut_];
  }
  return cut_;
}

// Reads the cells that count. False: something in it is for the usual way to read, or to report.
bool CsvStretches::plain(const CsvRows::Row& row, Plain& out) {
  const auto cell = [&](int column) { return column < 0 ? std::string_view() : row.cells[static_cast<std::size_t>(column)]; };
  const std::uint64_t known = remembered_ ? row.same : 0;
  remembered_ = false;
  const auto same = [&](int column) { return column >= 0 && (known >> column & 1) != 0; };
  out.key = cell(columns_.key);
  out.revision = cell(columns_.revision);
  if (!same(columns_.bucket) && !in_store(cell(columns_.bucket))) return false;
  if (columns_.encoded) {
    // In the folder of the row before there is no escape.
    const std::string_view rest = folder_is_bare_ && out.key.starts_with(folder_) ? out.key.substr(folder_.size()) : out.key;
    for (const char c : rest)
      if (c == '%' || c == '+') return false;
  }
  if (!same(columns_.current)) {
    const std::string_view text = cell(columns_.current);
    current_ = text != "false";
    if (current_ && text != "true" && !text.empty()) return false;
  }
  out.current = current_;
  if (!same(columns_.marker)) {
    const std::string_view text = cell(columns_.marker);
    if (text != "false" && !text.empty()) return false;
  }
  const std::string_view size = cell(columns_.size);
  out.sized = !size.empty();
  out.size = 0;
  if (size.size() > 18) return false;  // more than a cloud stores, and perhaps than the number holds
  for (const char c : size) {
    if (c < '0' || c > '9') return false;
    out.size = out.size * 10 + static_cast<unsigned>(c - '0');
  }
  if (!instant(cell(columns_.created), out.created)) return false;
  out.accessed_cut = 0;
  if (const std::string_view text = cell(columns_.accessed); !text.empty()) {
    Instant accessed = 0;
    if (!instant(text, accessed)) return false;
    // As row_state() takes it: not in the future, and not before it was created.
    if (run_.classes.asks_accessed()) out.accessed_cut = run_.classes.cut(std::clamp(accessed, std::min(out.created, run_.now), run_.now)) + 1;
  }
  out.storage = same(columns_.storage) ? storage_ : number_of_storage(cell(columns_.storage));
  out.tags = columns_.tags < 0 ? 0 : same(columns_.tags) ? tags_ : number_of_tags(cell(columns_.tags));
  remembered_ = out.tags != no_id;
  return remembered_;
}

}  // namespace shelflife
