// A small engine that knows plan.json and nothing else of ours: what another team would write from docs/plan.md.
// It decides where every fact was read; what an engine does about unread facts is tested with the evaluator.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/reference/evaluator/object.hpp"

namespace shelflife::reference {

struct EngineVerdict {
  std::string deleted_by;  // statement id; "" when the plan deletes nothing here
  std::string kept_by;     // what protects it
  std::string moved_to;    // storage class
  Time retain_until = 0;   // retention to set
};

class PlanEngine {
 public:
  // Throws std::runtime_error for a plan that it does not know.
  PlanEngine(const std::string& plan_json, const std::string& store);
  ~PlanEngine();
  std::vector<EngineVerdict> run(const std::vector<Object>& objects, Time now) const;

  struct Store;

 private:
  std::unique_ptr<Store> store_;
};

}  // namespace shelflife::reference
