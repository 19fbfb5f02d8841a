#include "inventory/csv_records.hpp"

namespace shelflife {

bool next_csv_record(std::string_view text, std::size_t& at, std::vector<std::string>& cells, bool& open) {
  cells.clear();
  open = false;
  if (at >= text.size()) return false;
  cells.emplace_back();
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (open) {
      if (c != '"') cells.back() += c;
      else if (at + 1 < text.size() && text[at + 1] == '"') cells.back() += text[++at];
      else open = false;
    } else if (c == '"' && cells.back().empty()) {
      open = true;
    } else if (c == ',') {
      cells.emplace_back();
    } else if (c == '\n') {
      ++at;
      break;
    } else if (c != '\r') {
      cells.back() += c;
    }
  }
  return true;
}

}  // namespace shelflife
