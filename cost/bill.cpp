#include "cost/bill.hpp"

#include <algorithm>
#include <map>

#include "cost/wide.hpp"

namespace shelflife::cost {

namespace {

Micro rounded(Wide amount, Wide divisor) { return static_cast<Micro>((amount + divisor / 2) / divisor); }

struct Amounts {  // of one lane and month
  Wide byte_seconds = 0, old_byte_seconds = 0;     // real bytes
  Wide small_byte_seconds = 0;                     // above them, at this class's price
  Wide hot_byte_seconds = 0;                       // above them, at the warmest class's
  Wide early_byte_seconds = 0;                     // not lived out
  Wide object_seconds = 0;
  Wide moved_in = 0, written = 0;                  // objects
};

struct LaneAmounts {
  const ClassPrices* prices = nullptr;  // nullptr: the table has no such class
  std::array<Amounts, months> by_month{};
  std::uint64_t bytes_start = 0, bytes_end = 0, old_start = 0, old_end = 0;
  Wide billed_start = 0, billed_end = 0, hot_start = 0, hot_end = 0;
};

class Meter {
 public:
  explicit Meter(const Tariff& tariff) : tariff_(tariff) {}

  std::map<Lane, LaneAmounts> lanes;

  void run(const Cohort& cohort, bool with_steps) {
    cohort_ = &cohort;
    lane_ = {cohort.class_name.empty() ? tariff_.tiers.classes[static_cast<std::size_t>(cohort.tier)] : cohort.class_name, 0};
    since_ = cohort.written;
    old_ = cohort.old;
    Seconds at = std::max<Seconds>(cohort.written, 0);
    if (cohort.flows_in) here().by_month[month_of(at)].written += cohort.objects;
    if (with_steps) {
      for (const Step& step : cohort.steps) {
        if (step.at >= year_seconds) break;
        stay(at, step.at);
        at = std::max(at, step.at);
        if (step.kind == StepKind::gone) return leave(at, false);
        take(step, at);
      }
    }
    stay(at, year_seconds);
    LaneAmounts& last = here();
    last.bytes_end += cohort.bytes;
    if (old_) last.old_end += cohort.bytes;
    last.billed_end += billed(last);
    last.hot_end += on_top_hot(last);
  }

 private:
  static std::size_t month_of(Seconds at) { return static_cast<std::size_t>(std::min<Seconds>(at / month_seconds, months - 1)); }
  LaneAmounts& here() {
    LaneAmounts& lane = lanes[lane_];
    lane.prices = tariff_.table->find(lane_.class_name);
    return lane;
  }
  // Bytes that the cohort is billed for at its class's price.
  Wide billed(const LaneAmounts& lane) const {
    const Wide bytes = cohort_->bytes, count = cohort_->objects;
    if (lane.prices == nullptr) return bytes;
    return std::max(bytes, count * static_cast<Wide>(lane.prices->least_billed)) + count * static_cast<Wide>(lane.prices->overhead);
  }
  Wide on_top_hot(const LaneAmounts& lane) const { return lane.prices == nullptr ? 0 : static_cast<Wide>(cohort_->objects) * static_cast<Wide>(lane.prices->overhead_hot); }

  void stay(Seconds from, Seconds to) {
    LaneAmounts& lane = here();
    if (from == 0 && !cohort_->flows_in && !started_for(cohort_)) {
      lane.bytes_start += cohort_->bytes;
      if (old_) lane.old_start += cohort_->bytes;
      lane.billed_start += billed(lane);
      lane.hot_start += on_top_hot(lane);
    }
    while (from < to) {
      const std::size_t month = month_of(from);
      const Seconds end = std::min(to, static_cast<Seconds>(month + 1) * month_seconds);
      const Wide span = end - from;
      Amounts& amounts = lane.by_month[month];
      (old_ ? amounts.old_byte_seconds : amounts.byte_seconds) += span * cohort_->bytes;
      amounts.small_byte_seconds += span * (billed(lane) - cohort_->bytes);
      amounts.hot_byte_seconds += span * on_top_hot(lane);
      amounts.object_seconds += span * cohort_->objects;
      from = end;
    }
  }
  // What is there at the start counts once, in its first class.
  bool started_for(const Cohort* cohort) {
    const bool was = started_ == cohort;
    started_ = cohort;
    return was;
  }

  void take(const Step& step, Seconds at) {
    if (step.kind == StepKind::old) {
      old_ = true;
    } else if (step.kind == StepKind::cheaper) {
      lane_.cheaper = step.percent;
    } else {
      const std::string& next = tariff_.tiers.classes[static_cast<std::size_t>(step.tier)];
      if (next == lane_.class_name) return;  // two tiers of one class
      leave(at, true);
      lane_ = {next, 0};
      since_ = at;
      here().by_month[month_of(at)].moved_in += cohort_->objects;
    }
  }

  void leave(Seconds at, bool moves) {
    LaneAmounts& lane = here();
    if (lane.prices == nullptr || lane.prices->minimum_days == 0 || (moves && !tariff_.table->move_ends_minimum)) return;
    const Seconds rest = (tariff_.table->minimum_from_creation ? cohort_->written : since_) + days(lane.prices->minimum_days) - at;
    if (rest > 0) lane.by_month[month_of(at)].early_byte_seconds += rest * billed(lane);
  }

  const Tariff& tariff_;
  const Cohort* cohort_ = nullptr;
  const Cohort* started_ = nullptr;
  Lane lane_;
  Seconds since_ = 0;  // in the lane's class
  bool old_ = false;
};

class Pricer {
 public:
  Pricer(const Tariff& tariff, std::uint32_t read_percent, Bill& out) : table_(*tariff.table), read_percent_(read_percent), out_(out) {
    hot_ = table_.find(tariff.tiers.classes[0]);
  }

  void price(const Lane& key, const LaneAmounts& lane) {
    key_ = &key;
    prices_ = lane.prices;
    LaneBill row;
    row.lane = key;
    row.bytes_start = lane.bytes_start;
    row.bytes_end = lane.bytes_end;
    row.old_start = lane.old_start;
    row.old_end = lane.old_end;
    row.month_start = stored(lane.billed_start * month_seconds) + at_hot(lane.hot_start * month_seconds);
    row.month_end = stored(lane.billed_end * month_seconds) + at_hot(lane.hot_end * month_seconds);
    for (std::size_t m = 0; m < months; ++m) fill(row.items[m], lane.by_month[m]);
    out_.lanes.push_back(std::move(row));
  }

 private:
  void fill(Items& items, const Amounts& a) {
    const auto set = [&](Item item, Micro value) { items[static_cast<std::size_t>(item)] = value; };
    set(Item::storage, stored(a.byte_seconds));
    set(Item::old, stored(a.old_byte_seconds));
    set(Item::small, stored(a.small_byte_seconds) + at_hot(a.hot_byte_seconds));
    set(Item::early, stored(a.early_byte_seconds));
    set(Item::moves, rounded(a.moved_in * of(Price::move_in, a.moved_in), Wide{1000} * 1000));
    set(Item::writes, rounded(a.written * of(Price::write, a.written), Wide{1000} * 1000));
    set(Item::monitoring, rounded(a.object_seconds * of(Price::monitoring, a.object_seconds), Wide{month_seconds} * 1000 * 1000));
    const Wide read_bytes = (a.byte_seconds + a.old_byte_seconds) * read_percent_, reads = a.object_seconds * read_percent_;
    set(Item::reads, rounded(read_bytes / 100 / month_seconds * of(Price::retrieval, read_bytes), Wide{1000} * table_.gb_bytes) +
                         rounded(reads * of(Price::read, reads), Wide{month_seconds} * 100 * 1000 * 1000));
  }
  // The price; 0 and a note when it is asked for and not known.
  Wide of(Price price, Wide amount) { return amount == 0 ? 0 : known(prices_, key_->class_name, price); }
  Wide known(const ClassPrices* prices, const std::string& name, Price price) {
    if (prices != nullptr && prices->at(price)) return *prices->at(price);
    if (prices == nullptr) out_.missing.insert("`" + table_.name + "` has no class `" + name + "`");
    else out_.missing.insert("`" + table_.name + "` has no `" + std::string(to_text(price)) + "` of `" + name + "`");
    return 0;
  }
  Micro stored(Wide byte_seconds) {
    return rounded(byte_seconds * of(Price::storage, byte_seconds) * (100 - key_->cheaper), Wide{month_seconds} * table_.gb_bytes * 1000 * 100);
  }
  Micro at_hot(Wide byte_seconds) {
    if (byte_seconds == 0) return 0;
    return rounded(byte_seconds * known(hot_, "hot", Price::storage), Wide{month_seconds} * table_.gb_bytes * 1000);
  }

  const PriceTable& table_;
  std::uint32_t read_percent_;
  Bill& out_;
  const Lane* key_ = nullptr;
  const ClassPrices* prices_ = nullptr;
  const ClassPrices* hot_ = nullptr;
};

}  // namespace

std::string_view to_text(Item item) {
  constexpr std::string_view names[] = {"storage", "noncurrent or soft-deleted", "small objects", "early deletion", "moves", "writes", "monitoring", "reads"};
  return names[static_cast<std::size_t>(item)];
}

Bill bill(const Tariff& tariff, const std::vector<Cohort>& cohorts, std::uint32_t read_percent, bool with_steps) {
  Meter meter(tariff);
  for (const Cohort& cohort : cohorts) meter.run(cohort, with_steps);
  Bill out;
  Pricer pricer(tariff, read_percent, out);
  const auto place = [&](const Lane& lane) {
    const ClassPrices* const prices = tariff.table->find(lane.class_name);
    return prices == nullptr ? static_cast<std::ptrdiff_t>(tariff.table->classes.size()) : prices - tariff.table->classes.data();
  };
  std::vector<const std::pair<const Lane, LaneAmounts>*> order;
  for (const auto& one : meter.lanes) order.push_back(&one);
  std::stable_sort(order.begin(), order.end(), [&](const auto* a, const auto* b) { return place(a->first) < place(b->first); });
  for (const auto* one : order) pricer.price(one->first, one->second);
  return out;
}

void add(Bill& sum, const Bill& other) {
  for (const LaneBill& lane : other.lanes) {
    auto at = std::find_if(sum.lanes.begin(), sum.lanes.end(), [&](const LaneBill& l) { return l.lane == lane.lane; });
    if (at == sum.lanes.end()) {
      sum.lanes.push_back(lane);
      continue;
    }
    at->bytes_start += lane.bytes_start;
    at->bytes_end += lane.bytes_end;
    at->old_start += lane.old_start;
    at->old_end += lane.old_end;
    at->month_start += lane.month_start;
    at->month_end += lane.month_end;
    for (std::size_t m = 0; m < months; ++m)
      for (std::size_t i = 0; i < item_count; ++i) at->items[m][i] += lane.items[m][i];
  }
  sum.missing.insert(other.missing.begin(), other.missing.end());
}

Micro Bill::month(std::size_t m) const {
  Micro sum = 0;
  for (const LaneBill& lane : lanes)
    for (const Micro one : lane.items[m]) sum += one;
  return sum;
}
Micro Bill::item(Item item) const {
  Micro sum = 0;
  for (const LaneBill& lane : lanes)
    for (const Items& items : lane.items) sum += items[static_cast<std::size_t>(item)];
  return sum;
}
Micro Bill::total() const {
  Micro sum = 0;
  for (std::size_t m = 0; m < months; ++m) sum += month(m);
  return sum;
}

}  // namespace shelflife::cost
