// The changes between two policies as text, as Markdown for a pull request, and as JSON (docs/schema/diff-1.schema.json).
#pragma once

#include <string>
#include <vector>

#include "compiler/diff/diff.hpp"
#include "grammar/source.hpp"
#include "inventory/concerned.hpp"

namespace shelflife::cli {

// What a listing says of the changes.
struct ListingReport {
  ConcernedByChange counts;
  bool complete = true;  // the listing says that it is whole
};

// `listing`: null where there is none.
std::string diff_text(const PolicyDiff& diff, const ListingReport* listing, const SourceManager& sources, bool color);
std::string diff_markdown(const PolicyDiff& diff, const ListingReport* listing, const SourceManager& sources);
std::string diff_json(const PolicyDiff& diff, const ListingReport* listing, const SourceManager& sources);

// "1,204 objects, 3.1 TiB, 12 models (and up to 300 more objects, by facts that a listing does not have)".
std::string amount_text(const Concerned& concerned);
// "the listing has 1,500 objects; 20 of them are in buckets that no store declares"
std::string listing_text(const ListingReport& listing);

// Of one kind, text and Markdown show the first twenty.
struct ShownChange {
  std::size_t at = 0;    // in PolicyDiff::changes
  std::size_t more = 0;  // of its kind that are not shown; only at the last that is
};
std::vector<ShownChange> shown_changes(const PolicyDiff& diff);
std::string place_of(const SourceManager& sources, const ChangeSource& source);  // "policy.shelf:12"
// "3 changes: 1 more-deleted, 2 later"; "no object changes fate" where there is none.
std::string diff_summary(const PolicyDiff& diff);

}  // namespace shelflife::cli
