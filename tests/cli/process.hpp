// Runs the command as a user would, without a shell, in folders of its own.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace shelflife::cli_test {

struct Run {
  int status = -1;  // exit status; -1: ended by a signal
  std::string out, err;
};
struct Setting {
  std::string folder = ".";  // working folder
  std::string input = {};    // standard input
  std::vector<std::string> environment = {};  // NAME=VALUE, in place of the inherited one
  long largest_file = 0;     // bytes a written file may have, as on a full disk; 0: any
  long kill_after_us = -1;   // SIGKILL after so long
};
Run run(const std::vector<std::string>& words, const Setting& setting = {});

// A folder that is removed in the end.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  // Writes a file, making its folders.
  void write(const std::string& name, const std::string& text) const;
  std::string read(const std::string& name) const;  // "" when absent
  bool has(const std::string& name) const;
  // shelflife in this folder.
  Run run(const std::vector<std::string>& words, Setting setting = {}) const;
  // Every file below `name`: relative path to mode and content.
  std::map<std::string, std::string> tree(const std::string& name = "") const;

 private:
  std::string path_;
};

// A policy whose S3 document has native rules, and one that differs from it.
std::string policy_a();
std::string policy_b();

bool contains(const std::string& text, const std::string& part);

}  // namespace shelflife::cli_test
