// Every change of a lifecycle document's text is found: each number, filter member, prefix, tag, class, switch and rule.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "emitters/emit.hpp"
#include "emitters/reading/document.hpp"
#include "tests/proof/policies.hpp"

using namespace shelflife;
using namespace shelflife::proofs;
using Json = nlohmann::json;

namespace {

struct Mutant {
  std::string what;  // "/Rules/0/Expiration/Days + 1"
  Json document;
};

const std::vector<std::string>& classes(Provider provider) {
  static const std::vector<std::string> s3{"STANDARD_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE", "ONEZONE_IA", "INTELLIGENT_TIERING"}, azure{"Cool", "Cold", "Archive"},
      gcs{"NEARLINE", "COLDLINE", "ARCHIVE"};
  return provider == Provider::s3 ? s3 : provider == Provider::azure ? azure : gcs;
}

class Mutator {
 public:
  Mutator(const Json& document, Provider provider) : document_(document), provider_(provider) {}

  std::vector<Mutant> all() {
    visit(document_, Json::json_pointer());
    return std::move(out_);
  }

 private:
  // Names tell rules apart and change nothing that they do.
  static bool is_name(const std::string& member) { return member == "ID" || member == "name" || member == "type"; }

  void visit(const Json& node, const Json::json_pointer& at) {
    if (node.is_object()) {
      for (const auto& [member, child] : node.items()) {
        const Json::json_pointer here = at / member;
        const std::string parent = at.empty() ? std::string() : at.back();
        const bool tag_name = member == "name" && child.is_string() && node.contains("op");
        if (is_name(member) && !tag_name && parent != "action") continue;
        drop(here);
        if (member.starts_with("tierTo")) retier(here, member);
        visit(child, here);
      }
    } else if (node.is_array()) {
      for (std::size_t i = 0; i < node.size(); ++i) {
        drop(at / i);
        visit(node[i], at / i);
      }
    } else if (node.is_number()) {
      for (const int step : {1, -1}) change(at, node.get<std::int64_t>() + step, step > 0 ? " + 1" : " - 1");
      change(at, 2 * node.get<std::int64_t>() + 1, " doubled");
      if (node.get<std::int64_t>() > 1) change(at, 0, " = 0");
    } else if (node.is_boolean()) {
      change(at, !node.get<bool>(), " flipped");
    } else if (node.is_string()) {
      text(node.get<std::string>(), at);
    }
  }

  void text(const std::string& value, const Json::json_pointer& at) {
    const std::string member = at.back();
    if (value == "Enabled") return change(at, "Disabled", " disabled");
    if (member == "StorageClass" || member == "storageClass") {
      for (const std::string& other : classes(provider_)) {
        if (other != value) change(at, other, " = " + other);
      }
      return;
    }
    if (member == "op") return;  // == is the only operator there is
    if (!value.empty()) change(at, value.substr(0, value.size() - 1), " shorter");
    change(at, value + "x", " longer");
    const std::size_t slash = value.empty() ? std::string::npos : value.rfind('/', value.size() - 2);
    if (slash != std::string::npos) change(at, value.substr(0, slash + 1), " one segment shorter");
  }

  void change(const Json::json_pointer& at, Json value, const std::string& how) {
    Mutant mutant{at.to_string() + how, document_};
    mutant.document[at] = std::move(value);
    if (mutant.document != document_) out_.push_back(std::move(mutant));
  }
  void drop(const Json::json_pointer& at) {
    Mutant mutant{at.to_string() + " dropped", document_};
    Json& parent = mutant.document[at.parent_pointer()];
    if (parent.is_array()) parent.erase(static_cast<std::size_t>(std::stoul(at.back())));
    else parent.erase(at.back());
    out_.push_back(std::move(mutant));
  }
  void retier(const Json::json_pointer& at, const std::string& member) {
    for (const std::string& other : classes(provider_)) {
      if ("tierTo" + other == member) continue;
      Mutant mutant{at.to_string() + " = tierTo" + other, document_};
      Json& parent = mutant.document[at.parent_pointer()];
      const Json value = parent[member];
      parent.erase(member);
      parent["tierTo" + other] = value;
      out_.push_back(std::move(mutant));
    }
  }

  const Json& document_;
  Provider provider_;
  std::vector<Mutant> out_;
};

bool found(const BuiltPolicy& built, const Verifier& verifier, const NativeDocument& document, const Json& text) {
  const DocumentReading read = read_lifecycle(text.dump(), document.provider);
  if (read.documents.size() != 1 || !read.documents[0].understood) return true;
  for (const StoreId store : document.stores) {
    if (!clean(verifier.verify(store, rules_of(read.documents[0], built.policy.stores[store], store)))) return true;
  }
  return false;
}

// A change that makes no difference, and why. Whatever else survives is a hole in the proof.
std::string equivalent(const BuiltPolicy& built, const NativeDocument& document, const Mutant& mutant) {
  const auto about = [&](std::string_view text) { return mutant.what.find(text) != std::string::npos; };
  if (mutant.what.ends_with("/enabled dropped")) return "Azure: a rule is enabled unless it says otherwise";
  if (about("/version/delete/daysAfterCreationGreaterThan") || about("/snapshot/delete/daysAfterCreationGreaterThan"))
    if (about(" - 1") || about(" = 0")) return "Azure: soft delete gives the recoverable span after a version's delete, at whatever age that is";
  if (about("/isLive dropped") && mutant.document.at(Json::json_pointer(mutant.what.substr(0, mutant.what.find("/isLive")))).contains("daysSinceNoncurrentTime"))
    return "GCS: daysSinceNoncurrentTime is true of noncurrent revisions only";
  if (about("matchesStorageClass dropped")) return "GCS: SetStorageClass makes objects only colder, whatever their class";
  if (about("ObjectSizeGreaterThan")) {
    Json::json_pointer rule(mutant.what.substr(0, mutant.what.find("/Filter")));
    if (mutant.document.at(rule).contains("Transitions")) return "S3: nothing under 128 KiB is moved without a size filter, and a smaller bound is met by another rule";
  }
  // `scratch` of the root file, and `erasure`, speak of the same old revisions, and the plan has them.
  if (built.name == "examples/organisation" && about("/Rules/1/NoncurrentVersionExpiration")) return "another statement deletes these old revisions, by the plan";
  if (built.name == "examples/personal-data" && about("/lifecycle/rule/1")) return "another statement deletes these old revisions, by the plan";
  if (built.name == "sizes" && about("/Rules/1/Filter/And/ObjectSizeGreaterThan - 1")) return "another rule deletes objects of that size sooner";
  // which rule was changed: emitters keep the order of lowering
  const std::size_t digits = mutant.what.find_first_of("0123456789");
  const std::size_t index = digits == std::string::npos ? 0 : std::stoul(mutant.what.substr(digits));
  const NativeRule& rule = document.rules.at(index);
  if (rule.actions.empty()) return {};
  if (rule.actions[0].kind == ActionKind::expired_markers) return "S3: an expiration by days removes expired markers under its prefix too";
  const bool all_planned = std::all_of(rule.actions.begin(), rule.actions.end(), [&](const NativeAction& action) {
    return std::all_of(action.from.begin(), action.from.end(), [&](StatementRef ref) {
      return std::any_of(built.lowered.placements.begin(), built.lowered.placements.end(), [&](const Placement& p) { return p.statement == ref && p.store == rule.store && p.in_plan(); });
    });
  });
  return all_planned ? "the plan has the whole statement too: the rule only does less" : "";
}

}  // namespace

TEST_CASE("every change of a document's text is found") {
  std::map<std::string, std::size_t> equivalents;
  std::size_t tried = 0, caught = 0;
  for (const auto& built : golden_policies()) {
    const Verifier verifier(built->policy, built->lowered, &built->sources);
    const std::vector<OutputFile> files = emit(built->policy, built->lowered, built->sources, {});
    for (const NativeDocument& document : built->lowered.documents) {
      const std::string path = document.name + (document.provider == Provider::azure ? "/management-policy.json" : "/lifecycle.json");
      const auto file = std::find_if(files.begin(), files.end(), [&](const OutputFile& f) { return f.path == path; });
      if (file == files.end()) continue;
      const Json text = Json::parse(file->content);
      CHECK(!found(*built, verifier, document, text));
      for (const Mutant& mutant : Mutator(text, document.provider).all()) {
        ++tried;
        if (found(*built, verifier, document, mutant.document)) {
          ++caught;
          continue;
        }
        const std::string why = equivalent(*built, document, mutant);
        if (why.empty()) FAIL_CHECK(built->name << " " << path << ": survives: " << mutant.what);
        else ++equivalents[why];
      }
    }
  }
  std::size_t the_same = 0;
  for (const auto& [why, count] : equivalents) {
    MESSAGE(count << " make no difference: " << why);
    the_same += count;
  }
  MESSAGE("changes of documents found: " << caught << " of " << tried - the_same << " that make a difference");
  CHECK(tried > 1500);
  CHECK(caught + the_same == tried);
}
