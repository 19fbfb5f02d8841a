// The command's memory. A check makes and drops a thousand small texts and lists for each file, and that was a fifth of its time: pieces of
// up to half a KiB come from lists of their size, one set of lists a thread, at a few instructions each. What is larger comes from
// malloc, and so does everything where the address space cannot be had.
#include <sys/mman.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <new>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SHELFLIFE_PLAIN_MEMORY
#endif
#endif
#if !defined(SHELFLIFE_PLAIN_MEMORY) && !defined(__SANITIZE_ADDRESS__)  // a sanitizer has its own

namespace {

constexpr std::size_t grain = 16, largest = 512, sizes = largest / grain;
constexpr std::size_t page = 4096;
constexpr std::size_t space = std::size_t{1} << 34U;  // addresses only: what is not touched takes no memory
constexpr std::uint32_t most_listed = 1024;           // pieces; beyond it a list goes to whichever thread needs one

struct Piece {
  Piece* next;
  Piece* next_list;  // of the first piece of a list that was handed over
};

// Pieces of one size that this thread may give out: dropped ones, then the rest of a page.
struct Supply {
  Piece* dropped = nullptr;
  char* at = nullptr;
  char* end = nullptr;
  std::uint32_t listed = 0;
};
constinit thread_local std::array<Supply, sizes> supplies{};

constexpr std::uintptr_t nowhere = std::uintptr_t{1} << 63U;  // no address is within `space` of it
constinit std::atomic<std::uintptr_t> base{nowhere};
constinit std::atomic<std::size_t> used{0};
constinit std::array<std::uint8_t, space / page> size_of_page{};

constinit std::mutex lists_lock;
constinit std::array<Piece*, sizes> lists{};  // handed over

void hand_over(std::size_t size, Supply& supply) {
  if (supply.dropped == nullptr) return;
  const std::lock_guard hold(lists_lock);
  supply.dropped->next_list = lists[size];
  lists[size] = supply.dropped;
  supply.dropped = nullptr;
  supply.listed = 0;
}

// What a thread leaves when it ends goes to the others.
struct Leaving {
  bool begun = false;
  ~Leaving() {
    for (std::size_t size = 0; size < sizes; ++size) hand_over(size, supplies[size]);
  }
};
thread_local Leaving leaving;

bool reserve() {
  if (base.load() != nowhere) return true;
  static std::mutex lock;
  static bool refused = false;
  const std::lock_guard hold(lock);
  if (refused || base.load() != nowhere) return !refused;
  void* const got = ::mmap(nullptr, space, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  refused = got == MAP_FAILED;
  if (!refused) base = reinterpret_cast<std::uintptr_t>(got);
  return !refused;
}

// A piece when the thread's supply is at its end; nullptr: let malloc give it.
void* supply_anew(std::size_t size, Supply& supply) {
  leaving.begun = true;
  {
    const std::lock_guard hold(lists_lock);
    if (Piece* const list = lists[size]; list != nullptr) {
      lists[size] = list->next_list;
      supply.dropped = list->next;
      supply.listed = 0;  // counted anew
      return list;
    }
  }
  if (!reserve()) return nullptr;
  const std::size_t at = used.fetch_add(page);
  if (at >= space) return nullptr;
  size_of_page[at / page] = static_cast<std::uint8_t>(size);
  const std::size_t bytes = (size + 1) * grain;
  char* const begin = reinterpret_cast<char*>(base.load(std::memory_order_relaxed) + at);
  supply.at = begin + bytes;
  supply.end = begin + page / bytes * bytes;
  return begin;
}

void* from_malloc(std::size_t bytes) {
  for (;;) {
    if (void* const got = std::malloc(bytes == 0 ? 1 : bytes); got != nullptr) return got;
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}

}  // namespace

void* operator new(std::size_t bytes) {
  if (bytes > largest) return from_malloc(bytes);
  const std::size_t size = (bytes - (bytes != 0)) / grain;
  Supply& supply = supplies[size];
  if (Piece* const piece = supply.dropped; piece != nullptr) {
    supply.dropped = piece->next;
    supply.listed -= supply.listed != 0;
    return piece;
  }
  if (supply.at != supply.end) {
    void* const piece = supply.at;
    supply.at += (size + 1) * grain;
    return piece;
  }
  void* const piece = supply_anew(size, supply);
  return piece != nullptr ? piece : from_malloc(bytes);
}

void operator delete(void* memory) noexcept {
  const std::size_t at = reinterpret_cast<std::uintptr_t>(memory) - base.load(std::memory_order_relaxed);
  if (at >= space) return std::free(memory);
  const std::size_t size = size_of_page[at / page];
  Supply& supply = supplies[size];
  auto* const piece = static_cast<Piece*>(memory);
  piece->next = supply.dropped;
  supply.dropped = piece;
  if (++supply.listed > most_listed) hand_over(size, supply);
}
void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }

#endif
