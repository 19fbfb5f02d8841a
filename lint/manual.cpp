#include "lint/manual.hpp"

#include <algorithm>

#include "grammar/frame.hpp"
#include "lint/catalogue.hpp"

namespace shelflife::lint {

namespace {

constexpr std::string_view head = R"(layout "ml/{stage}/{project}/{model}/{version}/{run_id}/"

label stage in dev, staging, production required
label owner required from tag

store artifacts on s3 "acme-ml-artifacts" {
  region      "eu-central-1"
  versioning  on
  recoverable for 14 days
  encryption  kms "alias/acme-ml"
  object_lock on
  access_log  to "acme-audit-logs"
  replicate   to "acme-ml-artifacts-dr"
  public_access off
}

safeguard {
  at most 5% per run
  registry within 1 day
  inventory within 1 day
}
)";

template <class Each>
void for_lines(std::string_view text, Each each) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    each(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

std::string indented(std::string_view text, std::string_view indent) {
  std::string out;
  for_lines(text, [&](std::string_view line) {
    if (!line.empty()) out.append(indent).append(line);
    out += '\n';
  });
  return out;
}

// Paragraphs with an empty line between them, each laid out anew.
std::string flowed(std::string_view text, std::size_t width) {
  std::string out, paragraph;
  const auto flush = [&] {
    if (!paragraph.empty()) out.append("  ").append(wrapped(paragraph, width, 2, "  ")).append("\n");
    paragraph.clear();
  };
  for_lines(text, [&](std::string_view line) {
    if (line.empty()) flush(), out += '\n';
    else paragraph.append(paragraph.empty() ? "" : " ").append(line);
  });
  flush();
  return out;
}

}  // namespace

std::string_view example_head() { return head; }

std::string whole_example(std::string_view example) {
  const bool whole = example.starts_with("store ") || example.find("\nstore ") != std::string_view::npos;
  return whole ? std::string(example) : std::string(head) + "\n" + std::string(example);
}

std::string manual_text(const LintRule& rule, bool bold, std::size_t width) {
  const auto heading = [&](std::string_view text) { return bold ? "\x1b[1m" + std::string(text) + "\x1b[0m" : std::string(text); };
  std::string out = heading(rule.info.id) + " " + std::string(rule.info.name) + " (" + std::string(to_word(rule.info.severity)) + ", " + std::string(to_word(rule.category)) +
                    (rule.on ? "" : ", off unless selected") + ")\n\n";
  out.append("What:  ").append(wrapped(rule.info.title, width, 7, "       ")).append("\n");
  out.append("Do:    ").append(wrapped(rule.info.help, width, 7, "       ")).append("\n\n");
  out.append(heading("Why")).append("\n").append(flowed(rule.why, width));
  out.append("\n").append(heading("Found")).append("\n").append(indented(rule.bad, "    "));
  out.append("\n").append(heading("Better")).append("\n").append(indented(rule.good, "    "));
  out.append("\n").append(heading("Source")).append("\n").append(indented(rule.source, "  "));
  return out;
}

std::string manual_page(const LintRule& rule) {
  std::string out = "# " + std::string(rule.info.id) + " " + std::string(rule.info.name) + "\n\n";
  out.append(rule.info.title).append(".\n\n");
  out.append("| | |\n|---|---|\n| severity | ").append(to_word(rule.info.severity)).append(" |\n| family | ").append(to_word(rule.category));
  out.append(" |\n| default | ").append(rule.on ? "on" : "off, until it is selected").append(" |\n| since | ").append(rule.since).append(" |\n\n");
  out.append("## Why\n\n").append(rule.why).append("\n\n## Example\n\n```shelf\n").append(rule.bad).append("```\n\n");
  out.append("## Instead\n\n").append(rule.info.help).append(".\n\n```shelf\n").append(rule.good).append("```\n\n## Source\n\n");
  for_lines(rule.source, [&](std::string_view line) { out.append("- ").append(line).append("\n"); });
  return out;
}

std::string index_page() {
  std::string out =
      "# Lint rules\n\n`shelflife check` runs them; `shelflife explain CODE` prints a page offline. An example that declares no store stands\n"
      "behind these lines:\n\n```shelf\n";
  out.append(head).append("```\n");
  for (const Category category : all_categories) {
    std::string rows;
    for (const LintRule* rule : all_rules()) {
      if (rule->category != category) continue;
      rows.append("| [").append(rule->info.id).append("](").append(rule->info.name).append(".md) | ").append(rule->info.name).append(" | ");
      rows.append(to_word(rule->info.severity)).append(rule->on ? "" : ", off").append(" | ").append(rule->info.title).append(" |\n");
    }
    if (!rows.empty()) out.append("\n## ").append(to_word(category)).append("\n\n| code | name | severity | what |\n|---|---|---|---|\n").append(rows);
  }
  return out;
}

}  // namespace shelflife::lint
