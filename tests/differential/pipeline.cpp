#include "tests/differential/pipeline.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "compiler/resolve/resolve.hpp"
#include "emitters/emit.hpp"
#include "grammar/parse.hpp"

namespace shelflife::differential {
namespace {

// The document among the files of a target: the one that the provider's lifecycle command takes.
std::string document_of(const std::vector<OutputFile>& files) {
  for (const OutputFile& file : files) {
    if (file.path.ends_with("/lifecycle.json") || file.path.ends_with("/management-policy.json")) return file.content;
  }
  return "";
}

std::int64_t soft_delete_days(const std::vector<OutputFile>& files) {
  for (const OutputFile& file : files) {
    if (!file.path.ends_with("/blob-service.json")) continue;
    const nlohmann::json properties = nlohmann::json::parse(file.content).at("properties");
    const nlohmann::json policy = properties.value("deleteRetentionPolicy", nlohmann::json::object());
    return policy.value("enabled", false) ? policy.at("days").get<std::int64_t>() : 0;
  }
  return 0;
}

}  // namespace

std::unique_ptr<Built> build(const PolicyText& text, std::string* why) {
  SourceManager sources;
  Diagnostics diagnostics;
  const FileId root = sources.add("policy.shelf", text.root());
  const ReadFile read = [&](const std::string& path) -> std::optional<std::string> {
    return path == "team.shelf" ? std::optional<std::string>(text.team()) : std::nullopt;
  };
  auto built = std::make_unique<Built>();
  const auto failed = [&] {
    if (!diagnostics.has_errors()) return false;
    for (const Diagnostic& d : diagnostics.all()) {
      if (why != nullptr && d.severity == Severity::error && why->empty()) *why = d.message;
    }
    return true;
  };
  built->policy = resolve(sources, root, read, diagnostics);
  if (failed()) return nullptr;
  built->lowered = lower(built->policy, diagnostics, &sources);
  if (failed()) return nullptr;
  const EmitContext context{built->policy, built->lowered, sources, false};
  for (const NativeDocument& document : built->lowered.documents) {
    switch (document.provider) {
      case Provider::s3: built->lifecycle = document_of(emit_s3(context, document)); break;
      case Provider::azure: {
        const std::vector<OutputFile> files = emit_azure(context, document);
        built->lifecycle = document_of(files);
        built->soft_delete_days = soft_delete_days(files);
        break;
      }
      case Provider::gcs: built->lifecycle = document_of(emit_gcs(context, document)); break;
    }
  }
  if (!built->lifecycle.empty()) {
    const Provider provider = built->policy.stores[0].provider;
    built->cloud = provider == Provider::s3      ? reference::read_s3(built->lifecycle)
                   : provider == Provider::azure ? reference::read_azure(built->lifecycle)
                                                 : reference::read_gcs(built->lifecycle);
  }
  built->plan = std::make_unique<reference::PlanEngine>(emit_plan(context).content, "st");
  return built;
}

}  // namespace shelflife::differential
