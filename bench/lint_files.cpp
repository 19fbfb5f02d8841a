// `check` on very many small policies and on one large one, beside the bare reading of the same files and, where it is there,
// oxlint on as many bytes of JavaScript. Prints seconds and ratios of one run, with one and with two processors.
// usage: lint_files SHELFLIFE OXLINT|- [FILES [LARGE_MB]]
#include <fcntl.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "bench/run_build.hpp"

namespace fs = std::filesystem;

namespace {

// One team's policy for its own bucket: some half a KiB.
std::string policy(std::size_t i) {
  const std::string n = std::to_string(i);
  return "layout \"ml/{stage}/{project}/{model}/{version}/\"\n"
         "label stage in dev, staging, production required\n"
         "store team" + n + " on s3 \"acme-ml-" + n + "\" { region \"eu-central-1\" versioning on recoverable for 14 days encryption managed\n"
         "  public_access off access_log to \"acme-logs\" }\n"
         "rule dev \"cheap\" by \"team " + n + "\" where stage == dev { keep latest " + std::to_string(2 + i % 9) + " versions per model delete after " + std::to_string(10 + i % 20) + " days }\n"
         "rule staging \"two months\" by \"team " + n + "\" where stage == staging { move to cool after 30 days delete after " + std::to_string(60 + i % 60) + " days }\n"
         "rule production \"kept\" by \"team " + n + "\" where stage == production { keep for 10 years move to archive after " + std::to_string(180 + i % 700) + " days }\n"
         "rule uploads \"billed\" by \"team " + n + "\" { abort uploads after 7 days }\n";
}

std::string script(std::size_t i) {
  const std::string n = std::to_string(i);
  return "export const team" + n + " = {\n  bucket: \"acme-ml-" + n + "\",\n  dev: (o) => (o.age > " + std::to_string(10 + i % 20) + " && o.rank > " + std::to_string(2 + i % 9) +
         " ? remove(o, \"old\") : keep(o)),\n  staging: [\n    (o) => (o.age > 30 ? move(o, \"cool\") : keep(o)),\n    (o) => (o.age > " + std::to_string(60 + i % 60) +
         " ? remove(o, \"old\") : keep(o)),\n  ],\n  production: (o) => {\n    if (o.age > " + std::to_string(180 + i % 700) +
         ") {\n      return move(o, \"archive\");\n    }\n    return keep(o);\n  },\n  uploads: { abort: 7 },\n};\n";
}

// A rule of the large file.
std::string rule(std::size_t i) {
  const std::string n = std::to_string(i);
  return "rule r" + n + " \"project " + n + "\" by \"ml\" on s" + std::to_string(i / 300) + " where project == p" + n + " and stage == dev {\n  keep for 10 days\n  delete after " + std::to_string(20 + i % 30) + " days\n}\n";
}
std::string large(std::size_t bytes) {
  std::string out = "layout \"ml/{stage}/{project}/{model}/{version}/\"\nlabel stage in dev, staging, production required\n";
  std::string rules;
  for (std::size_t i = 0; out.size() + rules.size() < bytes; ++i) {
    if (i % 300 == 0) out += "store s" + std::to_string(i / 300) + " on s3 \"acme-ml-" + std::to_string(i / 300) + "\" { versioning on }\n";
    rules += rule(i);
  }
  return out + rules;
}

struct Took {
  double wall = 0, cpu = 0, mib = 0;
};
Took run(const std::vector<const char*>& words, int processors) {
  const auto begin = std::chrono::steady_clock::now();
  const pid_t child = ::fork();
  if (child == 0) {
    if (processors == 1) {
      cpu_set_t one;
      CPU_ZERO(&one);
      CPU_SET(0, &one);
      ::sched_setaffinity(0, sizeof one, &one);
    }
    const int nowhere = ::open("/dev/null", O_WRONLY);
    ::dup2(nowhere, STDOUT_FILENO);
    ::dup2(nowhere, STDERR_FILENO);
    std::vector<char*> args;
    for (const char* word : words) args.push_back(const_cast<char*>(word));
    args.push_back(nullptr);
    ::execv(args[0], args.data());
    ::_exit(127);
  }
  int status = 0;
  rusage usage{};
  ::wait4(child, &status, 0, &usage);
  const auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6; };
  Took took{std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(), seconds(usage.ru_utime) + seconds(usage.ru_stime), static_cast<double>(usage.ru_maxrss) / 1024};
  if (!WIFEXITED(status) || WEXITSTATUS(status) == 127) std::printf("  %s did not run\n", words[0]);
  return took;
}
Took best_of(int turns, const std::vector<const char*>& words, int processors) {
  Took best = run(words, processors);
  for (int i = 1; i < turns; ++i) {
    const Took again = run(words, processors);
    if (again.wall < best.wall) best = again;
  }
  return best;
}

double bare_read(const std::vector<std::string>& files) {
  double best = 1e9;
  std::vector<char> buffer(std::size_t{1} << 20U);
  for (int turn = 0; turn < 3; ++turn) {
    const auto begin = std::chrono::steady_clock::now();
    for (const std::string& file : files) {
      const int handle = ::open(file.c_str(), O_RDONLY);
      while (::read(handle, buffer.data(), buffer.size()) > 0) {
      }
      ::close(handle);
    }
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  }
  return best;
}

void tell(const char* what, const Took& took, double bare) {
  std::printf("  %-26s %8.3f s wall %8.3f s CPU %7.1f MiB   %6.1fx the bare reading\n", what, took.wall, took.cpu, took.mib, took.wall / bare);
  std::fflush(stdout);
}

}  // namespace

int main(int count, char** words) {
  if (count < 3) {
    std::fprintf(stderr, "usage: %s SHELFLIFE OXLINT|- [FILES [LARGE_MB]]\n", words[0]);
    return 2;
  }
  const char* const shelflife = words[1];
  const bool peer = words[2][0] != '-' && ::access(words[2], X_OK) == 0;
  const std::size_t files = count > 3 ? std::strtoull(words[3], nullptr, 10) : 10000;
  const std::size_t megabytes = count > 4 ? std::strtoull(words[4], nullptr, 10) : 100;
  char folder[] = "/tmp/shelflife-lint-XXXXXX";
  if (::mkdtemp(folder) == nullptr) return 2;
  const fs::path root(folder);
  std::vector<std::string> ours;
  std::size_t our_bytes = 0, their_bytes = 0;
  fs::create_directories(root / "shelf");
  fs::create_directories(root / "js");
  for (std::size_t i = 0; i < files; ++i) {
    const std::string text = policy(i);
    our_bytes += text.size();
    ours.push_back((root / "shelf" / (std::to_string(i) + ".shelf")).string());
    bench::write_text(ours.back(), text);
  }
  for (std::size_t i = 0; peer && their_bytes < our_bytes; ++i) {
    const std::string text = script(i) + script(i + files);
    their_bytes += text.size();
    bench::write_text((root / "js" / (std::to_string(i) + ".js")).string(), text);
  }
  const std::string shelf_folder = (root / "shelf").string(), js_folder = (root / "js").string();
  double bare = bare_read(ours);
  std::printf("%zu files, %.1f MB; bare open, read, close with one processor: %.3f s\n", files, static_cast<double>(our_bytes) / 1e6, bare);
  for (const int processors : {1, 2}) {
    const Took we = best_of(3, {shelflife, "check", "-q", shelf_folder.c_str()}, processors);
    tell(processors == 1 ? "check, 1 processor" : "check, 2 processors", we, bare);
    if (!peer) continue;
    const Took they = best_of(3, {words[2], js_folder.c_str()}, processors);
    tell(processors == 1 ? "oxlint, 1 processor" : "oxlint, 2 processors", they, bare);
    std::printf("  check is %.2fx as fast as oxlint\n", they.wall / we.wall);
  }
  const std::string one = (root / "large.shelf").string(), other = (root / "large.js").string();
  for (std::size_t mb = 1; mb <= megabytes; mb *= 10) {
    const std::string text = large(mb * 1000000);
    bench::write_text(one, text);
    bare = bare_read({one});
    std::printf("one file of %zu MB; bare reading: %.4f s\n", mb, bare);
    tell("check, 2 processors", best_of(1, {shelflife, "check", "-q", one.c_str()}, 2), bare);
    if (!peer) continue;
    std::string js;
    for (std::size_t i = 0; js.size() < text.size(); ++i) js += script(i);
    bench::write_text(other, js);
    tell("oxlint, 2 processors", best_of(1, {words[2], other.c_str()}, 2), bare);
  }
  fs::remove_all(root);
  return 0;
}
