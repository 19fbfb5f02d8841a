// Rows of a listing that is read as a whole, whose format does not say since when a revision is noncurrent.
#pragma once

#include <vector>

#include "inventory/listing.hpp"

namespace shelflife {

// Hands the rows over, in `rows`' terms: to whoever sees only one of them (Rows::whole), each noncurrent revision is so since the next newer
// revision or delete marker of its key was made, and delete markers are left out.
void hand_over(std::vector<Row> all, Rows rows, const EachRow& each);

}  // namespace shelflife
