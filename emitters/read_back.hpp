// Reads lifecycle documents back into native rules, by what each cloud documents that they mean. The emitters are not
// asked: this is the other half of the check that an output does what the policy says.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/lowering.hpp"
#include "compiler/policy.hpp"

namespace shelflife {

struct ReadDocument {
  std::vector<NativeRule> rules;      // enabled ones; `from` is empty. Azure: one rule a container that it speaks of
  std::vector<std::string> problems;  // what is no part of the format, or not understood: never guessed
};

// `stores` are those of the document: Azure prefixes begin with a container's name.
ReadDocument read_lifecycle(const Policy& policy, Provider provider, const std::vector<StoreId>& stores, std::string_view json);

}  // namespace shelflife
