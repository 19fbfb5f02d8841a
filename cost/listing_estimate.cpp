// The bill of listed objects: each group's course is `why`'s, on the date that the run found for its deletion.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "cost/estimator.hpp"

namespace shelflife::cost {

namespace {

bool deletes(const Step& step) { return step.kind == StepKind::old || step.kind == StepKind::gone; }

// The run knows what one object alone cannot tell (whole units, marks, references): its date of deletion counts.
void settle(std::vector<Step>& steps, const ListedGroup& group, const Store& store) {
  const auto first = std::find_if(steps.begin(), steps.end(), deletes);
  if (!group.deleted) {
    steps.erase(std::remove_if(steps.begin(), steps.end(), deletes), steps.end());
    return;
  }
  const Seconds at = *group.deleted;
  if (first != steps.end()) {
    const Seconds later = at - first->at;
    for (Step& step : steps)
      if (deletes(step)) step.at += later;
  } else {
    const bool comes_back = store.versioned() && !group.slice.noncurrent;
    if (comes_back) steps.push_back({at, StepKind::old, {}, 0, group.statement});
    steps.push_back({comes_back ? at + days(store.recoverable_days()) : at, StepKind::gone, {}, 0, group.statement});
  }
  std::stable_sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.at < b.at; });
  // What is deleted moves no more.
  bool deleted = false;
  steps.erase(std::remove_if(steps.begin(), steps.end(), [&](const Step& step) {
    deleted = deleted || deletes(step);
    return deleted && !deletes(step);
  }), steps.end());
}

void count(Forecast& forecast, const Cohort& cohort) {
  bool deleted = cohort.old;
  for (const Step& step : cohort.steps) {
    if (!step.statement || (deleted && step.kind == StepKind::gone && !cohort.old)) continue;
    const ForecastKind kind = deletes(step) ? ForecastKind::removes : ForecastKind::moves;
    deleted = deleted || deletes(step);
    Forecast::Months& by = forecast.statements[{*step.statement, kind}];
    by.first = std::min(step.at, by.first.value_or(step.at));
    if (step.at >= year_seconds) continue;
    const auto month = static_cast<std::size_t>(std::max<Seconds>(step.at, 0) / month_seconds);
    by.objects[month] += cohort.objects;
    by.bytes[month] += cohort.bytes;
  }
}

class OfListing {
 public:
  OfListing(const ListingGroups& groups, const Lowered& lowered, const Tables& tables, Instant start, std::uint32_t read_percent, Forecast* forecast)
      : groups_(groups), policy_(groups.evaluator().policy()), lowered_(lowered), start_(start), read_percent_(read_percent), forecast_(forecast), estimator_(tables) {}

  Estimate run() {
    estimator_.assume("the first month begins on " + instant_text(start_));
    estimator_.assume(fmt::format("what is there is the listing's: {} objects, {} bytes; nothing comes, and nobody reads, writes, tags or registers anything", groups_.objects, groups_.bytes));
    if (groups_.width() > seconds_a_day) estimator_.assume(fmt::format("objects are counted together where their ages differ by less than {} days", groups_.width() / seconds_a_day));
    if (groups_.undecided > 0) estimator_.assume(fmt::format("{} objects are undecided, by facts that were not read: they stay", groups_.undecided));
    if (read_percent_ > 0) estimator_.assume(fmt::format("{}% of the bytes are read each month, as many of every class", read_percent_));
    if (groups_.unsized > 0) estimator_.out.missing.push_back(fmt::format("the bytes of {} objects, whose size is not listed", groups_.unsized));
    const std::vector<ListedGroup> list = groups_.list();
    for (auto at = list.begin(); at != list.end();) {
      const StoreId id = at->slice.store;
      auto end = at;
      while (end != list.end() && end->slice.store == id) ++end;
      put(policy_.stores[id], at, end);
      at = end;
    }
    return estimator_.finish();
  }

 private:
  using Groups = std::vector<ListedGroup>::const_iterator;

  void put(const Store& store, Groups from, Groups to) {
    const std::optional<Tariff> tariff = estimator_.tariff(store.provider, policy_.tiers[static_cast<std::size_t>(store.provider)]);
    if (!tariff) return;
    StoreEstimate out;
    out.name = store.name;
    out.provider = store.provider;
    out.table = tariff->table;
    while (from != to) {
      auto end = from;
      while (end != to && end->slice == from->slice) ++end;
      slice(out, *tariff, store, from, end);
      from = end;
    }
    std::stable_sort(all_.begin(), all_.end(), [](const Cohort& a, const Cohort& b) { return a.written > b.written; });  // youngest first
    Estimator::put_moves(out, break_evens(*tariff, all_));
    all_.clear();
    estimator_.tell_table(*tariff->table);
    estimator_.tell_region(store, *tariff->table);
    estimator_.out.stores.push_back(std::move(out));
  }

  void slice(StoreEstimate& out, const Tariff& tariff, const Store& store, Groups from, Groups to) {
    SliceEstimate slice;
    slice.slice = from->slice;
    std::vector<Cohort> cohorts;
    for (; from != to; ++from) {
      Cohort cohort{-from->sample.object.created, false, from->bytes, from->objects, from->slice.tier, from->slice.class_name, from->slice.noncurrent, {}};
      Course course = course_of(groups_.evaluator(), lowered_, from->sample, start_, start_, cohort, DearerBill(tariff, read_percent_));
      if (!course.complete) estimator_.assume("some objects have too many facts that are not known; what may depend on them is taken as kept where it is");
      cohort.steps = std::move(course.steps);
      settle(cohort.steps, *from, store);
      if (forecast_ != nullptr) count(*forecast_, cohort);
      slice.objects += from->objects;
      slice.bytes += from->bytes;
      cohorts.push_back(std::move(cohort));
    }
    const Bill before = bill(tariff, cohorts, read_percent_, false), after = bill(tariff, cohorts, read_percent_, true);
    add(out.before, before);
    add(out.after, after);
    std::move(cohorts.begin(), cohorts.end(), std::back_inserter(all_));
    slice.before = before.total();
    slice.after = after.total();
    if (out.groups.empty() || out.groups.back().group.name != slice.slice.name) {
      out.groups.emplace_back();
      out.groups.back().group.name = slice.slice.name;
      out.groups.back().group.objects = 0;
    }
    GroupEstimate& group = out.groups.back();
    group.group.bytes += slice.bytes;
    *group.group.objects += slice.objects;
    group.before += slice.before;
    group.after += slice.after;
    out.slices.push_back(std::move(slice));
  }

  const ListingGroups& groups_;
  const Policy& policy_;
  const Lowered& lowered_;
  Instant start_;
  std::uint32_t read_percent_;
  Forecast* forecast_;
  std::vector<Cohort> all_;  // of the store
  Estimator estimator_;
};

}  // namespace

Estimate estimate(const ListingGroups& groups, const Lowered& lowered, const Tables& tables, Instant start, std::uint32_t read_percent, Forecast* forecast) {
  return OfListing(groups, lowered, tables, start, read_percent, forecast).run();
}

}  // namespace shelflife::cost
