// The answer of `cost` as JSON; docs/schema/cost-1.schema.json says what the members mean.
#include <nlohmann/json.hpp>

#include "cli/cost_report.hpp"
#include "compiler/model/print.hpp"
#include "emitters/json.hpp"

namespace shelflife::cli {

namespace {

using namespace cost;

// "storage", "noncurrent_or_soft_deleted", ...
std::string machine_name(Item item) {
  std::string out(to_text(item));
  for (char& c : out)
    if (c == ' ' || c == '-') c = '_';
  return out;
}

Json bill_json(const Bill& bill) {
  Json json;
  json["microdollars"] = bill.total();
  json["items"] = Json::object();
  for (std::size_t i = 0; i < item_count; ++i) json["items"][machine_name(static_cast<Item>(i))] = bill.item(static_cast<Item>(i));
  json["months"] = Json::array();
  for (std::size_t m = 0; m < months; ++m) json["months"].push_back(bill.month(m));
  json["classes"] = Json::array();
  for (const LaneBill& lane : bill.lanes) {
    Json one;
    one["class"] = lane.lane.class_name;
    one["cheaper_percent"] = lane.lane.cheaper;
    one["bytes_at_start"] = lane.bytes_start;
    one["bytes_at_end"] = lane.bytes_end;
    one["deleted_bytes_at_start"] = lane.old_start;
    one["deleted_bytes_at_end"] = lane.old_end;
    one["month_at_start"] = lane.month_start;
    one["month_at_end"] = lane.month_end;
    one["months"] = Json::array();
    for (const Items& items : lane.items) {
      Json month = Json::object();
      for (std::size_t i = 0; i < item_count; ++i)
        if (items[i] != 0) month[machine_name(static_cast<Item>(i))] = items[i];
      one["months"].push_back(std::move(month));
    }
    json["classes"].push_back(std::move(one));
  }
  return json;
}

Json move_json(const Policy* policy, const BreakEven& move) {
  Json json;
  json["from"] = move.from;
  json["to"] = move.to;
  if (policy != nullptr && move.statement) {
    json["rule"] = policy->rules[move.statement->rule].id;
    json["statement"] = move.statement->statement + 1;
  }
  json["stays_seconds"] = move.stays;
  json["pays_from_bytes"] = move.bytes ? Json(*move.bytes) : Json(nullptr);
  json["known"] = move.known;
  return json;
}

// Of a listing: what the groups were made of.
Json slices_json(const StoreEstimate& store) {
  Json out = Json::array();
  for (const SliceEstimate& one : store.slices) {
    const Slice& slice = one.slice;
    out.push_back({{"group", slice.name}, {"tier", to_text(slice.tier)}, {"class", slice.class_name.empty() ? Json() : Json(slice.class_name)}, {"noncurrent", slice.noncurrent},
                   {"size", size_class_text(slice.size)}, {"age", age_class_text(slice.age)}, {"objects", one.objects}, {"bytes", one.bytes}, {"before", one.before}, {"after", one.after}});
  }
  return out;
}

}  // namespace

std::string cost_json(const Estimate& estimate, const Policy* policy) {
  Json json;
  json["$schema"] = "urn:shelflife:schema:cost-1";
  json["version"] = 1;
  json["currency"] = "USD";
  json["complete"] = estimate.missing.empty();
  json["before"] = estimate.before;
  json["after"] = estimate.after;
  json["stores"] = Json::array();
  for (const StoreEstimate& store : estimate.stores) {
    Json one;
    one["store"] = store.name;
    one["provider"] = to_text(store.provider);
    one["prices"] = {{"name", store.table->name}, {"region", store.table->region}, {"date", store.table->date}, {"gb_bytes", store.table->gb_bytes}};
    one["groups"] = Json::array();
    for (const GroupEstimate& group : store.groups) one["groups"].push_back({{"group", group.group.name}, {"before", group.before}, {"after", group.after}});
    if (!store.slices.empty()) one["slices"] = slices_json(store);
    one["before"] = bill_json(store.before);
    one["after"] = bill_json(store.after);
    one["moves"] = Json::array();
    for (const BreakEven& move : store.moves) one["moves"].push_back(move_json(policy, move));
    json["stores"].push_back(std::move(one));
  }
  json["missing"] = estimate.missing;
  json["assumptions"] = estimate.assumptions;
  return to_file(json);
}

}  // namespace shelflife::cli
