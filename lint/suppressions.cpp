#include "lint/suppressions.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "compiler/objects/instant.hpp"
#include "grammar/tree.hpp"
#include "lint/catalogue.hpp"

namespace shelflife::lint {

namespace {

constexpr std::string_view mark = "shelflife-ignore";

bool blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
std::string_view trimmed(std::string_view text) {
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

struct Node {
  std::uint32_t begin = 0, end = 0;
  bool declaration = false;
};
struct Token {
  std::uint32_t begin = 0, end = 0;
  bool comment = false;
};
// What a comment can be about.
struct Outline {
  std::vector<Token> tokens;  // comments too, blanks not
  std::vector<Node> nodes;    // by begin, outer ones first
};

Outline outline(const Tree& tree) {
  Outline out;
  std::vector<std::size_t> open;     // of `nodes`
  std::vector<std::size_t> waiting;  // those without a token yet
  std::uint32_t at = 0;
  for (const Event& event : tree.events) {
    if (event.type == EventType::leaf) {
      const std::uint32_t begin = at + event.blank;
      at = event.offset;
      if (event.kind == Kind::blank) continue;
      out.tokens.push_back({begin, at, event.kind == Kind::comment});
      if (event.kind == Kind::comment) continue;
      for (const std::size_t node : waiting) out.nodes[node].begin = begin;
      waiting.clear();
      for (const std::size_t node : open) out.nodes[node].end = at;
    } else if (is_declaration(event.kind) || is_block_line(event.kind)) {
      if (event.type == EventType::open) {
        open.push_back(out.nodes.size());
        waiting.push_back(out.nodes.size());
        out.nodes.push_back({at, at, is_declaration(event.kind)});
      } else {
        open.pop_back();
      }
    }
  }
  return out;
}

std::vector<Span> covered(const Outline& outline, std::string_view text, FileId file, std::size_t comment) {
  std::vector<Span> out;
  const std::uint32_t begin = outline.tokens[comment].begin;
  std::uint32_t line = begin;
  while (line > 0 && text[line - 1] != '\n') --line;
  const std::size_t before = comment == 0 ? outline.tokens.size() : comment - 1;
  if (before < outline.tokens.size() && outline.tokens[before].end > line) {  // something stands before it on its line
    out.push_back({file, line, begin});
    const auto behind = std::partition_point(outline.nodes.begin(), outline.nodes.end(), [&](const Node& node) { return node.begin < begin; });
    for (auto node = std::make_reverse_iterator(behind); node != outline.nodes.rend(); ++node) {
      if (node->end == outline.tokens[before].end) out.push_back({file, node->begin, node->end});
      if (node->declaration) break;
    }
    return out;
  }
  std::size_t next = comment;
  while (next < outline.tokens.size() && outline.tokens[next].comment) ++next;
  if (next == outline.tokens.size()) return out;
  const std::uint32_t wanted = outline.tokens[next].begin;
  const auto at = std::partition_point(outline.nodes.begin(), outline.nodes.end(), [&](const Node& node) { return node.begin < wanted; });
  if (at != outline.nodes.end() && at->begin == wanted) out.push_back({file, at->begin, at->end});
  return out;
}

class Reader {
 public:
  Reader(std::string_view text, FileId file, const Date& today, Diagnostics& diagnostics) : text_(text), file_(file), today_(today), diagnostics_(diagnostics) {}

  // Nothing where the comment is another, or suppresses nothing.
  std::optional<SuppressionComment> read(const Token& token) const {
    std::string_view rest = trimmed(text_.substr(token.begin, token.end - token.begin).substr(1));
    if (!rest.starts_with(mark)) return std::nullopt;
    rest.remove_prefix(mark.size());
    SuppressionComment out;
    out.whole_file = rest.starts_with("-file");
    if (out.whole_file) rest.remove_prefix(5);
    const Span all = span(text_.substr(token.begin, token.end - token.begin));
    if (!rest.empty() && !blank(rest.front()) && rest.front() != ':') {
      tell(Code::suppression_unreadable, all, "`" + std::string(mark) + "` goes on with " + in_back_quotes(rest.substr(0, rest.find(' '))));
      return std::nullopt;
    }
    const std::size_t colon = std::min(rest.find(':'), rest.size());
    out.reason = colon == rest.size() ? std::string() : std::string(trimmed(rest.substr(colon + 1)));
    std::string_view head = trimmed(rest.substr(0, colon));
    if (!until(head, out)) return std::nullopt;
    if (head.empty()) {
      tell(Code::suppression_unreadable, all, "no code says what is to be suppressed");
      return std::nullopt;
    }
    if (out.reason.empty()) {
      tell(Code::suppression_without_reason, all, "no reason is given");
      return std::nullopt;
    }
    selectors(head, out);
    if (!out.selectors.empty()) return out;
    return std::nullopt;
  }

 private:
  Span span(std::string_view part) const {
    const auto begin = static_cast<std::uint32_t>(part.data() - text_.data());
    return {file_, begin, begin + static_cast<std::uint32_t>(part.size())};
  }
  void tell(Code code, const Span& at, std::string message, std::string hint = {}) const { diagnostics_.add(code, at, std::move(message), std::move(hint)); }

  // Takes `until DATE` off the end of `head`.
  bool until(std::string_view& head, SuppressionComment& out) const {
    const std::size_t space = head.find_last_of(" \t");
    const std::string_view before = space == std::string_view::npos ? std::string_view() : trimmed(head.substr(0, space));
    const bool asked = before == "until" || before.ends_with(" until") || before.ends_with("\tuntil");
    if (!asked) {
      if (head != "until" && !head.ends_with(" until")) return true;
      tell(Code::suppression_unreadable, span(head), "no day stands behind `until`");
      return false;
    }
    const std::string_view day = head.substr(space + 1);
    const std::optional<Date> date = parse_date(day);
    if (!date) {
      tell(Code::suppression_unreadable, span(day), in_back_quotes(day) + " is no day");
      return false;
    }
    out.over = today_ >= *date;
    if (out.over) tell(Code::suppression_expired, span(day), "the day has come until which this suppressed findings: " + to_text(*date));
    head = trimmed(before.substr(0, before.size() - std::string_view("until").size()));
    return true;
  }

  void selectors(std::string_view head, SuppressionComment& out) const {
    for (std::size_t begin = 0; begin <= head.size();) {
      const std::size_t end = std::min(head.find(',', begin), head.size());
      const std::string_view word = trimmed(head.substr(begin, end - begin));
      begin = end + 1;
      if (word.empty()) {
        tell(Code::suppression_unreadable, span(head), "a code is missing beside a comma");
      } else if (word.find_first_of(" \t") != std::string_view::npos) {
        tell(Code::suppression_unreadable, span(word), in_back_quotes(word) + " is no code", "part codes by commas");
      } else if (const auto fault = fault_of(word, false); fault || names_everything(word)) {
        tell(Code::suppression_unknown, span(word), fault ? fault->message : in_back_quotes(word) + " would suppress whatever is found", fault ? fault->hint : "name what is meant");
      } else if (const auto wrong = fault_of(word, true); wrong) {
        tell(Code::suppression_of_error, span(word), wrong->message);
      } else if (names_own(word)) {
        tell(Code::suppression_of_error, span(word), in_back_quotes(word) + " is said of comments, and no comment suppresses it", "leave it out with `ignore` in the configuration");
      } else {
        out.selectors.emplace_back(word, span(word));
      }
    }
  }

  static bool names_everything(std::string_view word) { return names(word, info(Code::clouds_differ)) && !selects(word, info(Code::clouds_differ)); }
  static bool names_own(std::string_view word) { return selects(word, info(Code::suppression_unused)) || selects(word, info(Code::baseline_stale)) || word.starts_with("SL09"); }

  std::string_view text_;
  FileId file_;
  Date today_;
  Diagnostics& diagnostics_;
};

}  // namespace

std::vector<SuppressionComment> suppression_comments(const SourceManager& sources, FileId file, const Date& today, Diagnostics& diagnostics) {
  const std::string_view text = sources.source(file).text;
  std::vector<SuppressionComment> out;
  if (text.find(mark) == std::string_view::npos) return out;  // nearly every file: not parsed again
  Diagnostics ignored;
  const Outline lines = outline(parse_tree(sources, file, ignored));
  const Reader reader(text, file, today, diagnostics);
  for (std::size_t i = 0; i < lines.tokens.size(); ++i) {
    if (!lines.tokens[i].comment) continue;
    std::optional<SuppressionComment> comment = reader.read(lines.tokens[i]);
    if (!comment) continue;
    if (comment->whole_file) comment->covers.push_back({file, 0, static_cast<std::uint32_t>(text.size() + 1)});
    else comment->covers = covered(lines, text, file, i);
    out.push_back(std::move(*comment));
  }
  return out;
}

namespace {

// One word of a comment, whichever root the file was read for.
struct Use {
  bool used = false, judged = true;
  Span span;
  std::string text;
};

bool covers(const SuppressionComment& comment, const Diagnostic& d) {
  return std::any_of(comment.covers.begin(), comment.covers.end(), [&](const Span& span) { return d.span.begin >= span.begin && d.span.begin < span.end; });
}

}  // namespace

void suppress(const SourceManager& sources, const std::vector<CheckedFile>& files, const Date& today, const Judge& judge, Diagnostics& diagnostics) {
  Diagnostics own;
  std::map<std::pair<std::string, std::uint32_t>, Use> uses;
  std::map<FileId, std::vector<Diagnostic*>> by_file;
  for (const CheckedFile& checked : files) {
    const std::vector<SuppressionComment> comments = suppression_comments(sources, checked.file, today, own);
    if (!comments.empty() && by_file.empty()) {
      for (Diagnostic& d : diagnostics.all())
        if (is_lint(*d.about)) by_file[d.span.file].push_back(&d);
    }
    for (const SuppressionComment& comment : comments) {
      if (comment.over) continue;
      for (const auto& [selector, span] : comment.selectors) {
        Use& use = uses[{sources.source(checked.file).path, span.begin}];
        const auto active = [&, word = selector](const DiagnosticInfo* about) { return is_lint(*about) && selects(word, *about) && judge(*about, checked.file).severity; };
        use.judged = use.judged && checked.linted && std::any_of(all_findings().begin(), all_findings().end(), active);
        use.span = span;
        use.text = selector;
        for (Diagnostic* d : by_file[checked.file]) {
          if (!selects(selector, *d->about) || !covers(comment, *d)) continue;
          use.used = true;
          if (!d->suppressed) d->suppressed = Suppression{Suppression::By::comment, comment.reason};
        }
      }
    }
  }
  for (const auto& [place, use] : uses)
    if (!use.used && use.judged) own.add(Code::suppression_unused, use.span, "nothing is found here that " + in_back_quotes(use.text) + " could suppress");
  apply(judge, own);
  diagnostics.append(own);
}

}  // namespace shelflife::lint
