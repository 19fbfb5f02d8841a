// Rules that catch: each tries its rule and, after an error, goes on where the next one can begin. All make progress or
// return false. The state does the work (parse_state.cpp); these templates only join it to PEGTL.
#pragma once

#include <tao/pegtl/ascii.hpp>
#include <tao/pegtl/rules.hpp>

#include "grammar/parse_state.hpp"

namespace shelflife::rules {

namespace peg = tao::pegtl;
struct want_statement;

// Counts the depth: recursion on hostile text must end before the stack does.
template <typename R>
struct nested {
  using rule_t = nested;
  using subs_t = peg::type_list<R>;
  template <peg::apply_mode A, peg::rewind_mode M, template <typename...> class Action,
            template <typename...> class Control, typename Input>
  static bool match(Input& in, ParseState& state) {
    if (++state.depth > max_depth)
      throw SyntaxError{{Code::nested_too_deeply, "fewer parentheses", Kind::blank}, state.tree.next()};
    const bool matched = Control<R>::template match<A, M, Action, Control>(in, state);
    --state.depth;
    return matched;
  }
};

// One line of a block.
template <typename R>
struct recover_line {
  using rule_t = recover_line;
  using subs_t = peg::type_list<R>;
  template <peg::apply_mode A, peg::rewind_mode M, template <typename...> class Action,
            template <typename...> class Control, typename Input>
  static bool match(Input& in, ParseState& state) {
    const ParseState::Mark mark = state.begin_line();
    try {
      const bool matched = Control<R>::template match<A, peg::rewind_mode::dontcare, Action, Control>(in, state);
      if (!matched && !state.at_block_end()) Control<R>::raise(static_cast<const Input&>(in), state);
      state.end_line(mark);
      return matched;
    } catch (const SyntaxError& error) {
      state.recover_line(error, mark, std::is_same_v<R, want_statement>);
      in.iterator() = in.begin() + state.tree.next();
      return true;
    }
  }
};

// What stands before the lines of a block, its `{` included.
template <typename R, typename Open>
struct recover_header {
  using rule_t = recover_header;
  using subs_t = peg::type_list<R>;
  template <peg::apply_mode A, peg::rewind_mode M, template <typename...> class Action,
            template <typename...> class Control, typename Input>
  static bool match(Input& in, ParseState& state) {
    const ParseState::Mark mark{state.tree.mark(), state.depth, 0, state.tree.leaf_end()};
    try {
      return Control<R>::template match<A, peg::rewind_mode::dontcare, Action, Control>(in, state);
    } catch (SyntaxError& error) {
      const bool block = state.recover_header(error, mark);
      in.iterator() = in.begin() + state.tree.next();
      if (!block) throw SyntaxError{error.expected, state.tree.next(), true};
      // Without `{` the block begins at once: only that was missing.
      if (in.empty() || *in.current() != '{') return true;
      return Control<Open>::template match<A, peg::rewind_mode::dontcare, Action, Control>(in, state);
    }
  }
};

// One declaration.
template <typename R>
struct recover_item {
  using rule_t = recover_item;
  using subs_t = peg::type_list<R>;
  template <peg::apply_mode A, peg::rewind_mode M, template <typename...> class Action,
            template <typename...> class Control, typename Input>
  static bool match(Input& in, ParseState& state) {
    if (static_cast<std::uint32_t>(in.current() - in.begin()) >= state.stop) return false;
    const ParseState::Mark mark = state.begin_line();
    try {
      if (!Control<R>::template match<A, peg::rewind_mode::dontcare, Action, Control>(in, state))
        Control<R>::raise(static_cast<const Input&>(in), state);
      state.end_line(mark);
    } catch (const SyntaxError& error) {
      state.recover_item(error, mark);
      in.iterator() = in.begin() + state.tree.next();
    }
    state.item_done();
    return true;
  }
};

}  // namespace shelflife::rules
