#include "compiler/objects/object.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/model/print.hpp"

namespace shelflife {

namespace {

std::string age_text(Seconds age) {
  return age % seconds_a_day == 0 ? fmt::format("{}d", age / seconds_a_day) : fmt::format("{}s", age);
}

// As it is where a word of a command line can hold it, else quoted.
std::string word(std::string_view text) {
  const auto plain = [](char c) {
    const auto u = static_cast<unsigned char>(c);
    return u > ' ' && u != 0x7f && c != '"' && c != '\\' && c != '\'';
  };
  return !text.empty() && std::all_of(text.begin(), text.end(), plain) ? std::string(text) : quote(text);
}

void add_fact(std::string& out, std::string_view name, Fact fact, const std::optional<Seconds>& since) {
  if (fact == Fact::unread) return;
  out += fmt::format(" {}={}", name, fact == Fact::no ? "no" : since ? age_text(*since) : "yes");
}

void add_label(std::string& out, const Field& field, const LabelState& label) {
  // `status` is written as it is, labels as label.NAME.
  out += field.name == "status" ? " status=" : fmt::format(" label.{}=", field.name);
  switch (label.kind) {
    case LabelState::Kind::missing: out += "missing"; return;
    case LabelState::Kind::unread: out += "unread"; return;
    case LabelState::Kind::value: break;
  }
  if (label.text.empty() && label.age) {
    out += age_text(*label.age);
    return;
  }
  // These words mean something else when they are not quoted.
  out += label.text == "missing" || label.text == "unread" ? quote(label.text) : word(label.text);
}

}  // namespace

const LabelState* ObjectState::label(FieldId field) const {
  const auto at = std::lower_bound(labels.begin(), labels.end(), field, [](const LabelState& l, FieldId f) { return l.field < f; });
  return at != labels.end() && at->field == field ? &*at : nullptr;
}

std::string to_text(const Policy& policy, const ObjectState& o) {
  std::string out = fmt::format("key={} size={} created={}", word(o.key), o.size, age_text(o.created));
  if (o.noncurrent) {
    out += fmt::format(" noncurrent={}", age_text(o.noncurrent_since));
    if (o.newer_noncurrent > 0) out += fmt::format(" newer={}", o.newer_noncurrent);
  }
  if (o.accessed && *o.accessed != o.created) out += fmt::format(" accessed={}", age_text(*o.accessed));
  if (o.tier != Tier::hot) out += fmt::format(" tier={}", to_text(o.tier));
  for (const LabelState& label : o.labels) add_label(out, policy.fields[label.field], label);
  add_fact(out, "promoted", o.promoted, o.promoted_since);
  add_fact(out, "retired", o.retired, o.retired_since);
  add_fact(out, "referenced", o.referenced, std::nullopt);
  add_fact(out, "orphan", o.orphan, std::nullopt);
  const auto rank_text = [](const std::optional<std::uint32_t>& rank) { return rank ? fmt::format("{}", *rank) : std::string("none"); };
  const bool same = std::all_of(o.ranks.begin(), o.ranks.end(), [&](const auto& r) { return r.second == o.ranks[0].second; });
  if (same && !o.ranks.empty()) {
    out += fmt::format(" rank={}", rank_text(o.ranks[0].second));
  } else {  // rule/statement: its place in the rule, from 1
    for (const auto& [ref, rank] : o.ranks) out += fmt::format(" rank.{}={}", statement_id(policy, ref), rank_text(rank));
  }
  if (o.marked) out += fmt::format(" marked={}", age_text(*o.marked));
  if (o.newest_of_whole) out += fmt::format(" newest={}", age_text(*o.newest_of_whole));
  if (o.whole_kept) out += " unit=kept";
  if (o.locked_for) out += fmt::format(" locked={}", age_text(*o.locked_for));
  if (o.legal_hold) out += " hold=yes";
  return out;
}

}  // namespace shelflife
