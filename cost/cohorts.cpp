#include "cost/cohorts.hpp"

#include <algorithm>

#include "compiler/why/why.hpp"
#include "cost/wide.hpp"

namespace shelflife::cost {

namespace {

std::uint64_t part(std::uint64_t all, std::uint64_t i, std::uint64_t n) { return static_cast<std::uint64_t>(static_cast<Wide>(all) * i / n); }

// Slices of equal width, each as old as its middle. What flows in is as much every day.
std::vector<Cohort> slices(const Group& group) {
  std::vector<Cohort> out;
  const Tier tier = group.told ? group.told->object.tier : group.tier;
  const bool old = group.told && group.told->object.noncurrent;
  const auto add = [&](Seconds written, bool flows_in, std::uint64_t bytes, std::uint64_t objects) {
    if (bytes > 0) out.push_back({written, flows_in, bytes, objects, tier, {}, old, {}});
  };
  constexpr Seconds width = year_seconds / static_cast<Seconds>(most_slices);
  const Seconds span = group.oldest - group.youngest;
  const std::uint64_t count = std::clamp<std::uint64_t>(static_cast<std::uint64_t>((span + width - 1) / width), 1, most_slices);
  const std::uint64_t there = group.bytes > 0 ? group.objects.value_or(0) : 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    const Seconds age = group.youngest + span * static_cast<Seconds>(2 * i + 1) / static_cast<Seconds>(2 * count);
    add(-age, false, part(group.bytes, i + 1, count) - part(group.bytes, i, count), part(there, i + 1, count) - part(there, i, count));
  }
  const std::uint64_t year = group.inflow * months, coming = group.objects_in(year);
  for (std::uint64_t i = 0; i < most_slices; ++i)
    add(width * static_cast<Seconds>(i) + width / 2, true, part(year, i + 1, most_slices) - part(year, i, most_slices), part(coming, i + 1, most_slices) - part(coming, i, most_slices));
  return out;
}

// One object of the cohort at the instant at which it is there for the first time: no event before its creation.
ToldObject object_at(const Policy& policy, const Group& group, const Cohort& cohort) {
  ToldObject told = *group.told;
  ObjectState& o = told.object;
  const Seconds later = std::max<Seconds>(cohort.written, 0);
  o.created = std::max<Seconds>(-cohort.written, 0);
  if (!o.accessed) o.accessed = o.created;  // nobody read it since
  for (std::optional<Seconds>* age : {&o.accessed, &o.promoted_since, &o.retired_since, &o.marked})
    if (*age) **age = std::min(**age, o.created);
  if (o.noncurrent) o.noncurrent_since = std::min(o.noncurrent_since, o.created);
  for (LabelState& label : o.labels)  // a day of the calendar comes nearer; an age is said of each
    if (label.age && !label.text.empty() && policy.fields[label.field].type == FieldType::date) *label.age += later;
  return told;
}

std::vector<Step> steps_of(const Future& future, bool noncurrent, Instant start) {
  std::vector<Step> out;
  bool old = noncurrent;
  for (const FateEvent& event : future.events) {
    Step step{event.at - start, StepKind::gone, event.tier, 0, event.statement};
    if (event.kind == EventKind::moved && event.who != Who::nobody) step.kind = StepKind::moved;
    else if ((event.kind == EventKind::deleted || event.kind == EventKind::hidden) && !old) step.kind = StepKind::old;
    else if (event.kind != EventKind::bytes_gone) continue;
    old = old || step.kind == StepKind::old;
    out.push_back(step);
    if (event.kind == EventKind::bytes_gone) break;
  }
  // Where both happen at once there is nothing to bring back.
  const std::size_t n = out.size();
  if (n > 1 && out[n - 1].kind == StepKind::gone && out[n - 2].kind == StepKind::old && out[n - 2].at == out[n - 1].at) out.erase(out.end() - 2);
  return out;
}

}  // namespace

Course course_of(const Evaluator& evaluator, const Lowered& lowered, ToldObject told, Instant at, Instant start, const Cohort& cohort, const Dearer& dearer) {
  Course out;
  const Answer answer = why(evaluator, lowered, std::move(told), at, 0);
  out.complete = answer.cases.complete;
  const Case* chosen = nullptr;
  for (const Case& one : answer.cases.list) {
    std::vector<Step> steps = steps_of(one.future, one.object.noncurrent, start);
    if (chosen != nullptr && !dearer(cohort, steps, out.steps)) continue;
    out.steps = std::move(steps);
    chosen = &one;
  }
  if (chosen == nullptr || answer.cases.list.size() < 2) return out;
  for (const std::string& condition : std::set<std::string>(chosen->conditions.begin(), chosen->conditions.end())) out.assumed.append(out.assumed.empty() ? "" : " and ").append(condition);
  return out;
}

Cohorts cohorts_of(const Evaluator& evaluator, const Lowered& lowered, const Group& group, Instant start, const Dearer& dearer) {
  Cohorts out;
  out.list = slices(group);
  for (Cohort& cohort : out.list) {
    const Instant at = start + std::max<Seconds>(cohort.written, 0);
    Course course = course_of(evaluator, lowered, object_at(evaluator.policy(), group, cohort), at, start, cohort, dearer);
    out.kept_undecided = out.kept_undecided || !course.complete;
    cohort.steps = std::move(course.steps);
    if (!course.assumed.empty()) out.undecided.insert(std::move(course.assumed));
  }
  return out;
}

Cohorts cohorts_of(const Group& group) {
  Cohorts out;
  for (const Cohort& whole : slices(group)) {
    Cohort rest = whole, part_of = whole;
    part_of.bytes = part(whole.bytes, group.share_percent, 100);
    part_of.objects = part(whole.objects, group.share_percent, 100);
    rest.bytes -= part_of.bytes;
    rest.objects -= part_of.objects;
    const Seconds at = std::max<Seconds>({whole.written + group.after, whole.written, 0});
    const StepKind kind = group.then == ThenKind::remove ? StepKind::gone : group.then == ThenKind::move ? StepKind::moved : StepKind::cheaper;
    if (group.then != ThenKind::nothing) part_of.steps.push_back({at, kind, group.then_tier, group.then_percent, {}});
    if (part_of.bytes > 0) out.list.push_back(std::move(part_of));
    if (rest.bytes > 0) out.list.push_back(std::move(rest));
  }
  return out;
}

}  // namespace shelflife::cost
