// Charts as inline SVG. Colours are classes of the page's style; shapes and labels say the same without them.
#pragma once

#include <string>

#include "report/page.hpp"

namespace shelflife::report {

// `id`: unique on the page; the ids inside begin with it.
std::string to_svg(const Bars& chart, const std::string& id);
std::string to_svg(const Timeline& chart, const std::string& id);
std::string to_svg(const Lines& chart, const std::string& id);

}  // namespace shelflife::report
