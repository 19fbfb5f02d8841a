// A file that is written bit by bit and takes its place as a whole, when it is whole.
#pragma once

#include <string>
#include <string_view>

namespace shelflife::cli {

class LongFile {
 public:
  explicit LongFile(std::string path);
  ~LongFile();  // without finish(): nothing has changed
  LongFile(const LongFile&) = delete;
  LongFile& operator=(const LongFile&) = delete;

  void add(std::string_view text);
  // Forgets all that was added.
  void restart();
  // Replaces the file. Empty, or what went wrong here or before.
  std::string finish();

 private:
  void write_out();

  std::string path_, staged_, held_;
  int descriptor_ = -1;
  int error_ = 0;
};

}  // namespace shelflife::cli
