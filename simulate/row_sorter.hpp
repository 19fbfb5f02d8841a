// Rows in the order of their stores and keys, however many there are: what does not fit into memory waits in files.
#pragma once

#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "compiler/model/policy.hpp"
#include "inventory/listing.hpp"

namespace shelflife {

class RowSorter {
 public:
  // A new, empty file that nobody else sees, open for writing and reading; null where there is none to be had.
  using NewFile = std::function<std::FILE*()>;
  // `memory`: bytes that rows may take before they go to a file.
  RowSorter(std::size_t memory, NewFile new_file);
  ~RowSorter();
  RowSorter(const RowSorter&) = delete;
  RowSorter& operator=(const RowSorter&) = delete;

  // The problem, or nothing.
  std::string add(StoreId store, Row&& row);
  // Calls `each` with all rows, by store, key, and then as StoreRows orders revisions. Once.
  std::string finish(const std::function<void(StoreId store, Row&& row)>& each);

 private:
  struct Item;
  std::string spill();

  std::size_t memory_, used_ = 0;
  NewFile new_file_;
  std::vector<Item> items_;
  std::vector<std::FILE*> files_;
};

}  // namespace shelflife
