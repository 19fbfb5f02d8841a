// Answers of MLflow's REST API (https://mlflow.org/docs/latest/rest-api.html), one after the other: of runs/search,
// registered-models/search and model-versions/search, and where there are some of experiments/search and logged-models/search. An answer that
// names a next page is followed by it.
#include "inventory/mlflow_rest.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <nlohmann/json.hpp>

#include "grammar/diagnostics.hpp"
#include "inventory/json_fields.hpp"

namespace shelflife {

namespace {

using Json = nlohmann::json;

// By the member that holds an answer's list.
struct Kind {
  const char* list;
  const char* request;
  bool needed;
};
constexpr std::array<Kind, 5> kinds{{{"runs", "runs/search", true}, {"registered_models", "registered-models/search", true}, {"model_versions", "model-versions/search", true},
                                     {"experiments", "experiments/search", false}, {"models", "logged-models/search", false}}};

const Json& member(const Json& json, const char* name) {
  static const Json nothing;
  const auto at = json.is_object() ? json.find(name) : json.end();
  return json.is_object() && at != json.end() ? *at : nothing;
}

// A number, or a text of one: protobuf writes 64 bits as a text.
std::optional<Milliseconds> time_of(const Json& json, const char* name, JsonProblem& problem) {
  const Json& at = member(json, name);
  if (at.is_null()) return std::nullopt;
  if (at.is_number_integer()) return at.get<Milliseconds>();
  Milliseconds number = 0;
  const std::string text = at.is_string() ? at.get<std::string>() : std::string();
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (!text.empty() && error == std::errc() && end == text.data() + text.size()) return number;
  if (problem.message.empty()) problem.message = std::string("`") + name + "` is no time in milliseconds";
  return std::nullopt;
}

std::string id_of(const Json& json, const char* name, JsonProblem& problem) {
  const Json& at = member(json, name);
  return at.is_number_integer() ? std::to_string(at.get<std::int64_t>()) : at.is_null() ? std::string() : json_text(json, name, problem);
}

class Reader {
 public:
  Reader(const MlflowNames& names, Diagnostics& diagnostics) : names_(names), diagnostics_(diagnostics) {}

  void begin(FileId file) { file_ = file; }

  // `at`, `size`: the place of the answer.
  void take(const Json& json, std::size_t at, std::size_t size) {
    const Span span{file_, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + std::min<std::size_t>(size, 200))};
    if (json.is_object() && json.contains("read_at") && json.size() <= 2) {
      JsonProblem problem;
      facts.read_at = json_instant(json, "read_at", problem);
      facts.complete = json_bool(json, "complete", true, problem);
      tell(span, problem);
      return;
    }
    const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const Kind& k) { return member(json, k.list).is_array(); });
    if (kind == kinds.end()) {
      const std::string seen = json.is_object() && !json.empty() ? "its first member is " + in_back_quotes(json.begin().key()) : json.is_object() ? "it is empty" : "it is no object";
      error(span, "this is no answer of `runs/search`, `registered-models/search` or `model-versions/search`: " + seen,
            "where MLflow has none, say so: {\"registered_models\": []}");
      return;
    }
    Pages& pages = pages_[static_cast<std::size_t>(kind - kinds.begin())];
    pages.seen = true;
    pages.last = span;
    JsonProblem problem;
    pages.next = json_text(json, "next_page_token", problem);
    for (const Json& entry : json[kind->list]) {
      if (!entry.is_object()) problem.message = std::string("an entry of `") + kind->list + "` is no object";
      else if (kind->list == kinds[0].list) run(entry, problem);
      else if (kind->list == kinds[1].list) model(entry, problem);
      else if (kind->list == kinds[2].list) version(entry, problem);
      else if (kind->list == kinds[3].list) facts.experiments[id_of(entry, "experiment_id", problem)] = json_text(entry, "name", problem);
      else logged_model(entry, problem);
      if (!problem.message.empty()) break;
    }
    tell(span, problem);
  }

  void finish() {
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      const Pages& pages = pages_[i];
      const std::string request = std::string("`") + kinds[i].request + "`";
      if (!pages.next.empty())
        error(pages.last, "the last answer of " + request + " has a `next_page_token`: the export ends before the list does", "ask for the next page with `page_token`, and put its answer behind this one");
      if (kinds[i].needed && !pages.seen)
        error(Span{file_, 0, 0}, "the export has no answer of " + request + ": half a registry would call the other half orphans", "docs/registry.md has the commands");
    }
    for (MlflowModelVersion& v : facts.versions) {  // the model has them, and so has the version in later versions of MLflow
      const auto said = aliases_.find({v.model, v.version});
      if (said == aliases_.end()) continue;
      v.aliases.insert(v.aliases.end(), said->second.begin(), said->second.end());
      std::sort(v.aliases.begin(), v.aliases.end());
      v.aliases.erase(std::unique(v.aliases.begin(), v.aliases.end()), v.aliases.end());
    }
  }

  void error(Span span, std::string message, std::string hint) {
    facts.complete = false;
    diagnostics_.add(Code::inventory_bad_row, span, std::move(message), std::move(hint));
  }

  MlflowFacts facts;

 private:
  struct Pages {
    bool seen = false;
    std::string next;
    Span last;
  };

  void tell(Span span, const JsonProblem& problem) {
    if (!problem.message.empty()) error(span, problem.message, "docs/registry.md has what is read of an answer");
  }

  // [{"key": ..., "value": ...}]
  MlflowValues pairs(const Json& json, const char* name, const char* kind, JsonProblem& problem) const {
    MlflowValues out;
    const Json& list = member(json, name);
    if (list.is_null()) return out;
    if (!list.is_array()) {
      problem.message = std::string("`") + name + "` is no list";
      return out;
    }
    for (const Json& pair : list) {
      if (!pair.is_object()) {
        problem.message = std::string("an entry of `") + name + "` is no object";
        return out;
      }
      const std::string key = json_text(pair, "key", problem);
      if (!names_.asks(kind, key)) continue;
      const Json& value = member(pair, "value");
      if (value.is_string() && std::string_view(kind) != "metrics") out[key] = value.get<std::string>();
      else if (value.is_number())
        if (const std::optional<std::string> number = mlflow_number(value.get<double>())) out[key] = *number;
    }
    return out;
  }

  void run(const Json& json, JsonProblem& problem) {
    const Json &info = member(json, "info"), &data = member(json, "data");
    MlflowRun run;
    run.id = json_text(info, "run_id", problem);
    if (run.id.empty()) run.id = json_text(info, "run_uuid", problem);  // MLflow 1
    if (run.id.empty() && problem.message.empty()) problem.message = "a run has no `run_id`";
    run.status = json_text(info, "status", problem);
    run.lifecycle_stage = json_text(info, "lifecycle_stage", problem);
    run.artifact_uri = json_text(info, "artifact_uri", problem);
    run.experiment_id = id_of(info, "experiment_id", problem);
    run.name = json_text(info, "run_name", problem);
    run.user = json_text(info, "user_id", problem);
    run.deleted = time_of(info, "deleted_time", problem);  // MLflow's answers do not have it so far
    run.tags = pairs(data, "tags", "tags", problem);
    run.params = pairs(data, "params", "params", problem);
    run.metrics = pairs(data, "metrics", "metrics", problem);
    const Json& inputs = member(json, "inputs");
    for (const Json& input : member(inputs, "dataset_inputs")) {
      const std::string source = json_text(member(input, "dataset"), "source", problem);
      if (!source.empty()) facts.inputs.push_back({run.id, mlflow_dataset_place(source), {}});
    }
    for (const Json& input : member(inputs, "model_inputs")) facts.inputs.push_back({run.id, {}, json_text(input, "model_id", problem)});
    facts.runs.push_back(std::move(run));
  }

  void model(const Json& json, JsonProblem& problem) {
    MlflowModel model;
    model.name = json_text(json, "name", problem);
    model.tags = pairs(json, "tags", "tags", problem);
    for (const Json& alias : member(json, "aliases")) aliases_[{model.name, id_of(alias, "version", problem)}].push_back(json_text(alias, "alias", problem));
    facts.models.push_back(std::move(model));
  }

  void version(const Json& json, JsonProblem& problem) {
    MlflowModelVersion v;
    v.model = json_text(json, "name", problem);
    v.version = id_of(json, "version", problem);
    if ((v.model.empty() || v.version.empty()) && problem.message.empty()) problem.message = "a model version has no `name` or no `version`";
    v.stage = json_text(json, "current_stage", problem);
    v.source = json_text(json, "source", problem);
    v.storage_location = json_text(json, "storage_location", problem);
    v.run_id = json_text(json, "run_id", problem);
    v.status = json_text(json, "status", problem);
    v.updated = time_of(json, "last_updated_timestamp", problem);
    v.tags = pairs(json, "tags", "tags", problem);
    for (const Json& alias : member(json, "aliases"))
      if (alias.is_string()) v.aliases.push_back(alias.get<std::string>());
    facts.versions.push_back(std::move(v));
  }

  void logged_model(const Json& json, JsonProblem& problem) {
    const Json& info = member(json, "info");
    MlflowLoggedModel model;
    model.id = json_text(info, "model_id", problem);
    model.artifact_location = json_text(info, "artifact_uri", problem);
    model.source_run_id = json_text(info, "source_run_id", problem);
    model.lifecycle_stage = json_text(info, "lifecycle_stage", problem);
    facts.logged_models.push_back(std::move(model));
  }

  const MlflowNames& names_;
  Diagnostics& diagnostics_;
  FileId file_ = no_file;
  std::array<Pages, kinds.size()> pages_;
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> aliases_;
};

// Where the JSON value ends that begins at `at`: answers may stand one after the other, each over many lines.
std::size_t end_of_value(std::string_view text, std::size_t at) {
  int depth = 0;
  bool quoted = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted) {
      if (c == '\\') ++at;
      else quoted = c != '"';
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && --depth <= 0) {
      return at + 1;
    }
  }
  return text.size();
}

}  // namespace

bool is_mlflow_export(std::string_view text) {
  for (int heads = 0; heads < 2; ++heads) {  // a head may stand before answers and before records alike
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos || text[begin] != '{') return false;
    const std::string_view first = text.substr(begin, end_of_value(text, begin) - begin);
    const Json json = Json::parse(first.begin(), first.end(), nullptr, false);
    if (!json.is_object()) return false;
    if (std::any_of(kinds.begin(), kinds.end(), [&](const Kind& k) { return json.contains(k.list) && json[k.list].is_array(); })) return true;
    if (!json.contains("read_at") || json.contains("records")) return false;
    text.remove_prefix(begin + first.size());
  }
  return false;
}

Registry read_mlflow_export(const Policy& policy, const SourceManager& sources, const std::vector<FileId>& files, Diagnostics& diagnostics) {
  const MlflowNames names(policy);
  Reader reader(names, diagnostics);
  for (const FileId file : files) {
    const std::string_view text = sources.source(file).text;
    reader.begin(file);
    for (std::size_t at = text.find_first_not_of(" \t\r\n"); at != std::string_view::npos;) {
      const std::size_t end = std::max(end_of_value(text, at), at + 1);
      const Json json = Json::parse(text.begin() + static_cast<std::ptrdiff_t>(at), text.begin() + static_cast<std::ptrdiff_t>(end), nullptr, false);
      if (json.is_discarded()) {
        reader.error(Span{file, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)}, "this is no JSON: the export is cut short or damaged", "export it again");
        break;
      }
      reader.take(json, at, end - at);
      at = text.find_first_not_of(" \t\r\n", end);
    }
  }
  reader.finish();
  return registry_of(policy, reader.facts);
}

}  // namespace shelflife
