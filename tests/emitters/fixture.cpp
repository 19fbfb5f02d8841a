#include "fixture.hpp"

#include <algorithm>

namespace shelflife::test {

const std::string hostile_text =
    "a'b\"c$(touch owned)`touch owned`\\${path.module}%{if true}$${x}%%{y}\n; touch owned";

StoreId add_store(Fixture& fixture, const std::string& name, Provider provider, const std::string& bucket,
                  const std::string& account) {
  Store store;
  store.name = name;
  store.provider = provider;
  store.bucket = bucket;
  store.account = account;
  fixture.policy.stores.push_back(store);
  return static_cast<StoreId>(fixture.policy.stores.size() - 1);
}

StatementRef add_statement(Fixture& fixture, const std::string& name, StatementKind kind,
                           std::uint32_t days) {
  if (fixture.sources.size() == 0) {
    std::string text;
    for (int line = 0; line < 40; ++line) text += "rule line\n";
    fixture.policy.root = fixture.sources.add("policies/root.shelf", text);
  }
  const auto number = static_cast<std::uint32_t>(fixture.policy.rules.size());
  Rule rule;
  rule.name = rule.id = name;
  rule.reason = number % 2 == 0 ? "because of the law, article " + std::to_string(number) : "";
  rule.owner = "ml-platform";
  Statement statement;
  statement.kind = kind;
  statement.duration = {days, days, Unit::days};
  statement.origin.span = {fixture.policy.root, number * 10, number * 10 + 4};
  rule.statements.push_back(statement);
  fixture.policy.rules.push_back(rule);
  return {number, 0};
}

NativeDocument& add_document(Fixture& fixture, StoreId store) {
  const Store& declared = fixture.policy.stores[store];
  NativeDocument document;
  document.provider = declared.provider;
  document.name = declared.provider == Provider::azure ? declared.account : declared.name;
  document.stores = {store};
  fixture.lowered.documents.push_back(document);
  return fixture.lowered.documents.back();
}

NativeAction action(ActionKind kind, std::uint32_t days, std::vector<StatementRef> from) {
  NativeAction made;
  made.kind = kind;
  made.clock = kind == ActionKind::expire_noncurrent || kind == ActionKind::transition_noncurrent
                   ? NativeClock::noncurrent
                   : NativeClock::created;
  made.days = days;
  made.from = std::move(from);
  return made;
}

NativeAction transition(const std::string& storage_class, std::uint32_t days,
                        std::vector<StatementRef> from) {
  NativeAction made = action(ActionKind::transition, days, std::move(from));
  made.storage_class = storage_class;
  return made;
}

const OutputFile* find(const std::vector<OutputFile>& files, const std::string& path) {
  const auto it =
      std::find_if(files.begin(), files.end(), [&](const OutputFile& file) { return file.path == path; });
  return it == files.end() ? nullptr : &*it;
}

std::vector<Fixture> all_cases() {
  std::vector<Fixture> cases;
  cases.push_back(s3_case());
  cases.push_back(s3_marked_case());
  cases.push_back(azure_case());
  cases.push_back(gcs_case());
  cases.push_back(removal_case());
  cases.push_back(hostile_case());
  return cases;
}

}  // namespace shelflife::test
