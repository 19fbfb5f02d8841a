// How to get an object back, and how to keep it.
#include <algorithm>

#include "cli/why_text.hpp"
#include "compiler/model/capability.hpp"
#include "compiler/model/print.hpp"
#include "compiler/why/future.hpp"
#include "emitters/shell.hpp"

namespace shelflife::cli {

namespace {

std::string line(const ShellCommand& words) {
  std::string out;
  for (const ShellWord& word : words) out.append(out.empty() ? "" : " ").append(word.text());
  return out;
}

// As --copy-source takes it: bytes that a URL cannot hold are escaped, `/` stands.
std::string url_encoded(std::string_view text) {
  const char* const digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto u = static_cast<unsigned char>(c);
    const bool plain = (u >= '0' && u <= '9') || (u >= 'A' && u <= 'Z') || (u >= 'a' && u <= 'z') || c == '-' || c == '_' || c == '.' || c == '~' || c == '/';
    if (plain) out += c;
    else out.append({'%', digits[u >> 4U], digits[u & 15U]});
  }
  return out;
}

std::vector<std::string> s3_commands(const Store& store, const ObjectState& object) {
  std::vector<std::string> out{line({"aws", "s3api", "list-object-versions", "--bucket", store.bucket, "--prefix", object.key})};
  // A current object that was deleted stands behind a marker: without the marker it is current again.
  out.push_back(line({"aws", "s3api", "delete-object", "--bucket", store.bucket, "--key", object.key, "--version-id", "DELETE_MARKER_VERSION_ID"}));
  out.push_back(line({"aws", "s3api", "copy-object", "--bucket", store.bucket, "--key", object.key, "--copy-source",
                      store.bucket + "/" + url_encoded(object.key) + "?versionId=VERSION_ID"}));
  return out;
}

std::vector<std::string> azure_commands(const Store& store, const ObjectState& object) {
  const auto blob = [&](std::vector<ShellWord> words) {
    ShellCommand command{"az", "storage", "blob"};
    command.insert(command.end(), words.begin(), words.end());
    return command;
  };
  std::vector<std::string> out{line(blob({"undelete", "--account-name", store.account, "--container-name", store.bucket, "--name", object.key, "--auth-mode", "login"}))};
  if (!store.versioned()) return out;
  out.push_back(line(blob({"list", "--account-name", store.account, "--container-name", store.bucket, "--prefix", object.key, "--include", "vd", "--auth-mode", "login"})));
  out.push_back(line(blob({"copy", "start", "--account-name", store.account, "--destination-container", store.bucket, "--destination-blob", object.key, "--source-uri",
                           "https://" + store.account + ".blob.core.windows.net/" + store.bucket + "/" + url_encoded(object.key) + "?versionId=VERSION_ID", "--auth-mode", "login"})));
  return out;
}

std::vector<std::string> gcs_commands(const Store& store, const ObjectState& object) {
  const std::string uri = uri_of(store, object.key);
  if (!store.versioned())
    return {line({"gcloud", "storage", "ls", "--soft-deleted", "--all-versions", uri}), line({"gcloud", "storage", "restore", uri + "#GENERATION"})};
  return {line({"gcloud", "storage", "ls", "--all-versions", uri}), line({"gcloud", "storage", "cp", uri + "#GENERATION", uri})};
}

}  // namespace

std::vector<std::string> recovery_commands(const Policy& policy, const ObjectState& object) {
  const Store& store = policy.stores[object.store];
  switch (store.provider) {
    case Provider::s3: return store.versioned() ? s3_commands(store, object) : std::vector<std::string>{};
    case Provider::azure: return azure_commands(store, object);
    case Provider::gcs: break;
  }
  return gcs_commands(store, object);
}

std::string recovery_span(const Policy& policy, const ObjectState& object) {
  const Store& store = policy.stores[object.store];
  const std::uint32_t span = store.versioned() ? store.recoverable_days() : soft_delete_days(policy, object.store);
  if (span == 0) {
    return store.replicate_to ? "a delete is final: the bucket keeps no versions; look in the replica `" + *store.replicate_to + "`"
                              : "a delete is final: the bucket keeps no versions";
  }
  return "for " + std::to_string(span) + (span == 1 ? " day" : " days") + " after a delete";
}

std::string hold_block(const ObjectState& object) {
  const bool fits = std::all_of(object.key.begin(), object.key.end(), [](char c) { return static_cast<unsigned char>(c) >= ' ' && c != 0x7f; });
  if (!fits) return {};
  return "hold " + quote("keep " + object.key) + " by \"YOUR NAME\" where key starts with " + quote(object.key);
}

}  // namespace shelflife::cli
