// The text of --help, from the tables.
#include <algorithm>

#include "cli/arguments.hpp"

namespace shelflife::cli {

namespace {

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size()), ' ');
  return text;
}

std::string left_column(const Option& option) {
  std::string text = short_name(option).empty() ? "    " : std::string(short_name(option)) + ", ";
  text += long_name(option);
  if (!option.placeholder.empty()) text.append(" ").append(option.placeholder);
  return text;
}

void append_options(std::string& out, std::string_view title, std::span<const Option> options) {
  if (options.empty()) return;
  std::size_t width = 0;
  for (const Option& option : options) width = std::max(width, left_column(option).size());
  out.append("\n").append(title).append(":\n");
  for (const Option& option : options) {
    out.append("  ").append(padded(left_column(option), width)).append("  ").append(option.help);
    if (option.choices != nullptr) {
      std::string choices;
      for (const std::string& choice : option.choices()) choices.append(choices.empty() ? "" : ", ").append(choice);
      out.append(" (").append(choices).append(")");
    }
    out += "\n";
  }
}

void append_indented(std::string& out, std::string_view lines) {
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size() - 1);
    out.append("  ").append(lines.substr(0, end + 1));
    lines.remove_prefix(end + 1);
  }
}

}  // namespace

std::string help_text() {
  std::string out =
      "Shelflife compiles retention policies of ML artifacts into what each cloud enforces by itself (S3, Azure, GCS)\n"
      "and a plan for a pruner.\n"
      "\nUsage: shelflife COMMAND [OPTION...]\n\nCommands:\n";
  for (const Command& command : commands())
    out.append("  ").append(padded(std::string(command.name), 12)).append(command.summary).append("\n");
  append_options(out, "Options of every command", global_options());
  out += "\nExamples:\n";
  for (const Command& command : commands()) append_indented(out, command.examples.substr(0, command.examples.find('\n') + 1));
  out +=
      "\nExit status: 0 nothing wrong; 1 findings at `error`, or a --check that fails; 2 misuse, a file that cannot be\n"
      "read or written, or an internal error.\n";
  return out;
}

std::string help_text(const Command& command) {
  std::string out = "shelflife " + std::string(command.name) + ": " + std::string(command.summary) + "\n";
  out.append("\nUsage: shelflife ").append(command.name).append(" [OPTION...]");
  if (!command.words.empty()) out.append(" ").append(command.words);
  out.append("\n\n").append(command.description);
  append_options(out, "Options", command.options);
  append_options(out, "Options of every command", global_options());
  out += "\nExamples:\n";
  append_indented(out, command.examples);
  return out;
}

}  // namespace shelflife::cli
