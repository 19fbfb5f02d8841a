#include "cli/why_text.hpp"

#include <algorithm>

#include "cli/table_notes.hpp"
#include "cli/words.hpp"
#include "compiler/model/print.hpp"
#include "compiler/why/misses.hpp"

namespace shelflife::cli {

namespace {

constexpr std::size_t most_cases = 8;

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size()), ' ');
  return text;
}

// Rows of columns, each as wide as its widest cell but the last one.
std::string columns(const std::vector<std::vector<std::string>>& rows, std::string_view indent) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i + 1 < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string out;
  for (const auto& row : rows) {
    std::string line(indent);
    for (std::size_t i = 0; i < row.size(); ++i) line += i + 1 == row.size() ? row[i] : padded(row[i], widths[i]) + "  ";
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out;
}

class Writer {
 public:
  Writer(const WhyContext& context, const Answer& answer, bool color) : context_(context), answer_(answer), color_(color), object_(answer.told.object) {}

  std::string write() {
    head();
    holds_before();
    cases();
    spoken();
    misses();
    recover();
    return std::move(out_);
  }

 private:
  void title(const std::string& text) { out_ += color_ ? "\n\x1b[1m" + text + "\x1b[0m\n" : "\n" + text + "\n"; }
  const Store& store() const { return context_.policy.stores[object_.store]; }
  const Statement& statement(StatementRef ref) const { return context_.policy.rules[ref.rule].statements[ref.statement]; }
  std::string day(Instant at) const { return when(answer_, at); }

  void head() {
    out_ += printable(uri_of(store(), object_.key)) + "\n";
    std::string line = "store " + store().name + " (" + to_text(store().provider) + "), ";
    if (object_.noncurrent) line += "noncurrent since " + day(answer_.now - object_.noncurrent_since) + ", ";
    else line += answer_.told.noncurrent ? "current, " : "taken as current, ";
    line += (answer_.told.size ? size_text(object_.size) : "size unknown") + ", ";
    if (object_.tier != Tier::hot) line += to_text(object_.tier) + ", ";
    line += answer_.relative ? "creation unknown: days are counted from it" : "created " + instant_text(answer_.now - object_.created) + ", asked at " + instant_text(answer_.asked);
    out_ += printable(line) + "\n";
    std::string facts = joined(answer_.facts, ", ");
    if (!answer_.cases.unread.empty()) facts += (facts.empty() ? "unread: " : "; unread: ") + joined(unique(answer_.cases.unread), ", ");
    if (!facts.empty()) out_ += printable(facts) + "\n";
  }
  static std::vector<std::string> unique(std::vector<std::string> names) {
    std::vector<std::string> out;
    for (std::string& name : names)
      if (std::find(out.begin(), out.end(), name) == out.end()) out.push_back(std::move(name));
    return out;
  }

  // Where days are counted from an unknown creation, dates of holds cannot be among them.
  void holds_before() {
    if (!answer_.relative) return;
    for (const Spoken& one : answer_.spoken) {
      if (!one.hold || !context_.policy.holds[*one.hold].until) continue;
      out_ += printable("hold " + quote(context_.policy.holds[*one.hold].name) + " " + one.state + "; what follows is without it") + "\n";
    }
  }

  void cases() {
    if (!answer_.cases.complete) {
      title("undecided: too many facts are unread, so it is kept");
      return;
    }
    const std::vector<Case>& list = answer_.cases.list;
    for (std::size_t i = 0; i < std::min(most_cases, list.size()); ++i) {
      const std::string condition = joined(list[i].conditions, " and ");
      title(printable((condition.empty() ? "" : "if " + condition + ": ") + outcome_text(context_, answer_, list[i])));
      std::vector<std::vector<std::string>> rows;
      for (const FateEvent& event : list[i].future.events)
        if (!(is_final(list[i].future) && event.kind == EventKind::bytes_gone)) rows.push_back(row(event, is_final(list[i].future)));
      out_ += columns(rows, "  ");
    }
    if (list.size() > most_cases) out_ += "\nand " + std::to_string(list.size() - most_cases) + " more cases: tell more facts\n";
  }

  // The bytes go together with the object.
  static bool is_final(const Future& future) { return future.deleted && future.gone && future.deleted->at == future.gone->at; }

  std::vector<std::string> row(const FateEvent& event, bool is_final) const {
    std::string what(to_text(event.kind));
    if (is_final && event.kind == EventKind::deleted) what += " for good";
    if (event.kind == EventKind::hidden) what += " by a marker";
    if (event.kind == EventKind::moved) what += " to " + to_text(event.tier);
    std::string by;
    if (event.who != Who::nobody) by = who_text(event.who, store().provider);
    if (!event.native_rule.empty()) by += " (rule " + event.native_rule + ")";
    const bool by_size = event.kind == EventKind::moved && !answer_.told.size && store().provider == Provider::s3;
    if (by_size) by += ", from 128 KiB on";
    if (event.latest) by += ", by " + day(*event.latest) + " at the latest";
    std::string behind, place;
    if (event.statement) {
      behind = statement_text(context_, *event.statement);
      place = place_of(context_, statement(*event.statement).origin.span);
    }
    if (event.hold) {
      behind = "`hold " + quote(context_.policy.holds[*event.hold].name) + "`";
      place = place_of(context_, context_.policy.holds[*event.hold].origin.span);
    }
    return {day(event.at), printable(what), printable(behind), printable(place), printable(by)};
  }

  void spoken() {
    if (answer_.spoken.empty()) return title("no statement speaks of it");
    title("what speaks of it");
    std::vector<std::vector<std::string>> rows;
    for (const Spoken& one : answer_.spoken) {
      std::string state = one.state;
      if (one.acts && one.who != Who::nobody) state += ", by " + who_word(one.who);
      if (one.hold) {
        const Hold& hold = context_.policy.holds[*one.hold];
        rows.push_back({"hold", printable(quote(hold.name)), printable(place_of(context_, hold.origin.span)), printable(state)});
        continue;
      }
      const Rule& rule = context_.policy.rules[one.statement.rule];
      rows.push_back({printable(rule.id), printable(to_text(context_.policy, statement(one.statement))),
                      printable(place_of(context_, statement(one.statement).origin.span)), printable(state)});
    }
    out_ += columns(rows, "  ");
  }
  std::string who_word(Who who) const {
    switch (who) {
      case Who::cloud: return cloud_name(store().provider);
      case Who::cloud_and_plan: return cloud_name(store().provider) + " and the plan";
      case Who::mark: return "mark";
      case Who::setting: return "a setting of the store and the plan";
      default: return "the plan";
    }
  }

  static std::string all_of(const Rule& rule) {
    const std::size_t count = rule.statements.size();
    return count == 1 ? std::string("its statement") : "its " + std::to_string(count) + " statements";
  }

  void misses() {
    if (answer_.misses.empty()) return;
    title("what does not speak of it, and why");
    std::vector<std::vector<std::string>> rows;
    for (const Miss& miss : answer_.misses) {
      const std::string conditions = joined(miss.conditions, "; ");
      if (miss.hold) {
        const Hold& hold = context_.policy.holds[*miss.hold];
        rows.push_back({"hold", printable(quote(hold.name)), printable(place_of(context_, hold.origin.span)), printable(conditions)});
        continue;
      }
      const Rule& rule = context_.policy.rules[miss.rule];
      const Span place = miss.statement ? rule.statements[*miss.statement].origin.span : rule.origin.span;
      rows.push_back({printable(rule.id), miss.statement ? printable(to_text(context_.policy, rule.statements[*miss.statement])) : all_of(rule),
                      printable(place_of(context_, place)), printable(conditions)});
    }
    out_ += columns(rows, "  ");
    if (answer_.more_misses != 0) out_ += "  and " + std::to_string(answer_.more_misses) + " more\n";
  }

  void recover() {
    title("to get it back: " + printable(recovery_span(context_.policy, object_)));
    for (const std::string& command : recovery_commands(context_.policy, object_)) out_ += "  " + printable(command) + "\n";
    const std::string block = hold_block(object_);
    if (block.empty()) return;
    title("to keep it: add this to the policy, build, and apply");
    out_ += "  " + printable(block) + "\n";
  }

  const WhyContext& context_;
  const Answer& answer_;
  bool color_;
  const ObjectState& object_;
  std::string out_;
};

}  // namespace

std::string place_of(const WhyContext& context, const Span& span) {
  if (span.file >= context.sources.size()) return {};
  return context.sources.path_below(context.policy.root, span.file) + ":" + std::to_string(context.sources.position(span.file, span.begin).line);
}

std::string statement_text(const WhyContext& context, StatementRef ref) {
  return "`" + to_text(context.policy, context.policy.rules[ref.rule].statements[ref.statement]) + "`";
}

std::string who_text(Who who, Provider provider) {
  switch (who) {
    case Who::cloud: return "by " + cloud_name(provider);
    case Who::mark: return "by mark: the pruner tags it when it runs next, and " + cloud_name(provider) + " deletes it";
    case Who::cloud_and_plan: return "by the plan, when the pruner runs next, or by " + cloud_name(provider);
    default: return "by the plan, when the pruner runs next";
  }
}

std::string outcome_text(const WhyContext& context, const Answer& answer, const Case& one) {
  const Provider provider = context.policy.stores[one.object.store].provider;
  const std::optional<FateEvent>& end = one.future.deleted ? one.future.deleted : one.future.gone;
  if (end) {
    std::string out = end->at <= answer.now ? "may be deleted now" : "deleted on " + when(answer, end->at);
    out += " " + who_text(end->who, provider);
    if (end->statement) out += ": " + statement_text(context, *end->statement);
    return out;
  }
  const Verdict& last = one.future.changes.back().verdict;
  if (!last.held_by.empty()) return "kept by hold " + quote(context.policy.holds[last.held_by[0]].name);
  if (last.lock_found) return "kept by a lock or hold that somebody set on it";
  if (last.may_be_deleted && one.object.referenced == Fact::yes) return "stays: the plan deletes nothing that is referenced, and no cloud deletes it";
  if (last.kept_by.empty()) return last.due.empty() ? "stays: no delete is ever due on it" : "stays: nobody carries out the delete that is due";
  const Statement& s = context.policy.rules[last.kept_by[0].rule].statements[last.kept_by[0].statement];
  const std::string keep = statement_text(context, last.kept_by[0]);
  if (s.kind == StatementKind::keep_forever) return "kept for ever by " + keep;
  return s.kind == StatementKind::keep_ranked ? "kept by " + keep + " as long as newer ones do not take its place" : "kept by " + keep;
}

std::string why_text(const WhyContext& context, const Answer& answer, bool color) { return Writer(context, answer, color).write(); }

}  // namespace shelflife::cli
