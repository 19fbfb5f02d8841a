// What the front end costs as policies grow: reading, parsing, `check`. Each figure is of a process of its own, from its start to its
// end, on one and on two processors; ratios are to a bare read of the same file in the same run.
// usage: parse_bench SHELFLIFE [MEGABYTES]
#include <fcntl.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "grammar/bytes.hpp"
#include "grammar/parse.hpp"
#include "grammar/tree.hpp"

namespace {

using namespace shelflife;

enum class Policy { rich, sound, syntax_errors, name_errors };

constexpr const char* head =
    "layout \"ml/{stage}/{team}/{model}/{version}/{run_id}/\"\nlabel stage in dev, staging, production required\n"
    "label owner from tag\nstore artifacts on s3 \"acme-ml-artifacts\" {\n  region \"us-east-1\"\n  versioning on\n}\n"
    "rule linked where stage == dev { keep forever where referenced }\n\n";

// Rules such as a large organisation generates: rich ones of four statements and a comment, else one statement each.
void write_rule(std::FILE* out, Policy policy, unsigned i) {
  if (policy == Policy::rich) {
    std::fprintf(out,
                 "# Experiments of team %u; see the handbook, chapter retention\n"
                 "rule experiments_%u \"cheap to make again\" by \"team-%u@acme\" where stage == dev and team == \"%u\" {\n"
                 "  keep   latest 5 versions per model where status != failed\n"
                 "  move   to cool after 30 days where size > 128 KiB\n"
                 "  delete after 14 days since accessed\n"
                 "  delete after 3 days where status == failed or (owner is missing and not promoted)\n"
                 "}\n\n",
                 i, i, i, i);
    return;
  }
  const bool wrong = policy == Policy::syntax_errors ? i % 50 == 7 : policy == Policy::name_errors && i % 10 == 7;
  const char* const after = wrong && policy == Policy::syntax_errors ? "aftr" : "after";
  const char* const stage = wrong && policy == Policy::name_errors ? "dve" : "dev";
  std::fprintf(out,
               "rule team_%u \"temporary checkpoints\" by \"team-%u@acme\" where stage == %s and team == team-%u {\n"
               "  delete %s %u days where status == failed\n}\n",
               i, i, stage, i, after, i % 90 + 1);
}

double write_policy(const std::string& path, Policy policy, double bytes) {
  std::FILE* const out = std::fopen(path.c_str(), "wb");
  if (out == nullptr) std::exit(2);
  std::fputs(head, out);
  for (unsigned i = 0; static_cast<double>(std::ftell(out)) < bytes; ++i) write_rule(out, policy, i);
  const auto size = static_cast<double>(std::ftell(out));
  if (std::fclose(out) != 0) std::exit(2);
  return size;
}

void read_only(const std::string& path) {
  static char buffer[1 << 18];
  const int file = ::open(path.c_str(), O_RDONLY);
  while (::read(file, buffer, sizeof buffer) > 0) continue;
  ::close(file);
}

constexpr int small_files = 10000;

std::string small_path(const std::string& folder, int i) { return folder + "/" + std::to_string(i) + ".shelf"; }

// Each a root of its own. Returns all their bytes.
double write_files(const std::string& folder) {
  double size = 0;
  for (int i = 0; i < small_files; ++i) {
    std::FILE* const out = std::fopen(small_path(folder, i).c_str(), "wb");
    if (out == nullptr) std::exit(2);
    std::fprintf(out,
                 "# Policy of project %d.\nlayout \"ml/{stage}/{model}/{version}/\"\nlabel stage in dev, staging, production required\n\n"
                 "store artifacts on s3 \"acme-ml-%d\" {\n  region      \"us-east-1\"\n  versioning  on\n  recoverable for 14 days\n}\n\n"
                 "rule experiments \"cheap to make again\" where stage == dev {\n  delete after %d days\n}\n\n"
                 "rule production where stage == production {\n  keep for %d years\n  move to cold after 90 days\n}\n",
                 i, i, i % 90 + 1, i % 7 + 1);
    size += static_cast<double>(std::ftell(out));
    std::fclose(out);
  }
  return size;
}

void remove_files(const std::string& folder) {
  for (int i = 0; i < small_files; ++i) ::unlink(small_path(folder, i).c_str());
  ::rmdir(folder.c_str());
}

std::string text_of(const std::string& path) {
  std::FILE* const in = std::fopen(path.c_str(), "rb");
  if (in == nullptr) std::exit(2);
  std::fseek(in, 0, SEEK_END);
  std::string text(static_cast<std::size_t>(std::ftell(in)), '\0');
  std::fseek(in, 0, SEEK_SET);
  if (std::fread(text.data(), 1, text.size(), in) != text.size()) std::exit(2);
  std::fclose(in);
  return text;
}

void work(const std::string& mode, const std::string& path, const char* command) {
  if (mode == "check") {
    if (std::freopen("/dev/null", "w", stderr) == nullptr) std::exit(2);
    ::execl(command, command, "check", "--quiet", path.c_str(), static_cast<char*>(nullptr));
    std::exit(127);
  }
  if (mode == "bare read") return read_only(path);
  if (mode == "bare reads") {
    for (int i = 0; i < small_files; ++i) read_only(small_path(path, i));
    return;
  }
  SourceManager sources;
  const FileId file = sources.add("bench.shelf", text_of(path));
  Diagnostics diagnostics;
  if (mode == "byte check") check_bytes(sources.source(file).text, file, 1000, diagnostics);
  if (mode == "syntax check") check_syntax(sources, file, diagnostics);
  if (mode == "lossless tree") parse_tree(sources, file, diagnostics);
  if (mode == "typed tree, kept") parse(sources, file, diagnostics);
  if (mode == "typed tree") parse_declarations(sources, file, diagnostics);
  std::_Exit(0);  // what is not freed is not measured
}

double seconds(const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; }

// The best of some turns. Returns the wall time.
double measure(const char* name, const std::string& mode, const std::string& path, double size, int processors, double bare, const char* command) {
  double wall = 1e9, cpu = 1e9, memory = 0;
  for (int turn = 0; turn < 3; ++turn) {
    const auto begin = std::chrono::steady_clock::now();
    const pid_t child = ::fork();
    if (child == 0) {
      cpu_set_t some;
      CPU_ZERO(&some);
      for (int i = 0; i < processors; ++i) CPU_SET(static_cast<std::size_t>(i), &some);
      ::sched_setaffinity(0, sizeof some, &some);
      work(mode, path, command);
      std::_Exit(0);
    }
    int status = 0;
    rusage usage{};
    if (::wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) || WEXITSTATUS(status) > 1) {
      std::printf("%-22s %-17s FAILED\n", name, mode.c_str());
      std::exit(1);
    }
    wall = std::min(wall, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    cpu = std::min(cpu, seconds(usage.ru_utime) + seconds(usage.ru_stime));
    memory = static_cast<double>(usage.ru_maxrss) * 1024;
  }
  std::printf("%-22s %6.1f MB  %-17s %d cpu %8.4f s %7.0f MB/s %7.0f MB/s of cpu  peak %6.2f x file  %6.1f x bare read\n", name, size / 1e6,
              mode.c_str(), processors, wall, size / 1e6 / wall, size / 1e6 / cpu, memory / size, bare > 0 ? wall / bare : 1.0);
  std::fflush(stdout);
  return wall;
}

}  // namespace

int main(int count, char** words) {
  if (count < 2) {
    std::fprintf(stderr, "usage: %s SHELFLIFE [MEGABYTES]\n", words[0]);
    return 2;
  }
  const double largest = (count > 2 ? std::strtod(words[2], nullptr) : 100) * 1e6;
  char path[] = "/tmp/shelflife-parse-XXXXXX";
  const int file = ::mkstemp(path);
  if (file < 0) return 2;
  ::close(file);
  double size = write_policy(path, Policy::rich, largest);
  double bare = measure("rich rules", "bare read", path, size, 1, 0, words[1]);
  for (const char* mode : {"byte check", "syntax check", "lossless tree", "typed tree, kept", "typed tree"})
    for (const int processors : {1, 2}) measure("rich rules", mode, path, size, processors, bare, words[1]);
  const std::pair<const char*, Policy> policies[] = {
      {"one statement a rule", Policy::sound}, {"2% syntax errors", Policy::syntax_errors}, {"10% wrong names", Policy::name_errors}};
  for (const auto& [name, policy] : policies) {
    for (double bytes = largest / 100; bytes <= largest; bytes *= 10) {
      size = write_policy(path, policy, bytes);
      bare = measure(name, "bare read", path, size, 1, 0, words[1]);
      for (const int processors : {1, 2}) measure(name, "check", path, size, processors, bare, words[1]);
    }
  }
  ::unlink(path);
  char folder[] = "/tmp/shelflife-parse-XXXXXX";
  if (::mkdtemp(folder) == nullptr) return 2;
  size = write_files(folder);
  bare = measure("10,000 small files", "bare reads", folder, size, 1, 0, words[1]);
  for (const int processors : {1, 2}) measure("10,000 small files", "check", folder, size, processors, bare, words[1]);
  remove_files(folder);
  return 0;
}
