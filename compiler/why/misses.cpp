#include "compiler/why/misses.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/model/print.hpp"

namespace shelflife {

namespace {

std::string listed(const std::vector<std::string>& texts) {
  constexpr std::size_t most = 4;
  std::string out;
  for (std::size_t i = 0; i < std::min(most, texts.size()); ++i)
    out.append(out.empty() ? "" : i + 1 == texts.size() ? " or " : ", ").append(texts[i]);
  return texts.size() > most ? fmt::format("{} or {} more", out, texts.size() - most) : out;
}

// The name of what a condition asks for.
std::string subject(const Predicate& p, const ObjectView& view) {
  switch (p.kind) {
    case PredicateKind::size: return "size";
    case PredicateKind::accessed_within: return "last access";
    case PredicateKind::flag: return std::string(to_text(p.flag));
    default: return p.field == no_id ? "key" : view.policy().fields[p.field].name;
  }
}

// A condition of which something else than the wanted truth was found. `wanted`: it should be true (else false).
std::string atom(const Predicate& p, const ObjectView& view, Truth truth, bool wanted) {
  const std::string name = subject(p, view);
  if (!truth.is_read()) return name + " is unread";
  if (truth.is_unknown()) {
    if (view.value(p.field).state == ObjectView::State::unmanaged) return "no layout fits the key, so it has no " + name;
    return name + " is missing";
  }
  const std::string text(p.field == no_id ? std::string_view(view.object().key) : view.value(p.field).text);
  switch (p.kind) {
    case PredicateKind::one_of: return wanted ? fmt::format("{} is {}, not {}", name, text, listed(p.texts)) : fmt::format("{} is {}", name, text);
    case PredicateKind::starts_with: return fmt::format("{} {} {}", name, wanted ? "does not start with" : "starts with", quote(p.texts[0]));
    case PredicateKind::ends_with: return fmt::format("{} {} {}", name, wanted ? "does not end with" : "ends with", quote(p.texts[0]));
    case PredicateKind::number: return fmt::format("{} is {}, {}{} {}", name, text, wanted ? "not " : "", to_text(p.comparison), p.number);
    case PredicateKind::size:
      return fmt::format("size is {}, {}{} {}", size_text(view.object().size), wanted ? "not " : "", to_text(p.comparison), size_text(p.number));
    case PredicateKind::accessed_within:
      return fmt::format("last read {} ago, {} {}", age_in_words(view.object().accessed.value_or(view.object().created)), wanted ? "not within" : "within", to_text(p.duration));
    case PredicateKind::missing: return fmt::format("{} is {}", name, wanted ? text : std::string("missing"));
    case PredicateKind::flag: return fmt::format("{}{}", wanted ? "not " : "", name);
    default: return {};
  }
}

void gather(const Predicate& p, const ObjectView& view, bool wanted, std::vector<std::string>& out) {
  const Truth truth = evaluate(p, view);
  if (wanted ? truth.is_yes() : truth.is_no()) return;
  switch (p.kind) {
    case PredicateKind::always: return;
    case PredicateKind::negation: return gather(p.children[0], view, !wanted, out);
    case PredicateKind::all:
    case PredicateKind::any:
      for (const Predicate& child : p.children) gather(child, view, wanted, out);
      return;
    default: break;
  }
  std::string text = atom(p, view, truth, wanted);
  if (std::find(out.begin(), out.end(), text) == out.end()) out.push_back(std::move(text));
}

void gather_unread(const Predicate& p, const ObjectView& view, std::vector<std::string>& out) {
  if (evaluate(p, view).is_read()) return;
  for (const Predicate& child : p.children) gather_unread(child, view, out);
  if (p.children.empty()) out.push_back(subject(p, view));
}

}  // namespace

std::vector<std::string> misses(const Predicate& predicate, const ObjectView& view) {
  std::vector<std::string> out;
  gather(predicate, view, true, out);
  return out;
}

std::vector<std::string> unread_facts(const Predicate& predicate, const ObjectView& view) {
  std::vector<std::string> out;
  gather_unread(predicate, view, out);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::string size_text(std::uint64_t bytes) {
  const char* const units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
  std::size_t unit = 0;
  while (unit < 4 && bytes != 0 && bytes % 1024 == 0) {
    bytes /= 1024;
    ++unit;
  }
  return fmt::format("{} {}", bytes, units[unit]);
}

std::string age_in_words(Seconds age) {
  const Seconds count = age / seconds_a_day;
  if (age < seconds_a_day) return "less than a day";
  return count == 1 ? "1 day" : fmt::format("{} days", count);
}

}  // namespace shelflife
