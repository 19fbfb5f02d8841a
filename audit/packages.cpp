#include "audit/packages.hpp"

#include <algorithm>

namespace shelflife::audit {

namespace {

constexpr std::size_t most_files = 100000;  // of a package that are held for comparison

std::string_view file_name(std::string_view key) { return key.substr(key.rfind('/') + 1); }

}  // namespace

Packages::Packages(Auditor& auditor, const Policy& policy) : auditor_(auditor), policy_(policy) {
  const auto version = std::find_if(policy.fields.begin(), policy.fields.end(), [](const Field& field) { return field.name == "version" && field.source == FieldSource::path; });
  if (version != policy.fields.end()) version_ = static_cast<FieldId>(version - policy.fields.begin());
}

std::string Packages::package_of(const ObjectState& object) const {
  const Binding binding = shelflife::bind(policy_, object.store, object.key);
  const bool has = std::any_of(binding.fields.begin(), binding.fields.end(), [&](const auto& bound) { return bound.first == version_; });
  if (!has || binding.layout == nullptr) return {};
  std::size_t end = 0;  // each segment of the layout is one of the key
  for (const Segment& segment : binding.layout->segments) {
    end = object.key.find('/', end);
    if (end == std::string::npos) return {};
    ++end;
    if (segment.field == version_) return object.key.substr(0, end);
  }
  return {};
}

bool Packages::is_manifest(std::string_view key) const {
  return std::any_of(policy_.manifests.begin(), policy_.manifests.end(), [&](const Manifest& manifest) { return file_name(key) == manifest.file; });
}

void Packages::add(const Row& row, const ObjectState& object) {
  if (!any()) return;
  const bool same = store_ == object.store && !prefix_.empty() && row.key.starts_with(prefix_);
  if (!same) {
    close();
    store_ = object.store;
    prefix_ = package_of(object);
    if (prefix_.empty()) return;
  }
  sum_.add(row);
  if (is_manifest(row.key)) manifests_.push_back(row.key);
  if (!auditor_.wanted_.read_manifest) return;
  if (files_.size() < most_files) files_.emplace(row.key, row.size);
  else too_many_ = true;
}

void Packages::close() {
  if (!prefix_.empty() && sum_.objects > 0) {
    Sum package = sum_;
    package.objects = 1;
    package.unsized = sum_.unsized > 0 ? 1 : 0;
    if (manifests_.empty()) {
      auditor_.find(Check::manifest_missing, policy_.stores[store_].name, package,
                    {policy_.stores[store_].name, prefix_, {}, std::to_string(sum_.objects) + (sum_.objects == 1 ? " file" : " files"), package.bytes});
    } else if (auditor_.wanted_.read_manifest) {
      for (const std::string& manifest : manifests_) {
        const std::optional<std::string> text = auditor_.wanted_.read_manifest(store_, manifest);
        if (!text) auditor_.skip(Check::manifest_differs, "there is no copy of its manifest in `--manifests`");
        else if (too_many_) auditor_.skip(Check::manifest_differs, "it has more than 100000 files");
        else compare(manifest, *text);
      }
    }
  }
  prefix_.clear();
  sum_ = {};
  manifests_.clear();
  files_.clear();
  too_many_ = false;
}

// Tells the first fault in the order of paths, and how many there are.
void Packages::compare(const std::string& manifest, const std::string& text) {
  std::string first;
  std::uint64_t faults = 0;
  const std::optional<ManifestFiles> files = read_manifest_files(text);
  if (!files) {
    first = "its manifest cannot be read";
    faults = 1;
  } else {
    const std::string folder = manifest.substr(0, manifest.rfind('/') + 1);
    for (const auto& [path, size] : files->sizes) {
      auto at = files_.find(folder + path);
      if (at == files_.end()) at = files_.find(path);  // some write whole keys
      std::string fault;
      if (at == files_.end()) fault = path + ": not listed";
      else if (size && at->second && *size != *at->second) fault = path + ": " + std::to_string(*at->second) + " bytes listed, the manifest says " + std::to_string(*size);
      if (fault.empty()) continue;
      if (faults++ == 0) first = std::move(fault);
    }
  }
  if (faults == 0) return;
  if (faults > 1) first += ", and " + std::to_string(faults - 1) + " more";
  Sum package = sum_;
  package.objects = 1;
  package.unsized = sum_.unsized > 0 ? 1 : 0;
  auditor_.find(Check::manifest_differs, policy_.stores[store_].name, package, {policy_.stores[store_].name, manifest, {}, std::move(first), package.bytes});
}

void Packages::finish() { close(); }

}  // namespace shelflife::audit
