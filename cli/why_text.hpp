// The answer of `why` for people and as JSON, and what to do about it.
#pragma once

#include <string>

#include "compiler/why/why.hpp"

namespace shelflife::cli {

// Names what the answer is about, with its places: FILE:LINE of a statement or a hold.
struct WhyContext {
  const Policy& policy;
  const SourceManager& sources;
};
std::string place_of(const WhyContext& context, const Span& span);                // "policy.shelf:21"
std::string statement_text(const WhyContext& context, StatementRef statement);    // "`delete after 14 days`"
std::string who_text(Who who, Provider provider);                                 // "by S3", "by the plan, when the pruner runs next"
std::string outcome_text(const WhyContext& context, const Answer& answer, const Case& one);  // "deleted on 2027-01-14 by S3"

std::string why_text(const WhyContext& context, const Answer& answer, bool color);
// `answers`: of each revision that was found, with its name; the first is what was asked about.
std::string why_json(const WhyContext& context, const std::vector<std::pair<std::string, Answer>>& answers,
                     const std::vector<std::string>& notes);

// Commands that bring a deleted object back, each a line of shell; words in capitals are to be filled in.
std::vector<std::string> recovery_commands(const Policy& policy, const ObjectState& object);
// "for 14 days after a delete", or why it cannot be had back.
std::string recovery_span(const Policy& policy, const ObjectState& object);
// A hold that keeps exactly this key and what begins with it; empty where the key cannot stand in a policy.
std::string hold_block(const ObjectState& object);

}  // namespace shelflife::cli
