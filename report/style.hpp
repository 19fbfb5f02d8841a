// The page's style sheet, and what the Content-Security-Policy calls it by.
#pragma once

#include <string_view>

namespace shelflife::report {

std::string_view style();       // the text between <style> and </style>
std::string_view style_hash();  // "sha256-...": of that text; tests/report says what it must be after a change

}  // namespace shelflife::report
