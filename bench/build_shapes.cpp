// Build time of policies of awkward shapes: everything in one store, keeps over everything, and an adversary. Each has to
// end, with outputs or with what is wrong. usage: build_shapes SHELFLIFE
#include <random>

#include "bench/run_build.hpp"

namespace {

constexpr unsigned most_seconds = 60;
const std::string layout = "layout \"ml/{stage}/{project}/{model}/{version}/\"\n";
const std::string labels = layout + "label stage in dev, staging, production required\nlabel status in failed, done from tag\n";
const std::string versioned = "store a on s3 \"acme-ml\" { versioning on recoverable for 14 days }\n";

std::string days(std::size_t n) { return std::to_string(n) + " days }\n"; }
std::string rule(const std::string& name, std::size_t i, const std::string& where) { return "rule " + name + std::to_string(i) + " where " + where + " { "; }

std::string overlapping_prefixes() {
  std::string out = labels + versioned;
  for (std::size_t i = 0; i < 1000; ++i) {
    const std::string project = "p" + std::to_string(i % 17), model = "m" + std::to_string(i % 29);
    const std::string where = i % 4 == 0   ? "stage == dev"
                              : i % 4 == 1 ? "stage == dev and project == " + project
                              : i % 4 == 2 ? "stage == dev and project == " + project + " and model == " + model
                                           : "key starts with \"ml/dev/" + project + "/" + model + "\"";
    out += rule("r", i, where) + "delete after " + days(30 + i % 200);
  }
  return out;
}

std::string keeps_over_deletes() {
  std::string out = labels + versioned;
  for (std::size_t i = 0; i < 400; ++i) {
    const std::string project = "stage == dev and project == p" + std::to_string(i);
    out += rule("d", i, project) + "delete after " + days(30 + i % 200);
    out += rule("k", i, project + " and model == m" + std::to_string(i % 9)) + "keep for " + days(100 + i % 300);
  }
  return out;
}

std::string all_to_the_plan() {
  std::string out = labels + "store a on gcs \"acme-ml\" { }\n";
  for (std::size_t i = 0; i < 100000; ++i) out += rule("r", i, "project == p" + std::to_string(i) + " and status == failed") + "delete after " + days(30 + i % 50);
  return out;
}

// Each delete leaves out a value of two labels, each keep holds some values of three: exact cutting is exponential.
std::string adversary() {
  std::minstd_rand random(1);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random()) % n; };
  const auto label = [&](std::size_t i) { return "l" + std::to_string(i % 6); };
  const auto value = [&] { return "v" + std::to_string(below(8)); };
  std::string out = "layout \"ml/{model}/{version}/\"\n";
  for (std::size_t i = 0; i < 6; ++i) out += "label " + label(i) + " in v0, v1, v2, v3, v4, v5, v6, v7 from tag\n";
  out += "store a on s3 \"acme-ml\" { }\n";
  for (std::size_t i = 0; i < 300; ++i) {
    const std::size_t a = below(6);
    out += rule("d", i, label(a) + " != " + value() + " and " + label(a + 1 + below(5)) + " != " + value()) + "delete after " + days(30 + i % 200);
    out += rule("k", i, label(a) + " in (v0, " + value() + ") and " + label(a + 1) + " != " + value() + " and " + label(a + 3) + " in (v1, " + value() + ")") + "keep for " + days(300 + i);
  }
  return out;
}

std::string team_files(const std::string& folder) {
  std::string root, teams = "label team in t0";
  for (std::size_t t = 0; t < 100; ++t) {
    const std::string team = "t" + std::to_string(t);
    root += "import \"" + team + ".shelf\" where team == " + team + "\n";
    if (t > 0) teams += ", " + team;
    std::string text;
    for (std::size_t i = 0; i < 8; ++i) text += rule("r", i, "stage == dev and project == p" + std::to_string(i)) + "delete after " + days(30 + i);
    if (!bench::write_text(folder + "/" + team + ".shelf", text)) return {};
  }
  return root + labels + teams + " from tag\n" + versioned;
}

}  // namespace

int main(int count, char** words) {
  char folder[] = "/tmp/shelflife-shapes-XXXXXX";
  if (count < 2 || ::mkdtemp(folder) == nullptr) {
    std::fprintf(stderr, "usage: %s SHELFLIFE\n", words[0]);
    return 2;
  }
  const std::string policy = std::string(folder) + "/policy.shelf", output = std::string(folder) + "/out";
  const std::pair<const char*, std::string> shapes[] = {
      {"1000 rules over overlapping prefixes of a store", overlapping_prefixes()},
      {"400 keeps over 400 deletes of a store", keeps_over_deletes()},
      {"100 team files", team_files(folder)},
      {"100000 rules of a store, all to the plan", all_to_the_plan()},
      {"300 keeps cut 300 deletes over 6 labels", adversary()},
  };
  bool hung = false;
  std::printf("%-50s %10s %9s  %s\n", "shape", "seconds", "MiB", "ended");
  for (const auto& [name, text] : shapes) {
    if (!bench::write_text(policy, text)) return 2;
    const bench::Run run = bench::run_build(words[1], policy, output, most_seconds);
    hung |= run.status != 0 && run.status != 1;
    std::printf("%-50s %10.3f %9.1f  %s\n", name, run.seconds, run.mib, run.status == 0 ? "built" : run.status == 1 ? "refused" : "FAILED");
    std::fflush(stdout);
  }
  if (std::system((std::string("rm -rf '") + folder + "'").c_str()) != 0) return 2;
  return hung ? 1 : 0;
}
