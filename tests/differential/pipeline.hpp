// The real pipeline: policy text -> parse -> resolve -> lower -> emitted documents, read back as the cloud reads them.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "compiler/lowering/lowering.hpp"
#include "tests/differential/policy_text.hpp"
#include "tests/reference/clouds/native_model.hpp"
#include "tests/reference/engine/plan_engine.hpp"

namespace shelflife::differential {

struct Built {
  Policy policy;
  Lowered lowered;
  std::string lifecycle;  // the cloud's document; empty when none is written
  std::int64_t soft_delete_days = 0;  // Azure: what the emitted settings say
  std::unique_ptr<reference::NativeModel> cloud;  // null when none is written
  std::unique_ptr<reference::PlanEngine> plan;
};

// Nothing when the policy has errors; `why`: the first one.
std::unique_ptr<Built> build(const PolicyText& text, std::string* why = nullptr);

}  // namespace shelflife::differential
