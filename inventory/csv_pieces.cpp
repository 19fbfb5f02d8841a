#include "inventory/csv_pieces.hpp"

#include <algorithm>

#include "inventory/csv_index.hpp"

namespace shelflife {

namespace {

constexpr std::size_t longest = 1 << 28;  // of what cannot be cut

}  // namespace

CsvPieces::CsvPieces(Read read, const CsvShape& shape) : read_(std::move(read)), skip_(shape.begin) {
  const auto key = std::find_if(shape.columns.begin(), shape.columns.end(), [](const CsvColumn& c) { return c.column == Column::key || c.column == Column::encoded_key; });
  key_column_ = static_cast<std::size_t>(key - shape.columns.begin());
}

// The cell of the key as it is written, in the row that begins there.
std::string_view CsvPieces::key_at(std::string_view text, std::size_t row) const {
  bool quoted = false;
  std::size_t column = 0, begin = row;
  for (std::size_t i = row; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (quoted || (text[i] != ',' && text[i] != '\n')) continue;
    if (column == key_column_) return text.substr(begin, i - begin);
    ++column;
    begin = i + 1;
    if (text[i] == '\n') break;
  }
  return {};
}

// Where the last key that has another one before it begins; 0: nowhere. Back from the end, since that is near.
std::size_t CsvPieces::cut(std::string_view text) const {
  bool quoted = count_quotes(text) % 2 != 0;
  std::size_t later = std::string_view::npos;  // the row after the one that is looked at
  for (std::size_t i = text.size(); i-- > 0;) {
    if (text[i] == '"') quoted = !quoted;
    if (quoted || text[i] != '\n' || i + 1 == text.size()) {
      // A text that ends with a line break ends with a whole row, which may have more of its key behind it.
      continue;
    }
    const std::size_t row = i + 1;
    const bool whole = text.find('\n', row) != std::string_view::npos;
    if (later != std::string_view::npos && whole && key_at(text, row) != key_at(text, later)) return later;
    later = row;
  }
  if (later != std::string_view::npos && key_at(text, 0) != key_at(text, later)) return later;
  return 0;
}

bool CsvPieces::next(std::string& piece, std::size_t size) {
  piece.clear();
  if (ended_ || cannot_) return false;
  piece.swap(rest_);
  for (std::size_t wanted = size;; wanted *= 2) {
    const std::size_t had = piece.size();
    piece.resize(had + wanted);
    const std::size_t got = read_(piece.data() + had, wanted);
    piece.resize(had + got);
    if (skip_ > 0) {
      piece.erase(0, skip_);
      skip_ = 0;
    }
    if (got < wanted) {
      ended_ = true;
      if (!piece.empty() && piece.back() != '\n') piece += '\n';
      cannot_ = count_quotes(piece) % 2 != 0;
      return !piece.empty() && !cannot_;
    }
    const std::size_t end = cut(piece);
    if (end > 0) {
      rest_.assign(piece, end, std::string::npos);
      piece.resize(end);
      return true;
    }
    if (piece.size() > longest) {
      cannot_ = true;
      return false;
    }
  }
}

}  // namespace shelflife
