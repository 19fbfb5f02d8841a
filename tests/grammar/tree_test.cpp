// The tree keeps every byte, whatever the bytes are.
#include <doctest/doctest.h>

#include <algorithm>

#include "support.hpp"

namespace {

using namespace shelflife;
using namespace shelflife::test;

TEST_CASE("leaves tile every policy we have, nodes balance") {
  for (const auto& path : all_policies()) {
    CAPTURE(path.string());
    CHECK(fault_of(tree_of(read_file(path))) == "");
  }
}

TEST_CASE("comments stand between the nodes, not in them") {
  const Tree tree = tree_of("# a\nlet x = 1 day # b\n# c\nrule r { # d\n  keep forever # e\n  # f\n}\n# g\n");
  CHECK(fault_of(tree) == "");
  std::vector<std::pair<std::size_t, Kind>> found;  // depth of each comment
  std::size_t depth = 0;
  for (const Event& event : tree.events) {
    if (event.type == EventType::open) ++depth;
    if (event.type == EventType::close) --depth;
    if (event.kind == Kind::comment) found.emplace_back(depth, event.kind);
  }
  REQUIRE(found.size() == 7);
  for (std::size_t i = 0; i < 7; ++i) CHECK(found[i].first == (i < 3 || i == 6 ? 0 : 1));
}

TEST_CASE("a gap wider than an event can say is a leaf of its own") {
  const std::string wide(200'000, ' ');
  for (const std::string& text : {wide + "let x = 1 day", "let" + wide + "x = 1 day", "let x = 1 day" + wide,
                                  "let x" + wide + "# c\n" + wide + "= 1 day", wide}) {
    CHECK(fault_of(tree_of(text)) == "");
    CHECK(tree_of(text).events.size() < 20);
  }
}

TEST_CASE("what did not parse is in an error node") {
  const Tree tree = tree_of("rule r { keep never # why\n keep forever }");
  CHECK(fault_of(tree) == "");
  const auto errors = std::count_if(tree.events.begin(), tree.events.end(), [](const Event& e) {
    return e.type == EventType::open && e.kind == Kind::error;
  });
  CHECK(errors == 1);
  const auto comments = std::count_if(tree.events.begin(), tree.events.end(),
                                      [](const Event& e) { return e.kind == Kind::comment; });
  CHECK(comments == 1);
}

}  // namespace
