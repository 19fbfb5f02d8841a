// Which path fields a key binds, found by walking the key segment by segment.
#pragma once

#include <map>
#include <string>

#include "compiler/model/policy.hpp"

namespace shelflife::reference {

struct Walk {
  bool managed = false;                  // the first field of some layout is bound
  const Layout* layout = nullptr;        // the layout that decides
  std::map<FieldId, std::string> bound;  // raw text of each field
};

Walk walk(const Policy& policy, StoreId store, const std::string& key);

}  // namespace shelflife::reference
