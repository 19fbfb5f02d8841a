#include "cost/price_table.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "grammar/diagnostics.hpp"

namespace shelflife::cost {

namespace {

using Json = nlohmann::json;

// A mistyped price would be one that is not known.
constexpr std::string_view members[] = {"name", "storage_gb_month", "write_1000", "move_in_1000", "read_1000", "retrieval_gb", "monitoring_1000_month",
                                        "minimum_days", "least_billed_bytes", "overhead_bytes", "overhead_hot_bytes", "restore_hours", "approximate"};

class PriceReader {
 public:
  explicit PriceReader(PriceTable& table) : table_(table) {}

  std::string read(const Json& root) {
    if (!root.is_object()) return "it is no object";
    if (text(root, "", "format") != "shelflife-prices-1") note("/format", "it is not `shelflife-prices-1`");
    const std::string provider = text(root, "", "provider");
    if (provider == "s3") table_.provider = Provider::s3;
    else if (provider == "azure") table_.provider = Provider::azure;
    else if (provider == "gcs") table_.provider = Provider::gcs;
    else note("/provider", "it is not s3, azure or gcs");
    table_.region = text(root, "", "region");
    table_.date = text(root, "", "date");
    if (text(root, "", "currency") != "USD") note("/currency", "it is not USD");
    table_.gb_bytes = count(root, "", "gb_bytes");
    if (table_.gb_bytes != 1000000000 && table_.gb_bytes != 1073741824) note("/gb_bytes", "a GB is 1000000000 or 1073741824 bytes");
    const std::string from = text(root, "", "minimum_from");
    if (from != "move" && from != "creation") note("/minimum_from", "it is not `move` or `creation`");
    table_.minimum_from_creation = from == "creation";
    if (const auto at = root.find("move_ends_minimum"); at != root.end() && at->is_boolean()) table_.move_ends_minimum = at->get<bool>();
    else note("/move_ends_minimum", "it is not true or false");
    table_.sources = texts(root, "", "sources");
    if (problem_.empty() && table_.sources.empty()) note("/sources", "no source is named");
    table_.notes = texts(root, "", "notes");
    const auto classes = root.find("classes");
    if (classes == root.end() || !classes->is_array() || classes->empty()) note("/classes", "it is no list of classes");
    else
      for (std::size_t i = 0; i < classes->size(); ++i) read_class((*classes)[i], "/classes/" + std::to_string(i));
    return problem_;
  }

 private:
  void note(const std::string& place, const std::string& problem) {
    if (problem_.empty()) problem_ = place + ": " + problem;
  }
  std::string text(const Json& object, const std::string& place, const char* key) {
    const auto at = object.find(key);
    if (at != object.end() && at->is_string() && !at->get<std::string>().empty()) return at->get<std::string>();
    note(place + "/" + key, "it is no text");
    return {};
  }
  std::vector<std::string> texts(const Json& object, const std::string& place, const char* key) {
    std::vector<std::string> out;
    const auto at = object.find(key);
    if (at == object.end()) return out;
    if (!at->is_array()) note(place + "/" + key, "it is no list of texts");
    for (const Json& one : *at) {
      if (one.is_string()) out.push_back(one.get<std::string>());
      else note(place + "/" + key, "it is no list of texts");
    }
    return out;
  }
  std::uint64_t count(const Json& object, const std::string& place, const char* key) {
    const auto at = object.find(key);
    constexpr std::uint64_t most = std::uint64_t{1} << 32;
    if (at != object.end() && at->is_number_unsigned() && at->get<std::uint64_t>() < most) return at->get<std::uint64_t>();
    note(place + "/" + key, "it is no whole number below 2^32");
    return 0;
  }

  void read_class(const Json& object, const std::string& place) {
    if (!object.is_object()) return note(place, "it is no object");
    ClassPrices out;
    out.name = text(object, place, "name");
    if (table_.find(out.name) != nullptr) note(place + "/name", in_back_quotes(out.name) + " stands here twice");
    for (std::size_t i = 0; i < price_kinds; ++i) {
      const std::string key(to_text(static_cast<Price>(i)));
      const auto at = object.find(key);
      if (at == object.end()) continue;  // not known
      out.prices[i] = at->is_string() ? parse_price(at->get<std::string>()) : std::nullopt;
      if (!out.prices[i]) note(place + "/" + key, "it is no price: write dollars as a text with at most nine places, 10 at most, such as \"0.0125\"");
    }
    for (const auto& [key, value] : object.items())
      if (std::find(std::begin(members), std::end(members), key) == std::end(members)) note(place, in_back_quotes(key) + " is no member of a class");
    out.approximate = texts(object, place, "approximate");
    out.minimum_days = static_cast<std::uint32_t>(count(object, place, "minimum_days"));
    out.least_billed = count(object, place, "least_billed_bytes");
    out.overhead = count(object, place, "overhead_bytes");
    out.overhead_hot = count(object, place, "overhead_hot_bytes");
    table_.classes.push_back(std::move(out));
  }

  PriceTable& table_;
  std::string problem_;  // the first
};

}  // namespace

std::string_view to_text(Price price) {
  constexpr std::string_view names[] = {"storage_gb_month", "write_1000", "move_in_1000", "read_1000", "retrieval_gb", "monitoring_1000_month"};
  return names[static_cast<std::size_t>(price)];
}

const ClassPrices* PriceTable::find(std::string_view wanted) const {
  const auto at = std::find_if(classes.begin(), classes.end(), [&](const ClassPrices& c) { return c.name == wanted; });
  return at == classes.end() ? nullptr : &*at;
}

std::optional<Nano> parse_price(std::string_view text) {
  constexpr int places = 9;
  constexpr Nano most_price = 10'000'000'000;  // keeps every product in 128 bits
  Nano out = 0;
  int after = -1;  // digits behind the point; -1: no point yet
  int digits = 0;
  for (const char c : text) {
    if (c == '.' && after < 0 && digits > 0) {
      after = 0;
    } else if (c >= '0' && c <= '9' && after < places && digits < 15) {
      out = out * 10 + (c - '0');
      ++digits;
      if (after >= 0) ++after;
    } else {
      return std::nullopt;
    }
  }
  if (digits == 0 || after == 0 || (after < 0 && digits > 5)) return std::nullopt;
  for (int i = after < 0 ? 0 : after; i < places; ++i) out *= 10;
  return out <= most_price ? std::optional(out) : std::nullopt;
}

ReadPrices read_prices(std::string_view name, std::string_view text) {
  ReadPrices out;
  const Json root = Json::parse(text, nullptr, false);
  if (root.is_discarded()) {
    out.problem = "it is no JSON";
    return out;
  }
  PriceTable table;
  table.name = name;
  out.problem = PriceReader(table).read(root);
  if (out.problem.empty()) out.table = std::move(table);
  return out;
}

}  // namespace shelflife::cost
