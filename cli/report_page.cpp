#include "cli/report_page.hpp"

#include <algorithm>
#include <tuple>

#include "cli/words.hpp"
#include "compiler/model/print.hpp"

namespace shelflife::cli {

namespace {

constexpr std::size_t most_going = 12;

template <class Before>
void put(std::vector<Going>& list, Going&& one, const Before& before) {
  if (list.size() == most_going && !before(one, list.back())) return;
  list.insert(std::upper_bound(list.begin(), list.end(), one, before), std::move(one));
  if (list.size() > most_going) list.pop_back();
}

std::string money(cost::Micro amount) { return "$" + cost::dollars(amount); }

report::Section section_short(const ReportData& data) {
  report::Section out{"in-short", "In short", {}};
  const auto say = [&](report::Tone tone, std::string word, report::Text text) { out.blocks.emplace_back(report::Notice{tone, std::move(word), std::move(text)}); };
  if (data.head.bad_rows > 0) say(report::Tone::bad, "partial:", counted(data.head.bad_rows, "row") + " of the listing cannot be read, and no total has them");
  for (const Refusal& refusal : data.refusals) say(refusal.declared ? report::Tone::bad : report::Tone::warning, refusal.declared ? "refused:" : "warning:", report::marked(refusal.message));
  if (data.refusals.empty()) say(report::Tone::good, "not refused:", "no safeguard stands against the run");
  const Sum& undecided = data.totals.fates[static_cast<std::size_t>(Fate::undecided)];
  if (undecided.objects > 0) {
    report::Text text(counted(undecided.objects, "object") + ", " + bytes_text(undecided) + ", and so kept, by unread");
    const char* comma = " ";
    for (const auto& [fact, objects] : data.totals.unread) {
      text.plain(comma).code(fact).plain(" (" + grouped(objects) + ")");
      comma = ", ";
    }
    say(report::Tone::warning, "undecided:", std::move(text));
  }
  const auto count = [&](Severity severity) { return std::count_if(data.findings.begin(), data.findings.end(), [&](const CheckFinding& f) { return f.severity == severity; }); };
  const auto errors = static_cast<std::uint64_t>(count(Severity::error)), warnings = static_cast<std::uint64_t>(count(Severity::warning));
  if (data.checked) say(errors > 0 ? report::Tone::bad : warnings > 0 ? report::Tone::warning : report::Tone::good, "check:", counted(errors, "error") + " and " + counted(warnings, "warning") + " in the policy");
  std::uint64_t kinds = data.audit.findings.size();
  say(kinds > 0 ? report::Tone::warning : report::Tone::good, "audit:", kinds > 0 ? counted(kinds, "kind") + " of objects that are not as they should be" : "nothing was found");
  return out;
}

}  // namespace

std::string objects_text(const Sum& sum) { return sum.objects == 0 ? "-" : grouped(sum.objects); }
std::string bytes_text(const Sum& sum) {
  if (sum.objects == 0) return "-";
  if (sum.unsized == sum.objects) return "?";
  return bytes_text(sum.bytes) + (sum.unsized > 0 ? " +?" : "");
}
std::string statement_words(const Policy& policy, StatementRef ref) { return to_text(policy, policy.rules[ref.rule].statements[ref.statement]); }
std::string place_words(const ReportData& data, const Span& span) {
  if (span.file >= data.sources.size()) return "-";
  return data.sources.source(span.file).path + ":" + std::to_string(data.sources.position(span.file, span.begin).line);
}

void GoingObjects::add(const Row& row, const ObjectState& object, const Decision& decision) {
  const bool goes = decision.fate == Fate::remove;
  if (!goes && !decision.next) return;
  const std::vector<Going>& list = goes ? now : next;
  if (list.size() == most_going && (goes ? row.size.value_or(0) < list.back().size.value_or(0) : *decision.next > list.back().at)) return;
  Going one{goes ? decision.at : *decision.next, policy_.stores[object.store].name, row.key, row.revision, row.size, object.created, goes ? decision.statement : std::nullopt, {}};
  one.told.object = object;
  one.told.store = one.told.created = one.told.noncurrent = one.told.tier = true;
  one.told.size = row.size.has_value();
  const auto name = [](const Going& g) { return std::tie(g.store, g.key, g.revision); };
  if (goes) put(now, std::move(one), [&](const Going& a, const Going& b) { return a.size.value_or(0) != b.size.value_or(0) ? a.size.value_or(0) > b.size.value_or(0) : name(a) < name(b); });
  else put(next, std::move(one), [&](const Going& a, const Going& b) { return a.at != b.at ? a.at < b.at : name(a) < name(b); });
}

report::Page report_page(const ReportData& data) {
  report::Page page;
  page.title = "What the policy does to what is stored";
  page.subtitle.code(data.path).plain(data.to ? " in a run a day from " + instant_text(data.at) + " to " + instant_text(*data.to) : " in a run at " + instant_text(data.at));
  page.subtitle.plain(", on a listing of " + counted(data.rows, "object") + (data.head.began ? " from " + instant_text(*data.head.began) : std::string()) + (data.to ? "; the figures are of the first run" : "") + ". A dry run: no cloud was asked, and nothing was changed.");
  const auto fate = [&](std::string label, Fate which, report::Tone tone) {
    const Sum& sum = data.totals.fates[static_cast<std::size_t>(which)];
    page.figures.push_back({std::move(label), sum.objects == 0 ? "0 B" : bytes_text(sum), counted(sum.objects, "object"), sum.objects == 0 ? report::Tone::plain : tone});
  };
  fate("would be deleted", Fate::remove, report::Tone::bad);
  fate("would be moved", Fate::move, report::Tone::plain);
  fate("would be kept", Fate::keep, report::Tone::good);
  fate("undecided, so kept", Fate::undecided, report::Tone::warning);
  const cost::Micro saved = data.estimate.before - data.estimate.after;
  page.figures.push_back({saved < 0 ? "costs more in 12 months" : "saved in 12 months", money(saved < 0 ? -saved : saved),
                          money(data.estimate.before) + " before, " + money(data.estimate.after) + " after" + (data.estimate.missing.empty() ? "" : "; incomplete"), saved < 0 ? report::Tone::warning : report::Tone::good});
  page.sections = {section_short(data), section_next(data), section_rules(data), section_stored(data), section_kept(data), section_cost(data), section_safeguards(data), section_findings(data), section_audit(data), section_basis(data)};
  std::erase_if(page.sections, [](const report::Section& section) { return section.blocks.empty(); });
  page.footer.plain("Made by ").code("shelflife report").plain(". The policy decides; the report only counts what it decided. Times are UTC.");
  return page;
}

}  // namespace shelflife::cli
