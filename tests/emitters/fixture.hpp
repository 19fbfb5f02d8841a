// Hand-made policies and native rules: the printers are tested without the parser and the lowering.
#pragma once

#include <string>
#include <vector>

#include "emitters/emit.hpp"

namespace shelflife::test {

struct Fixture {
  std::string name;
  SourceManager sources;
  Policy policy;
  Lowered lowered;

  std::vector<OutputFile> emit(bool freeze = false,
                               std::vector<std::string> targets = {"s3", "azure", "gcs", "terraform"}) const {
    return shelflife::emit(policy, lowered, sources, {freeze, std::move(targets)});
  }
};

// Everything that a document and the settings can hold, one case a cloud.
Fixture s3_case();
Fixture azure_case();
Fixture gcs_case();
// `sweep marked`, a lock without a default, replication with KMS.
Fixture s3_marked_case();
// Stores that declare nothing and have no rule.
Fixture removal_case();
// User text that would be code if any printer let it.
Fixture hostile_case();
std::vector<Fixture> all_cases();

const OutputFile* find(const std::vector<OutputFile>& files, const std::string& path);

// ---- parts for tests that build their own
StoreId add_store(Fixture& fixture, const std::string& name, Provider provider, const std::string& bucket,
                  const std::string& account = "");
// A rule with one `delete after` statement at its own line; the reference lets native rules point to it.
StatementRef add_statement(Fixture& fixture, const std::string& rule, StatementKind kind, std::uint32_t days);
NativeDocument& add_document(Fixture& fixture, StoreId store);
NativeAction action(ActionKind kind, std::uint32_t days, std::vector<StatementRef> from);
NativeAction transition(const std::string& storage_class, std::uint32_t days, std::vector<StatementRef> from);
// Some text that every quoting has to survive.
extern const std::string hostile_text;

}  // namespace shelflife::test
