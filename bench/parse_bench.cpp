// What the front end costs: parse_bench MODE [MEGABYTES]. MODE is write (first), read, bytes, syntax, tree or ast; prints MB/s and the
// peak memory of the process, so run one mode a process.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>

#include "grammar/bytes.hpp"
#include "grammar/parse.hpp"
#include "grammar/tree.hpp"

namespace {

using namespace shelflife;

// A file such as a large organisation would generate: rules of four statements, some comments.
void write_policy(const char* path, std::size_t bytes) {
  std::FILE* const out = std::fopen(path, "wb");
  if (out == nullptr) std::exit(2);
  std::size_t written = 0;
  for (unsigned i = 0; written < bytes; ++i) {
    const int n = std::fprintf(out,
                               "# Experiments of team %u; see the handbook, chapter retention\n"
                               "rule experiments_%u \"cheap to make again\" by \"team-%u@acme\" where stage == dev and team == \"%u\" {\n"
                               "  keep   latest 5 versions per model where status != failed\n"
                               "  move   to cool after 30 days where size > 128 KiB\n"
                               "  delete after 14 days since accessed\n"
                               "  delete after 3 days where status == failed or (owner is missing and not promoted)\n"
                               "}\n\n",
                               i, i, i, i);
    if (n < 0) std::exit(2);
    written += static_cast<std::size_t>(n);
  }
  std::fclose(out);
}

std::string read_policy(const char* path) {
  std::FILE* const in = std::fopen(path, "rb");
  if (in == nullptr) std::exit(2);
  std::fseek(in, 0, SEEK_END);
  std::string text(static_cast<std::size_t>(std::ftell(in)), '\0');
  std::fseek(in, 0, SEEK_SET);
  if (std::fread(text.data(), 1, text.size(), in) != text.size()) std::exit(2);
  std::fclose(in);
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string mode = argc > 1 ? argv[1] : "syntax";
  const std::size_t bytes = (argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 100) * 1'000'000;
  const std::string path = std::string(std::getenv("TMPDIR") != nullptr ? std::getenv("TMPDIR") : "/tmp") + "/parse_bench.shelf";
  if (mode == "write") {
    write_policy(path.c_str(), bytes);
    return 0;
  }
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now();
  SourceManager sources;
  const FileId file = sources.add("bench.shelf", read_policy(path.c_str()));
  const auto read = Clock::now();
  const std::clock_t cpu = std::clock();
  Diagnostics diagnostics;
  std::size_t count = 0;
  if (mode == "bytes") {
    count = check_bytes(sources.source(file).text, file, 1000, diagnostics).parse ? 1 : 0;
  } else if (mode == "syntax") {
    check_syntax(sources, file, diagnostics);
  } else if (mode == "tree") {
    count = parse_tree(sources, file, diagnostics).events.size();
  } else if (mode == "ast") {
    count = parse(sources, file, diagnostics).items.size();
  } else if (mode == "declarations") {
    const ast::File parsed = parse_declarations(sources, file, diagnostics);
    count = parsed.items.size() + parsed.unread.size();
  }
  const auto end = Clock::now();
  const double cpu_seconds = static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
  const auto seconds = [](auto span) { return std::chrono::duration<double>(span).count(); };
  const double size = static_cast<double>(sources.source(file).text.size());
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("%-6s %7.1f MB: read %5.0f MB/s, %s %5.0f MB/s (%5.0f a CPU second, %.2f times the read), peak %.2f times the file, %zu errors, %zu\n",
              mode.c_str(), size / 1e6, size / 1e6 / seconds(read - begin), mode.c_str(),
              mode == "read" ? 0 : size / 1e6 / seconds(end - read), mode == "read" ? 0 : size / 1e6 / cpu_seconds, seconds(end - read) / seconds(read - begin),
              static_cast<double>(usage.ru_maxrss) * 1024 / size, diagnostics.errors(), count);
  return 0;
}
