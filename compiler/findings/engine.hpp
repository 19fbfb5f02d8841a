// The findings together with what they were found by, for whoever asks more about the same statements (the lint rules).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "compiler/findings/findings.hpp"

namespace shelflife {

class FindingsEngine {
 public:
  // All arguments are kept. The findings are made here, as find_findings() makes them.
  FindingsEngine(const Policy& policy, const Lowered& lowered, const SourceManager* sources);
  ~FindingsEngine();
  FindingsEngine(const FindingsEngine&) = delete;
  FindingsEngine& operator=(const FindingsEngine&) = delete;

  const std::vector<Finding>& findings() const;  // in source order
  // Adds them all to `diagnostics`.
  void report(Diagnostics& diagnostics) const;

  // A finding says of the statement that it does nothing or can never apply: nothing more should be said of it.
  bool idle(StatementRef statement) const;
  // Statements that speak of an object of which `of` speaks too: look(other, store) until it says true; the same one may come
  // more than once. Of statements of one shape with the same condition only the strongest comes (the soonest delete, the longest
  // keep). Nothing comes of what is too wide to be decided, so an answer "none" is no proof.
  void meeting(StatementRef of, const std::function<bool(StatementRef other, StoreId store)>& look) const;
  // An object of the store of which both speak and whose age on the clock is `days`; nothing when none was found.
  std::optional<ObjectState> example(StatementRef a, StatementRef b, StoreId store, const Clock& clock, std::uint32_t days) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace shelflife
