// The sections about cost, safeguards, findings, the audit, and what all of it rests on.
#include <algorithm>
#include <map>

#include "cli/audit_report.hpp"
#include "cli/cost_report.hpp"
#include "cli/report_page.hpp"
#include "cli/words.hpp"
#include "compiler/model/print.hpp"

namespace shelflife::cli {

namespace {

using report::code;
using report::Text;
using namespace cost;

constexpr std::size_t most_findings = 60, most_examples = 5;

std::string money(Micro amount) { return "$" + dollars(amount); }
report::Tone tone_of(Severity severity) { return severity == Severity::error ? report::Tone::bad : severity == Severity::warning ? report::Tone::warning : report::Tone::plain; }

const LaneBill* find(const Bill& bill, const Lane& lane) {
  const auto at = std::find_if(bill.lanes.begin(), bill.lanes.end(), [&](const LaneBill& l) { return l.lane == lane; });
  return at == bill.lanes.end() ? nullptr : &*at;
}

report::Lines months_chart(const ReportData& data) {
  report::Lines out;
  out.title = "The bill of each month, before and after the policy";
  out.unit = "$";
  report::Lines::Row before{"before", {}}, after{"after", {}};
  out.table = {"The bill of each month", {{"month from"}, {"before", true}, {"after", true}, {"saved", true}}, {}, 0};
  for (std::size_t m = 0; m < cost::months; ++m) {
    Micro b = 0, a = 0;
    for (const StoreEstimate& store : data.estimate.stores) {
      b += store.before.month(m);
      a += store.after.month(m);
    }
    const std::string day = to_text(date_of(data.at + static_cast<Seconds>(m) * month_seconds));
    out.columns.push_back(day.substr(5));
    before.values.push_back({static_cast<double>(b) / 1e6, money(b)});
    after.values.push_back({static_cast<double>(a) / 1e6, money(a)});
    out.table.rows.push_back({day, money(b), money(a), money(b - a)});
  }
  out.description = "From " + before.values.front().text + " in the first month to " + before.values.back().text + " in the last without the policy, and from " + after.values.front().text + " to " + after.values.back().text + " with it.";
  out.rows = {std::move(before), std::move(after)};
  return out;
}

report::Table classes_table(const ReportData& data) {
  report::Table out{"Storage classes, now and in a year", {{"class"}, {"now", true}, {"a month", true}, {"in a year, before", true}, {"a month", true}, {"after", true}, {"a month", true}}, {}, 0};
  for (const StoreEstimate& store : data.estimate.stores) {
    std::vector<Lane> lanes;
    for (const Bill* const bill : {&store.after, &store.before})
      for (const LaneBill& lane : bill->lanes)
        if (std::find(lanes.begin(), lanes.end(), lane.lane) == lanes.end()) lanes.push_back(lane.lane);
    for (const Lane& lane : lanes) {
      const LaneBill* const before = find(store.before, lane);
      const LaneBill* const after = find(store.after, lane);
      const auto size = [&](std::uint64_t bytes) { return bytes == 0 ? std::string("-") : size_in_gb(*store.table, bytes); };
      const auto of = [&](Micro amount, std::uint64_t bytes) { return bytes == 0 ? std::string("-") : money(amount); };
      const LaneBill none;
      const LaneBill& b = before == nullptr ? none : *before;
      const LaneBill& a = after == nullptr ? none : *after;
      Text name = code(lane_name(lane));
      if (data.estimate.stores.size() > 1) name.plain(" of ").code(store.name);
      out.rows.push_back({std::move(name), size(b.bytes_start), of(b.month_start, b.bytes_start), size(b.bytes_end), of(b.month_end, b.bytes_end), size(a.bytes_end), of(a.month_end, a.bytes_end)});
      if (b.old_start + a.old_end > 0) out.rows.push_back({"of them deleted, not gone", size(b.old_start), "", size(b.old_end), "", size(a.old_end), ""});
    }
  }
  return out;
}

report::Table items_table(const ReportData& data) {
  report::Table out{"What the bill of 12 months is made of", {{"item"}, {"before", true}, {"after", true}}, {}, 0};
  for (std::size_t i = 0; i < item_count; ++i) {
    Micro before = 0, after = 0;
    for (const StoreEstimate& store : data.estimate.stores) {
      before += store.before.item(static_cast<Item>(i));
      after += store.after.item(static_cast<Item>(i));
    }
    if (before != 0 || after != 0) out.rows.push_back({std::string(to_text(static_cast<Item>(i))), money(before), money(after)});
  }
  out.rows.push_back({"total", money(data.estimate.before), money(data.estimate.after)});
  return out;
}

}  // namespace

report::Section section_cost(const ReportData& data) {
  report::Section out{"cost", "What it costs", {}};
  if (data.estimate.stores.empty()) return out;
  if (!data.estimate.missing.empty()) {
    Text text("not in these figures are ");
    for (std::size_t i = 0; i < data.estimate.missing.size(); ++i) {
      if (i > 0) text.plain("; ");
      for (report::Run& run : report::marked(data.estimate.missing[i]).runs) text.runs.push_back(std::move(run));
    }
    out.blocks.emplace_back(report::Notice{report::Tone::warning, "incomplete:", std::move(text)});
  }
  out.blocks.emplace_back(report::Paragraph{"List prices, of what is there now; what the figures rest on stands at the end."});
  out.blocks.emplace_back(months_chart(data));
  out.blocks.emplace_back(classes_table(data));
  out.blocks.emplace_back(items_table(data));
  report::Table groups{"Where it comes from, 12 months", {{"group"}, {"objects", true}, {"bytes", true}, {"before", true}, {"after", true}, {"saved", true}}, {}, 0};
  for (const StoreEstimate& store : data.estimate.stores)
    for (const GroupEstimate& group : store.groups)
      groups.rows.push_back({code((data.estimate.stores.size() > 1 ? store.name + ": " : "") + group.group.name), grouped(group.group.objects.value_or(0)), bytes_text(group.group.bytes), money(group.before), money(group.after), money(group.before - group.after)});
  out.blocks.emplace_back(std::move(groups));
  report::Table moves{"From which size on a move pays", {{"move"}, {"from"}, {"to"}, {"pays"}}, {}, 0};
  for (const StoreEstimate& store : data.estimate.stores)
    for (const BreakEven& move : store.moves) {
      const std::string pays = !move.known ? "not known, a price is missing" : !move.bytes ? "never" : *move.bytes <= 1 ? "for objects of every size" : "from " + grouped(*move.bytes) + " bytes on";
      moves.rows.push_back({report::marked(move_name(&data.policy, move)), code(move.from), code(move.to), pays});
    }
  if (!moves.rows.empty()) out.blocks.emplace_back(std::move(moves));
  return out;
}

report::Section section_safeguards(const ReportData& data) {
  report::Section out{"safeguards", "Safeguards", {}};
  for (const Refusal& refusal : data.refusals)
    out.blocks.emplace_back(report::Notice{refusal.declared ? report::Tone::bad : report::Tone::warning, refusal.declared ? "refused:" : "warning:", report::marked(refusal.message + (refusal.declared ? "" : ", where no `safeguard` says otherwise"))});
  if (data.refusals.empty()) out.blocks.emplace_back(report::Notice{report::Tone::good, "not refused:", "no safeguard stands against the run on these files"});
  const Safeguards& s = data.policy.safeguards;
  report::Table limits{s.declared ? "Limits that the policy declares" : "Limits that hold where the policy declares none", {{"limit"}, {"value"}}, {}, 0};
  if (s.percent || !s.declared) limits.rows.push_back({"deletes of a store's objects in a run", std::to_string(s.percent.value_or(10)) + "%"});
  if (s.objects) limits.rows.push_back({"deletes in a run", grouped(*s.objects) + " objects"});
  if (s.bytes) limits.rows.push_back({"bytes deleted in a run", bytes_text(*s.bytes)});
  limits.rows.push_back({"age of the registry", to_text(s.registry_age)});
  limits.rows.push_back({"age of the listing", to_text(s.inventory_age)});
  out.blocks.emplace_back(std::move(limits));
  report::Table days{"Days on which a run would be refused", {{"day"}, {"because"}}, {}, 0};
  for (const Day& day : data.days)
    for (const Refusal& refusal : day.refusals) {
      if (days.rows.size() < 20) days.rows.push_back({instant_text(day.at), report::marked(refusal.message)});
      else ++days.more;
    }
  if (!days.rows.empty()) out.blocks.emplace_back(std::move(days));
  return out;
}

report::Section section_findings(const ReportData& data) {
  report::Section out{"findings", "Findings of the check", {}};
  if (!data.checked) {
    out.blocks.emplace_back(report::Notice{report::Tone::warning, "not checked:", "the policy came from standard input; name its file"});
  } else if (data.findings.empty()) {
    out.blocks.emplace_back(report::Notice{report::Tone::good, "clean:", "the check finds nothing in the policy"});
  } else {
    report::Table table{"What the check finds in the policy", {{"code"}, {"severity"}, {"place"}, {"what"}, {"what would be right"}}, {}, 0};
    for (const CheckFinding& finding : data.findings) {
      if (table.rows.size() < most_findings) table.rows.push_back({code(finding.code), std::string(to_word(finding.severity)), code(finding.place), report::marked(finding.message), report::marked(finding.hint)});
      else ++table.more;
    }
    out.blocks.emplace_back(std::move(table));
  }
  if (data.suppressed > 0) out.blocks.emplace_back(report::Paragraph{counted(data.suppressed, "finding") + (data.suppressed == 1 ? " is" : " are") + " suppressed by comments."});
  return out;
}

report::Section section_audit(const ReportData& data) {
  report::Section out{"audit", "Audit of the objects", {}};
  out.blocks.emplace_back(report::Paragraph{"What is stored and is not as it should be. Old is " + std::to_string(data.audit.old / seconds_a_day) + " days and more."});
  if (data.audit.findings.empty()) out.blocks.emplace_back(report::Notice{report::Tone::good, "clean:", "nothing was found"});
  report::Table table{"By check", {{"code"}, {"what"}, {"about"}, {"found", true}, {"bytes", true}}, {}, 0};
  for (const audit::Finding& finding : data.audit.findings) {
    const audit::AuditRule& rule = audit::rule_of(finding.check);
    table.rows.push_back({code(std::string(rule.id)), std::string(rule.title), code(finding.about), counted(finding.found.objects, counted_by(finding.check)), bytes_text(finding.found)});
  }
  if (!table.rows.empty()) out.blocks.emplace_back(std::move(table));
  for (std::size_t check = 0; check < audit::check_count; ++check) {
    const audit::AuditRule& rule = audit::rule_of(static_cast<audit::Check>(check));
    report::Table examples{std::string(rule.id) + " " + std::string(rule.name) + ": examples", {{"object"}, {"about"}, {"how old, large or wrong"}}, {}, 0};
    bool any = false;
    for (const audit::Finding& finding : data.audit.findings) {
      if (finding.check != rule.check) continue;
      any = true;
      for (std::size_t i = 0; i < std::min(most_examples, finding.examples.size()); ++i) {
        const audit::Example& one = finding.examples[i];
        examples.rows.push_back({code(one.key), code(finding.about), Text(one.detail.empty() ? bytes_text(one.weight) : one.detail)});
      }
    }
    if (!any) continue;
    out.blocks.emplace_back(report::Notice{tone_of(rule.severity), std::string(rule.id) + ":", report::marked(std::string(rule.title) + "; " + std::string(rule.help))});
    out.blocks.emplace_back(std::move(examples));
  }
  report::Items skipped;
  for (const audit::NotJudged& one : data.audit.not_judged) {
    const audit::AuditRule& rule = audit::rule_of(one.check);
    Text text("not judged: ");
    text.code(std::string(rule.id)).plain(" " + std::string(rule.name) + (one.count > 0 ? " of " + counted(one.count, counted_by(one.check)) : "") + ", because ");
    for (report::Run& run : report::marked(one.because).runs) text.runs.push_back(std::move(run));
    skipped.list.push_back(std::move(text));
  }
  if (!skipped.list.empty()) out.blocks.emplace_back(std::move(skipped));
  return out;
}

report::Section section_basis(const ReportData& data) {
  report::Section out{"basis", "What this rests on", {}};
  report::Items items;
  Text files("listing: ");
  for (std::size_t i = 0; i < data.listings.size(); ++i) {
    if (i > 0) files.plain(", ");
    files.code(data.listings[i]);
  }
  files.plain(data.head.began ? ", begun " + instant_text(*data.head.began) : ", which does not say when it was begun");
  if (!data.head.complete || data.head.bad_rows > 0) files.plain("; it is not whole: ranks are unread, and whole units are kept");
  items.list.push_back(std::move(files));
  if (data.undeclared > 0) items.list.emplace_back(grouped(data.undeclared) + " objects are in buckets that no store declares, and in no total");
  if (data.totals.later > 0) items.list.emplace_back(grouped(data.totals.later) + " objects were created after the run, and count as just created");
  Text registry("registry: ");
  if (data.registry == nullptr) registry.plain(names_registry(data.policy) ? "none; each of its facts that the policy names is unread" : "none; the policy names none of its facts, and nothing is kept for being referenced");
  else registry.code(data.registry_path).plain(data.registry->read_at ? ", read " + instant_text(*data.registry->read_at) : "").plain(data.registry->complete ? "" : "; it is not whole: what it says is taken as unread");
  items.list.push_back(std::move(registry));
  for (const std::string& one : data.estimate.assumptions) items.list.push_back(report::marked(one));
  out.blocks.emplace_back(std::move(items));
  return out;
}

}  // namespace shelflife::cli
