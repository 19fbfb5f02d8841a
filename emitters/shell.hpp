// apply.sh: a POSIX shell script that prints its commands and runs them only with --yes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace shelflife {

// Text as one shell word that nothing can expand: bare where every character is harmless, else single-quoted.
std::string shell_quote(std::string_view text);

// One word of a command. Text is always quoted; only variable() and raw() put shell syntax into a script.
class ShellWord {
 public:
  ShellWord(std::string_view text) : text_(shell_quote(text)) {}
  ShellWord(const std::string& text) : ShellWord(std::string_view(text)) {}
  ShellWord(const char* text) : ShellWord(std::string_view(text)) {}
  // "$NAME"; the name is ours, never the user's.
  static ShellWord variable(std::string_view name);
  const std::string& text() const { return text_; }

 private:
  ShellWord() = default;
  std::string text_;
};
using ShellCommand = std::vector<ShellWord>;

class ShellScript {
 public:
  // `title` is shown as a comment and in the usage line.
  explicit ShellScript(std::string_view title);
  // The script stops before the first command unless the variable is set (only asked for with --yes).
  void require_variable(std::string_view name, std::string_view meaning);
  // The same for one that must be an ARN.
  void require_arn(std::string_view name, std::string_view meaning);
  void comment(std::string_view text);    // one line; control characters are shown escaped
  void loud(std::string_view text);       // printed before a step that cannot be undone
  void run(const ShellCommand& command);  // printed; run with --yes
  void raw(std::string_view shell_text);  // our own shell code, no user text
  std::string text() const { return head_ + body_; }

 private:
  std::string head_, body_;
};

}  // namespace shelflife
