#include "emitters/shell.hpp"

#include "grammar/diagnostics.hpp"

namespace shelflife {
namespace {

bool harmless(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-_./:=,+@%").find(c) != std::string_view::npos;
}

// The printed form goes through tr so that a name cannot drive the terminal that it is shown on.
constexpr std::string_view prologue = R"sh(
set -eu
CDPATH='' cd -- "$(dirname -- "$0")"

yes=no
for argument in "$@"; do
  case $argument in
    --yes) yes=yes ;;
    *) echo "usage: apply.sh [--yes]; without --yes the commands are only printed" >&2; exit 2 ;;
  esac
done

# One word as it would be typed.
show_word() {
  case $1 in
    '' | *[!A-Za-z0-9_./:=,+@%-]*)
      rest=$1 shown=
      while :; do
        case $rest in
          *\'*) shown=$shown${rest%%\'*}"'\\''" rest=${rest#*\'} ;;
          *) break ;;
        esac
      done
      printf "'%s' " "$shown$rest" ;;
    *) printf '%s ' "$1" ;;
  esac
}
show() {
  { for word in "$@"; do show_word "$word"; done; echo; } | LC_ALL=C tr -d '\001-\010\013-\037\177'
}
# Prints a command; runs it with --yes.
run() {
  show "$@"
  if [ "$yes" = yes ]; then "$@"; fi
}
loud() {
  printf '\n!!! CANNOT BE UNDONE: %s\n' "$1"
}
# need NAME VALUE MEANING: the value of a variable that only you know.
need() {
  if [ -z "$2" ] && [ "$yes" = yes ]; then
    printf 'apply.sh: set %s: %s\n' "$1" "$3" >&2
    exit 2
  fi
}
# need_arn NAME VALUE MEANING
need_arn() {
  need "$@"
  case $2 in
    '') ;;
    arn:*[!A-Za-z0-9:/_+=,.@-]*) printf 'apply.sh: %s is no ARN\n' "$1" >&2; exit 2 ;;
    arn:*:*:*) ;;
    *) printf 'apply.sh: %s is no ARN\n' "$1" >&2; exit 2 ;;
  esac
}
)sh";

std::string requirement(std::string_view function, std::string_view name, std::string_view meaning) {
  const std::string text(name);
  // The name stands in for the value when the commands are only printed.
  return text + "=${" + text + ":-}\n" + std::string(function) + " " + text + " \"$" + text + "\" " +
         shell_quote(meaning) + "\n" + text + "=${" + text + ":-'<" + text + ">'}\n";
}

}  // namespace

std::string shell_quote(std::string_view text) {
  bool bare = !text.empty();
  for (char c : text) bare = bare && harmless(c);
  if (bare) return std::string(text);
  std::string out = "'";
  for (char c : text) {
    if (c == '\'')
      out += "'\\''";
    else
      out += c;
  }
  return out + "'";
}

ShellWord ShellWord::variable(std::string_view name) {
  ShellWord word;
  word.text_ = "\"$" + std::string(name) + "\"";
  return word;
}

ShellScript::ShellScript(std::string_view title) {
  head_ = "#!/bin/sh\n# " + printable(title) +
          "\n# Written by `shelflife build`; edit the policy, not this file.\n";
  head_ += prologue;
}

void ShellScript::require_variable(std::string_view name, std::string_view meaning) {
  body_ += requirement("need", name, meaning);
}

void ShellScript::require_arn(std::string_view name, std::string_view meaning) {
  body_ += requirement("need_arn", name, meaning);
}

void ShellScript::comment(std::string_view text) { body_ += "\n# " + printable(text) + "\n"; }

void ShellScript::loud(std::string_view text) { body_ += "loud " + shell_quote(text) + "\n"; }

void ShellScript::run(const ShellCommand& command) {
  body_ += "run";
  for (const ShellWord& word : command) body_ += " " + word.text();
  body_ += "\n";
}

void ShellScript::raw(std::string_view shell_text) { body_ += shell_text; }

}  // namespace shelflife
