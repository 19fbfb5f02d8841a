// Databases as MLflow makes them, and what `simulate` says with one as its registry.
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/shell.hpp"

namespace shelflife::test {

inline const std::filesystem::path registry_tests = SHELFLIFE_SOURCE_DIR "/tests/registry";

std::string read_file(const std::filesystem::path& path);
void write_file(const std::filesystem::path& path, const std::string& text);

// A folder that is gone with the test.
struct TemporaryFolder {
  std::filesystem::path path;
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
};

// Runs SQL on a database, which it makes where there is none.
void run_sql(const std::filesystem::path& database, const std::string& sql);
// The tables of one version of MLflow (1, 2, 3), with the facts that it can hold.
void make_mlflow(const std::filesystem::path& database, int version);

struct Answer {
  int status = 0;
  std::string out;                     // both streams, the registry's folder written `@`
  std::vector<std::string> decisions;  // a row each
};
// What `simulate` says of mlflow/policy.shelf and mlflow/listing.csv.
Answer ask(const std::filesystem::path& folder, const std::string& registry, const std::string& at = "2027-04-01");

// Compares with a file of expected text, which SHELFLIFE_UPDATE=1 writes anew.
void check_golden(const std::filesystem::path& expected, const std::string& text);

}  // namespace shelflife::test
