// What each must of the rules says when it fails: a code of the table and what was wanted, in words. A must without an
// entry here does not compile. The words follow "expected", see explain.cpp.
#pragma once

#include "grammar/rules.hpp"
#include "grammar/syntax_error.hpp"

namespace shelflife::rules {

template <typename Rule>
inline constexpr Expectation expectation{};
template <Kind Word>
inline constexpr Expectation expectation<want_word<Word>>{Code::expected_word, {}, Word};

#define SHELFLIFE_EXPECT(rule, code, text) \
  template <>                              \
  inline constexpr Expectation expectation<rule>{Code::code, text}

SHELFLIFE_EXPECT(want_item, expected_declaration, "a declaration");
SHELFLIFE_EXPECT(want_statement, expected_statement, "a statement");
SHELFLIFE_EXPECT(want_setting, expected_setting, "a setting");
SHELFLIFE_EXPECT(want_limit, expected_limit, "`at most`, `registry within` or `inventory within`");
SHELFLIFE_EXPECT(want_tier_entry, expected_tier_entry, "a tier");
SHELFLIFE_EXPECT(want_obligation, expected_obligation, "an obligation");
SHELFLIFE_EXPECT(want_allow, expected_allow, "`allow`");
SHELFLIFE_EXPECT(want_manifest_entry, expected_manifest_entry, "`checksum`, `size` or `requires`");

SHELFLIFE_EXPECT(want_open, missing_open_brace, "`{`");
SHELFLIFE_EXPECT(want_close, missing_close_brace, "`}`");
SHELFLIFE_EXPECT(want_close_paren, missing_close_paren, "`)`");
SHELFLIFE_EXPECT(want_comma_or_paren, missing_close_paren, "`,` or `)`");
SHELFLIFE_EXPECT(want_open_paren, missing_open_paren, "`(` and a list of values");
SHELFLIFE_EXPECT(want_colon, expected_sign, "`:`");
SHELFLIFE_EXPECT(want_assign, expected_sign, "`=`");

SHELFLIFE_EXPECT(want_string, expected_string, "a text in quotes");
SHELFLIFE_EXPECT(want_path, expected_string, "the path of a file in quotes");
SHELFLIFE_EXPECT(want_layout, expected_string, "a layout in quotes");
SHELFLIFE_EXPECT(want_bucket, expected_string, "the name of the bucket in quotes");
SHELFLIFE_EXPECT(want_owner, expected_string, "the owner in quotes");
SHELFLIFE_EXPECT(want_reason, expected_string, "the reason in quotes");
SHELFLIFE_EXPECT(want_pattern, expected_string, "a text in quotes");

SHELFLIFE_EXPECT(want_block_name, expected_name, "a name");
SHELFLIFE_EXPECT(want_field, expected_name, "the name of a field");
SHELFLIFE_EXPECT(want_let_name, expected_name, "a name for the let");
SHELFLIFE_EXPECT(want_label_name, expected_name, "the name of the label");
SHELFLIFE_EXPECT(want_store_name, expected_name, "the name of a store");
SHELFLIFE_EXPECT(want_storage_class, expected_name, "the cloud's name for the tier");
SHELFLIFE_EXPECT(want_unit, expected_name, "`versions` or a field to count");
SHELFLIFE_EXPECT(want_whole, delete_whole_what, "the field that makes the whole");
SHELFLIFE_EXPECT(want_clock, expected_name, "`created`, `accessed`, `promoted`, `retired` or a date label");

SHELFLIFE_EXPECT(want_integer, expected_integer, "a whole number");
SHELFLIFE_EXPECT(want_duration, expected_duration, "a duration such as `14 days`");
SHELFLIFE_EXPECT(want_duration_unit, expected_duration_unit, "`days`, `weeks`, `months` or `years`");
SHELFLIFE_EXPECT(want_size, expected_size, "a size such as `128 KiB`");
SHELFLIFE_EXPECT(want_size_unit, expected_size_unit, "a unit such as `KiB`, `MiB`, `GiB` or `TiB`");
SHELFLIFE_EXPECT(want_any_unit, expected_duration_unit, "a unit of time or size such as `days` or `GiB`");
SHELFLIFE_EXPECT(want_let_value, expected_duration, "a duration, a size or the name of another let");
SHELFLIFE_EXPECT(want_amount, expected_size, "an amount such as `10%`, `500 objects` or `2 TiB`");
SHELFLIFE_EXPECT(want_amount_unit, expected_size_unit, "`%`, `objects` or a unit of size");
SHELFLIFE_EXPECT(want_date, expected_date, "a date such as `2027-06-30`");
SHELFLIFE_EXPECT(want_value, expected_value, "a value");

SHELFLIFE_EXPECT(want_predicate, expected_condition, "a condition");
SHELFLIFE_EXPECT(want_conjunct, expected_condition, "a condition");
SHELFLIFE_EXPECT(want_term, expected_condition, "a condition");
SHELFLIFE_EXPECT(want_hold_where, expected_condition, "`where` and a condition");
SHELFLIFE_EXPECT(want_comparison, expected_comparison, "a comparison");
SHELFLIFE_EXPECT(want_in, expected_word, "`in`");
SHELFLIFE_EXPECT(want_affix, expected_comparison, "`starts with` or `ends with`");
SHELFLIFE_EXPECT(want_size_order, expected_comparison, "`<`, `<=`, `>` or `>=`");

SHELFLIFE_EXPECT(want_provider, expected_provider, "`s3`, `azure` or `gcs`");
SHELFLIFE_EXPECT(want_tier, expected_tier, "`cool`, `cold`, `archive` or `deep_archive`");
SHELFLIFE_EXPECT(want_keep, expected_choice, "`forever`, `for`, `latest` or `best`");
SHELFLIFE_EXPECT(want_lock, expected_choice, "`governance` or `compliance`");
SHELFLIFE_EXPECT(want_highest, expected_choice, "`highest` or `lowest`");
SHELFLIFE_EXPECT(want_source, expected_choice, "`path`, `tag` or `registry`");
SHELFLIFE_EXPECT(want_stored, expected_choice,
                 "`versioned`, `encrypted`, `logged`, `replicated` or `with manifest`");
SHELFLIFE_EXPECT(want_action, expected_choice, "`read`, `write`, `tag`, `delete` or `logs`");

SHELFLIFE_EXPECT(want_on_off, setting_form, "`on` or `off`");
SHELFLIFE_EXPECT(want_encryption, setting_form, "`kms` and a key in quotes, or `managed`");
SHELFLIFE_EXPECT(want_sweep, setting_form, "`direct` or `marked`");
SHELFLIFE_EXPECT(want_quarantine, setting_form, "`by tag`, or `move to` and a prefix in quotes");
SHELFLIFE_EXPECT(want_redundancy, setting_form, "`lrs`, `zrs`, `grs` or `gzrs`");

#undef SHELFLIFE_EXPECT

}  // namespace shelflife::rules
