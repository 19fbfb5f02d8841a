// man: manual pages, from the tables of arguments.cpp.
#include <vector>

#include "cli/commands.hpp"
#include "cli/replace_files.hpp"
#include "cli/terminal.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife::cli {

namespace {

// Text for roff: nothing in it is a request. Where `marked`, what stands in back quotes is bold.
std::string escaped(std::string_view text, bool marked) {
  std::string out;
  bool bold = false, line_start = true;
  for (const char c : text) {
    if (line_start && (c == '.' || c == '\'')) out += "\\&";
    line_start = c == '\n';
    if (c == '\\') out += "\\e";
    else if (c == '-') out += "\\-";
    else if (c == '\'') out += "\\(aq";
    else if (c == '~') out += "\\(ti";
    else if (c == '^') out += "\\(ha";
    else if (c == '`' && marked) out += (bold = !bold) ? "\\fB" : "\\fR";
    else if (c == '`') out += "\\(ga";
    else out += c;
  }
  return out;
}

std::string page_name(const Command& command) { return "shelflife-" + std::string(command.name); }

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

// No date: the page is the same whenever it is made.
std::string head(const std::string& name, std::string_view summary) {
  return ".TH " + escaped(upper(name), false) + " 1 \"\" \"shelflife " SHELFLIFE_VERSION "\" \"User Commands\"\n.nh\n.ad l\n.SH NAME\n" + escaped(name, false) + " \\- " +
         escaped(summary, true) + "\n";
}

void append_options(std::string& out, std::string_view title, std::span<const Option> options) {
  if (options.empty()) return;
  out.append(".SH ").append(title).append("\n");
  for (const Option& option : options) {
    out += ".TP\n";
    if (!short_name(option).empty()) out += "\\fB" + escaped(short_name(option), false) + "\\fR, ";
    out += "\\fB" + escaped(long_name(option), false) + "\\fR";
    if (!option.placeholder.empty()) out += " \\fI" + escaped(option.placeholder, false) + "\\fR";
    out += "\n" + escaped(option.help, true) + "\n";
    if (option.choices == nullptr) continue;
    std::string choices;
    for (const std::string& choice : option.choices()) choices.append(choices.empty() ? "" : ", ").append(choice);
    out += "(" + escaped(choices, false) + ")\n";
  }
}

void append_examples(std::string& out, std::string_view lines) { out.append(".SH EXAMPLES\n.nf\n").append(escaped(lines, false)).append(".fi\n"); }

void append_end(std::string& out, const Command* own) {
  out +=
      ".SH EXIT STATUS\n.TP\n0\nnothing is wrong\n.TP\n1\nthere are findings at \\fBerror\\fR, or a check or proof that was asked for fails\n"
      ".TP\n2\nmisuse, a file that cannot be read or written, or an internal error\n"
      ".SH FILES\n.TP\n.I .shelflife.yaml\nnames the root file of the policies below it; the nearest one upwards is read\n.SH SEE ALSO\n";
  std::string list = own != nullptr ? ".BR shelflife (1)" : "";
  for (const Command& command : commands()) {
    if (&command == own) continue;
    list.append(list.empty() ? "" : ",\n").append(".BR ").append(escaped(page_name(command), false)).append(" (1)");
  }
  out += list + "\n";
}

std::string page() {
  std::string out = head("shelflife", "compiler and linter for retention policies of ML artifacts");
  out +=
      ".SH SYNOPSIS\n.B shelflife\n.I COMMAND\n[\\fIOPTION\\fR...]\n.SH DESCRIPTION\n"
      "Shelflife compiles retention policies of machine\\-learning artifacts in object storage into what S3, Azure Blob and GCS\n"
      "enforce by themselves, and a plan for a pruner. What the policy keeps, nothing that it emits deletes.\n.SH COMMANDS\n";
  for (const Command& command : commands())
    out.append(".TP\n.B ").append(escaped(command.name, false)).append("\n").append(escaped(command.summary, true)).append("\n");
  append_options(out, "OPTIONS OF EVERY COMMAND", global_options());
  std::string examples;
  for (const Command& command : commands()) examples += command.examples.substr(0, command.examples.find('\n') + 1);
  append_examples(out, examples);
  append_end(out, nullptr);
  return out;
}

std::string page(const Command& command) {
  std::string out = head(page_name(command), command.summary);
  out.append(".SH SYNOPSIS\n.B shelflife ").append(escaped(command.name, false)).append("\n[\\fIOPTION\\fR...]");
  if (!command.words.empty()) out.append("\n").append(escaped(command.words, false));
  out.append("\n.SH DESCRIPTION\n").append(escaped(command.description, true));
  append_options(out, "OPTIONS", command.options);
  append_options(out, "OPTIONS OF EVERY COMMAND", global_options());
  append_examples(out, command.examples);
  append_end(out, &command);
  return out;
}

int write_all_pages(const Arguments& arguments) {
  std::vector<std::string> names = {"shelflife.1"}, pages = {page()};
  for (const Command& command : commands()) {
    names.push_back(page_name(command) + ".1");
    pages.push_back(page(command));
  }
  std::vector<Replacement> changes;
  for (std::size_t i = 0; i < pages.size(); ++i) changes.push_back({names[i], &pages[i], false});
  const std::string problem = replace_files(arguments.output, changes);
  if (problem.empty()) return exit_ok;
  complain(problem, "name a folder that can be written");
  return exit_misuse;
}

}  // namespace

int command_man(const Arguments& arguments) {
  if (!arguments.output.empty() && arguments.output != "-") {
    if (arguments.paths.empty()) return write_all_pages(arguments);
    complain("-o writes every page, not that of one command", "leave out `" + printable(arguments.paths.front()) + "`, or print it without -o");
    return exit_misuse;
  }
  if (arguments.paths.empty()) return write_out(page()) ? exit_ok : exit_misuse;
  if (const Command* const command = find_command(arguments.paths.front())) return write_out(page(*command)) ? exit_ok : exit_misuse;
  complain("there is no command `" + printable(arguments.paths.front()) + "`", "see `shelflife --help`");
  return exit_misuse;
}

}  // namespace shelflife::cli
