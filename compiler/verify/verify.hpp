// The proof: whether the native rules of one store's document honour the policy, decided over every state of one object at
// every instant. Knows nothing of how the rules came about. compiler/verify_*.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/lowering/lowering.hpp"
#include "compiler/model/policy.hpp"
#include "compiler/objects/evaluate.hpp"
#include "compiler/objects/object.hpp"

namespace shelflife {

enum class VerifyVerdict : std::uint8_t {
  safe,        // nothing is done that the policy does not allow, and all that it asks for is done
  incomplete,  // nothing is done that it does not allow, but something that is due is done by nobody, or too late
  unsafe,      // a native rule does what the policy does not allow
  undecided,   // past the stated bounds: counts as unsafe wherever it matters
};

// A native action that the policy does not allow on some object.
struct Violation {
  enum class Why : std::uint8_t { kept, not_asked, later, wrong_class } why = Why::not_asked;
  std::string rule_id;
  NativeAction action;
  // At an instant at which the rule matches it and its days have run. Confirmed by compiler/fate: not allowed then.
  ObjectState witness;
  std::optional<StatementRef> statement;  // kept: what keeps it; later, wrong_class: what asks for it
  std::optional<std::uint32_t> hold;      // kept: by this hold
  std::string what;                       // "rule `r` deletes after 3 days, but `keep for 5 days` (20) keeps it"
};

// Something the policy asks for that neither these native rules nor the plan do in time.
struct Gap {
  enum class Kind : std::uint8_t { remove, move, lock, uploads, markers, sweep } kind = Kind::remove;
  std::optional<StatementRef> statement;  // nothing: markers, sweep
  std::optional<ObjectState> witness;     // remove, move: due at this instant
  std::string what;
};

struct Undecided {
  std::string rule_id;                    // empty: about a statement
  std::optional<StatementRef> statement;
  std::string what;
};

struct Verification {
  VerifyVerdict verdict = VerifyVerdict::safe;
  std::vector<Violation> violations;   // at most one a rule, action and prefix; in the order of the rules
  std::vector<Gap> gaps;               // at most one a statement and revision; in source order
  std::vector<Undecided> undecided;
  // What is no object and breaks no word of the policy: uploads that are aborted though no statement asks for it.
  std::vector<std::string> notes;
};

// Decides one store after another. References live as long as this.
class Verifier {
 public:
  // `lowered`: what the plan and the settings do, by its placements and default locks.
  Verifier(const Policy& policy, const Lowered& lowered, const SourceManager* sources);
  // `rules`: the enabled native rules of the store as read from its document; their actions' `from` is not read.
  Verification verify(StoreId store, const std::vector<NativeRule>& rules) const;

 private:
  const Policy& policy_;
  const Lowered& lowered_;
  const SourceManager* sources_;
  Evaluator evaluator_;
  std::vector<std::vector<const Placement*>> placements_;      // by store, in source order
};

Verification verify(const Policy& policy, StoreId store, const Lowered& lowered, const std::vector<NativeRule>& rules, const SourceManager* sources);

}  // namespace shelflife
