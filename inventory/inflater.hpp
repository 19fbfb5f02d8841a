// Unpacks one gzip member after the other; whoever does the work.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

namespace shelflife {

struct Inflater {
  virtual ~Inflater() = default;
  virtual void begin_member() = 0;
  enum class State : std::uint8_t { more, ended, damaged };  // ended: the member is
  // Moves the four along.
  virtual State step(const std::uint8_t*& from, std::size_t& size, std::uint8_t*& into, std::size_t& room) = 0;
};

std::unique_ptr<Inflater> zlib_inflater();  // null: out of memory
// ISA-L, which is about twice as fast. Null where its library is not on this machine, or was not when this was built: it is
// looked for only when something is unpacked, so that nobody else waits for its loading.
std::unique_ptr<Inflater> isal_inflater();

}  // namespace shelflife
