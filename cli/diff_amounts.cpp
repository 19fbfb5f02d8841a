// Counts of objects, bytes and models in words.
#include <iterator>

#include "cli/diff_report.hpp"

namespace shelflife::cli {

namespace {

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
  return digits;
}

std::string counted(std::uint64_t number, std::string_view what) {
  return grouped(number) + " " + std::string(what) + (number == 1 ? "" : "s");
}

// "3.1 TiB": the unit that leaves at least 1, with one digit after the point, rounded down.
std::string bytes_text(std::uint64_t bytes) {
  constexpr std::string_view units[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  std::size_t unit = 0;
  while (unit + 1 < std::size(units) && bytes >> (10 * (unit + 1)) > 0) ++unit;
  const std::uint64_t one = std::uint64_t{1} << (10 * unit);
  const std::uint64_t whole = bytes / one, tenths = bytes % one * 10 / one;  // below 2^60 * 10: no overflow
  return std::to_string(whole) + (unit == 0 ? "" : "." + std::to_string(tenths)) + " " + std::string(units[unit]);
}

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
