// PEGTL rules of the language, in the order of docs/language.md. LL(1) after the first token of each construct: from
// there everything is a must, so that the first wrong token is an error with a code of its own (expectations.hpp).
#pragma once

#include "grammar/rules_recover.hpp"
#include "grammar/rules_tokens.hpp"

namespace shelflife::rules {

using peg::must;
using peg::opt;
using peg::seq;
using peg::sor;
using peg::star;
using K = Kind;

// Wanted things: each name stands for one message.
template <Kind Word>
struct want_word : kw<Word> {};
template <Kind Word>
using word_must = must<want_word<Word>>;

struct want_predicate;
struct want_string : string {};
struct want_layout : string {};
struct want_path : string {};
struct want_bucket : string {};
struct want_owner : string {};
struct want_reason : string {};
struct want_pattern : string {};
struct want_integer : integer {};
struct want_field : name {};
struct want_let_name : name {};
struct want_label_name : name {};
struct want_store_name : name {};
struct want_block_name : any_name {};
struct want_storage_class : any_name {};
struct want_unit : name {};
struct want_value : value {};
struct want_date : calendar_date {};
struct want_provider : provider {};
struct want_tier : tier_word {};
struct want_comma_or_paren : close_paren {};
struct want_close_paren : close_paren {};
struct want_open_paren : open_paren {};
struct want_open : open_brace {};
struct want_close : close_brace {};
struct want_colon : colon {};
struct want_assign : assign {};
struct want_duration_unit : duration_unit {};
struct want_size_unit : size_unit {};
struct want_any_unit : sor<duration_unit, size_unit> {};

struct want_duration : node<K::duration, sor<seq<integer, must<want_duration_unit>>, name>> {};
struct want_size : node<K::size, sor<seq<integer, must<want_size_unit>>, name>> {};
struct want_clock : sor<name, kw<K::kw_accessed>, kw<K::kw_promoted>, kw<K::kw_retired>> {};

struct since_clause : node<K::since, kw<K::kw_since>, must<want_clock>> {};
struct where_clause : node<K::where, kw<K::kw_where>, must<want_predicate>> {};
struct field_list : seq<must<want_field>, star<comma, must<want_field>>> {};
struct on_clause : seq<kw<K::kw_on>, must<want_store_name>, star<comma, must<want_store_name>>> {};
struct by_clause : seq<kw<K::kw_by>, must<want_owner>> {};

// Predicates.
struct predicate;
struct term;
struct want_term;
struct affix : seq<sor<kw<K::kw_starts>, kw<K::kw_ends>>, word_must<K::kw_with>, must<want_pattern>> {};
struct want_affix : affix {};
struct want_size_order : order {};
struct in_list : seq<kw<K::kw_in>, must<want_open_paren>, must<want_value>, star<comma, must<want_value>>,
                     must<want_comma_or_paren>> {};
struct want_in : in_list {};
struct want_comparison
    : sor<seq<sor<equal, not_equal>, must<want_value>>, in_list, seq<kw<K::kw_not>, must<want_in>>, affix,
          seq<order, must<want_integer>>, seq<kw<K::kw_is>, opt<kw<K::kw_not>>, word_must<K::kw_missing>>> {};
struct comparison_term
    : node<K::comparison, sor<seq<name, must<want_comparison>>, kw<K::kw_promoted>, kw<K::kw_retired>, kw<K::kw_referenced>,
                           kw<K::kw_orphan>, kw<K::kw_noncurrent>, seq<kw<K::kw_key>, must<want_affix>>,
                           seq<kw<K::kw_size>, must<want_size_order>, must<want_size>>,
                           seq<kw<K::kw_accessed>, word_must<K::kw_within>, must<want_duration>>>> {};
struct not_term : node<K::negation, kw<K::kw_not>, nested<must<want_term>>> {};
struct group_term : node<K::group, open_paren, nested<must<want_predicate>>, must<want_close_paren>> {};
struct term : sor<comparison_term, not_term, group_term> {};
struct want_term : term {};
struct conjunct : node<K::all, term, star<kw<K::kw_and>, must<want_term>>> {};
struct want_conjunct : conjunct {};
struct predicate : node<K::any, conjunct, star<kw<K::kw_or>, must<want_conjunct>>> {};
struct want_predicate : predicate {};

// A block: `{`, lines that each recover by themselves, `}`.
template <typename... R>
struct header : recover_header<seq<R..., must<want_open>>, open_brace> {};
template <typename Line>
struct body : seq<star<recover_line<Line>>, must<want_close>> {};

// Statements of a rule.
struct at_most : seq<kw<K::kw_for>, word_must<K::kw_at>, word_must<K::kw_most>, must<want_duration>> {};
struct want_highest : sor<kw<K::kw_highest>, kw<K::kw_lowest>> {};
struct latest : seq<kw<K::kw_latest>, must<want_integer>, opt<period>, must<want_unit>, word_must<K::kw_per>, field_list,
                    opt<at_most>> {};
struct best : seq<kw<K::kw_best>, must<want_integer>, must<want_unit>, word_must<K::kw_per>, field_list, word_must<K::kw_by>,
                  must<want_highest>, must<want_field>, opt<at_most>> {};
struct want_keep : sor<kw<K::kw_forever>, seq<kw<K::kw_for>, must<want_duration>, opt<since_clause>>, latest, best> {};
struct keep : seq<kw<K::kw_keep>, must<want_keep>, opt<where_clause>> {};

struct want_whole : seq<peg::not_at<spelled<K::kw_after>>, name> {};
struct whole : seq<kw<K::kw_whole>, must<want_whole>> {};
struct after : seq<word_must<K::kw_after>, must<want_duration>> {};
struct keeping : seq<kw<K::kw_keeping>, must<want_integer>, word_must<K::kw_newer>> {};
struct delete_noncurrent : seq<kw<K::kw_noncurrent>, after, opt<keeping>> {};
struct remove
    : seq<kw<K::kw_delete>, sor<delete_noncurrent, seq<opt<whole>, after, opt<since_clause>>>, opt<where_clause>> {};

struct to_tier : seq<word_must<K::kw_to>, must<want_tier>, after> {};
struct move : seq<kw<K::kw_move>, sor<seq<kw<K::kw_noncurrent>, to_tier>, seq<to_tier, opt<since_clause>>>,
                  opt<where_clause>> {};

struct want_lock : sor<kw<K::kw_governance>, kw<K::kw_compliance>> {};
struct lock : seq<kw<K::kw_lock>, must<want_lock>, word_must<K::kw_for>, must<want_duration>, opt<where_clause>> {};
struct abort : seq<kw<K::kw_abort>, word_must<K::kw_uploads>, after> {};
struct quarantine : seq<kw<K::kw_quarantine>, opt<whole>, word_must<K::kw_for>, must<want_duration>, word_must<K::kw_then>,
                        word_must<K::kw_delete>, opt<where_clause>> {};
struct want_statement : node<K::statement, sor<keep, remove, move, lock, abort, quarantine>> {};

// Settings of a store, each in its fixed form.
struct want_on_off : sor<kw<K::kw_on>, kw<K::kw_off>> {};
struct want_encryption : sor<seq<kw<K::kw_kms>, must<want_string>>, kw<K::kw_managed>> {};
struct want_sweep : sor<kw<K::kw_direct>, kw<K::kw_marked>> {};
struct want_quarantine
    : sor<seq<kw<K::kw_by>, word_must<K::kw_tag>>, seq<kw<K::kw_move>, word_must<K::kw_to>, must<want_string>>> {};
struct want_redundancy : sor<kw<K::kw_lrs>, kw<K::kw_zrs>, kw<K::kw_grs>, kw<K::kw_gzrs>> {};
struct switches : seq<sor<kw<K::kw_versioning>, kw<K::kw_object_lock>, kw<K::kw_access_tracking>, kw<K::kw_public_access>>,
                      must<want_on_off>> {};
struct destinations : seq<sor<kw<K::kw_access_log>, kw<K::kw_replicate>>, word_must<K::kw_to>, must<want_string>> {};
struct want_setting
    : node<K::setting, sor<seq<kw<K::kw_region>, must<want_string>>, switches,
                        seq<kw<K::kw_recoverable>, word_must<K::kw_for>, must<want_duration>>,
                        seq<kw<K::kw_encryption>, must<want_encryption>>, destinations,
                        seq<kw<K::kw_sweep>, must<want_sweep>>, seq<kw<K::kw_quarantine>, must<want_quarantine>>,
                        seq<kw<K::kw_orphan>, after>, seq<kw<K::kw_redundancy>, must<want_redundancy>>>> {};

// Lines of the other blocks.
struct want_amount_unit : sor<percent, kw<K::kw_objects>, size_unit> {};
struct want_amount : node<K::amount, sor<seq<integer, must<want_amount_unit>>, name>> {};
struct freshness : seq<sor<kw<K::kw_registry>, kw<K::kw_inventory>>, word_must<K::kw_within>, must<want_duration>> {};
struct want_limit : node<K::limit, sor<seq<kw<K::kw_at>, word_must<K::kw_most>, must<want_amount>, word_must<K::kw_per>,
                                        word_must<K::kw_run>>,
                                    freshness>> {};
struct want_tier_entry : node<K::tier_entry, tier_word, must<want_colon>, must<want_storage_class>> {};

struct want_stored : sor<kw<K::kw_versioned>, seq<kw<K::kw_encrypted>, opt<kw<K::kw_kms>>>, kw<K::kw_logged>, kw<K::kw_replicated>,
                         seq<kw<K::kw_with>, word_must<K::kw_manifest>>> {};
struct never : seq<kw<K::kw_never>, word_must<K::kw_deleted>, opt<kw<K::kw_before>, must<want_duration>, opt<since_clause>>> {};
struct deleted : seq<kw<K::kw_deleted>, word_must<K::kw_within>, must<want_duration>, opt<since_clause>> {};
struct locked : seq<kw<K::kw_locked>, opt<kw<K::kw_compliance>>, word_must<K::kw_for>, must<want_duration>> {};
struct not_moved
    : seq<kw<K::kw_not>, word_must<K::kw_moved>, word_must<K::kw_before>, must<want_duration>, opt<since_clause>> {};
struct want_obligation
    : node<K::obligation, sor<never, deleted, locked, not_moved, seq<kw<K::kw_labelled>, must<want_field>>,
                           seq<kw<K::kw_stored>, must<want_stored>>>> {};

struct want_action : sor<kw<K::kw_read>, kw<K::kw_write>, kw<K::kw_tag>, kw<K::kw_delete>, kw<K::kw_logs>> {};
struct want_allow : node<K::allow_entry, kw<K::kw_allow>, must<want_action>, opt<where_clause>> {};
struct want_manifest_entry
    : node<K::manifest_entry, sor<seq<kw<K::kw_checksum>, word_must<K::kw_sha256>>, kw<K::kw_size>,
                               seq<kw<K::kw_requires>, must<want_field>>>> {};

// Declarations.
struct import_item_rule : node<K::import_item, kw<K::kw_import>, must<want_path>, opt<where_clause>> {};
struct want_let_value : sor<node<K::literal, integer, must<want_any_unit>>, name> {};
struct let_item_rule : node<K::let_item, kw<K::kw_let>, must<want_let_name>, must<want_assign>, must<want_let_value>> {};
struct layout_item_rule : node<K::layout_item, kw<K::kw_layout>, must<want_layout>, opt<on_clause>> {};
struct want_source : sor<kw<K::kw_path>, seq<sor<kw<K::kw_tag>, kw<K::kw_registry>>, opt<string>>> {};
struct label_values : seq<kw<K::kw_in>, must<want_value>, star<comma, must<want_value>>> {};
struct label_item_rule
    : node<K::label_item, kw<K::kw_label>, must<want_label_name>, opt<sor<label_values, kw<K::kw_date>, kw<K::kw_number>>>,
           opt<kw<K::kw_required>>, opt<kw<K::kw_from>, must<want_source>>> {};
struct tiers_item_rule
    : node<K::tiers_item, kw<K::kw_tiers>, header<word_must<K::kw_on>, must<want_provider>>, body<want_tier_entry>> {};
struct store_item_rule
    : node<K::store_item, kw<K::kw_store>,
           header<must<want_store_name>, word_must<K::kw_on>, must<want_provider>, must<want_bucket>>,
           body<want_setting>> {};
struct safeguard_item_rule : node<K::safeguard_item, kw<K::kw_safeguard>, header<>, body<want_limit>> {};
struct rule_item_rule
    : node<K::rule_item, kw<K::kw_rule>,
           header<must<want_block_name>, opt<string>, opt<by_clause>, opt<on_clause>, opt<where_clause>>,
           body<want_statement>> {};
struct want_hold_where : where_clause {};
struct hold_item_rule : node<K::hold_item, kw<K::kw_hold>, must<want_reason>, word_must<K::kw_by>, must<want_owner>,
                             opt<kw<K::kw_until>, must<want_date>>, must<want_hold_where>> {};
struct require_item_rule
    : node<K::require_item, kw<K::kw_require>,
           header<must<want_reason>, opt<by_clause>, opt<on_clause>, opt<where_clause>>, body<want_obligation>> {};
struct role_item_rule : node<K::role_item, kw<K::kw_role>, header<must<want_block_name>>, body<want_allow>> {};
struct manifest_item_rule
    : node<K::manifest_item, kw<K::kw_manifest>, header<must<want_string>>, body<want_manifest_entry>> {};

struct want_item
    : sor<rule_item_rule, label_item_rule, let_item_rule, hold_item_rule, require_item_rule, import_item_rule,
          layout_item_rule, store_item_rule, role_item_rule, tiers_item_rule, safeguard_item_rule,
          manifest_item_rule> {};
struct file_head : seq<opt<byte_order_mark>, trivia> {};
struct declarations : star<recover_item<want_item>> {};  // up to ParseState::stop
struct file : seq<file_head, declarations, peg::eof> {};

}  // namespace shelflife::rules
