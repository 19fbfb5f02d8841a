#include <map>
#include <nlohmann/json.hpp>

#include "cli/diff_report.hpp"

namespace shelflife::cli {

namespace {

using Json = nlohmann::ordered_json;

Json source_json(const ChangeSource& source, const SourceManager& sources) {
  Json out;
  const bool placed = source.span.file < sources.size();
  const Position at = placed ? sources.position(source.span.file, source.span.begin) : Position{};
  out["file"] = placed ? Json(sources.source(source.span.file).path) : Json();
  out["line"] = placed ? Json(at.line) : Json();
  out["column"] = placed ? Json(at.column) : Json();
  out["statement"] = source.text;
  out["rule"] = source.rule.empty() ? Json() : Json(source.rule);
  return out;
}

Json amount_json(const Amount& amount, bool models) {
  Json out;
  out["objects"] = amount.objects;
  out["bytes"] = amount.bytes;
  out["unsized"] = amount.unsized;
  out["models"] = models ? Json(amount.models) : Json();
  return out;
}

Json listing_json(const ListingReport& listing) {
  Json out;
  out["objects"] = listing.counts.rows;
  out["complete"] = listing.complete;
  out["undeclared"] = listing.counts.undeclared;
  out["unversioned"] = listing.counts.unversioned;
  return out;
}

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

}  // namespace

std::string diff_json(const PolicyDiff& diff, const ListingReport* listing, const SourceManager& sources) {
  Json document;
  document["$schema"] = "urn:shelflife:schema:diff-1";
  document["version"] = 1;
  Json counts = Json::object();
  for (const Change& c : diff.changes) {
    const std::string name(name_of(c.kind));
    counts[name] = counts.value(name, 0) + 1;
  }
  document["counts"] = std::move(counts);
  document["inventory"] = listing != nullptr ? listing_json(*listing) : Json();
  document["changes"] = Json::array();
  for (std::size_t at = 0; at < diff.changes.size(); ++at) {
    const Change& c = diff.changes[at];
    Json change;
    change["class"] = name_of(c.kind);
    change["harmless"] = harmless(c.kind);
    change["store"] = text_or_null(c.store);
    change["objects"] = text_or_null(c.region);
    const Concerned* concerned = listing != nullptr && listing->counts.changes[at] ? &*listing->counts.changes[at] : nullptr;
    change["certain"] = concerned != nullptr ? amount_json(concerned->certain, concerned->models) : Json();
    change["possible"] = concerned != nullptr ? amount_json(concerned->possible, concerned->models) : Json();
    change["before"] = text_or_null(c.before);
    change["after"] = text_or_null(c.after);
    change["undecided"] = text_or_null(c.note);
    for (const auto& [name, list] : {std::pair("old", &c.old_sources), std::pair("new", &c.new_sources)}) {
      Json statements = Json::array();
      for (const ChangeSource& source : *list) statements.push_back(source_json(source, sources));
      change[name] = std::move(statements);
    }
    change["witness"] = c.witness ? Json(*c.witness) : Json();
    change["old_witness"] = c.old_witness ? Json(*c.old_witness) : Json();
    document["changes"].push_back(std::move(change));
  }
  // Keys and paths may hold bytes that are not UTF-8; JSON cannot.
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace shelflife::cli
