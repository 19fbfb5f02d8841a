// A rule's manual as text: for `shelflife explain` and for the pages in docs/rules.
#pragma once

#include <string>
#include <string_view>

#include "lint/rule.hpp"

namespace shelflife::lint {

// What stands before an example that declares no store of its own: layout, labels, one store, a safeguard. It is clean itself.
std::string_view example_head();
// The example as a whole policy.
std::string whole_example(std::string_view example);

// For a terminal: what, why, how to mend it, both examples, sources. `bold`: with ANSI bold headings. Prose keeps to `width`
// columns; examples and sources are as they are.
std::string manual_text(const LintRule& rule, bool bold, std::size_t width = 100);
// docs/rules/<name>.md, and the index of all.
std::string manual_page(const LintRule& rule);
std::string index_page();

}  // namespace shelflife::lint
