// The stages of a statement, from the user's table to a decision for each object. Each file adds those of one subject.
#pragma once

#include <optional>

#include "sql/predicates.hpp"
#include "sql/query.hpp"

namespace shelflife::sql {

struct Plan {
  const Scope& scope;
  const WorldSet& worlds;
  Predicates predicates;
  std::vector<Stage> stages;

  // A stage that reads the last one and keeps its columns.
  Stage& next(std::string name, std::string comment = {});
  Stage& aside(std::string name, std::string from, std::string comment = {});  // read from `from`; not what the next one reads
  std::string last;  // name of the stage that the next one reads
};

void add_listed(Plan& plan);     // listed.cpp: the table's rows as revisions of the store
void add_fields(Plan& plan);     // fields.cpp: what keys and tags say
void add_spoken(Plan& plan);     // verdict.cpp: which statements speak
void add_ranks(Plan& plan);      // ranks.cpp: keep latest, keep best
void add_verdict(Plan& plan);    // verdict.cpp: what is due and what keeps
void add_dates(Plan& plan);      // dates.cpp: when the first delete may act

// Names of the columns that the stages before have made.
Worlds speaking(const Plan& plan, const Spoken& statement);
Expr rank_holds(const Plan& plan, const Spoken& statement);  // keep_ranked: its rank does, whatever its span
bool has_rank(const Plan& plan, const Spoken& statement);    // the table says enough for one
// An event of a clock; null: it has not happened, or it is unread.
Expr event(const Scope& scope, const Clock& clock);
Expr unit_column(const Spoken& statement);
// Whether the mark on a row is of this quarantine; of any that the policy has.
Expr marked_by(const Scope& scope, const Spoken& quarantine);
Expr mark_time(const Scope& scope);  // seconds; null: no mark of the policy's

// A calendar day as `2027-06-30`, to seconds; null: it is none.
Expr day_of_text(const Expr& text);

}  // namespace shelflife::sql
