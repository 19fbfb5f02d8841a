// A report as one HTML page: no script, nothing from elsewhere, readable in print, in the dark and by a screen reader.
#pragma once

#include <string>

#include "report/page.hpp"

namespace shelflife::report {

std::string to_html(const Page& page);

// What a text is in HTML and in SVG, in elements and in attributes. Control characters are shown escaped.
std::string escape_html(std::string_view text);

}  // namespace shelflife::report
