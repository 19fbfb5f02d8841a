// The answer to "why is this object gone, or when will it go": all that a policy says of one object.
#pragma once

#include <string>
#include <vector>

#include "compiler/objects/object_text.hpp"
#include "compiler/why/cases.hpp"

namespace shelflife {

// A statement or hold that speaks of the object, or could.
struct Spoken {
  StatementRef statement;
  std::optional<std::uint32_t> hold;  // instead of `statement`
  bool sure = true;                   // else it depends on what is unread
  bool holds = false;                 // a keep, lock or hold that holds it at the instant that was asked about
  std::string state;                  // "holds until 2027-01-01", "due since 2026-11-23", "depends on status"
  Who who = Who::nobody;              // deletes, moves, locks: who does it
  bool acts = false;                  // it has a `who` at all
};

// A rule, statement or hold that does not speak of the object, and what would have to be different.
struct Miss {
  std::uint32_t rule = 0;
  std::optional<std::uint32_t> statement;  // of the rule; nothing: all of it
  std::optional<std::uint32_t> hold;       // instead of a rule
  std::vector<std::string> conditions;  // "stage is staging, not dev"
};

struct Answer {
  ToldObject told;         // what was asked about; tags nobody told are unread
  Instant asked = 0;       // the instant that was asked about
  Instant now = 0;         // where its cases begin: `asked`, or
  bool relative = false;   // its creation is unknown: `now` stands for it, after every hold's date, and instants count from there
  std::vector<std::string> facts;  // "stage dev", "owner missing": what is known of its fields
  Cases cases;
  std::vector<Spoken> spoken;      // in source order; holds last
  std::vector<Miss> misses;        // nearest first
  std::size_t more_misses = 0;     // further ones that are not listed
};

// `told`: facts that were not told are taken as unread, not as missing.
Answer why(const Evaluator& evaluator, const Lowered& lowered, ToldObject told, Instant asked, std::size_t most_misses = 6);

// An instant as the answer counts it: "2027-01-14", "2027-01-14T12:00:00Z", or "day 14" where the creation is unknown.
std::string when(const Answer& answer, Instant at);

}  // namespace shelflife
