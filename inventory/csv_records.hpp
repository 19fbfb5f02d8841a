// CSV (RFC 4180) of moderate size, record by record.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace shelflife {

// Cells of the record that begins at `at`, which moves behind it: a quoted cell may hold line breaks. False at the end of the text.
// `open`: a quote was never closed, so that the rest of the text is one cell.
bool next_csv_record(std::string_view text, std::size_t& at, std::vector<std::string>& cells, bool& open);

}  // namespace shelflife
