#include "inventory/csv_pieces.hpp"

#include <algorithm>

#include "inventory/csv_rows.hpp"

namespace shelflife {

namespace {

constexpr std::size_t longest = 1 << 28;  // of what cannot be cut

}  // namespace

std::string_view csv_key(std::string_view text, std::size_t row, std::size_t column) {
  bool quoted = false;
  std::size_t at = 0, begin = row;
  for (std::size_t i = row; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (quoted || (text[i] != ',' && text[i] != '\n')) continue;
    if (at == column) {
      const std::string_view cell = text.substr(begin, i - begin);
      return cell.size() >= 2 && cell.front() == '"' ? cell.substr(1, cell.size() - 2) : cell;
    }
    ++at;
    begin = i + 1;
    if (text[i] == '\n') break;
  }
  return {};
}

CsvPieces::CsvPieces(Read read, const CsvShape& shape) : read_(std::move(read)), skip_(shape.begin) {
  const auto key = std::find_if(shape.columns.begin(), shape.columns.end(), [](const CsvColumn& c) { return c.column == Column::key || c.column == Column::encoded_key; });
  key_column_ = static_cast<std::size_t>(key - shape.columns.begin());
}

// Where the last key that has another one before it begins; 0: nowhere. Back from the end, since that is near.
std::size_t CsvPieces::cut(std::string_view text) const {
  bool quoted = count_quotes(text) % 2 != 0;
  std::size_t later = std::string_view::npos;  // the row after the one that is looked at
  bool whole = false;                          // what is looked at ends within the text
  for (std::size_t i = text.size(); i-- > 0;) {
    if (text[i] == '"') quoted = !quoted;
    if (quoted || text[i] != '\n') continue;
    if (whole) {
      if (later != std::string_view::npos && csv_key(text, i + 1, key_column_) != csv_key(text, later, key_column_)) return later;
      later = i + 1;
    }
    whole = true;
  }
  return later != std::string_view::npos && csv_key(text, 0, key_column_) != csv_key(text, later, key_column_) ? later : 0;
}

char* CsvPiece::room(std::size_t more) {
  if (size_ + more > capacity_) {
    capacity_ = size_ + more;
    auto larger = std::make_unique_for_overwrite<char[]>(capacity_);
    std::copy_n(data_.get(), size_, larger.get());
    data_ = std::move(larger);
  }
  return data_.get() + size_;
}

bool CsvPieces::next(CsvPiece& piece, std::size_t size) {
  piece.cut(0);
  if (ended_ || cannot_) return false;
  std::copy(rest_.begin(), rest_.end(), piece.room(rest_.size() + size));
  piece.grow(rest_.size());
  for (std::size_t wanted = size;; wanted *= 2) {
    while (skip_ > 0) {
      const std::size_t got = read_(piece.room(skip_), skip_);
      skip_ = got == 0 ? 0 : skip_ - got;
    }
    const std::size_t got = read_(piece.room(wanted), wanted);
    piece.grow(got);
    if (got < wanted) {
      ended_ = true;
      if (piece.size() > 0 && piece.text().back() != '\n') {
        *piece.room(1) = '\n';
        piece.grow(1);
      }
      cannot_ = count_quotes(piece.text()) % 2 != 0;
      return piece.size() > 0 && !cannot_;
    }
    const std::size_t end = cut(piece.text());
    if (end > 0) {
      rest_ = piece.text().substr(end);
      piece.cut(end);
      return true;
    }
    if (piece.size() > longest) {
      cannot_ = true;
      return false;
    }
  }
}

}  // namespace shelflife
