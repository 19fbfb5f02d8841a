#include "lint/standards.hpp"

#include <algorithm>
#include <string>

#include "grammar/ascii.hpp"

namespace shelflife::lint {

namespace {

bool in_name(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// As a word of its own: `sox` is not in `soxhlet`.
bool names(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool left = at == 0 || !in_name(text[at - 1]) || !in_name(word.front());
    const bool right = end == text.size() || !in_name(text[end]) || !in_name(word.back());
    if (left && right) return true;
  }
  return false;
}

bool names_any(std::string_view text, const std::vector<std::string_view>& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return names(text, word); });
}

Duration span(std::uint32_t count, Unit unit) { return {longest_days(count, unit), count, unit}; }

// The more exact before the less exact. 17a-4 without a paragraph: the shorter of its two periods.
const std::vector<Standard>& standards() {
  static const std::vector<Standard> table = {
      {.name = "SEC Rule 17a-4(a)", .all = {"17a-4(a)"}, .any = {}, .floor = span(6, Unit::years), .hot_years = 2, .write_once = true, .clock = {}},
      {.name = "SEC Rule 17a-4(b)", .all = {"17a-4"}, .any = {}, .floor = span(3, Unit::years), .hot_years = 2, .write_once = true, .clock = {}},
      {.name = "FINRA Rule 4511(b)", .all = {"4511"}, .any = {"finra"}, .floor = span(6, Unit::years), .write_once = true, .clock = {}},
      {.name = "17 CFR 210.2-06", .all = {}, .any = {"210.2-06", "sox", "sarbanes-oxley", "sarbanes oxley"}, .floor = span(7, Unit::years), .clock = {}},
      {.name = "45 CFR 164.316(b)(2)", .all = {}, .any = {"hipaa", "164.316", "164.530"}, .floor = span(6, Unit::years),
       .clock = "from the day on which a document was last in effect, where that is later than its making"},
      {.name = "EU AI Act, article 18", .all = {"ai act"}, .any = {"article 18", "art. 18", "art 18"}, .floor = span(10, Unit::years),
       .clock = "from the day on which the system was placed on the market or put into service"},
      {.name = "EU AI Act, article 19", .all = {"ai act"}, .any = {"article 19", "art. 19", "art 19", "article 26", "art. 26", "art 26"}, .floor = span(6, Unit::months), .clock = {}},
      {.name = "PCI DSS 4.0.1, 10.5.1", .all = {}, .any = {"pci dss", "pci-dss"}, .floor = span(12, Unit::months), .hot_months = 3, .clock = {}},
      {.name = "Regulation B, 12 CFR 1002.12(b), business credit", .all = {"business"}, .any = {"1002.12", "ecoa", "regulation b", "reg. b"}, .floor = span(12, Unit::months), .clock = "from the notice of the action taken"},
      {.name = "Regulation B, 12 CFR 1002.12(b)", .all = {}, .any = {"1002.12", "ecoa", "regulation b", "reg. b"}, .floor = span(25, Unit::months), .clock = "from the notice of the action taken"},
      {.name = "Colorado SB 26-189", .all = {"26-189"}, .any = {}, .floor = span(3, Unit::years), .clock = {}},
  };
  return table;
}

const std::vector<Superseded>& superseded() {
  static const std::vector<Superseded> table = {
      {{"24-205", "sb24-205", "sb205", "sb 205"}, {2026, 6, 30}, "Colorado SB 24-205", "SB 26-189 takes its place, in force from 2027-01-01"},
      {{"820.180"}, {2026, 2, 2}, "21 CFR 820.180", "the quality management system regulation, 21 CFR 820.35, takes its place"},
      {{"pci dss 3", "pci dss v3", "pci-dss 3", "pci dss 3.2.1"}, {2024, 3, 31}, "PCI DSS 3", "PCI DSS 4.0.1, requirement 10.5.1, takes its place"},
      {{"95/46/ec", "95/46/eg"}, {2018, 5, 25}, "Directive 95/46/EC", "the GDPR takes its place"},
      {{"privacy shield"}, {2020, 7, 16}, "the EU-US Privacy Shield", "it is void since case C-311/18; the Data Privacy Framework takes its place"},
  };
  return table;
}

}  // namespace

const Standard* standard_named(std::string_view text) {
  if (text.empty()) return nullptr;
  const std::string low = lower(text);
  for (const Standard& standard : standards()) {
    const bool all = std::all_of(standard.all.begin(), standard.all.end(), [&](std::string_view word) { return names(low, word); });
    if (all && (standard.any.empty() || names_any(low, standard.any))) return &standard;
  }
  return nullptr;
}

const Superseded* superseded_named(std::string_view text, Date today) {
  if (text.empty()) return nullptr;
  const std::string low = lower(text);
  for (const Superseded& entry : superseded())
    if (entry.since <= today && names_any(low, entry.any)) return &entry;
  return nullptr;
}

bool names_storage_limitation(std::string_view text) {
  return names_any(lower(text), {"gdpr", "dsgvo", "rgpd", "storage limitation", "data minimisation", "data minimization"});
}

}  // namespace shelflife::lint
