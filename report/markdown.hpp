// A report as GitHub-flavoured Markdown, for a pull request: charts are their tables, long tables are folded.
#pragma once

#include <string>

#include "report/page.hpp"

namespace shelflife::report {

std::string to_markdown(const Page& page);

}  // namespace shelflife::report
