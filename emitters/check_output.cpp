#include "emitters/check_output.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/proof.hpp"
#include "compiler/store_rules.hpp"
#include "emitters/read_back.hpp"

namespace shelflife {

namespace {

std::string document_path(const NativeDocument& document) {
  return document.name + (document.provider == Provider::azure ? "/management-policy.json" : "/lifecycle.json");
}

void report(const Policy& policy, const ProofFailure& failure, Diagnostics& diagnostics) {
  const Span span = failure.statement ? policy.rules[failure.statement->rule].statements[failure.statement->statement].origin.span
                                      : policy.stores[failure.store].origin.span;
  diagnostics.add(Code::unproved, span, fmt::format("store `{}`: {}; for instance the key `{}`", policy.stores[failure.store].name, failure.what, failure.example_key));
}

}  // namespace

void check_output(const Policy& policy, const Lowered& lowered, const std::vector<OutputFile>& files, const SourceManager& sources,
                  Diagnostics& diagnostics) {
  const std::vector<std::vector<std::uint32_t>> speaking = rules_by_store(policy);
  for (const NativeDocument& document : lowered.documents) {
    const std::string path = document_path(document);
    const auto file = std::find_if(files.begin(), files.end(), [&](const OutputFile& f) { return f.path == path; });
    if (file == files.end()) continue;
    const ReadDocument read = read_lifecycle(policy, document.provider, document.stores, file->content);
    for (const std::string& problem : read.problems) {
      diagnostics.add(Code::unproved, policy.stores[document.stores[0]].origin.span, fmt::format("`{}` cannot be read back: {}", path, problem));
    }
    for (const StoreId store : document.stores) {
      std::vector<NativeRule> rules;
      std::copy_if(read.rules.begin(), read.rules.end(), std::back_inserter(rules), [&](const NativeRule& r) { return r.store == store; });
      for (const ProofFailure& failure : prove_safe(policy, store, speaking[store], rules, &sources)) report(policy, failure, diagnostics);
    }
  }
}

}  // namespace shelflife
