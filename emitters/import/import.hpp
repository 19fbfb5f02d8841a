// A lifecycle document to a policy that means the same, natively: built again it gives a document that does what this one does,
// and nothing is left to the plan. What no policy can say is refused by name.
#pragma once

#include <string>
#include <vector>

#include "emitters/reading/document.hpp"

namespace shelflife {

struct ImportOptions {
  std::string store;   // the store's name; empty: from the bucket's
  std::string bucket;  // where the document does not say it; Azure: the account, or "account/container" for one container
};

struct Imported {
  std::string text;               // the policy in canonical style; empty when it is refused
  std::vector<Remark> refusals;   // why, each with its place in the document
  std::vector<std::string> notes; // what whoever uses the policy must know; also in its head
};

// The document must be understood. Proves itself: the text is resolved, lowered and emitted, and what comes out is read and
// compared with the document before it is given away.
Imported import_lifecycle(const ReadDocument& document, const ImportOptions& options);

}  // namespace shelflife
