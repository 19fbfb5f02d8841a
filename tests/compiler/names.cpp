#include <doctest/doctest.h>

#include "compiler/model/names.hpp"

using namespace shelflife;

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

TEST_CASE("the nearest name") {
  const std::vector<std::string> names = {"stage", "owner", "project"};
  CHECK(nearest_name("stgae", names) == "stage");
  CHECK(nearest_name("Stage", names) == "stage");
  CHECK(nearest_name("weight", names).empty());
}
