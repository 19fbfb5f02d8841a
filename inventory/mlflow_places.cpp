#include "inventory/mlflow_places.hpp"

#include <algorithm>

#include "compiler/objects/object_text.hpp"

namespace shelflife {

namespace {

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::string_view without_slashes(std::string_view path) {
  while (path.starts_with('/')) path.remove_prefix(1);
  while (path.ends_with('/')) path.remove_suffix(1);
  return path;
}

// Hadoop's and Azure's older names of schemes, as find_place() knows them.
std::string usual(std::string_view uri) {
  for (const char* scheme : {"s3a://", "s3n://"})
    if (take_prefix(uri, scheme)) return "s3://" + std::string(uri);
  for (const char* scheme : {"wasbs://", "wasb://"}) {  // CONTAINER@ACCOUNT.blob.core.windows.net/PATH
    if (!take_prefix(uri, scheme)) continue;
    const std::size_t at = uri.find('@'), slash = uri.find('/');
    if (at == std::string_view::npos || at > slash) return std::string(uri);
    const std::string_view account = uri.substr(at + 1, uri.find('.', at) - at - 1);
    return "abfss://" + std::string(uri.substr(0, at)) + "@" + std::string(account) + ".dfs.core.windows.net" + std::string(uri.substr(std::min(slash, uri.size())));
  }
  return std::string(uri);
}

// What stands behind the root of a URI that no store is known for: "mlflow-artifacts:/0/abc/artifacts", "dbfs:/mnt/x", "/mnt/x".
std::string_view path_of(std::string_view uri) {
  if (const std::size_t scheme = uri.find("://"); scheme != std::string_view::npos) {
    uri.remove_prefix(scheme + 3);
    uri.remove_prefix(std::min(uri.find('/'), uri.size()));
  } else if (const std::size_t colon = uri.find(":/"); colon != std::string_view::npos) {
    uri.remove_prefix(colon + 1);
  }
  return without_slashes(uri);
}

// From the segment on that is the id: what stands before it may be a folder of somebody's machine.
std::size_t id_in(std::string_view path, std::string_view id) {
  for (std::size_t begin = 0; !id.empty() && begin < path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    if (path.substr(begin, end - begin) == id) return begin;
    begin = end + 1;
  }
  return std::string_view::npos;
}

}  // namespace

MlflowPlaces::MlflowPlaces(const Policy& policy, const MlflowFacts& facts) : policy_(policy) {
  for (const MlflowRun& run : facts.runs) runs_[run.id] = run.artifact_uri;
  for (const MlflowLoggedModel& model : facts.logged_models) logged_models_[model.id] = model.artifact_location;
  for (const MlflowModelVersion& version : facts.versions) {
    versions_[version.model + "/" + version.version] = &version;
    for (const std::string& alias : version.aliases) versions_[version.model + "@" + alias] = &version;
  }
}

std::string MlflowPlaces::run_of(std::string_view uri) {
  if (!take_prefix(uri, "runs:/")) return {};
  uri = without_slashes(uri);
  return std::string(uri.substr(0, uri.find('/')));
}

std::vector<RegistryPlace> MlflowPlaces::of(std::string_view uri, std::string_view id) const { return follow(uri, id, 8); }

std::vector<RegistryPlace> MlflowPlaces::follow(std::string_view uri, std::string_view id, int depth) const {
  if (uri.empty() || depth == 0) return {};  // copies of copies end somewhere
  const auto rest = [](std::string_view text, std::size_t head) { return head < text.size() ? std::string(text.substr(head)) : std::string(); };
  if (std::string_view text = uri; take_prefix(text, "runs:/")) {
    text = without_slashes(text);
    const std::string_view run = text.substr(0, text.find('/'));
    const auto known = runs_.find(run);
    return known == runs_.end() ? std::vector<RegistryPlace>() : follow(std::string(known->second) + rest(text, run.size()), run, depth - 1);
  }
  if (std::string_view text = uri; take_prefix(text, "models:/")) {  // models:/NAME/VERSION, models:/NAME@ALIAS, models:/m-ID
    text = without_slashes(text);
    const std::string_view first = text.substr(0, text.find('/'));
    if (const auto logged = logged_models_.find(first); logged != logged_models_.end()) return follow(std::string(logged->second) + rest(text, first.size()), first, depth - 1);
    const std::size_t slash = text.find('/');
    const std::string_view name = slash == std::string_view::npos ? text : text.substr(0, std::min(text.find('/', slash + 1), text.size()));
    const auto version = versions_.find(name);
    if (version == versions_.end()) return {};
    const MlflowModelVersion& v = *version->second;
    return follow((v.storage_location.empty() ? v.source : v.storage_location) + rest(text, name.size()), v.run_id, depth - 1);
  }
  const std::string location = usual(uri);
  // A URI of a whole bucket has no key: ask for one in it.
  const std::string folder = location.ends_with('/') ? location : location + "/";
  if (const std::optional<Place> place = find_place(policy_, folder + "x")) {
    if (place->store == no_id) return {};  // in a bucket of somebody else's
    const std::string_view key = std::string_view(place->key).substr(0, place->key.size() - 1);
    return {{place->store, std::string(without_slashes(key)), true}};
  }
  const std::string_view path = path_of(location);
  const std::size_t begin = id_in(path, id);
  if (path.empty()) return {};
  // The id makes it sure: nobody else's path has it.
  const bool sure = begin != std::string_view::npos && id.size() >= 16;
  return {{no_id, std::string(begin != std::string_view::npos ? path.substr(begin) : path), sure}};
}

}  // namespace shelflife
