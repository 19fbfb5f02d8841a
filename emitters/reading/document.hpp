// Lifecycle documents that anybody wrote, as plain values: what each rule does, by what its cloud documents, and a
// remark for everything that is unusual, wrong or unknown. Nothing is guessed: a document with a remark of kind
// `unknown` or `invalid` is not understood, and nobody may call it safe.
//
// Formats, told apart by content:
//   S3     JSON of the AWS CLI (put- and get-bucket-lifecycle-configuration), XML of the API
//   Azure  the policy document, the ARM resource, an ARM template with it, what `az ... management-policy show` prints
//   GCS    `{"lifecycle":{"rule":[]}}`, the bare `{"rule":[]}`, the bucket resource of the API or of gcloud
//   Terraform  `terraform show -json` of a plan or a state
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/lowering/lowering.hpp"
#include "compiler/model/policy.hpp"

namespace shelflife {

enum class RemarkKind : std::uint8_t {
  unknown,  // a field or value that the cloud does not document: what it does is not known
  invalid,  // malformed, or the cloud would refuse it
  oddity,   // understood, but not as the cloud asks for it today; it can be repaired
  note,     // understood and harmless: a disabled rule, aborted uploads
};
struct Remark {
  RemarkKind kind = RemarkKind::note;
  std::string place;   // in the document: "Rules[2].Filter.And"; may be empty: the document as a whole
  std::string text;    // one line; user text in it is not yet printable()
  std::string source;  // where the cloud says so; may be empty
};

// An enabled rule. On Azure the prefixes begin with the container's name, as the document says them: for_container()
// gives what it means in one container. On GCS a rule has the actions of both kinds of revisions that it matches.
struct ReadRule {
  NativeRule native;           // `store` is no_id; actions have no `from`
  std::string place;           // "Rules[2]"
  std::vector<Remark> beyond;  // parts that no policy has words for; what they do is in the action's `partial_why`
};

struct ReadDocument {
  Provider provider = Provider::s3;
  std::string bucket;              // the bucket, or the Azure account; empty: the document does not say
  std::string origin;              // which document of several: a path in the folder or a Terraform address
  std::optional<bool> versioning;  // where the document says it
  std::vector<ReadRule> rules;
  std::size_t disabled = 0;        // rules that are switched off
  std::vector<Remark> remarks;     // in document order; at most `most_remarks`
  std::size_t more_remarks = 0;    // found beyond that
  bool understood = true;          // no remark of kind unknown or invalid
};
inline constexpr std::size_t most_remarks = 100;

struct DocumentReading {
  std::vector<ReadDocument> documents;
  std::string malformed;      // why the text could not be read at all: neither JSON nor XML, cut off, too deep
  bool recognised = true;     // false: it can be read, but is no lifecycle document (documents is empty then)
  bool setting = false;       // the versioning setting of a bucket; documents is empty then
  std::optional<bool> versioning;  // what that setting says
};

// Reads one text. With a provider only documents of that cloud count.
DocumentReading read_lifecycle(std::string_view text, std::optional<Provider> provider = std::nullopt);

// What an Azure rule does in one container; nothing when it does not speak of it.
std::optional<NativeRule> for_container(const NativeRule& rule, const std::string& container);
// Whether GCS rules without `isLive` are taken for rules of live objects: neither the policy nor the document has the bucket
// versioned.
bool only_live(const ReadDocument& document, const Store& store);
bool speaks_of_both(const ReadDocument& document);  // a rule of live objects and noncurrent revisions together
// The document's rules as they act on one store's bucket or container.
std::vector<NativeRule> rules_of(const ReadDocument& document, const Store& store, StoreId id);

// The tier whose default class is as warm as this one.
Tier tier_of(Provider provider, const std::string& storage_class);

// "S3 lifecycle configuration", "Azure management policy", "GCS lifecycle configuration".
std::string_view document_word(Provider provider);
std::string_view to_word(RemarkKind kind);

}  // namespace shelflife
