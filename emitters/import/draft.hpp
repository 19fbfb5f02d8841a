// The policy that an import writes, before it is text. Only for this folder.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "emitters/import/import.hpp"

namespace shelflife::importing {

struct DraftStore {
  std::string name, bucket;  // Azure: "account/container"
  std::string container;     // Azure
};

// A native rule as a rule of the policy, on the stores that it speaks of.
struct DraftRule {
  std::string name, id;  // the id where it is not the name
  std::string place;
  std::vector<std::size_t> stores;
  NativeRule native;     // in the first of its stores
};

struct DraftTag {
  std::string key, label;
};

struct Draft {
  Provider provider = Provider::s3;
  std::vector<DraftStore> stores;
  std::vector<DraftRule> rules;
  std::vector<DraftTag> tags;
  std::optional<std::string> tiers[5];  // by Tier; what `tiers on` says
  bool versioned = false, access_tracking = false;
  std::vector<std::string> notes;
  std::vector<Remark> refusals;
};

// How noncurrent revisions are spoken of: several ways can mean the same, and the first that does is taken.
struct Style {
  bool implicit = false;                      // by `recoverable for` alone, without `delete noncurrent`
  std::optional<std::uint32_t> recoverable;
  bool except_spoken_for = false;             // a keep of noncurrent revisions leaves out what a `delete noncurrent` speaks of
};

Draft draft_of(const ReadDocument& document, const ImportOptions& options);
std::vector<Style> styles_of(const Draft& draft);
std::string text_of(const Draft& draft, const Style& style);

// ---- words
// A name that the language takes and that is not in `taken`, to which it is added. `fallback` where nothing is left of the text.
std::string name_for(std::string_view text, std::string_view fallback, std::vector<std::string>& taken);
// A value as it stands in a comparison: bare where it can be.
std::string value_text(const std::string& value);
// "size > 4 KiB" and the like; empty where no size of the language is exactly that.
std::string at_least_text(std::uint64_t bytes);
std::string at_most_text(std::uint64_t bytes);
// Whether the text can stand in a string of the language.
bool can_be_quoted(std::string_view text);

}  // namespace shelflife::importing
