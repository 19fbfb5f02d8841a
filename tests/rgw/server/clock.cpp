// Preloaded into radosgw, `radosgw-admin lc process` and the test: moves the wall clock by the seconds that the file
// $RGW_TEST_CLOCK holds, so that a lifecycle of years runs in a minute with real days, midnights and retention dates.
// Monotonic clocks stay true, so the cluster's own timeouts do.
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>

namespace {

constexpr long second = 1000000000L;

const volatile std::int64_t* map_offset() {
  static const std::int64_t none = 0;
  const char* path = std::getenv("RGW_TEST_CLOCK");
  const int file = path == nullptr ? -1 : open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return &none;
  void* mapped = mmap(nullptr, sizeof(std::int64_t), PROT_READ, MAP_SHARED, file, 0);
  close(file);
  return mapped == MAP_FAILED ? &none : static_cast<const volatile std::int64_t*>(mapped);
}

std::int64_t offset() {
  static const volatile std::int64_t* const seconds = map_offset();
  return *seconds;
}

template <typename Function>
Function next(const char* name, const char* version = nullptr) {
  void* found = version == nullptr ? nullptr : dlvsym(RTLD_NEXT, name, version);
  return reinterpret_cast<Function>(found != nullptr ? found : dlsym(RTLD_NEXT, name));
}

int true_clock(clockid_t clock, timespec* now) {
  static const auto real = next<int (*)(clockid_t, timespec*)>("clock_gettime");
  return real(clock, now);
}

}  // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* now) noexcept {
  const int result = true_clock(clock, now);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += offset();
  return result;
}

int gettimeofday(timeval* now, void*) noexcept {
  timespec exact;
  const int result = clock_gettime(CLOCK_REALTIME, &exact);
  *now = {exact.tv_sec, exact.tv_nsec / 1000};
  return result;
}

time_t time(time_t* now) noexcept {
  timespec exact;
  clock_gettime(CLOCK_REALTIME, &exact);
  if (now != nullptr) *now = exact.tv_sec;
  return exact.tv_sec;
}

// A deadline that was computed from the moved clock goes back before the kernel sees it; one on the monotonic clock
// is far smaller than any date.
int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex, const timespec* until) {
  static const auto real =
      next<int (*)(pthread_cond_t*, pthread_mutex_t*, const timespec*)>("pthread_cond_timedwait", "GLIBC_2.3.2");
  timespec deadline = *until;
  if (deadline.tv_sec > 1000000000) deadline.tv_sec -= offset();
  return real(condition, mutex, &deadline);
}

// Lifecycle workers look every 200 ms whether there is work, twice a rule; looking sooner makes a pass of 24 rules
// take 1 s for 17 s. Only under `lc process`, where RGW_TEST_HASTE is set.
int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock, const timespec* until) {
  static const auto real =
      next<int (*)(pthread_cond_t*, pthread_mutex_t*, clockid_t, const timespec*)>("pthread_cond_clockwait");
  static const bool haste = std::getenv("RGW_TEST_HASTE") != nullptr;
  timespec deadline = *until, now;
  if (clock == CLOCK_REALTIME) deadline.tv_sec -= offset();
  if (haste && clock == CLOCK_MONOTONIC && true_clock(clock, &now) == 0) {
    const long left = (until->tv_sec - now.tv_sec) * second + (until->tv_nsec - now.tv_nsec);
    if (left > second / 20 && left <= second / 5) {
      now.tv_nsec += second / 200;
      deadline = {now.tv_sec + now.tv_nsec / second, now.tv_nsec % second};
    }
  }
  return real(condition, mutex, clock, &deadline);
}

}  // extern "C"
