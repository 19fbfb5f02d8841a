#include "emitters/reading/input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

namespace shelflife::reading {

namespace {

constexpr std::size_t deepest = 64;  // an ARM template in an ARM template has about 20

// Looks only: whether names stand twice, how deep it nests, and where it stops being JSON.
class Survey : public nlohmann::json_sax<Input> {
 public:
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(std::int64_t) override { return true; }
  bool number_unsigned(std::uint64_t) override { return true; }
  bool number_float(double, const std::string&) override { return true; }
  bool string(std::string&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override {
    names_.emplace_back();
    return deep();
  }
  bool key(std::string& name) override {
    if (names_.back().insert(name).second) return true;
    problem = fmt::format("`{}` stands twice in one object", name);
    return false;
  }
  bool end_object() override { return names_.pop_back(), true; }
  bool start_array(std::size_t) override {
    names_.emplace_back();
    return deep();
  }
  bool end_array() override { return names_.pop_back(), true; }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) override {
    // The library's text quotes the input; the place is what helps.
    problem = error.id == 406 ? "a number is too large" : fmt::format("it is no JSON: byte {} is not what a document has there", position);
    return false;
  }

  std::string problem;

 private:
  bool deep() {
    if (names_.size() <= deepest) return true;
    problem = fmt::format("it nests deeper than {} levels", deepest);
    return false;
  }
  std::vector<std::set<std::string>> names_;
};

}  // namespace

void Remarks::add(RemarkKind kind, std::string place, std::string text, std::string source) {
  if (kind == RemarkKind::unknown || kind == RemarkKind::invalid) document_.understood = false;
  if (document_.remarks.size() >= most_remarks) {
    ++document_.more_remarks;
    return;
  }
  document_.remarks.push_back({kind, std::move(place), std::move(text), std::move(source)});
}

std::string parse_json(std::string_view text, Input& out) {
  if (text.find('\0') != std::string_view::npos) return "it has a zero byte, which no JSON has";  // the library stops there
  Survey survey;
  if (!Input::sax_parse(text, &survey)) return survey.problem.empty() ? "it is no JSON" : survey.problem;
  out = Input::parse(text, nullptr, false);
  return out.is_discarded() ? "it is no JSON" : std::string();
}

bool Node::there() const { return value_ != nullptr && !value_->is_null(); }
bool Node::is_object() const { return there() && value_->is_object(); }

Node Node::operator[](const char* name) const {
  const Input* found = nullptr;
  if (is_object()) {
    const auto at = value_->find(name);
    if (at != value_->end()) found = &*at;
  }
  return {found, place_.empty() ? name : place_ + "." + name, *remarks_};
}

bool Node::only(std::initializer_list<std::string_view> names) const {
  if (!is_object()) {
    invalid("this is no object");
    return false;
  }
  for (const auto& [name, value] : value_->items()) {
    if (value.is_null() || std::find(names.begin(), names.end(), name) != names.end()) continue;
    remarks_->add(RemarkKind::unknown, place_.empty() ? name : place_ + "." + name, "no documented field has this name");
  }
  return true;
}

std::vector<std::string> Node::names() const {
  std::vector<std::string> out;
  if (!is_object()) return out;
  for (const auto& [name, value] : value_->items())
    if (!value.is_null()) out.push_back(name);
  return out;
}

std::vector<Node> Node::elements() const {
  std::vector<Node> out;
  if (!there()) return out;
  if (!value_->is_array()) {
    invalid("this is no list");
    return out;
  }
  for (std::size_t i = 0; i < value_->size(); ++i) out.emplace_back(&(*value_)[i], fmt::format("{}[{}]", place_, i), *remarks_);
  return out;
}

std::optional<std::string> Node::text() const {
  if (!there()) return std::nullopt;
  if (!value_->is_string()) {
    invalid("this is no text");
    return std::nullopt;
  }
  return value_->get<std::string>();
}

std::optional<std::uint64_t> Node::number(std::uint64_t least, std::uint64_t most, bool text_too) const {
  if (!there()) return std::nullopt;
  std::optional<std::uint64_t> out;
  if (value_->is_number_unsigned()) {
    out = value_->get<std::uint64_t>();
  } else if (value_->is_number_float()) {  // Azure's model has a floating point number
    const double number = value_->get<double>();
    if (number >= 0 && number < 9e15 && std::floor(number) == number) out = static_cast<std::uint64_t>(number);
  } else if (value_->is_string()) {
    const auto& digits = value_->get_ref<const std::string&>();
    if (!digits.empty() && digits.size() <= 18 && std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; })) {
      out = std::stoull(digits);
      if (!text_too) remark(RemarkKind::oddity, "a number is written as a text");
    } else if (digits.starts_with("[") && digits.ends_with("]")) {
      unknown("an expression of the template, whose value is not in the document");
      return std::nullopt;
    }
  }
  if (out && *out >= least && *out <= most) return out;
  invalid(fmt::format("this is no whole number from {} to {}", least, most));
  return std::nullopt;
}

std::optional<std::uint32_t> Node::days(std::uint32_t least) const {
  const std::optional<std::uint64_t> out = number(least, most_days);
  return out ? std::optional(static_cast<std::uint32_t>(*out)) : std::nullopt;
}

std::optional<bool> Node::boolean() const {
  if (!there()) return std::nullopt;
  if (value_->is_boolean()) return value_->get<bool>();
  if (value_->is_string() && (*value_ == "true" || *value_ == "false")) {
    remark(RemarkKind::oddity, "true or false is written as a text");
    return *value_ == "true";
  }
  invalid("this is neither true nor false");
  return std::nullopt;
}

bool Node::is(const char* name, int number) const {
  const Node there = (*this)[name];
  return there.there() && there.value_->is_number_integer() && *there.value_ == number;
}

void Node::remark(RemarkKind kind, std::string text, std::string source) const {
  remarks_->add(kind, place_, std::move(text), std::move(source));
}

NativeAction& add_action(ReadRule& rule, ActionKind kind, NativeClock clock, std::uint32_t days) {
  NativeAction action;
  action.kind = kind;
  action.clock = clock;
  action.days = days;
  rule.native.actions.push_back(std::move(action));
  return rule.native.actions.back();
}

void make_partial(ReadRule& rule, NativeAction& action, const Node& where, std::string why) {
  action.partial = true;
  action.partial_why += (action.partial_why.empty() ? "" : "; ") + why;
  const auto same = [&](const Remark& r) { return r.place == where.place() && r.text == why; };
  if (std::none_of(rule.beyond.begin(), rule.beyond.end(), same)) rule.beyond.push_back({RemarkKind::note, where.place(), std::move(why), {}});
}

void set_class(NativeAction& action, Provider provider, const std::string& storage_class) {
  action.storage_class = storage_class;
  action.tier = tier_of(provider, storage_class);
}

}  // namespace shelflife::reading
