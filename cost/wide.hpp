// Whole numbers of 128 bits: bytes times seconds times prices.
#pragma once

namespace shelflife::cost {

__extension__ using Wide = __int128;

}  // namespace shelflife::cost
