// What is imported and built again does to every object what the document does: asked of objects one by one, by an evaluation
// of native rules that shares nothing with the comparison in emitters/meaning.
#include <doctest/doctest.h>

#include <map>
#include <optional>
#include <set>

#include "compiler/resolve/resolve.hpp"
#include "compiler/verify/verify.hpp"
#include "emitters/emit.hpp"
#include "support.hpp"

using namespace shelflife;
using namespace shelflife::import_test;

namespace {

struct Built {
  SourceManager sources;
  Policy policy;
  Lowered lowered;
  std::vector<OutputFile> files;
};

void build(const std::string& text, Provider provider, Built& out) {
  Diagnostics diagnostics;
  const FileId root = out.sources.add("imported.shelf", text);
  out.policy = resolve(out.sources, root, [](const std::string&) { return std::nullopt; }, diagnostics);
  REQUIRE(!diagnostics.has_errors());
  out.lowered = lower(out.policy, diagnostics, &out.sources);
  REQUIRE(!diagnostics.has_errors());
  const std::string target = provider == Provider::s3 ? "s3" : provider == Provider::azure ? "azure" : "gcs";
  out.files = emit(out.policy, out.lowered, out.sources, {false, {target}});
}

struct Object {
  std::string key;
  std::map<std::string, std::string> tags;
  std::uint64_t size = 0;
  std::uint32_t age = 0, newer = 0;
};

bool matches(const NativeFilter& f, const Object& o) {
  const auto any = [](const std::vector<std::string>& list, const auto& test) { return list.empty() || std::any_of(list.begin(), list.end(), test); };
  if (!any(f.prefixes, [&](const std::string& p) { return o.key.rfind(p, 0) == 0; })) return false;
  if (!any(f.suffixes, [&](const std::string& s) { return o.key.size() >= s.size() && o.key.compare(o.key.size() - s.size(), s.size(), s) == 0; })) return false;
  for (const auto& [key, value] : f.tags)
    if (const auto at = o.tags.find(key); at == o.tags.end() || at->second != value) return false;
  return o.size >= f.size_min.value_or(0) && o.size <= f.size_max.value_or(~std::uint64_t{0});
}

// What happens to the object, all its ages being the same: the kinds of deletes that act, and the class it is moved to.
std::set<std::string> fate(Provider provider, const std::vector<NativeRule>& rules, const Object& o) {
  static const std::vector<std::string> coldness{"STANDARD_IA", "NEARLINE", "Cool", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "COLDLINE", "Cold", "GLACIER", "ARCHIVE", "Archive", "DEEP_ARCHIVE"};
  std::set<std::string> out;
  std::ptrdiff_t coldest = -1, coldest_old = -1;
  for (const NativeRule& rule : rules) {
    if (!matches(rule.filter, o)) continue;
    for (const NativeAction& a : rule.actions) {
      if (o.age < a.days || o.newer < a.newer_noncurrent) continue;
      const bool sized = rule.filter.size_min || rule.filter.size_max;
      const auto cold = std::find(coldness.begin(), coldness.end(), a.storage_class) - coldness.begin();
      switch (a.kind) {
        case ActionKind::expire: out.insert(a.clock == NativeClock::accessed ? "delete unread" : "delete"); break;
        case ActionKind::expire_noncurrent: out.insert("delete old"); break;
        case ActionKind::expire_snapshots: out.insert("delete snapshot"); break;
        case ActionKind::abort_uploads: out.insert("abort"); break;
        case ActionKind::expired_markers: break;
        case ActionKind::transition:
          if (provider == Provider::s3 && !sized && o.size < 131072) break;
          coldest = std::max(coldest, cold);
          break;
        case ActionKind::transition_noncurrent:
          if (provider == Provider::s3 && !sized && o.size < 131072) break;
          coldest_old = std::max(coldest_old, cold);
          break;
      }
    }
  }
  if (coldest >= 0) out.insert("move to " + coldness[static_cast<std::size_t>(coldest)]);
  if (coldest_old >= 0) out.insert("move old to " + coldness[static_cast<std::size_t>(coldest_old)]);
  return out;
}

std::vector<Object> objects_around(const std::vector<NativeRule>& rules) {
  std::set<std::string> keys{"", "zzz/other"};
  std::set<std::string> ends{"x", "deep/er/x"};
  std::set<std::uint64_t> sizes{0, 131071, 131072, 1'000'000'000};
  std::set<std::uint32_t> ages{0}, counts{0};
  std::vector<std::map<std::string, std::string>> tags{{}};
  std::map<std::string, std::string> all;
  for (const NativeRule& rule : rules) {
    for (const std::string& s : rule.filter.suffixes) ends.insert("x" + s);
    for (const std::uint64_t bound : {rule.filter.size_min.value_or(0), rule.filter.size_max.value_or(0)})
      for (const std::uint64_t size : {bound - (bound > 0), bound, bound + 1}) sizes.insert(size);
    std::map<std::string, std::string> mine(rule.filter.tags.begin(), rule.filter.tags.end());
    all.insert(mine.begin(), mine.end());
    if (!mine.empty()) tags.push_back(mine);
    for (const NativeAction& a : rule.actions) {
      ages.insert({a.days - (a.days > 0), a.days, a.days + 1});
      counts.insert({a.newer_noncurrent, a.newer_noncurrent + 1});
    }
  }
  tags.push_back(all);
  tags.push_back({{"unheard", "of"}});
  for (const NativeRule& rule : rules)
    for (const std::string& p : rule.filter.prefixes)
      for (const std::string& end : ends) keys.insert({p + end, p, p.substr(0, p.size() - 1) + "0" + end});
  for (const std::string& end : ends) keys.insert(end);
  std::vector<Object> out;
  for (const std::string& key : keys)
    for (const auto& t : tags)
      for (const std::uint64_t size : sizes)
        for (const std::uint32_t age : ages)
          for (const std::uint32_t newer : counts) out.push_back({key, t, size, age, newer});
  return out;
}

std::string show(const std::set<std::string>& fate) {
  std::string out;
  for (const std::string& one : fate) out += "[" + one + "]";
  return out;
}

}  // namespace

TEST_CASE("import then build does to every object what the document does") {
  std::size_t policies = 0, asked = 0, acted = 0;
  for (const Case& c : all_cases()) {
    for (const ReadDocument& document : read_lifecycle(c.text).documents) {
      if (!document.understood) continue;
      const Imported imported = import_lifecycle(document, c.options);
      if (imported.text.empty()) continue;
      INFO(c.name << "\n" << imported.text);
      Built built;
      build(imported.text, document.provider, built);
      ReadDocument again;
      again.provider = document.provider;
      for (const OutputFile& file : built.files) {
        if (!file.path.ends_with("/lifecycle.json") && !file.path.ends_with("/management-policy.json")) continue;
        const DocumentReading reading = read_lifecycle(file.content, document.provider);
        REQUIRE(reading.documents.size() == 1);
        again = reading.documents[0];
      }
      for (StoreId s = 0; s < built.policy.stores.size(); ++s) {
        const std::vector<NativeRule> before = rules_of(document, built.policy.stores[s], s), after = rules_of(again, built.policy.stores[s], s);
        ++policies;
        std::vector<NativeRule> both = before;
        both.insert(both.end(), after.begin(), after.end());
        std::size_t wrong = 0;
        for (const Object& o : objects_around(both)) {
          ++asked;
          const auto a = fate(document.provider, before, o), b = fate(document.provider, after, o);
          acted += a.empty() ? 0 : 1;
          if (a == b || ++wrong > 3) continue;
          FAIL_CHECK("key=", o.key, " size=", o.size, " age=", o.age, " newer=", o.newer, ": the document ", show(a), ", built again ", show(b));
        }
      }
    }
  }
  CHECK(policies >= 30);
  CHECK(acted > asked / 100);
  MESSAGE(policies, " documents, ", asked, " objects");
}

TEST_CASE("the engine finds that a document honours the policy that was imported from it") {
  std::map<VerifyVerdict, int> seen;
  for (const Case& c : all_cases()) {
    for (const ReadDocument& document : read_lifecycle(c.text).documents) {
      if (!document.understood) continue;
      const std::string text = import_lifecycle(document, c.options).text;
      if (text.empty()) continue;
      INFO(c.name << "\n" << text);
      Built built;
      build(text, document.provider, built);
      for (StoreId s = 0; s < built.policy.stores.size(); ++s) {
        const Verification proof = verify(built.policy, s, built.lowered, rules_of(document, built.policy.stores[s], s), &built.sources);
        ++seen[proof.verdict];
        for (const Violation& v : proof.violations) FAIL_CHECK(v.what);
        for (const Undecided& u : proof.undecided) FAIL_CHECK(u.what);
        // Markers have one rule for the whole bucket, append blobs may stay, GCS counts the live object: nothing else.
        for (const Gap& gap : proof.gaps) {
          const bool partial = std::any_of(document.rules.begin(), document.rules.end(), [](const ReadRule& r) {
            return std::any_of(r.native.actions.begin(), r.native.actions.end(), [](const NativeAction& a) { return a.partial; });
          });
          CHECK_MESSAGE((gap.kind == Gap::Kind::markers || partial), gap.what);
        }
      }
    }
  }
  CHECK(seen[VerifyVerdict::safe] >= 15);
}
