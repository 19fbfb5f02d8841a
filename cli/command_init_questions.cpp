// init on a terminal: a few questions, each with its default. They go to standard error, so that `-o -` prints a policy alone.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "cli/init.hpp"
#include "cli/terminal.hpp"

namespace shelflife::cli {

namespace {

// A line without its end and the blanks around it; nothing at the end of the input.
std::optional<std::string> read_line() {
  char* raw = nullptr;
  std::size_t capacity = 0;
  const ssize_t length = ::getline(&raw, &capacity, stdin);
  const std::unique_ptr<char, decltype(&std::free)> owner(raw, &std::free);
  if (length < 0) return std::nullopt;
  std::string line(raw, static_cast<std::size_t>(length));
  constexpr std::string_view blanks = " \t\r\n";
  line.erase(line.find_last_not_of(blanks) + 1);
  line.erase(0, line.find_first_not_of(blanks));
  return line;
}

class Questions {
 public:
  bool ended = false;

  // The answer, or the default where the line is empty.
  std::string ask(std::string_view question, std::string_view fallback) {
    if (ended) return {};
    std::string prompt(question);
    if (!fallback.empty()) prompt.append(" [").append(fallback).append("]");
    write_error(prompt + ": ");
    std::optional<std::string> line = read_line();
    ended = !line;
    if (ended) {
      write_error("\n");
      return {};
    }
    return line->empty() ? std::string(fallback) : *line;
  }

  // The same until one of the words is the answer.
  std::string choose(std::string_view question, const std::vector<std::string>& words) {
    for (;;) {
      std::string answer = ask(question, words.front());
      if (ended) return {};
      for (const std::string& word : words)
        if (answer == word) return answer;
    }
  }
};

}  // namespace

bool ask_for_policy(Arguments& arguments) {
  Questions questions;
  std::string uri;
  while (!questions.ended && !parse_bucket(uri)) uri = questions.ask("Bucket (s3://NAME, gs://NAME or azure://ACCOUNT/CONTAINER)", "");
  arguments.paths = {uri};
  if (arguments.layout.empty()) arguments.layout = questions.ask("Layout of the keys, with a {field} where a name stands", default_layout);
  const bool staged = arguments.layout.find("{stage}") != std::string::npos;
  if (arguments.stages.empty() && staged) {
    const std::string answer = questions.ask("Stages, from the cheapest to the strictest", default_stages);
    for (std::size_t begin = 0; begin <= answer.size();) {
      const std::size_t end = std::min(answer.find(',', begin), answer.size());
      const std::string_view stage = std::string_view(answer).substr(begin, end - begin);
      const std::size_t first = stage.find_first_not_of(' '), last = stage.find_last_not_of(' ');
      if (first != std::string_view::npos) arguments.stages.emplace_back(stage.substr(first, last - first + 1));
      begin = end + 1;
    }
  }
  if (arguments.owner.empty()) arguments.owner = questions.ask("Who answers for these rules (a team or an address)", "owners of " + uri);
  if (arguments.access_log.empty()) arguments.access_log = questions.ask("Where accesses are logged, empty for nowhere", "");
  if (arguments.lock.empty() && staged) {
    const std::string mode = questions.choose("A lock of a year on the strictest stage, in a bucket of its own (none, governance or compliance)", {"none", "governance", "compliance"});
    if (mode != "none") arguments.lock = mode;
  }
  return !questions.ended;
}

}  // namespace shelflife::cli
