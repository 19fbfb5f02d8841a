#include "tests/differential/policy_text.hpp"

#include <algorithm>
#include <map>

namespace shelflife::differential {
namespace {

const std::vector<std::vector<std::string>> layout_sets = {
    {"ml/{stage}/{project}/{model}/{version}/{run_id}/"},
    {"ml/{stage}/{project}/{model}/{version}/{run_id}/", "data/{project}/run-{run_id}/"},
    {"ml/{stage}/{model}/{version}/", "ml/dev/{project}/v{version}.d/"},
    {"ml/{stage}/{model}/{version}/", "ml/dev/tmp/{model}/{version}/"},
    {"{stage}/{project}/{model}/"},
    {"ml/{stage}/", "ml/{stage}/{model}/"},
    {"ml/{stage}/m-{model}/{version}/", "ml/{stage}/raw/{project}/"},
    {"ml/{stage}/{model}/{version}/", "logs/{stage}/"},
};

// Values that policies name; a world uses the same ones, and some more.
const std::map<std::string, std::vector<std::string>> named = {
    {"stage", {"dev", "staging", "production"}}, {"project", {"p", "q"}}, {"model", {"m", "n"}},
    {"version", {"v1", "v2"}},                   {"run_id", {"r1", "r2"}}, {"owner", {"a", "b"}},
    {"team", {"x", "y"}},                        {"status", {"ok", "failed"}},
};

class Writer {
 public:
  explicit Writer(Random& random) : random_(random) {}

  PolicyText write() {
    text_.provider = random_.of({"s3", "azure", "gcs"});
    text_.bucket = text_.provider == "azure" ? "acct/box" : "bucket";
    text_.layouts = random_.of(layout_sets);
    for (const auto& [field, values] : named) {
      bool bound = false;
      for (const std::string& layout : text_.layouts) bound = bound || layout.find("{" + field + "}") != std::string::npos;
      if (bound) path_.push_back(field);
    }
    fields_ = path_;
    visible_ = random_.percent(45);
    if (!visible_) fields_.push_back("status");
    labels();
    settings();
    const std::size_t rules = 1 + random_.below(4);
    for (std::size_t i = 0; i < rules; ++i) rule(i);
    if (random_.percent(15)) hold();
    return text_;
  }

 private:
  bool is_path(const std::string& field) const { return std::find(path_.begin(), path_.end(), field) != path_.end(); }
  std::string list_of(const std::string& field) const {
    std::string list;
    for (const std::string& value : named.at(field)) list += (list.empty() ? " in " : ", ") + value;
    return list;
  }

  void labels() {
    const auto label = [&](const std::string& field, std::size_t listed, std::size_t required, const char* from) {
      text_.labels.push_back(joined({"label ", field, random_.percent(listed) ? list_of(field) : "", random_.percent(required) ? " required" : "", from}));
      if (!is_path(field) && field != "status") fields_.push_back(field);
    };
    if (random_.percent(75)) label("stage", 85, 50, "");
    if (random_.percent(30)) label("project", 60, 40, "");
    if (is_path("model") && random_.percent(20)) label("model", 50, 50, "");
    if (random_.percent(50)) label("owner", 60, 30, " from tag");
    if (random_.percent(20)) label("team", 60, 30, " from tag \"cost:center\"");
    if (random_.percent(10)) label("status", 60, 20, " from registry");
    if (random_.percent(15)) {
      text_.labels.push_back("label expires date from tag");
      has_date_ = true;
    }
    if (random_.percent(25)) {
      text_.labels.push_back(random_.percent(50) ? "label score number from registry" : "label score number from tag");
      has_score_ = true;
    }
  }

  void settings() {
    const bool versioned = random_.percent(60);
    if (random_.percent(90)) text_.settings.push_back(versioned ? "versioning on" : "versioning off");
    if (random_.percent(50)) text_.settings.push_back("recoverable for " + duration());
    if (versioned && text_.provider == "s3" && random_.percent(25)) text_.settings.push_back("object_lock on");
    if (text_.provider == "azure" && random_.percent(50)) text_.settings.push_back("access_tracking on");
    if (random_.percent(10) && text_.provider != "gcs") text_.settings.push_back("sweep marked");
    if (random_.percent(20)) text_.settings.push_back("orphan after " + duration());
  }

  std::string duration() {
    const std::uint32_t days = random_.of(used_days());
    if (days % 7 == 0 && random_.percent(30)) return std::to_string(days / 7) + " weeks";
    return std::to_string(days) + " days";
  }

  std::string value_of(const std::string& field) { return random_.of(named.at(field)); }

  std::string comparison() {
    const std::size_t kind = random_.below(100);
    if (kind < 55) {
      // Mostly stages, so that rules meet on the same objects.
      const std::string field = is_path("stage") && random_.percent(50) ? "stage" : random_.of(fields_);
      const std::size_t form = random_.below(100);
      if (form < 45) return field + " == " + value_of(field);
      if (form < 60) return field + " != " + value_of(field);
      if (form < 75) return field + (random_.percent(75) ? " in (" : " not in (") + named.at(field)[0] + ", " + named.at(field)[1] + ")";
      if (form < 85) return field + " is missing";
      if (form < 92) return field + " is not missing";
      const bool start = random_.percent(50);
      const std::string value = value_of(field);
      return field + (start ? " starts with \"" + value.substr(0, 1) : " ends with \"" + value.substr(value.size() - 1)) + "\"";
    }
    if (kind < 63) return "key starts with \"" + random_.of({"ml/", "ml/dev/", "ml/d", "data/p/", "ml/dev", "logs/"}) + "\"";
    if (kind < 66) return "key ends with \"" + random_.of({".bin", "x"}) + "\"";
    if (kind < 74) return joined({"size ", random_.of({"<", "<=", ">", ">="}), " ", random_.of({"100 KiB", "128 KiB", "1 MiB"})});
    if (kind < 78 && !visible_) return "accessed within " + duration();
    if (visible_) return "stage == " + value_of("stage");
    if (kind < 82 && has_score_) return joined({"score ", random_.of({"<", "<=", ">", ">="}), " ", random_.of({"5", "10"})});
    return random_.of({"promoted", "retired", "referenced", "orphan", "not promoted", "not referenced", "not orphan"});
  }

  std::string predicate(std::size_t depth = 0) {
    if (depth >= 2 || random_.percent(60)) return comparison();
    const std::string a = predicate(depth + 1), b = predicate(depth + 1);
    if (random_.percent(15)) return "not (" + a + ")";
    return random_.percent(55) ? "(" + a + " and " + b + ")" : "(" + a + " or " + b + ")";
  }
  std::string where(std::size_t chance) { return random_.percent(chance) ? " where " + predicate() : ""; }

  std::string since() {
    if (visible_ || random_.percent(75)) return "";
    std::vector<std::string> clocks{"created", "accessed", "promoted", "retired"};
    if (has_date_) clocks.push_back("expires");
    return " since " + random_.of(clocks);
  }

  std::string ranked() {
    const bool per_model = is_path("model"), per_project = is_path("project");
    std::string unit = is_path("version") ? "versions" : is_path("model") ? "model" : "stage";
    std::string per = unit == "versions" ? (per_model ? "model" : per_project ? "project" : "stage")
                                         : per_project && random_.percent(50) ? "project" : "stage";
    if (!is_path(per)) per = path_[0];
    std::string text = "keep ";
    if (has_score_ && random_.percent(40)) {
      text += joined({"best ", std::to_string(1 + random_.below(2)), " ", unit, " per ", per, " by ", random_.of({"highest", "lowest"}), " score"});
    } else {
      text += joined({"latest ", std::to_string(1 + random_.below(3)), random_.percent(40) ? random_.of({" daily", " weekly", " monthly", " yearly"}) : "", " ", unit, " per ", per});
    }
    return text + (random_.percent(25) ? " for at most " + duration() : "");
  }

  std::string keep() {
    const std::size_t kind = random_.below(100);
    std::string text = kind < 35 ? "keep forever" : kind < (visible_ ? 90U : 75U) ? joined({"keep for ", duration(), since()}) : ranked();
    if (random_.percent(5)) return text + " where not noncurrent";
    return text + where(kind < 35 ? 85 : 40);
  }

  std::string statement() {
    const std::size_t kind = random_.below(100);
    if (kind < 36) return keep();
    if (kind < 72) {
      std::string whole;
      if (random_.percent(10)) whole = is_path("version") && random_.percent(70) ? "whole version " : "whole " + random_.of(path_) + " ";
      return joined({"delete ", whole, "after ", duration(), since(), where(35)});
    }
    if (kind < 81) return joined({"delete noncurrent after ", duration(), random_.percent(30) ? " keeping " + std::to_string(1 + random_.below(2)) + " newer" : "", where(30)});
    if (kind < 88) return joined({"move ", random_.percent(25) ? "noncurrent " : "", "to ", random_.of({"cool", "cold", "archive"}), " after ", random_.of({"30", "60", "90"}), " days", where(20)});
    if (kind < 92) return joined({"lock ", random_.of({"governance", "compliance"}), " for ", duration(), where(30)});
    if (kind < 95) return "abort uploads after 7 days";
    return joined({"quarantine ", random_.percent(20) && is_path("version") ? "whole version " : "", "for ", duration(), " then delete", where(60)});
  }

  void rule(std::size_t number) {
    RuleText rule;
    rule.header = "rule r" + std::to_string(number);
    const bool has_where = random_.percent(80);
    if (!has_where) rule.header += " on st";
    if (has_where) rule.header += " where " + predicate();
    if (random_.percent(8) && has_where) {
      rule.imported = true;
      if (text_.import.empty()) text_.import = "import \"team.shelf\" where " + predicate(1);
    }
    const std::size_t count = 1 + random_.below(3);
    for (std::size_t i = 0; i < count; ++i) rule.statements.push_back(statement());
    text_.rules.push_back(std::move(rule));
  }

  void hold() {
    text_.holds.push_back(joined({"hold \"case\" by \"legal\"", random_.percent(50) ? " until " + random_.of({"2026-03-01", "2026-03-05", "2027-01-01"}) : "", " where ", predicate()}));
  }

  Random& random_;
  PolicyText text_;
  std::vector<std::string> path_, fields_;
  bool has_date_ = false, has_score_ = false;
  bool visible_ = false;  // conditions that a cloud can see, so that more becomes native
};

std::string rules_text(const PolicyText& text, bool imported) {
  std::string result;
  for (const RuleText& rule : text.rules) {
    if (rule.imported != imported || rule.statements.empty()) continue;
    result += rule.header + " {\n";
    for (const std::string& statement : rule.statements) result += "  " + statement + "\n";
    result += "}\n";
  }
  return result;
}

}  // namespace

std::string PolicyText::root() const {
  std::string text = import.empty() ? "" : import + "\n";
  for (const std::string& layout : layouts) text += "layout \"" + layout + "\"\n";
  for (const std::string& label : labels) text += label + "\n";
  text += "store st on " + provider + " \"" + bucket + "\" {\n";
  for (const std::string& setting : settings) text += "  " + setting + "\n";
  text += "}\n" + rules_text(*this, false);
  for (const std::string& hold : holds) text += hold + "\n";
  return text;
}

std::string PolicyText::team() const { return rules_text(*this, true); }

PolicyText random_policy(Random& random) { return Writer(random).write(); }

std::vector<PolicyText> smaller(const PolicyText& text) {
  std::vector<PolicyText> result;
  const auto without = [&](std::vector<std::string> PolicyText::* list) {
    for (std::size_t i = 0; i < (text.*list).size(); ++i) {
      result.push_back(text);
      std::vector<std::string>& lines = result.back().*list;
      lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(i));
    }
  };
  for (std::size_t r = 0; r < text.rules.size(); ++r) {
    result.push_back(text);
    result.back().rules.erase(result.back().rules.begin() + static_cast<std::ptrdiff_t>(r));
    for (std::size_t s = 0; text.rules[r].statements.size() > 1 && s < text.rules[r].statements.size(); ++s) {
      result.push_back(text);
      std::vector<std::string>& statements = result.back().rules[r].statements;
      statements.erase(statements.begin() + static_cast<std::ptrdiff_t>(s));
    }
  }
  without(&PolicyText::holds);
  without(&PolicyText::labels);
  without(&PolicyText::layouts);
  without(&PolicyText::settings);
  if (!text.import.empty()) {
    result.push_back(text);
    result.back().import.clear();
    for (RuleText& rule : result.back().rules) rule.imported = false;
  }
  return result;
}

const std::vector<std::uint32_t>& used_days() {
  static const std::vector<std::uint32_t> days{1, 2, 3, 5, 7, 10, 14, 21, 30, 60, 90};
  return days;
}

}  // namespace shelflife::differential
