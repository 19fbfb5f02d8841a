// JSONL: a head line {"listing_began": ..., "complete": ...}, then an object a line.
#include <nlohmann/json.hpp>

#include "inventory/formats.hpp"
#include "inventory/json_fields.hpp"

namespace shelflife {

namespace {

using Json = nlohmann::json;

std::map<std::string, std::string> tags_of(const Json& json, JsonProblem& problem) {
  std::map<std::string, std::string> tags;
  if (!json.is_object()) {
    problem.message = "`tags` is no object";
    return tags;
  }
  for (const auto& [name, value] : json.items()) {
    if (value.is_string()) tags.emplace(name, value.get<std::string>());
    else problem.message = "the value of a tag is no text";
  }
  return tags;
}

Row row_of(const Json& json, Rows rows, JsonProblem& problem) {
  Row row;
  row.bucket = json_text(json, "bucket", problem);
  row.key = json_text(json, "key", problem);
  row.revision = json_text(json, "revision", problem);
  row.current = json_bool(json, "current", true, problem);
  row.created = json_instant(json, "created", problem);
  row.noncurrent_since = json_instant(json, "noncurrent_since", problem);
  row.accessed = json_instant(json, "accessed", problem);
  row.storage_class = json_text(json, "tier", problem);
  row.legal_hold = json_bool(json, "legal_hold", false, problem);
  if (const auto size = json.find("size"); size != json.end() && !size->is_null()) {
    if (size->is_number_unsigned()) row.size = size->get<std::uint64_t>();
    else problem.message = "`size` is no number of bytes";
  }
  const auto tags = json.find("tags");
  if (tags == json.end()) {  // a listing leaves out what is empty; `null`: not read
    if (rows != Rows::keys) row.tags.emplace();
  } else if (!tags->is_null()) {
    row.tags = tags_of(*tags, problem);
  }
  if (const auto retention = json.find("retention"); retention != json.end() && retention->is_object())
    row.locked_until = json_instant(*retention, "until", problem);
  if (const std::string mark = json_text(json, "quarantine_mark", problem); !mark.empty()) {
    row.mark = parse_mark(mark);
    if (!row.mark) problem.message = "`quarantine_mark` does not begin with a time";
  }
  if (row.key.empty() && problem.message.empty()) problem.message = "`key` is missing";
  if (rows == Rows::keys) return row;
  if (!row.created && problem.message.empty()) problem.message = "`created` is missing";
  if (rows == Rows::whole && !row.current && !row.noncurrent_since && problem.message.empty()) problem.message = "`noncurrent_since` is missing";
  return row;
}

class JsonlReader : public RowReader {
 public:
  explicit JsonlReader(Rows rows) : rows_(rows) {}

  std::size_t take(std::string_view text, bool last, const EachRow& each, RowProblems& problems) override {
    if (!last) text = text.substr(0, text.rfind('\n') + 1);  // npos + 1 is 0: no whole line
    std::size_t at = 0, begin = 0;
    std::string_view line;
    for (; next_line(text, at, line); begin = at)
      if (line.find_first_not_of(" \t") != std::string_view::npos) take_line(line, begin, each, problems);
    return text.size();
  }

 private:
  void take_line(std::string_view line, std::size_t begin, const EachRow& each, RowProblems& problems) {
    const Json json = Json::parse(line.begin(), line.end(), nullptr, false);
    if (!json.is_object()) {
      problems.report(begin, line.size(), "this line is no JSON object", "each line of JSONL holds one whole object");
      return;
    }
    JsonProblem problem;
    if (!json.contains("key") && json.contains("listing_began")) {
      head.began = json_instant(json, "listing_began", problem);
      head.complete = json_bool(json, "complete", true, problem);
    } else {
      Row row = row_of(json, rows_, problem);
      if (problem.message.empty()) each(std::move(row));
    }
    if (!problem.message.empty()) problems.report(begin, line.size(), problem.message, "docs/inventory.md has the members of a row");
  }

  Rows rows_;
};

}  // namespace

std::unique_ptr<RowReader> jsonl_reader(Rows rows) { return std::make_unique<JsonlReader>(rows); }

}  // namespace shelflife
