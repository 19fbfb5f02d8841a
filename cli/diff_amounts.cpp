// What a change concerns, in words.
#include "cli/words.hpp"
#include "cli/diff_report.hpp"

namespace shelflife::cli {

namespace {

// ", 3.1 TiB, 5 of them of unknown size, 12 models"
std::string rest_of(const Amount& amount, bool models) {
  std::string out;
  if (amount.objects > amount.unsized) out += ", " + bytes_text(amount.bytes);
  if (amount.unsized == amount.objects) out += ", of unknown size";
  else if (amount.unsized > 0) out += ", " + grouped(amount.unsized) + " of them of unknown size";
  return out + (models ? ", " + counted(amount.models, "model") : "");
}

}  // namespace

std::string amount_text(const Concerned& concerned) {
  const Amount &certain = concerned.certain, &possible = concerned.possible;
  constexpr std::string_view unread = ", by facts that a listing does not have";
  const std::string more = rest_of(possible, concerned.models && (certain.objects == 0 || possible.models > 0));
  if (certain.objects == 0)
    return possible.objects == 0 ? "no object" : "up to " + counted(possible.objects, "object") + more + std::string(unread);
  const std::string out = counted(certain.objects, "object") + rest_of(certain, concerned.models);
  return possible.objects == 0 ? out : out + " (and up to " + grouped(possible.objects) + " more" + more + std::string(unread) + ")";
}

std::string listing_text(const ListingReport& listing) {
  const ConcernedByChange& counts = listing.counts;
  std::string out = "the listing has " + counted(counts.rows, "object");
  if (!listing.complete) out += " and is not whole";
  if (counts.undeclared > 0) out += "; " + grouped(counts.undeclared) + " in buckets that no store declares";
  if (counts.unversioned > 0) out += "; " + grouped(counts.unversioned) + " noncurrent where neither policy knows of versions: no change speaks of them";
  return out;
}

}  // namespace shelflife::cli
