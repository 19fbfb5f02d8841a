// The only user of PEGTL: joins the rules to the tree. Nothing backtracks over a token, so that events are final when
// they are pushed.
#include <tao/pegtl/memory_input.hpp>
#include <tao/pegtl/normal.hpp>
#include <tao/pegtl/nothing.hpp>
#include <tao/pegtl/parse.hpp>

#include "grammar/build.hpp"
#include "grammar/bytes.hpp"
#include "grammar/expectations.hpp"
#include "grammar/parse.hpp"
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

void run(ParseState& state, std::string_view text, FileId file, Diagnostics& diagnostics) {
  ByteCheck bytes = check_bytes(text, file, max_errors, diagnostics);
  if (!bytes.parse) {
    state.tree.give_up(text.size());
    return;
  }
  state.bad_bytes = std::move(bytes.reported);
  peg::memory_input<peg::tracking_mode::lazy, peg::eol::lf_crlf, const char*> in(text.data(), text.data() + text.size(),
                                                                                "");
  try {
    peg::parse<rules::file, peg::nothing, Control>(in, state);
    state.tree.finish();
  } catch (const TooManyErrors&) {
    state.give_up();
  }
  state.item_done();
}

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

// Builds the syntax tree of each declaration as soon as it is read, so that the events of one suffice.
class AstState final : public ParseState {
 public:
  AstState(std::string_view source, FileId id, Diagnostics& sink, ast::File& out)
      : ParseState(source, id, sink), out_(out) {}
  void item_done() override {
    build(tree.events(), start_, text(), file(), failed, diagnostics(), out_.items);
    failed = false;
    tree.forget();
    start_ = tree.leaf_end();
  }

 private:
  ast::File& out_;
  std::uint32_t start_ = 0;
};

}  // namespace

ast::File parse(const SourceManager& sources, FileId file, Diagnostics& diagnostics) {
  ast::File result;
  result.id = file;
  const std::string_view text = sources.source(file).text;
  AstState state(text, file, diagnostics, result);
  run(state, text, file, diagnostics);
  return result;
}

Tree parse_tree(const SourceManager& sources, FileId file, Diagnostics& diagnostics) {
  const std::string_view text = sources.source(file).text;
  TreeState state(text, file, diagnostics);
  run(state, text, file, diagnostics);
  return Tree{state.tree.take_events(), static_cast<std::uint32_t>(text.size())};
}

void check_syntax(const SourceManager& sources, FileId file, Diagnostics& diagnostics) {
  const std::string_view text = sources.source(file).text;
  CheckState state(text, file, diagnostics);
  run(state, text, file, diagnostics);
}

}  // namespace shelflife
