// Unpacks gzip, of one member or several, piece by piece.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace shelflife {

struct Inflater;

bool is_gzip(std::string_view bytes);

class Gunzip {
 public:
  // Gives packed bytes, at most so many; 0 at the end.
  using Read = std::function<std::size_t(char* into, std::size_t size)>;
  explicit Gunzip(Read read);
  // `inflater`: who does the work; null: the fastest there is.
  Gunzip(Read read, std::unique_ptr<Inflater> inflater);
  ~Gunzip();

  // Fills `into` as far as there is something; less than `size` at the end and where something is wrong.
  std::size_t read(char* into, std::size_t size);
  const std::string& problem() const { return problem_; }  // the data is cut off or damaged

 private:
  struct Stream;
  bool fill();

  Read read_;
  std::unique_ptr<Stream> stream_;
  std::string problem_;
  bool ended_ = false;   // the packed bytes have
  bool member_ = false;  // inside of one
};

}  // namespace shelflife
