#include "sql/table.hpp"

#include <algorithm>

#include "grammar/diagnostics.hpp"

namespace shelflife::sql {

namespace {

struct Known {
  std::string_view name;
  Role role;
};

// S3 Inventory and S3 Metadata tables, Azure Blob inventory, Cloud Storage inventory reports, and what a CSV of ours is called.
constexpr Known known[] = {
    {"bucket", Role::bucket},
    {"key", Role::key},
    {"version_id", Role::version_id},
    {"is_latest", Role::is_latest},
    {"is_delete_marker", Role::is_delete_marker},
    {"delete_marker", Role::is_delete_marker},
    {"size", Role::size},
    {"last_modified_date", Role::created},
    {"last_modified", Role::created},
    {"created", Role::created},
    {"storage_class", Role::storage_class},
    {"tags", Role::tags},
    {"object_tags", Role::tags},
    {"last_access", Role::accessed},
    {"accessed", Role::accessed},
    {"object_lock_retain_until_date", Role::locked_until},
    {"locked_until", Role::locked_until},
    {"object_lock_legal_hold_status", Role::legal_hold},
    {"legal_hold", Role::legal_hold},
    {"noncurrent_since", Role::noncurrent_since},
    {"Name", Role::key},
    {"VersionId", Role::version_id},
    {"IsCurrentVersion", Role::is_latest},
    {"Content-Length", Role::size},
    {"Last-Modified", Role::created},
    {"Creation-Time", Role::created_too},
    {"AccessTier", Role::storage_class},
    {"Tags", Role::tags},
    {"LastAccessTime", Role::accessed},
    {"ImmutabilityPolicyUntilDate", Role::locked_until},
    {"LegalHold", Role::legal_hold},
    {"Snapshot", Role::snapshot},
    {"Deleted", Role::deleted},
    {"name", Role::key},
    {"generation", Role::version_id},
    {"timeCreated", Role::created},
    {"timeDeleted", Role::noncurrent_since},
    {"storageClass", Role::storage_class},
    {"retentionExpirationTime", Role::locked_until},
};

}  // namespace

const TableColumn* Table::find(Role role) const {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const TableColumn& c) { return c.role == role; });
  return found != columns.end() ? &*found : nullptr;
}

std::optional<std::vector<std::string>> table_parts(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('.', at), text.size());
    if (end == at) return std::nullopt;
    parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

std::optional<std::vector<TableColumn>> table_columns(const std::vector<std::string>& names, std::string& problem) {
  std::vector<TableColumn> columns;
  for (const std::string& name : names) {
    if (name.starts_with("tag.") && name.size() > 4) {
      columns.push_back({Role::tag, name});
      continue;
    }
    const auto at = std::find_if(std::begin(known), std::end(known), [&](const Known& k) { return k.name == name; });
    if (at == std::end(known)) {
      problem = "`" + printable(name) + "` is no column of an inventory";
      return std::nullopt;
    }
    const bool twice = std::any_of(columns.begin(), columns.end(), [&](const TableColumn& c) { return c.role == at->role; });
    if (twice) {
      problem = "`" + printable(name) + "` says what another column says already";
      return std::nullopt;
    }
    columns.push_back({at->role, name});
  }
  const auto has = [&](Role role) { return std::any_of(columns.begin(), columns.end(), [&](const TableColumn& c) { return c.role == role; }); };
  if (!has(Role::key)) problem = "no column is the key";
  else if (!has(Role::created)) problem = "no column says when an object was written";
  else if (has(Role::is_delete_marker) && !has(Role::is_latest)) problem = "there are delete markers, and no column says what is current";
  return problem.empty() ? std::optional(std::move(columns)) : std::nullopt;
}

std::vector<TableColumn> usual_columns(Provider provider, bool versioned) {
  std::string problem;
  std::vector<std::string> names;
  switch (provider) {
    case Provider::s3:
      names = {"bucket", "key", "size", "last_modified_date", "storage_class"};
      if (versioned) names.insert(names.end(), {"version_id", "is_latest", "is_delete_marker", "object_lock_retain_until_date", "object_lock_legal_hold_status"});
      break;
    case Provider::azure:
      names = {"Name", "Content-Length", "Last-Modified", "Creation-Time", "AccessTier", "Tags"};
      if (versioned) names.insert(names.end(), {"VersionId", "IsCurrentVersion"});
      break;
    case Provider::gcs:
      names = {"bucket", "name", "size", "timeCreated", "storageClass", "generation"};
      if (versioned) names.emplace_back("timeDeleted");
      break;
  }
  return *table_columns(names, problem);
}

}  // namespace shelflife::sql
