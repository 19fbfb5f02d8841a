#include "cli/table_notes.hpp"

#include <algorithm>
#include <set>

#include "cli/files.hpp"
#include "compiler/model/print.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife::cli {

namespace {

// The predicate asks what no rule of this cloud can see.
bool is_unseen(const Policy& policy, const Predicate& predicate, Provider provider) {
  const auto unseen_field = [&](FieldId id) {
    const FieldSource source = policy.fields[id].source;
    return source == FieldSource::registry || (source == FieldSource::tag && provider == Provider::gcs);
  };
  switch (predicate.kind) {
    case PredicateKind::flag: return predicate.flag != Flag::noncurrent;
    case PredicateKind::accessed_within: return true;
    default: break;
  }
  if (predicate.field != no_id && unseen_field(predicate.field)) return true;
  return std::any_of(predicate.children.begin(), predicate.children.end(),
                     [&](const Predicate& child) { return is_unseen(policy, child, provider); });
}

using Rules = std::vector<std::uint32_t>;

// Those that speak of any of the document's stores, ascending.
Rules rules_of(const NativeDocument& document, const std::vector<Rules>& speaking) {
  Rules out;
  for (const StoreId store : document.stores) out.insert(out.end(), speaking[store].begin(), speaking[store].end());
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

// "`keep latest 5 versions per model` (20), ...": keeps that a cloud cannot weigh.
std::string unseen_keeps(const Policy& policy, const NativeDocument& document, const Rules& rules, const SourceManager& sources) {
  constexpr std::size_t most = 3;
  std::string out;
  std::size_t count = 0;
  for (const std::uint32_t r : rules) {
    const Rule& rule = policy.rules[r];
    for (const Statement& statement : rule.statements) {
      if (!is_keep(statement.kind)) continue;
      const bool seen_clock = statement.clock.kind == ClockKind::created || statement.clock.kind == ClockKind::noncurrent;
      if (statement.kind != StatementKind::keep_ranked && (statement.kind != StatementKind::keep_for || seen_clock) &&
          !is_unseen(policy, both(rule.where, statement.where), document.provider))
        continue;
      if (++count > most) continue;
      out.append(out.empty() ? "`" : ", `").append(printable(to_text(policy, statement))).append("` (");
      out.append(place_text(policy, sources, statement.origin.span)).append(")");
    }
  }
  if (count > most) out += " and " + std::to_string(count - most) + " more";
  return out;
}

// How long deleted bytes can be had back, for stores that agree on it together.
std::string recovery(const Policy& policy, const NativeDocument& document, const Rules& rules) {
  std::string out;
  const auto sentence_of = [](const Store& store) {
    if (store.provider == Provider::s3 && !store.versioned()) return std::string("a delete is final at once: the bucket keeps no versions");
    const std::string days = std::to_string(store.recoverable_days());
    return "bytes leave " + days + (days == "1" ? " day" : " days") + " after a delete (recoverable for)";
  };
  const bool replaced = std::any_of(rules.begin(), rules.end(), [&](std::uint32_t r) {
    const std::vector<Statement>& statements = policy.rules[r].statements;
    return std::any_of(statements.begin(), statements.end(), [](const Statement& s) { return s.kind == StatementKind::remove_noncurrent; });
  });
  std::set<std::string> told;
  for (const StoreId id : document.stores) {
    const std::string sentence = sentence_of(policy.stores[id]);
    if (!told.insert(sentence).second) continue;
    const bool all = std::all_of(document.stores.begin(), document.stores.end(),
                                 [&](StoreId other) { return sentence_of(policy.stores[other]) == sentence; });
    out += (all ? "" : printable(policy.stores[id].name) + ": ") + sentence + ".  ";
  }
  // Where `delete noncurrent` speaks it replaces the span, and `keeping` never lets the newest go.
  if (replaced) out += "where a `delete noncurrent` speaks, its own days count and what it keeps stays, of deleted keys too.\n";
  return out;
}

void add_long_spans(std::set<std::string>& out, const Duration& duration) {
  if (duration.unit != Unit::months && duration.unit != Unit::years) return;
  out.insert(to_text(duration) + " counts as " + std::to_string(duration.days) + " days");
}
void add_long_spans(std::set<std::string>& out, const Predicate& predicate) {
  add_long_spans(out, predicate.duration);
  for (const Predicate& child : predicate.children) add_long_spans(out, child);
}

}  // namespace

std::string cloud_name(Provider provider) {
  switch (provider) {
    case Provider::s3: return "S3";
    case Provider::azure: return "Azure";
    case Provider::gcs: break;
  }
  return "GCS";
}

std::size_t rule_limit(Provider provider) { return provider == Provider::s3 ? 1000 : 100; }

bool has_native_delete(const NativeDocument& document) {
  for (const NativeRule& rule : document.rules)
    for (const NativeAction& action : rule.actions)
      if (action.kind == ActionKind::expire || action.kind == ActionKind::expire_noncurrent || action.kind == ActionKind::expire_snapshots)
        return true;
  return false;
}

std::string place_text(const Policy& policy, const SourceManager& sources, const Span& span) {
  const std::string line = std::to_string(sources.position(span.file, span.begin).line);
  if (span.file == policy.root || span.file >= sources.size()) return line;
  std::string path = sources.source(span.file).path;  // imports lie below the root's folder
  if (const std::string folder = folder_of(sources.source(policy.root).path); !folder.empty() && path.starts_with(folder + "/"))
    path.erase(0, folder.size() + 1);
  return printable(path) + ":" + line;
}

void append_document_notes(std::string& out, const Policy& policy, const NativeDocument& document, const std::vector<Rules>& speaking,
                           const SourceManager& sources, bool wants_deletes) {
  if (!wants_deletes) return;
  const std::string cloud = cloud_name(document.provider);
  const bool native = has_native_delete(document);
  const Rules rules = rules_of(document, speaking);
  out += recovery(policy, document, rules);
  out += native ? "if the pruner stops, what " + cloud + " deletes by itself goes on and the rest stays.\n"
                : "if the pruner stops, everything stays.\n";
  if (native) return;
  const std::string keeps = unseen_keeps(policy, document, rules, sources);
  if (keeps.empty()) {
    out += "a delete becomes native where its `where` asks only for what " + cloud + " sees (`because` says what it cannot see).\n";
  } else {
    out += cloud + " cannot see what these keeps ask: " + keeps + ".\n";
    out += "a delete becomes native on a part of the keys (a path field, a required label) that none of them covers: narrow them with `where`.\n";
  }
}

void append_policy_notes(std::string& out, const Policy& policy, const Lowered& lowered) {
  std::string clouds;
  for (const NativeDocument& document : lowered.documents) {
    const std::string cloud = cloud_name(document.provider);
    if (!document.rules.empty() && clouds.find(cloud) == std::string::npos) clouds += (clouds.empty() ? "" : ", ") + cloud;
  }
  if (!clouds.empty()) out += "proved over all objects: nothing kept is deleted; all that is due is done by " + clouds + " or the plan.\n";
  std::set<std::string> spans;
  for (const Rule& rule : policy.rules) {
    add_long_spans(spans, rule.where);
    for (const Statement& statement : rule.statements) {
      add_long_spans(spans, statement.duration);
      add_long_spans(spans, statement.where);
      if (statement.ranking.at_most) add_long_spans(spans, *statement.ranking.at_most);
    }
  }
  std::string line;
  for (const std::string& span : spans) line.append(line.empty() ? "" : ", ").append(span);
  if (!line.empty()) out += line + ".\n";
  for (const std::string& note : lowered.notes) out += "note: " + printable(note) + "\n";
}

}  // namespace shelflife::cli
