// The text that describes one object: what `why --object` takes and to_text(policy, object) prints.
//   key=ml/dev/x size=1048576 created=15d label.owner="two words" status=failed rank=none
// Words are separated by blanks; a value may be quoted, with \" and \\ in it.
#pragma once

#include <optional>
#include <string>

#include "compiler/objects/instant.hpp"
#include "compiler/objects/object.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife {

// An object as far as somebody told it. What was not told has ObjectState's default and is named here, for those who ask
// what it could be.
struct ToldObject {
  ObjectState object;
  bool store = false, size = false, created = false, noncurrent = false, tier = false;
  friend bool operator==(const ToldObject&, const ToldObject&) = default;
};

// Reads a description; `now` is the instant that dates are counted from. Reports every error that it can reach, at its
// place in the text. `store`: the one it is in when the text does not say; no_id: a policy's only store.
ToldObject parse_object(const Policy& policy, const SourceManager& sources, FileId text, Instant now, Diagnostics& diagnostics,
                        StoreId store = no_id);

// "s3://bucket/key", "gs://bucket/key", "https://ACCOUNT.blob.core.windows.net/CONTAINER/KEY",
// "abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/KEY": the store that declares the bucket and the key in it.
struct Place {
  StoreId store = no_id;  // no_id: no store declares that bucket
  std::string key;        // as it is stored: an https:// URI is decoded
  std::string bucket;     // as the URI names it, for messages: "s3://acme-ml"
};
bool is_uri(std::string_view text);
// Nothing when the text is no URI of an object.
std::optional<Place> find_place(const Policy& policy, std::string_view uri);
// "s3://acme-ml/ml/dev/x", as find_place() reads it back.
std::string uri_of(const Store& store, std::string_view key);

// "1048576", "5 MiB", "5MiB": bytes. Nothing when it is none or does not fit in 64 bits.
std::optional<std::uint64_t> parse_size(std::string_view text);
// "15d", "90s", "-1d": an age.
std::optional<Seconds> parse_age(std::string_view text);
// "hot" to "deep_archive".
std::optional<Tier> parse_tier(std::string_view text);

}  // namespace shelflife
