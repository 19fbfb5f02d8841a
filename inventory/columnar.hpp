// Listings in formats that engines read and we do not.
#pragma once

#include <string>
#include <string_view>

namespace shelflife {

// "Parquet", "ORC" or "Avro", as a file begins; empty: none of them.
inline std::string columnar_format(std::string_view text) {
  if (text.starts_with("PAR1") || text.starts_with("PARE")) return "Parquet";
  if (text.starts_with("ORC")) return "ORC";
  return text.starts_with("Obj\x01") ? "Avro" : "";
}

}  // namespace shelflife
