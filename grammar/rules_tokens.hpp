// PEGTL rules of the tokens. Conventions: a token rule skips the blanks and comments behind it, never before it;
// leaf<> and node<> name what becomes of the match in the tree; nothing here has a side effect.
#pragma once

#include <tao/pegtl/ascii.hpp>
#include <tao/pegtl/rules.hpp>

#include <array>
#include <cstring>

#include "grammar/keywords.hpp"
#include "grammar/tree.hpp"

namespace shelflife::rules {

namespace peg = tao::pegtl;

// What is matched becomes a leaf (or node) of this kind: read by the control in parse.cpp.
template <Kind K, typename... R>
struct leaf : peg::seq<R...> {
  static constexpr Kind leaf_kind = K;
};
template <Kind K, typename... R>
struct node : peg::seq<R...> {
  static constexpr Kind node_kind = K;
};

constexpr std::array<bool, 256> make_name_chars() {
  std::array<bool, 256> result{};
  for (char c = 'a'; c <= 'z'; ++c) result[static_cast<unsigned char>(c)] = result[static_cast<unsigned char>(c - 32)] = true;
  for (char c = '0'; c <= '9'; ++c) result[static_cast<unsigned char>(c)] = true;
  result['_'] = result['-'] = true;
  return result;
}
inline constexpr std::array<bool, 256> name_chars = make_name_chars();
constexpr bool is_name_char(char c) { return name_chars[static_cast<unsigned char>(c)]; }
struct name_char : peg::sor<peg::alnum, peg::one<'_', '-'>> {};
struct no_more : peg::not_at<name_char> {};

// Written out, as words are below: one of them stands behind every token.
struct comment {
  using rule_t = comment;
  using subs_t = peg::empty_list;
  template <typename Input>
  static bool match(Input& in) {
    if (in.empty() || *in.current() != '#') return false;
    const void* const line_end = std::memchr(in.current(), '\n', in.size());
    in.iterator() = line_end != nullptr ? static_cast<const char*>(line_end) : in.end();
    return true;
  }
};
struct blanks {  // or none
  using rule_t = blanks;
  using subs_t = peg::empty_list;
  template <typename Input>
  static bool match(Input& in) {
    const char* at = in.current();
    while (at != in.end() && (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r')) ++at;
    in.iterator() = at;
    return true;
  }
};
struct trivia : peg::seq<blanks, peg::star<comment, blanks>> {};

template <Kind K, typename... R>
struct token : peg::seq<leaf<K, R...>, trivia> {};

// A word of the language; it ends where a name would, so `notable` is no `not`.
template <Kind K>
struct spelled {
  using rule_t = spelled;
  using subs_t = peg::empty_list;
  template <typename Input>
  static bool match(Input& in) {
    constexpr std::string_view word = spelling_of<K>;
    if (in.size() < word.size() || std::memcmp(in.current(), word.data(), word.size()) != 0) return false;
    if (in.size() > word.size() && is_name_char(in.current()[word.size()])) return false;
    in.bump_in_this_line(word.size());
    return true;
  }
};
template <Kind K>
struct kw : token<K, spelled<K>> {};

// letter { letter | digit | "_" | "-" } without a final "-"; one loop, since most of a file is names.
template <bool AlsoReserved>
struct word {
  using rule_t = word;
  using subs_t = peg::empty_list;
  template <typename Input>
  static bool match(Input& in) {
    const char* const begin = in.current();
    const char* const end = in.end();
    if (begin == end || !is_name_char(*begin) || *begin == '-' || *begin == '_' || (*begin >= '0' && *begin <= '9'))
      return false;
    const char* at = begin + 1;
    while (at != end && is_name_char(*at)) ++at;
    const auto length = static_cast<std::size_t>(at - begin);
    if (at[-1] == '-' || (!AlsoReserved && is_reserved({begin, length}))) return false;
    in.bump_in_this_line(length);
    return true;
  }
};
struct name : token<Kind::name, word<false>> {};
struct any_name : token<Kind::name, word<true>> {};

// `"`, what is neither `"`, `\` nor the end of the line, or `\"` or `\\`, and `"`.
struct quoted {
  using rule_t = quoted;
  using subs_t = peg::empty_list;
  template <typename Input>
  static bool match(Input& in) {
    const char* at = in.current();
    const char* const end = in.end();
    if (at == end || *at != '"') return false;
    for (++at; at != end && *at != '\n' && *at != '\r'; ++at) {
      if (*at == '"') {
        in.iterator() = at + 1;
        return true;
      }
      if (*at == '\\' && (++at == end || (*at != '"' && *at != '\\'))) return false;
    }
    return false;
  }
};
struct string : token<Kind::string, quoted> {};

// At least 1, at most nine digits, no leading zero.
struct integer : token<Kind::integer, peg::range<'1', '9'>, peg::rep_max<8, peg::digit>, no_more> {};
struct digits : token<Kind::digits, peg::plus<peg::digit>, no_more> {};
struct calendar_date : token<Kind::calendar_date, peg::rep<4, peg::digit>, peg::one<'-'>, peg::rep<2, peg::digit>,
                             peg::one<'-'>, peg::rep<2, peg::digit>, no_more> {};

struct byte_order_mark : leaf<Kind::blank, peg::string<'\xEF', '\xBB', '\xBF'>> {};
struct comma : token<Kind::comma, peg::one<','>> {};
struct colon : token<Kind::colon, peg::one<':'>> {};
struct percent : token<Kind::percent, peg::one<'%'>> {};
struct assign : token<Kind::assign, peg::one<'='>, peg::not_at<peg::one<'='>>> {};
struct open_brace : token<Kind::open_brace, peg::one<'{'>> {};
struct close_brace : token<Kind::close_brace, peg::one<'}'>> {};
struct open_paren : token<Kind::open_paren, peg::one<'('>> {};
struct close_paren : token<Kind::close_paren, peg::one<')'>> {};
struct equal : token<Kind::equal, peg::two<'='>> {};
struct not_equal : token<Kind::not_equal, peg::one<'!'>, peg::one<'='>> {};
// The longer first.
struct order : peg::sor<token<Kind::less_equal, peg::one<'<'>, peg::one<'='>>, token<Kind::less, peg::one<'<'>>,
                        token<Kind::greater_equal, peg::one<'>'>, peg::one<'='>>, token<Kind::greater, peg::one<'>'>>> {};

struct value : peg::sor<string, name, digits> {};
struct tier_word : peg::sor<kw<Kind::kw_deep_archive>, kw<Kind::kw_archive>, kw<Kind::kw_cool>, kw<Kind::kw_cold>> {};
struct provider : peg::sor<kw<Kind::kw_s3>, kw<Kind::kw_azure>, kw<Kind::kw_gcs>> {};
struct duration_unit : peg::sor<kw<Kind::kw_days>, kw<Kind::kw_day>, kw<Kind::kw_weeks>, kw<Kind::kw_week>,
                                kw<Kind::kw_months>, kw<Kind::kw_month>, kw<Kind::kw_years>, kw<Kind::kw_year>> {};
struct size_unit : peg::sor<kw<Kind::kw_kib>, kw<Kind::kw_mib>, kw<Kind::kw_gib>, kw<Kind::kw_tib>, kw<Kind::kw_kb>,
                            kw<Kind::kw_mb>, kw<Kind::kw_gb>, kw<Kind::kw_tb>, kw<Kind::kw_b>> {};
struct period : peg::sor<kw<Kind::kw_daily>, kw<Kind::kw_weekly>, kw<Kind::kw_monthly>, kw<Kind::kw_yearly>> {};

}  // namespace shelflife::rules
