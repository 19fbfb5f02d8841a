#include "cli/long_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "cli/files.hpp"

namespace shelflife::cli {

namespace {

constexpr std::size_t most_held = 1 << 20;

}  // namespace

LongFile::LongFile(std::string path) : path_(std::move(path)), staged_(join(folder_of(path_), ".shelflife-stage-" + std::to_string(::getpid()) + "-long")) {
  descriptor_ = ::open(staged_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (descriptor_ < 0) error_ = errno;
}

LongFile::~LongFile() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  ::unlink(staged_.c_str());
}

void LongFile::add(std::string_view text) {
  held_ += text;
  if (held_.size() >= most_held) write_out();
}

void LongFile::write_out() {
  for (std::string_view left = held_; error_ == 0 && !left.empty();) {
    const ssize_t written = ::write(descriptor_, left.data(), left.size());
    if (written >= 0) left.remove_prefix(static_cast<std::size_t>(written));
    else if (errno != EINTR) error_ = errno;
  }
  held_.clear();
}

void LongFile::restart() {
  held_.clear();
  if (error_ == 0 && (::ftruncate(descriptor_, 0) != 0 || ::lseek(descriptor_, 0, SEEK_SET) != 0)) error_ = errno;
}

std::string LongFile::finish() {
  if (error_ == 0) write_out();
  if (error_ == 0 && ::rename(staged_.c_str(), path_.c_str()) != 0) error_ = errno;
  if (error_ != 0) return descriptor_ < 0 ? "`" + folder_of(path_) + "`: " + error_text(error_) : error_text(error_);
  ::close(descriptor_);
  descriptor_ = -1;
  return {};
}

}  // namespace shelflife::cli
