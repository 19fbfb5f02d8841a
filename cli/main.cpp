// The command line: what was typed to Arguments, by the tables of arguments.cpp. The only user of CLI11.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>

#include "cli/arguments.hpp"
#include "cli/terminal.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife::cli {

namespace {

void add(CLI::App& app, const Option& option, Arguments& arguments) {
  const std::string names(option.names), help(option.help);
  CLI::Option* added = nullptr;
  if (const auto* flag = std::get_if<bool Arguments::*>(&option.slot)) {
    added = app.add_flag(names, arguments.**flag, help);
  } else if (const auto* text = std::get_if<std::string Arguments::*>(&option.slot)) {
    added = app.add_option(names, arguments.**text, help);
  } else {
    // Without allow_extra_args(false) a list would swallow the paths behind it.
    added = app.add_option(names, arguments.*std::get<std::vector<std::string> Arguments::*>(option.slot), help)
                ->allow_extra_args(false);
    if (!option.whole) added->delimiter(',');
  }
  if (option.choices != nullptr) added->check(CLI::IsMember(option.choices()));
}

void add(CLI::App& app, const Command& command, Arguments& arguments) {
  CLI::App* const sub = app.add_subcommand(std::string(command.name), std::string(command.summary));
  sub->set_help_flag();
  sub->fallthrough();  // options of every command may stand behind the command
  for (const Option& option : command.options) add(*sub, option, arguments);
  if (command.takes == Words::none) return;
  CLI::Option* const words = sub->add_option(std::string(command.words), arguments.paths);
  if (command.takes == Words::one) words->expected(0, 1);
}

// The first word that is neither an option nor the value of one.
std::string_view first_word(int count, char** words) {
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    if (!word.starts_with("-") || word == "-") return word;
    const auto takes_it = [&](const Option& option) {
      return (word == long_name(option) || word == short_name(option)) && !std::holds_alternative<bool Arguments::*>(option.slot);
    };
    if (std::ranges::any_of(global_options(), takes_it)) ++i;
  }
  return {};
}

std::string known_commands() {
  std::string out;
  for (const Command& command : commands()) out.append(out.empty() ? "" : ", ").append(command.name);
  return out;
}

int misuse(const std::string& message, const Command* command) {
  complain(printable(message), command == nullptr
                                   ? "the commands are " + known_commands() + "; see `shelflife --help`"
                                   : "see `shelflife " + std::string(command->name) + " --help`");
  return exit_misuse;
}

int run(int count, char** words) {
  Arguments arguments;
  CLI::App app;
  app.set_help_flag();
  for (const Option& option : global_options()) add(app, option, arguments);
  // Only the command that is asked for is described to CLI11: describing all costs more than compiling a policy.
  const std::string_view first = first_word(count, words);
  const Command* const command = find_command(first);
  if (command == nullptr && !first.empty()) return misuse("there is no command `" + std::string(first) + "`", nullptr);
  if (command != nullptr) add(app, *command, arguments);
  try {
    app.parse(count, words);
  } catch (const CLI::ParseError& error) {
    return misuse(error.what(), command);
  }
  if (arguments.version) return write_out("shelflife " SHELFLIFE_VERSION "\n") ? exit_ok : exit_misuse;
  if (arguments.help) return write_out(command != nullptr ? help_text(*command) : help_text()) ? exit_ok : exit_misuse;
  if (command == nullptr) return misuse("no command given", nullptr);
  if (command->takes == Words::one && !command->words.starts_with("[") && arguments.paths.empty()) return misuse(std::string(command->words) + " is missing", command);
  return command->run(arguments);
}

}  // namespace

}  // namespace shelflife::cli

int main(int count, char** words) {
  try {
    return shelflife::cli::run(count, words);
  } catch (const std::exception& error) {
    shelflife::cli::complain("internal error: " + shelflife::printable(error.what()), "please report it, with the policy if you can");
  } catch (...) {
    shelflife::cli::complain("internal error", "please report it, with the policy if you can");
  }
  return shelflife::cli::exit_misuse;
}
