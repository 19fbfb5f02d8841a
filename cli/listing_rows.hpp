// All rows of the listings of one run, as often as they are asked for.
#pragma once

#include "cli/listing_files.hpp"
#include "simulate/quick_listing.hpp"

namespace shelflife::cli {

class ListingRows {
 public:
  // Both arguments must outlive it. `skip_bad`: the user asked for going on without rows that cannot be read.
  ListingRows(Session& session, const std::vector<ListingFile>& files, bool skip_bad);

  // What is known of the listings together; `complete`: false, too, once rows had to be left out.
  const ListingHead& head() const { return head_; }
  // The same, with `complete` as the files say it.
  ListingHead told_head() const;

  enum class Result {
    whole,
    stopped,     // by the caller, or what is known of the listings turned out otherwise: ask again
    unreadable,  // the session has why
    told,        // the user has been told why
  };
  Result read(const EachRow& each, const bool& stop);

  // The totals alone, the quick way. Nothing where the listings or the policy need the usual one.
  std::optional<QuickTotals> quick(const Evaluator& evaluator, const Registry* registry, const StoreNames& names, Instant now) const;

 private:
  Session& session_;
  const std::vector<ListingFile>& files_;
  bool skip_bad_;
  ListingHead head_;
  bool listed_whole_ = true;
};

}  // namespace shelflife::cli
