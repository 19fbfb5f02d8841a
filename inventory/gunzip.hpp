// Unpacks gzip, of one member or several.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace shelflife {

bool is_gzip(std::string_view bytes);
// Nothing and a `problem` where the bytes are cut off or damaged, or hold more than `most`.
std::optional<std::string> gunzip(std::string_view bytes, std::size_t most, std::string& problem);

}  // namespace shelflife
