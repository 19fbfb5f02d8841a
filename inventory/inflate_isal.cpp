#include "inventory/inflater.hpp"

#ifdef SHELFLIFE_ISAL
#include <dlfcn.h>
#include <isa-l/igzip_lib.h>

#include <algorithm>
#endif

namespace shelflife {

#ifdef SHELFLIFE_ISAL
namespace {

struct Library {
  decltype(&isal_inflate_init) init = nullptr;
  decltype(&isal_inflate) inflate = nullptr;

  Library() {
    void* const library = ::dlopen("libisal.so.2", RTLD_NOW | RTLD_LOCAL);  // the one whose header this was built with
    if (library == nullptr) return;
    init = reinterpret_cast<decltype(init)>(::dlsym(library, "isal_inflate_init"));
    inflate = reinterpret_cast<decltype(inflate)>(::dlsym(library, "isal_inflate"));
  }
  bool loaded() const { return init != nullptr && inflate != nullptr; }
};

class Isal : public Inflater {
 public:
  explicit Isal(const Library& library) : library_(library) {}

  void begin_member() override {
    library_.init(&state_);
    state_.crc_flag = ISAL_GZIP;
  }

  State step(const std::uint8_t*& from, std::size_t& size, std::uint8_t*& into, std::size_t& room) override {
    const auto in = static_cast<std::uint32_t>(std::min<std::size_t>(size, 1U << 30)), out = static_cast<std::uint32_t>(std::min<std::size_t>(room, 1U << 30));
    state_.next_in = const_cast<std::uint8_t*>(from);  // it only reads
    state_.avail_in = in;
    state_.next_out = into;
    state_.avail_out = out;
    const int result = library_.inflate(&state_);
    from += in - state_.avail_in;
    size -= in - state_.avail_in;
    into += out - state_.avail_out;
    room -= out - state_.avail_out;
    if (result != ISAL_DECOMP_OK) return State::damaged;
    return state_.block_state == ISAL_BLOCK_FINISH ? State::ended : State::more;
  }

 private:
  const Library& library_;
  inflate_state state_{};
};

}  // namespace

std::unique_ptr<Inflater> isal_inflater() {
  static const Library library;
  if (!library.loaded()) return nullptr;
  return std::make_unique<Isal>(library);
}
#else
std::unique_ptr<Inflater> isal_inflater() { return nullptr; }
#endif

}  // namespace shelflife
