// The list of packs for machines.
#include <nlohmann/json.hpp>

#include "cli/pack_terms.hpp"
#include "compiler/packs/packs.hpp"

namespace shelflife::cli {

namespace {

using Json = nlohmann::ordered_json;

Json pack_json(const Pack& pack) {
  const PackHeader header = read_pack_header(pack.text).value_or(PackHeader{});
  Json out = {{"name", pack.name}, {"import", std::string(pack_prefix).append(pack.name)}, {"title", header.title},
              {"jurisdiction", header.jurisdiction}, {"article", header.article}, {"official_text", header.official_text},
              {"secondary_copy", header.secondary_copy}};
  out["in_force"] = {{"since", header.since}, {"until", header.until.empty() ? Json() : Json(header.until)}, {"remark", header.remark}};
  out["clock"] = header.clock;
  out["covers"] = header.covers;
  out["not_covered"] = header.not_covered;
  out["needs"] = Json::array();
  for (const PackNeed& need : header.needs) out["needs"].push_back({{"kind", need.label ? "label" : "let"}, {"name", need.name}, {"meaning", need.meaning}});
  out["obligations"] = Json::array();
  for (const PackTerm& term : terms_of(pack)) {
    out["obligations"].push_back({{"kind", term.kind}, {"duration", term.duration}, {"days", term.days == 0 ? Json() : Json(term.days)}, {"since", term.since}});
  }
  out["read_from"] = header.read_from;
  out["advice"] = header.advice;
  return out;
}

}  // namespace

std::string packs_json() {
  Json list = Json::array();
  for (const Pack& pack : packs()) list.push_back(pack_json(pack));
  return Json{{"version", 1}, {"packs", std::move(list)}}.dump(2) + "\n";
}

}  // namespace shelflife::cli
