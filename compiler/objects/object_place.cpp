// URIs of objects: which store, which key.
#include "compiler/objects/object_text.hpp"
#include "grammar/ascii.hpp"

namespace shelflife {

namespace {

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// "%2B" to "+"; a `%` that begins no escape is text.
std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

struct Parts {
  Provider provider = Provider::s3;
  std::string account, bucket, key, shown;
};

std::optional<Parts> parts_of(std::string_view uri) {
  Parts parts;
  const std::string_view whole = uri;
  const auto finish = [&](std::size_t slash) -> std::optional<Parts> {
    if (slash == std::string_view::npos || slash == 0 || slash + 1 == uri.size()) return std::nullopt;
    if (parts.bucket.empty()) parts.bucket = uri.substr(0, slash);
    parts.key = uri.substr(slash + 1);
    parts.shown = whole.substr(0, whole.size() - parts.key.size() - 1);
    return parts;
  };
  if (take_prefix(uri, "s3://")) return finish(uri.find('/'));
  parts.provider = Provider::gcs;
  if (take_prefix(uri, "gs://")) return finish(uri.find('/'));
  parts.provider = Provider::azure;
  if (take_prefix(uri, "https://")) {
    const std::size_t host_end = uri.find('/');
    const std::string_view host = uri.substr(0, host_end);
    if (host_end == std::string_view::npos || host.find(".blob.core.windows.net") == std::string_view::npos) return std::nullopt;
    parts.account = host.substr(0, host.find('.'));
    uri.remove_prefix(host_end + 1);
    std::optional<Parts> out = finish(uri.find('/'));
    if (out) out->key = decoded(out->key);
    return out;
  }
  if (!take_prefix(uri, "abfss://") && !take_prefix(uri, "abfs://")) return std::nullopt;
  const std::size_t at = uri.find('@'), slash = uri.find('/');
  if (at == std::string_view::npos || slash == std::string_view::npos || at > slash) return std::nullopt;
  parts.bucket = uri.substr(0, at);
  const std::string_view host = uri.substr(at + 1, slash - at - 1);
  parts.account = host.substr(0, host.find('.'));
  return finish(slash);
}

}  // namespace

bool is_uri(std::string_view text) { return text.find("://") != std::string_view::npos; }

std::optional<Place> find_place(const Policy& policy, std::string_view uri) {
  std::optional<Parts> parts = parts_of(uri);
  if (!parts) return std::nullopt;
  Place place{no_id, std::move(parts->key), std::move(parts->shown)};
  for (StoreId id = 0; id < policy.stores.size(); ++id) {
    const Store& store = policy.stores[id];
    if (store.provider == parts->provider && store.bucket == parts->bucket && store.account == parts->account) place.store = id;
  }
  return place;
}

std::string uri_of(const Store& store, std::string_view key) {
  switch (store.provider) {
    case Provider::s3: return "s3://" + store.bucket + "/" + std::string(key);
    case Provider::gcs: return "gs://" + store.bucket + "/" + std::string(key);
    case Provider::azure: break;
  }
  return "abfss://" + store.bucket + "@" + store.account + ".dfs.core.windows.net/" + std::string(key);
}

}  // namespace shelflife
