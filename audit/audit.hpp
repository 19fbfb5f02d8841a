// The audit of a listing: takes each revision with what a run decides of it, and says what is not as it should be. Rows come once, in
// key order by store; memory holds the totals, a few examples, and the files of one package.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "audit/rules.hpp"
#include "simulate/simulation.hpp"

namespace shelflife::audit {

struct Example {
  std::string store, key, revision;
  std::string detail;         // "412 days old"; may be empty
  std::uint64_t weight = 0;   // by which examples are chosen: bytes, or seconds of age
};
struct Finding {
  Check check = Check::label_missing;
  std::string about;  // the label, the stage, what holds the objects; empty: there is one of its check
  Sum found;          // objects; of packages: packages, with the bytes of their current objects
  std::vector<Example> examples;  // heaviest first, then by store, key and revision
};
struct NotJudged {
  Check check = Check::label_missing;
  std::string because;      // "the listing has no tags, which `owner` comes from"
  std::uint64_t count = 0;  // objects or packages; 0: none could be
};
struct Audit {
  Seconds old = 0;
  std::vector<Finding> findings;      // by check, then the most bytes first
  std::vector<NotJudged> not_judged;  // by check
};

// The text of a package's manifest; nothing where there is no copy of it.
using ReadManifest = std::function<std::optional<std::string>(StoreId store, const std::string& key)>;

struct Wanted {
  Seconds old = days(180);
  std::size_t examples = 10;   // of each finding
  ReadManifest read_manifest;  // empty: contents are not compared
};

class Packages;

class Auditor {
 public:
  // `evaluator` must outlive it.
  Auditor(const Evaluator& evaluator, Wanted wanted);
  ~Auditor();
  Auditor(const Auditor&) = delete;
  Auditor& operator=(const Auditor&) = delete;

  void add(const Row& row, const ObjectState& object, const Decision& decision);
  Audit finish();  // once, after the last row

 private:
  struct Place {  // of an object, looked up once
    const Row& row;
    const ObjectState& object;
    const Decision& decision;
    const ObjectView& view;
    bool stage_read = false, production = false;
    std::string stage;
  };
  void labels(const Place& place);
  void retention(const Place& place);
  void locks(const Place& place);
  std::optional<StatementRef> due_delete(const Place& place) const;
  void find(Check check, const std::string& about, const Place& place, std::string detail, std::uint64_t weight);
  void skip(Check check, std::string because, std::uint64_t count = 1);

  friend class Packages;
  void find(Check check, const std::string& about, const Sum& sum, Example example);

  const Evaluator& evaluator_;
  const Policy& policy_;
  Wanted wanted_;
  FieldId stage_ = no_id;
  std::map<std::pair<Check, std::string>, Finding> findings_;
  std::map<std::pair<Check, std::string>, std::uint64_t> skipped_;
  std::unique_ptr<Packages> packages_;
};

}  // namespace shelflife::audit
