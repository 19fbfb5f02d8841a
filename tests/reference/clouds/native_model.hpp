// What a cloud does on its own with the lifecycle document that we emitted: read from the JSON text, never from our
// own structs, and by the provider's documentation alone. Where a document leaves room, the model acts at the
// earliest moment that it allows, because a test asks whether anything could be deleted too soon.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelflife::reference {

// One revision as the cloud sees it.
struct CloudObject {
  std::string key;        // Azure: without the container
  std::string container;  // Azure
  std::int64_t created = 0, noncurrent_since = 0, accessed = 0;  // seconds since 1970
  bool current = true;
  std::uint32_t newer_noncurrent = 0;  // newer noncurrent revisions of the key
  std::uint32_t newer = 0;             // newer revisions of the key, the current one included
  bool has_older = false;              // older revisions stand behind a current one
  std::uint64_t size = 0;
  std::string storage_class;
  std::map<std::string, std::string> tags;
};

// Empty strings: nothing. A delete of a current revision on a versioned store leaves it as a noncurrent one.
struct CloudAction {
  std::string deleted_by;     // the rule
  std::string moved_to;       // storage class as the cloud names it
  std::string moved_by;
};

class NativeModel {
 public:
  virtual ~NativeModel() = default;
  virtual CloudAction act(const CloudObject& object, std::int64_t now) const = 0;
};

// Each throws std::runtime_error where the cloud would refuse the document or the model does not know a member.
std::unique_ptr<NativeModel> read_s3(const std::string& lifecycle_json);
std::unique_ptr<NativeModel> read_azure(const std::string& management_policy_json);
std::unique_ptr<NativeModel> read_gcs(const std::string& lifecycle_json);

// 0 for the warmest; -1 for a class that is none of the cloud's.
int coldness(std::string_view storage_class);

}  // namespace shelflife::reference
