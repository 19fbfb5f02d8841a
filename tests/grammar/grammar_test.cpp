// The rules as PEGTL sees them: no left recursion, no loop that can stand still.
#include <doctest/doctest.h>

#include <tao/pegtl/contrib/analyze.hpp>

#include "grammar/rules.hpp"

namespace tao::pegtl {

template <typename Name, typename R>
struct analyze_traits<Name, shelflife::rules::nested<R>> : analyze_traits<Name, typename seq<R>::rule_t> {};
template <typename Name, typename R>
struct analyze_traits<Name, shelflife::rules::recover_line<R>> : analyze_traits<Name, typename seq<R>::rule_t> {};
template <typename Name, typename R, typename Open>
struct analyze_traits<Name, shelflife::rules::recover_header<R, Open>> : analyze_traits<Name, typename seq<R>::rule_t> {};
template <typename Name, typename R>
struct analyze_traits<Name, shelflife::rules::recover_item<R>> : analyze_traits<Name, typename seq<R>::rule_t> {};
template <typename Name, shelflife::Kind K>
struct analyze_traits<Name, shelflife::rules::spelled<K>> : analyze_any_traits<> {};
template <typename Name, bool AlsoReserved>
struct analyze_traits<Name, shelflife::rules::word<AlsoReserved>> : analyze_any_traits<> {};
template <typename Name>
struct analyze_traits<Name, shelflife::rules::quoted> : analyze_any_traits<> {};
template <typename Name>
struct analyze_traits<Name, shelflife::rules::comment> : analyze_any_traits<> {};
template <typename Name>
struct analyze_traits<Name, shelflife::rules::blanks> : analyze_opt_traits<> {};

}  // namespace tao::pegtl

TEST_CASE("the grammar has no left recursion and no empty loop") {
  CHECK(tao::pegtl::analyze<shelflife::rules::file>(1) == 0);
}
