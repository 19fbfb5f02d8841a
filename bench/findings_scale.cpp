// CPU seconds to read, resolve and search a policy as it grows, with the exponents between sizes. Four kinds of policy: projects
// by stages spread over stores; random prefixes, ages and tags in one store, in which rules overlap and shadow each other; all
// rules on one prefix and few tags; all rules on one prefix, each with a tag of its own.
// usage: findings_scale [LARGEST]
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "compiler/findings/findings.hpp"
#include "compiler/resolve/resolve.hpp"
#include "grammar/parse.hpp"

namespace {

using namespace shelflife;

std::string number(std::size_t i) { return std::to_string(i); }

std::string spread(std::size_t rules) {
  constexpr std::size_t rules_per_store = 200;
  std::string out = "layout \"ml/{stage}/{project}/{model}/{version}/\"\nlabel stage in dev, staging, production required\nlabel status in failed, done from tag\n";
  for (std::size_t store = 0; store * rules_per_store < rules; ++store) out += "store store" + number(store) + " on s3 \"acme-ml-" + number(store) + "\" { versioning on recoverable for 14 days }\n";
  const char* const stages[] = {"dev", "staging", "production"};
  for (std::size_t i = 0; i < rules; ++i) {
    out += "rule r" + number(i) + " on store" + number(i / rules_per_store) + " where project == project" + number(i / 3) + " and stage == " + stages[i % 3] + " {\n";
    if (i % 3 == 2) {
      out += "  keep for 2 years\n  move to archive after 180 days\n";
    } else {
      if (i % 3 == 1) out += "  move to cool after 30 days\n";
      out += "  delete after " + number(45 + i % 50) + " days\n";
      if (i % 7 == 3) out += "  delete after 40 days where status == failed\n";
    }
    out += "}\n";
  }
  return out;
}

// Organisations, projects, models, stages; one in ten rules names a project only, one in three a model only.
std::string overlapping(std::size_t rules) {
  std::string out = "layout \"{org}/{project}/{model}/{stage}/\"\nlabel status in failed, succeeded from tag\nstore s on s3 \"acme-ml\" { versioning off }\n";
  std::uint64_t state = rules;
  const auto below = [&](std::uint64_t n) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return (state >> 33U) % n;
  };
  for (std::size_t i = 0; i < rules; ++i) {
    std::string key = "o" + number(below(8)) + "/p" + number(below(std::max<std::size_t>(1, rules / 20) + 1)) + "/";
    const std::uint64_t depth = below(100), days = 1 + below(400), tag = below(3), action = below(3);
    if (depth >= 10) key += "m" + number(below(51)) + "/";
    if (depth >= 40) key += std::string(below(3) == 0 ? "dev" : below(2) == 0 ? "staging" : "prod") + "/";
    out += "rule r" + number(i) + " where key starts with \"" + key + "\"" + (tag == 0 ? " and status == failed" : tag == 1 ? " and status == succeeded" : "") + " { ";
    out += action == 0 ? "delete after " + number(days) : action == 1 ? "keep for " + number(days) : "move to archive after " + number(days);
    out += " days }\n";
  }
  return out;
}

std::string one_prefix(std::size_t rules, bool own_tag) {
  std::string out = "layout \"ml/{stage}/{model}/\"\nlabel stage in dev, staging, production required\nlabel owner required from tag\nstore s on s3 \"acme-ml\" { versioning off }\n";
  for (std::size_t i = 0; i < rules; ++i) {
    const std::string owner = own_tag ? "u" + number(i) : "u" + number(i % 3);
    out += "rule r" + number(i) + " where stage == dev and owner == " + owner + " { " + (i % 2 == 0 ? "delete after " : "keep for ") + number(1 + i * 7919 % 3000) + " days }\n";
  }
  return out;
}

double cpu() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

struct Times {
  double parse = 1e9, resolve = 1e9, findings = 1e9;
  std::size_t found = 0;
  bool undecided = false;
};

Times measure(const std::string& text, int turns) {
  Times best;
  for (int turn = 0; turn < turns; ++turn) {
    SourceManager sources;
    Diagnostics diagnostics;
    const FileId root = sources.add("policy.shelf", text);
    const double start = cpu();
    parse(sources, root, diagnostics);
    const double parsed = cpu();
    const Policy policy = resolve(sources, root, [](const std::string&) { return std::nullopt; }, diagnostics);  // parses again
    const double resolved = cpu();
    const std::vector<Finding> found = find_findings(policy, Lowered{}, &sources);
    const double done = cpu();
    if (diagnostics.has_errors()) std::exit((std::fprintf(stderr, "the policy has errors\n"), 1));
    best.parse = std::min(best.parse, parsed - start);
    best.resolve = std::min(best.resolve, resolved - parsed - (parsed - start));
    best.findings = std::min(best.findings, done - resolved);
    best.found = found.size();
    best.undecided = std::any_of(found.begin(), found.end(), [](const Finding& f) { return f.code == Code::findings_undecided; });
  }
  return best;
}

}  // namespace

int main(int count, char** words) {
  const std::size_t largest = count > 1 ? std::strtoull(words[1], nullptr, 10) : 100000;
  bool fine = true;
  for (const char* kind : {"spread", "overlapping", "one prefix, three tags", "one prefix, a tag each"}) {
    const std::string name = kind;
    std::printf("%s\n%9s %9s %9s %9s %9s %9s %9s\n", kind, "rules", "parse s", "resolve s", "find s", "/parse", "exponent", "found");
    double last = 0;
    for (std::size_t rules = 10; rules <= largest; rules *= 10) {
      const std::string text = name == "spread" ? spread(rules) : name == "overlapping" ? overlapping(rules) : one_prefix(rules, name.ends_with("each"));
      const Times t = measure(text, rules < 100000 ? 5 : 3);
      std::printf("%9zu %9.4f %9.4f %9.4f %9.2f ", rules, t.parse, t.resolve, t.findings, t.findings / t.parse);
      if (last > 0) std::printf("%9.2f ", std::log10(t.findings / last));
      else std::printf("%9s ", "");
      std::printf("%9zu%s\n", t.found, t.undecided ? " (some undecided)" : "");
      std::fflush(stdout);
      last = t.findings;
      fine = fine && t.findings < 30;
    }
  }
  return fine ? 0 : 1;
}
