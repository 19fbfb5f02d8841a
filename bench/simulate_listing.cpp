// What `shelflife simulate` costs on large listings: CPU and wall seconds, peak memory, and their ratios, in one run, to reading the
// same bytes, to unpacking them, and to peers that are asked the same question.
// usage: simulate_listing SHELFLIFE [ROWS [PEER]]; PEER is a command that gets the path of the CSV and prints how many objects it deletes.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "inventory/gunzip.hpp"

namespace {

constexpr const char* columns = "bucket,key,version_id,-,-,size,last_modified,storage_class,tags,-";

constexpr const char* policy = R"(layout "{org}/{project}/{model}/{stage}/{version}/{run_id}/"
label stage in dev, staging, prod
label marked in dev, staging, prod from tag "stage"
label status in succeeded, failed from tag "status"
store artifacts on s3 "ml-artifacts-prod" { versioning off }
rule dev where stage == dev {
  keep latest 5 versions per stage
  delete after 14 days
}
rule failed where stage == dev and status == failed { delete after 3 days }
rule staging where stage == staging {
  keep latest 10 versions per stage
  delete after 60 days
}
rule production where marked == prod {
  keep forever
  move to archive after 365 days
}
)";

std::uint64_t mixed(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15ULL;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

// Days since 1970 as a date.
std::string date_text(std::int64_t seconds) {
  const std::chrono::sys_seconds at{std::chrono::seconds(seconds)};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(at - day);
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.000Z", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
  return text.data();
}

// S3 Inventory's columns, with tags and last access; every cell quoted; in the order of the keys, byte by byte.
template <class Write>
void generate(std::uint64_t rows, const Write& write) {
  constexpr std::int64_t now = 1793491200;  // 2026-11-01
  constexpr std::array<const char*, 9> files{"README.md", "checkpoint.pt", "config.json", "metrics.json", "model.safetensors", "optimizer.pt", "tokenizer.json", "train.log", "vocab.txt"};
  constexpr std::array<const char*, 6> owners{"ads", "ranking", "research", "search", "speech", "vision"};
  std::uint64_t made = 0;
  for (std::uint64_t model = 0; made < rows; ++model) {
    std::array<char, 96> path{};
    std::snprintf(path.data(), path.size(), "acme/project-%04u/model-%06u/", static_cast<unsigned>(model / 20), static_cast<unsigned>(model));
    for (const char* stage : {"dev", "prod", "staging"}) {
      const std::uint64_t versions = stage[0] == 'd' ? 400 + mixed(model) % 400 : stage[0] == 's' ? 60 + mixed(model) % 60 : 20;
      for (std::uint64_t version = 0; version < versions && made < rows; ++version) {
        const std::uint64_t random = mixed(model * 100003 + version * 31 + static_cast<unsigned char>(stage[0]));
        const std::int64_t created = now - 7200 - static_cast<std::int64_t>(versions - version) * 86400 * (stage[0] == 'p' ? 40 : 1) / 2;
        const bool failed = random % 10 == 0;
        for (std::size_t file = 0; file < files.size() && made < rows; ++file, ++made) {
          std::array<char, 640> row{};
          const int size = std::snprintf(row.data(), row.size(),
              "\"ml-artifacts-prod\",\"%s%s/v%05u/run-%08x/%s\",\"%016llx%016llx\",\"true\",\"false\",\"%llu\",\"%s\",\"%s\",\"stage=%s&status=%s&owner=%s\",\"%s\"\n",
              path.data(), stage, static_cast<unsigned>(version), static_cast<unsigned>(random), files[file], static_cast<unsigned long long>(mixed(random + file)),
              static_cast<unsigned long long>(mixed(random - file)), static_cast<unsigned long long>(mixed(random * 7 + file) % (file % 4 == 3 ? 1ULL << 34 : 1ULL << 20)),
              date_text(created + static_cast<std::int64_t>(file) * 7).c_str(), random % 16 == 0 ? "STANDARD_IA" : "STANDARD", stage, failed ? "failed" : "succeeded",
              owners[model % owners.size()], date_text(created + static_cast<std::int64_t>(random % 86400)).c_str());
          write(std::string_view(row.data(), static_cast<std::size_t>(size)));
        }
      }
    }
  }
}

struct Cost {
  double wall = 0, cpu = 0;
  long peak = 0;  // KiB
  std::string out;
};

double seconds(const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6; }

template <class Work>
Cost child(const Work& work) {
  std::array<int, 2> pipe{};
  if (::pipe(pipe.data()) != 0) std::exit(2);
  const auto begun = std::chrono::steady_clock::now();
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::dup2(pipe[1], 1);
    ::close(pipe[0]);
    ::close(pipe[1]);
    work();
    std::fflush(stdout);
    ::_exit(0);
  }
  ::close(pipe[1]);
  Cost cost;
  std::array<char, 4096> part{};
  for (ssize_t got = 0; (got = ::read(pipe[0], part.data(), part.size())) > 0;) cost.out.append(part.data(), static_cast<std::size_t>(got));
  ::close(pipe[0]);
  int status = 0;
  rusage usage{};
  ::wait4(pid, &status, 0, &usage);
  cost.wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  cost.cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  cost.peak = usage.ru_maxrss;
  return cost;
}

Cost command(const std::string& line) {
  return child([&] { ::execl("/bin/sh", "sh", "-c", line.c_str(), nullptr); });
}

void read_part(const std::string& path, std::uint64_t begin, std::uint64_t end) {
  const int file = ::open(path.c_str(), O_RDONLY);
  std::vector<char> part(1 << 18);
  for (std::uint64_t at = begin; at < end;) {
    const ssize_t got = ::pread(file, part.data(), std::min<std::uint64_t>(part.size(), end - at), static_cast<off_t>(at));
    if (got <= 0) break;
    at += static_cast<std::uint64_t>(got);
  }
  ::close(file);
}

// The same bytes, and nothing done with them, on two threads.
Cost bare(const std::string& path, std::uint64_t size) {
  return child([&] {
    std::thread half([&] { read_part(path, size / 2, size); });
    read_part(path, 0, size / 2);
    half.join();
  });
}

Cost unpack(const std::vector<std::string>& paths) {
  return child([&] {
    const auto some = [&](std::size_t first) {
      for (std::size_t i = first; i < paths.size(); i += 2) {
        const int file = ::open(paths[i].c_str(), O_RDONLY);
        shelflife::Gunzip gunzip([&](char* into, std::size_t wanted) { return static_cast<std::size_t>(std::max<ssize_t>(0, ::read(file, into, wanted))); });
        std::vector<char> part(1 << 20);
        while (gunzip.read(part.data(), part.size()) == part.size()) {}
        ::close(file);
      }
    };
    std::thread half([&] { some(1); });
    some(0);
    half.join();
  });
}

void show(const char* what, const Cost& cost, double rows, const Cost& against, const char* name) {
  std::printf("%-34s %7.2f s wall %7.2f s CPU %6.1f million rows/s %8.1f MiB  %6.2f x %s (wall) %6.2f x (CPU)\n", what, cost.wall, cost.cpu, rows / cost.wall / 1e6,
              static_cast<double>(cost.peak) / 1024, cost.wall / against.wall, name, cost.cpu / against.cpu);
  std::fflush(stdout);
}

class File {
 public:
  explicit File(const std::string& path) : file_(std::fopen(path.c_str(), "w")) {}
  ~File() { std::fclose(file_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  void add(std::string_view text) { std::fwrite(text.data(), 1, text.size(), file_); }

 private:
  std::FILE* file_;
};

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) return std::fprintf(stderr, "usage: simulate_listing SHELFLIFE [ROWS [PEER]]\n"), 2;
  const std::uint64_t rows = count > 2 ? std::strtoull(arguments[2], nullptr, 10) : 2000000;
  std::string folder = "/tmp/shelflife-bench-XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr) return 2;
  const std::string csv = folder + "/listing.csv", shuffled = folder + "/shuffled.csv", one = folder + "/listing.csv.gz";
  std::vector<std::string> eight;
  std::uint64_t size = 0;
  {
    File(folder + "/policy.shelf").add(policy);
    File text(csv);
    gzFile packed = ::gzopen(one.c_str(), "wb6");
    std::vector<gzFile> parts;
    for (int i = 0; i < 8; ++i) {
      eight.push_back(folder + "/part-" + std::to_string(i) + ".csv.gz");
      parts.push_back(::gzopen(eight.back().c_str(), "wb6"));
    }
    std::uint64_t row = 0;
    generate(rows, [&](std::string_view line) {
      text.add(line);
      size += line.size();
      ::gzwrite(packed, line.data(), static_cast<unsigned>(line.size()));
      ::gzwrite(parts[static_cast<std::size_t>(std::min<std::uint64_t>(7, row++ * 8 / rows))], line.data(), static_cast<unsigned>(line.size()));
    });
    ::gzclose(packed);
    for (gzFile part : parts) ::gzclose(part);
  }
  const bool shuffle = command("shuf --random-source=" + csv + " " + csv + " -o " + shuffled).out.empty() && ::access(shuffled.c_str(), R_OK) == 0;
  const std::string ask = std::string(arguments[1]) + " simulate " + folder + "/policy.shelf --at 2026-11-01 --columns " + columns + " --inventory ";
  const auto total = static_cast<double>(rows);
  std::printf("%llu rows, %.2f GB\n", static_cast<unsigned long long>(rows), static_cast<double>(size) / 1e9);
  const Cost read = bare(csv, size);
  show("reading, 2 threads", read, total, read, "reading");
  const Cost usual = command(ask + csv);
  show("simulate, CSV in order", usual, total, read, "reading");
  show("simulate, decisions.csv", command(ask + csv + " --decisions " + folder + "/d.csv"), total, read, "reading");
  if (shuffle) show("simulate, shuffled", command(ask + shuffled), total, read, "reading");
  const Cost inflate = unpack({one});
  show("unpacking one .gz", inflate, total, inflate, "unpacking");
  show("simulate, one .gz", command(ask + one), total, inflate, "unpacking");
  const Cost inflate8 = unpack(eight);
  std::string all;
  for (const std::string& path : eight) all += (all.empty() ? "" : ",") + path;
  show("unpacking eight .gz, 2 threads", inflate8, total, inflate8, "unpacking");
  show("simulate, eight .gz", command(ask + all), total, inflate8, "unpacking");
  if (count > 3) {
    const Cost peer = command(std::string(arguments[3]) + " " + csv);
    std::printf("the peer deletes %s", peer.out.c_str());
    std::printf("we say\n%s", usual.out.substr(0, std::min(usual.out.size(), usual.out.find("\n\n", usual.out.find("fate")))).c_str());
    std::printf("\n");
    show("the peer, CSV in order", peer, total, usual, "simulate");
  }
  command("rm -rf " + folder);
}
