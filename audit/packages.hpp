// Packages of a listing: the objects of one version, which stand beside each other in key order, and the manifest among them.
#pragma once

#include <map>
#include <string>

#include "audit/audit.hpp"
#include "compiler/model/layout.hpp"

namespace shelflife::audit {

// What a manifest says of its files: sizes by path, relative to its own folder. Nothing where it cannot be read.
struct ManifestFiles {
  std::map<std::string, std::optional<std::uint64_t>> sizes;  // nothing: it names the file and no size
};
std::optional<ManifestFiles> read_manifest_files(std::string_view text);

class Packages {
 public:
  Packages(Auditor& auditor, const Policy& policy);
  bool any() const { return !policy_.manifests.empty() && version_ != no_id; }

  void add(const Row& row, const ObjectState& object);
  void finish();

 private:
  // The part of the key up to its version, closed by `/`; empty: it has none.
  std::string package_of(const ObjectState& object) const;
  bool is_manifest(std::string_view key) const;
  void close();
  void compare(const std::string& manifest, const std::string& text);

  Auditor& auditor_;
  const Policy& policy_;
  FieldId version_ = no_id;
  // the package that is open
  StoreId store_ = no_id;
  std::string prefix_;
  Sum sum_;
  std::vector<std::string> manifests_;
  std::map<std::string, std::optional<std::uint64_t>> files_;  // by key
  bool too_many_ = false;
};

}  // namespace shelflife::audit
