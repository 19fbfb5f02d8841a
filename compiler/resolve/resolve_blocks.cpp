// The declarations that stand by themselves: tiers, safeguards, roles, manifests.
#include <algorithm>
#include <array>

#include "compiler/model/print.hpp"
#include "compiler/resolve/resolve_state.hpp"

namespace shelflife::resolving {

namespace {

// Warmest first, as each provider's objects can move.
const std::vector<std::string>& classes_of(Provider provider) {
  static const std::array<std::vector<std::string>, 3> classes = {{
      {"STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"},
      {"Cool", "Cold", "Archive"},
      {"NEARLINE", "COLDLINE", "ARCHIVE"},
  }};
  return classes[static_cast<std::size_t>(provider)];
}

std::size_t warmth(Provider provider, const std::string& storage_class) {
  const std::vector<std::string>& classes = classes_of(provider);
  return static_cast<std::size_t>(std::find(classes.begin(), classes.end(), storage_class) - classes.begin());
}

constexpr std::array tiers_by_cold = {Tier::cool, Tier::cold, Tier::archive, Tier::deep_archive};

void override_tiers(Resolver& r, const ast::Tiers& tree, Provider provider) {
  TierMap& map = r.policy.tiers[static_cast<std::size_t>(provider)];
  NameMap<Origin> said;
  bool known = true;
  for (const ast::TierName& entry : tree.entries) {
    const auto [first, fresh] = said.try_emplace(std::string(entry.tier.text), entry.tier.origin);
    if (!fresh)
      r.report(Code::duplicate_tier, entry.tier.origin, say({"`", entry.tier.text, "` is set twice"}))
          .related.push_back({first->second.span, "the first is here"});
    const std::vector<std::string>& classes = classes_of(provider);
    if (std::find(classes.begin(), classes.end(), entry.storage_class.text) == classes.end()) {
      r.report(Code::unknown_storage_class, entry.storage_class.origin,
               say({to_text(provider), " has no storage class `", entry.storage_class.text, "` to move to"}),
               spelling_hint(entry.storage_class.text, classes));
      known = false;
      continue;
    }
    for (const Tier tier : tiers_by_cold)
      if (entry.tier.text == to_text(tier))
        map.classes[static_cast<std::size_t>(tier)] = entry.storage_class.text;
  }
  // A move makes an object as cold as its coldest due move: that needs tiers in the order of the classes.
  for (std::size_t i = 1; known && i < tiers_by_cold.size(); ++i) {
    const std::string& warmer = map.classes[static_cast<std::size_t>(tiers_by_cold[i - 1])];
    const std::string& colder = map.classes[static_cast<std::size_t>(tiers_by_cold[i])];
    if (warmth(provider, warmer) <= warmth(provider, colder)) continue;
    r.report(Code::tiers_out_of_order, tree.origin,
             say({"`", to_text(tiers_by_cold[i]), "` is ", colder, ", which is warmer than `",
                  to_text(tiers_by_cold[i - 1]), "`, ", warmer}));
    break;
  }
}

void set_limit(Resolver& r, LoadedFile& file, const ast::Limit& limit) {
  Safeguards& safeguards = r.policy.safeguards;
  switch (limit.kind) {
    case ast::LimitKind::percent:
      if (limit.count.value > 100)
        r.report(Code::percent_over_100, limit.origin,
                 say({std::to_string(limit.count.value), "% of the objects"}));
      safeguards.percent = limit.count.value;
      break;
    case ast::LimitKind::objects:
      safeguards.objects = limit.count.value;
      break;
    case ast::LimitKind::bytes:
      safeguards.bytes = to_bytes(r, file, limit.size);
      break;
    case ast::LimitKind::registry_age:
      safeguards.registry_age = to_duration(r, file, limit.duration);
      break;
    case ast::LimitKind::inventory_age:
      safeguards.inventory_age = to_duration(r, file, limit.duration);
      break;
  }
}

Access to_access(std::string_view action) {
  if (action == "write") return Access::write;
  if (action == "tag") return Access::tag;
  if (action == "delete") return Access::remove;
  return action == "logs" ? Access::logs : Access::read;
}

// Reports the second of two declarations of one kind and name.
void check_once(Resolver& r, NameMap<Origin>& seen, std::string_view name, const Origin& at,
                std::string_view noun) {
  const auto [entry, fresh] = seen.try_emplace(std::string(name), at);
  if (!fresh)
    r.report(Code::duplicate_declaration, at, say({"two ", noun, " are named `", name, "`"}))
        .related.push_back({entry->second.span, "the first is here"});
}

}  // namespace

void resolve_tiers(Resolver& r) {
  std::array<const ast::Tiers*, 3> first{};
  for (const Provider provider : {Provider::s3, Provider::azure, Provider::gcs})
    r.policy.tiers[static_cast<std::size_t>(provider)] = default_tiers(provider);
  for_each_declaration<ast::Tiers>(r, [&](LoadedFile&, const ast::Tiers& tree) {
    for (const Provider provider : {Provider::s3, Provider::azure, Provider::gcs}) {
      if (tree.provider.text != to_text(provider)) continue;
      const ast::Tiers*& before = first[static_cast<std::size_t>(provider)];
      if (before != nullptr) {
        r.report(Code::duplicate_tier, tree.provider.origin,
                 say({"the tiers of ", tree.provider.text, " are set twice"}))
            .related.push_back({before->provider.origin.span, "the first time is here"});
      }
      if (before == nullptr) before = &tree;
      override_tiers(r, tree, provider);
    }
  });
}

void resolve_safeguards(Resolver& r) {
  constexpr std::array names = {"at most N% per run", "at most N objects per run", "at most SIZE per run",
                                "registry within", "inventory within"};
  std::array<std::optional<Origin>, names.size()> seen;
  Safeguards& safeguards = r.policy.safeguards;
  for_each_declaration<ast::Safeguard>(r, [&](LoadedFile& file, const ast::Safeguard& tree) {
    safeguards.declared = true;
    for (const ast::Limit& limit : tree.limits) {
      std::optional<Origin>& first = seen[static_cast<std::size_t>(limit.kind)];
      if (first) {
        r.report(Code::duplicate_limit, limit.origin,
                 say({"`", names[static_cast<std::size_t>(limit.kind)], "` is said twice"}))
            .related.push_back({first->span, "the first is here"});
      } else {
        first = limit.origin;
      }
      set_limit(r, file, limit);
    }
  });
  // A block that speaks only of freshness does not lift the bound on what one run may delete.
  if (!safeguards.percent && !safeguards.objects && !safeguards.bytes) safeguards.percent = 10;
}

void resolve_roles(Resolver& r) {
  NameMap<Origin> seen;
  for_each_declaration<ast::Role>(r, [&](LoadedFile& file, const ast::Role& tree) {
    check_once(r, seen, tree.name.text, tree.name.origin, "roles");
    Role role;
    role.name = tree.name.text;
    role.origin = tree.origin;
    for (const ast::Allow& allow : tree.allows)
      role.allows.push_back({to_access(allow.action.text), to_where(r, file, allow.where), allow.origin});
    r.policy.roles.push_back(std::move(role));
  });
}

void resolve_manifests(Resolver& r) {
  NameMap<Origin> seen;
  for_each_declaration<ast::Manifest>(r, [&](LoadedFile&, const ast::Manifest& tree) {
    check_once(r, seen, tree.file.value, tree.file.origin, "manifests");
    if (tree.file.value.empty() || tree.file.value.find('/') != std::string::npos)
      r.report(Code::bad_manifest_name, tree.file.origin,
               say({quoted(tree.file.value), " is no name of a file"}));
    Manifest manifest;
    manifest.file = tree.file.value;
    manifest.origin = tree.origin;
    for (const ast::ManifestItem& item : tree.items) {
      if (item.kind == ast::ManifestItemKind::checksum_sha256) manifest.checksum_sha256 = true;
      if (item.kind == ast::ManifestItemKind::size) manifest.size = true;
      if (item.field) manifest.required_fields.push_back(to_field(r, *item.field));
    }
    r.policy.manifests.push_back(std::move(manifest));
  });
}

}  // namespace shelflife::resolving
