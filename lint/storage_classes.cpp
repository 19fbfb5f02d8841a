#include "lint/storage_classes.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace shelflife::lint {

namespace {

// Minimum durations and least sizes. S3: https://aws.amazon.com/s3/storage-classes/, user guide "Using Amazon S3 storage
//   classes". Azure: https://learn.microsoft.com/azure/storage/blobs/access-tiers-overview. GCS:
//   https://cloud.google.com/storage/docs/storage-classes.
// Prices, list, autumn 2026: S3 us-east-1 (https://aws.amazon.com/s3/pricing/), Azure LRS East US 2
//   (https://azure.microsoft.com/pricing/details/storage/blobs/), GCS us-central1 (https://cloud.google.com/storage/pricing).
// Restores: standard retrieval of GLACIER within 5 hours and of DEEP_ARCHIVE within 12, Azure's rehydration within 15. GCS reads its
//   ARCHIVE at once.
constexpr std::uint64_t kib = 1024;
constexpr StorageClass table[] = {
    {Provider::s3, "STANDARD", 0, 0.023, 0, 0, 0},
    {Provider::s3, "INTELLIGENT_TIERING", 0, 0.023, 0.01, 0, 0},
    {Provider::s3, "STANDARD_IA", 30, 0.0125, 0.01, 0, 128 * kib},
    {Provider::s3, "ONEZONE_IA", 30, 0.01, 0.01, 0, 128 * kib},
    {Provider::s3, "GLACIER_IR", 90, 0.004, 0.02, 0, 128 * kib},
    {Provider::s3, "GLACIER", 90, 0.0036, 0.03, 5, 0},
    {Provider::s3, "DEEP_ARCHIVE", 180, 0.00099, 0.05, 12, 0},
    {Provider::azure, "Hot", 0, 0.0184, 0.005, 0, 0},
    {Provider::azure, "Cool", 30, 0.01, 0.01, 0, 0},
    {Provider::azure, "Cold", 90, 0.0036, 0.018, 0, 0},
    {Provider::azure, "Archive", 180, 0.002, 0.01, 15, 0},
    {Provider::gcs, "STANDARD", 0, 0.020, 0.005, 0, 0},
    {Provider::gcs, "NEARLINE", 30, 0.010, 0.01, 0, 0},
    {Provider::gcs, "COLDLINE", 90, 0.004, 0.02, 0, 0},
    {Provider::gcs, "ARCHIVE", 365, 0.0012, 0.05, 0, 0},
};

}  // namespace

const StorageClass* storage_class(Provider provider, std::string_view name) {
  const auto* const found = std::find_if(std::begin(table), std::end(table), [&](const StorageClass& c) { return c.provider == provider && c.name == name; });
  return found == std::end(table) ? nullptr : found;
}

const StorageClass* storage_class(const Policy& policy, const Store& store, Tier tier) {
  return storage_class(store.provider, policy.tiers[static_cast<std::size_t>(store.provider)].classes[static_cast<std::size_t>(tier)]);
}

bool minimum_counts_from_creation(Provider provider) { return provider == Provider::gcs; }

double dollars_a_tb(const StorageClass& held, std::uint32_t days) { return held.month_a_gb * 1000 * days / 30; }

std::string dollars_text(double dollars) { return dollars >= 20 ? fmt::format("${:.0f}", dollars) : dollars >= 2 ? fmt::format("${:.1f}", dollars) : fmt::format("${:.2f}", dollars); }

}  // namespace shelflife::lint
