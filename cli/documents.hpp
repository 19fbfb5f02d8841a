// Reading lifecycle documents for a command: a file, standard input or a folder of them, and which of several is meant.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/session.hpp"
#include "emitters/reading/document.hpp"

namespace shelflife::cli {

struct Documents {
  std::vector<ReadDocument> documents;
  std::optional<bool> versioning;  // as a settings document in the folder says it
  bool folder = false;
};
// Tells what cannot be read and what is no lifecycle document; in a folder, files that are none are left out. Nothing then.
std::optional<Documents> read_documents(Session& session, const std::string& path, std::optional<Provider> provider);

std::optional<Provider> provider_of(const std::string& word);
// "`lifecycle.json` Rules[2].Filter: WHAT (SOURCE)", printable.
std::string told(const std::string& path, const Remark& remark);
// "the S3 bucket `acme-ml` (aws_s3_bucket_lifecycle_configuration.this)", for a list of what there is.
std::string named(const ReadDocument& document);

}  // namespace shelflife::cli
