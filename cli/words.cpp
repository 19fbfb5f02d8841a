#include "cli/words.hpp"

#include <iterator>

#include "grammar/diagnostics.hpp"

namespace shelflife::cli {

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string out;
  for (const std::string& part : parts) out.append(out.empty() ? "" : between).append(part);
  return out;
}

std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out.append(out.empty() ? "`" : ", `").append(printable(name)).append("`");
  return out;
}

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
  return digits;
}

std::string counted(std::uint64_t number, std::string_view what) {
  return grouped(number) + " " + std::string(what) + (number == 1 ? "" : "s");
}

std::string bytes_text(std::uint64_t bytes) {
  constexpr std::string_view units[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  std::size_t unit = 0;
  while (unit + 1 < std::size(units) && bytes >> (10 * (unit + 1)) > 0) ++unit;
  const std::uint64_t one = std::uint64_t{1} << (10 * unit);
  const std::uint64_t whole = bytes / one, tenths = bytes % one * 10 / one;  // below 2^60 * 10: no overflow
  return std::to_string(whole) + (unit == 0 ? "" : "." + std::to_string(tenths)) + " " + std::string(units[unit]);
}

}  // namespace shelflife::cli
