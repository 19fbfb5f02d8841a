#include <doctest/doctest.h>

#include "compiler/names.hpp"

using namespace shelflife;

TEST_CASE("the nearest spelling is at most two edits away") {
  const std::vector<std::string> names = {"stage", "owner", "project", "model", "ab"};
  CHECK(nearest("stgae", names) == "stage");  // a swap is one edit
  CHECK(nearest("Stage", names) == "stage");
  CHECK(nearest("PROJECT", names) == "project");
  CHECK(nearest("modle", names) == "model");
  CHECK(nearest("owners", names) == "owner");
  CHECK(nearest("team", names).empty());
  CHECK(nearest("xy", names).empty());  // two edits make anything of two letters
  CHECK(edit_distance("abc", "abc", 2) == 0);
  CHECK(edit_distance("abcdef", "uvwxyz", 2) == 3);
}

TEST_CASE("names and digits") {
  CHECK(is_name("a"));
  CHECK(is_name("x-1_b"));
  CHECK_FALSE(is_name("x-"));
  CHECK_FALSE(is_name("7b"));
  CHECK_FALSE(is_name(""));
  CHECK(is_digits("007"));
  CHECK_FALSE(is_digits(""));
  CHECK_FALSE(is_digits("1.5"));
}
