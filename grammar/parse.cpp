// The only user of PEGTL: joins the rules to the tree. Nothing backtracks over a token, so that events are final when
// they are pushed.
#include <tao/pegtl/memory_input.hpp>
#include <tao/pegtl/normal.hpp>
#include <tao/pegtl/nothing.hpp>
#include <tao/pegtl/parse.hpp>

#include "grammar/bytes.hpp"
#include "grammar/expectations.hpp"
#include "grammar/parse_state.hpp"
#include "grammar/tree.hpp"

namespace shelflife {

namespace {

namespace peg = tao::pegtl;

template <typename Rule>
concept IsLeaf = requires { Rule::leaf_kind; };
template <typename Rule>
concept IsNode = requires { Rule::node_kind; };
template <typename Rule>
concept IsTrivia = std::is_same_v<Rule, rules::trivia> || std::is_same_v<Rule, rules::comment>;

template <typename Input>
std::uint32_t offset(const Input& in) {
  return static_cast<std::uint32_t>(in.current() - in.begin());
}

template <typename Rule>
struct Control : peg::normal<Rule> {
  // Only these are watched; all else is inlined away.
  static constexpr bool enable = IsLeaf<Rule> || IsNode<Rule> || IsTrivia<Rule>;

  template <typename Input>
  static void start(const Input&, ParseState& state) {
    if constexpr (IsNode<Rule>) state.tree.open(Rule::node_kind);
  }
  template <typename Input>
  static void success(const Input& in, ParseState& state) {
    if constexpr (IsNode<Rule>) state.tree.close(Rule::node_kind);
    if constexpr (IsLeaf<Rule>) state.tree.leaf(Rule::leaf_kind, offset(in));
    if constexpr (std::is_same_v<Rule, rules::comment>) state.tree.saw_comment();
    if constexpr (std::is_same_v<Rule, rules::trivia>) state.tree.blanks_until(offset(in));
  }
  template <typename Input>
  static void failure(const Input&, ParseState& state) {
    if constexpr (IsNode<Rule>) state.tree.drop_open();
  }
  template <typename Input>
  [[noreturn]] static void raise(const Input&, ParseState& state) {
    static_assert(rules::expectation<Rule>.known(), "a must without an entry in expectations.hpp");
    throw SyntaxError{rules::expectation<Rule>, state.tree.next()};
  }
};

// Keeps the whole tree.
class TreeState final : public ParseState {
 public:
  using ParseState::ParseState;
  void item_done() override {}
};

// Checks only.
class CheckState final : public ParseState {
 public:
  using ParseState::ParseState;
  void item_done() override { tree.forget(); }
};

void run(ParseState& state, FileId file, Diagnostics& diagnostics) {
  const ByteCheck bytes = check_bytes(state.text(), file, max_errors, diagnostics);
  if (!bytes.parse) return state.tree.give_up(state.text().size());
  state.bad_bytes = bytes.reported;
  parse_range(state, 0);
}

}  // namespace

void parse_range(ParseState& state, std::uint32_t begin) {
  const std::string_view text = state.text();
  peg::memory_input<peg::tracking_mode::lazy, peg::eol::lf_crlf, const char*> in(text.data(), text.data() + text.size(),
                                                                                "");
  in.iterator() += begin;
  if (begin != 0) state.start_at(begin);
  try {
    if (begin == 0) peg::parse<rules::file_head, peg::nothing, Control>(in, state);
    peg::parse<rules::declarations, peg::nothing, Control>(in, state);
  } catch (const TooManyErrors&) {
    state.give_up();
    return state.item_done();
  }
  if (state.stop != text.size()) return;
  state.tree.finish();
  state.item_done();
}

Tree parse_tree(const SourceManager& sources, FileId file, Diagnostics& diagnostics) {
  const std::string_view text = sources.source(file).text;
  TreeState state(text, file, diagnostics);
  run(state, file, diagnostics);
  return Tree{state.tree.take_events(), static_cast<std::uint32_t>(text.size())};
}

void check_syntax(const SourceManager& sources, FileId file, Diagnostics& diagnostics) {
  const std::string_view text = sources.source(file).text;
  CheckState state(text, file, diagnostics);
  run(state, file, diagnostics);
}

}  // namespace shelflife
