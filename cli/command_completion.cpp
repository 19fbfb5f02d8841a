// completion: scripts for bash, zsh and fish, from the tables of arguments.cpp.
#include <array>

#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "cli/words.hpp"

namespace shelflife::cli {

namespace {

std::string option_names(std::span<const Option> options) {
  std::string out;
  for (const Option& option : options) {
    out.append(" ").append(long_name(option));
    if (!short_name(option).empty()) out.append(" ").append(short_name(option));
  }
  return out;
}

std::string command_names() {
  std::string out;
  for (const Command& command : commands()) out.append(out.empty() ? "" : " ").append(command.name);
  return out;
}

bool takes_value(const Option& option) { return !std::holds_alternative<bool Arguments::*>(option.slot); }

// `'` in text within single quotes of a shell.
std::string single_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += "'\\''";
    else out += c;
  }
  return out + "'";
}

void bash_values(std::string& out, std::span<const Option> options) {
  for (const Option& option : options) {
    if (!takes_value(option)) continue;
    out.append("    ").append(short_name(option)).append(short_name(option).empty() ? "" : "|").append(long_name(option));
    if (option.choices != nullptr) {
      out.append(") COMPREPLY=($(compgen -W '").append(joined(option.choices(), " ")).append("' -- \"$current\")); return ;;\n");
    } else {
      out += ") COMPREPLY=($(compgen -f -- \"$current\")); return ;;\n";
    }
  }
}

std::string bash() {
  std::string out =
      "# bash completion of shelflife\n"
      "_shelflife() {\n"
      "  local current=\"${COMP_WORDS[COMP_CWORD]}\" previous=\"${COMP_WORDS[COMP_CWORD-1]}\" command='' word\n"
      "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
      "    case \"$word\" in\n      " ;
  for (const Command& command : commands()) out.append(&command == commands().data() ? "" : "|").append(command.name);
  out += ") command=\"$word\"; break ;;\n    esac\n  done\n  case \"$previous\" in\n";
  bash_values(out, global_options());
  for (const Command& command : commands()) bash_values(out, command.options);
  out += "  esac\n  case \"$command\" in\n    '') COMPREPLY=($(compgen -W '" + command_names() + option_names(global_options()) +
         "' -- \"$current\")) ;;\n";
  for (const Command& command : commands()) {
    const std::string names = option_names(command.options) + option_names(global_options());
    out.append("    ").append(command.name).append(") COMPREPLY=($(compgen -W '");
    if (command.choices != nullptr) out.append(joined(command.choices(), " "));
    out.append(names).append("' -- \"$current\")");
    if (command.takes == Words::paths) out += " $(compgen -f -- \"$current\")";
    out += ") ;;\n";
  }
  return out + "  esac\n}\ncomplete -o filenames -F _shelflife shelflife\n";
}

void zsh_options(std::string& out, std::span<const Option> options) {
  for (const Option& option : options) {
    std::string help;
    for (const char c : option.help) {
      if (c == '[' || c == ']' || c == ':') help += '\\';
      help += c;
    }
    for (const std::string_view name : {short_name(option), long_name(option)}) {
      if (name.empty()) continue;
      std::string word = std::string(name) + "[" + help + "]";
      if (takes_value(option)) {
        word.append(":").append(option.placeholder).append(":");
        word += option.choices != nullptr ? "(" + joined(option.choices(), " ") + ")" : "_files";
      }
      out.append("        ").append(single_quoted(word)).append(" \\\n");
    }
  }
}

std::string zsh() {
  std::string out = "#compdef shelflife\n_shelflife() {\n  local -a commands=(\n";
  for (const Command& command : commands())
    out.append("    ").append(single_quoted(std::string(command.name) + ":" + std::string(command.summary))).append("\n");
  out += "  )\n  if (( CURRENT == 2 )); then\n    _describe command commands\n    return\n  fi\n  case \"$words[2]\" in\n";
  for (const Command& command : commands()) {
    out.append("    ").append(command.name).append(")\n      _arguments \\\n");
    zsh_options(out, command.options);
    zsh_options(out, global_options());
    const std::string values = command.choices != nullptr ? "(" + joined(command.choices(), " ") + ")" : "_files";
    out += command.takes == Words::none ? "        '1:command:'" : "        '1:command:' '*:" + std::string(command.words) + ":" + values + "'";
    out += " ;;\n";
  }
  return out + "  esac\n}\ncompdef _shelflife shelflife\n";
}

void fish_options(std::string& out, std::span<const Option> options, const std::string& condition) {
  for (const Option& option : options) {
    out += "complete -c shelflife" + condition + " -l " + std::string(long_name(option).substr(2));
    if (!short_name(option).empty()) out.append(" -s ").append(short_name(option).substr(1));
    if (option.choices != nullptr) out.append(" -x -a '").append(joined(option.choices(), " ")).append("'");
    else if (takes_value(option)) out += " -r -F";
    out.append(" -d ").append(single_quoted(option.help)).append("\n");
  }
}

std::string fish() {
  std::string out = "# fish completion of shelflife\ncomplete -c shelflife -f\n";
  fish_options(out, global_options(), "");
  for (const Command& command : commands()) {
    const std::string condition = " -n '__fish_seen_subcommand_from " + std::string(command.name) + "'";
    out += "complete -c shelflife -n __fish_use_subcommand -a " + std::string(command.name) + " -d " + single_quoted(command.summary) + "\n";
    fish_options(out, command.options, condition);
    if (command.choices != nullptr) out += "complete -c shelflife" + condition + " -a '" + joined(command.choices(), " ") + "'\n";
    if (command.takes == Words::paths) out += "complete -c shelflife" + condition + " -F\n";
  }
  return out;
}

}  // namespace

int command_completion(const Arguments& arguments) {
  const std::string& shell = arguments.paths.front();
  if (shell == "bash") return write_out(bash()) ? exit_ok : exit_misuse;
  if (shell == "zsh") return write_out(zsh()) ? exit_ok : exit_misuse;
  if (shell == "fish") return write_out(fish()) ? exit_ok : exit_misuse;
  complain("no completion for this shell", "there are completions for bash, zsh and fish");
  return exit_misuse;
}

}  // namespace shelflife::cli
