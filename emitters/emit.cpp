#include "emitters/emit.hpp"

#include <algorithm>

namespace shelflife {
namespace {

bool wanted(const EmitOptions& options, std::string_view target) {
  if (options.targets.empty()) return target != "ir";
  return std::find(options.targets.begin(), options.targets.end(), target) != options.targets.end();
}

using DocumentEmitter = std::vector<OutputFile> (*)(const EmitContext&, const NativeDocument&);
struct Cloud {
  Provider provider;
  std::string_view target;
  DocumentEmitter emit;
};
constexpr Cloud clouds[] = {
    {Provider::s3, "s3", emit_s3},
    {Provider::azure, "azure", emit_azure},
    {Provider::gcs, "gcs", emit_gcs},
};

void append(std::vector<OutputFile>& files, std::vector<OutputFile> more) {
  std::move(more.begin(), more.end(), std::back_inserter(files));
}

}  // namespace

const std::vector<std::string>& emit_targets() {
  static const std::vector<std::string> names{"s3", "azure", "gcs", "terraform", "plan", "ir"};
  return names;
}

std::vector<OutputFile> emit(const Policy& policy, const Lowered& lowered, const SourceManager& sources,
                             const EmitOptions& options) {
  const EmitContext context{policy, lowered, sources, options.freeze};
  std::vector<OutputFile> files;
  for (const NativeDocument& document : lowered.documents)
    for (const Cloud& cloud : clouds)
      if (document.provider == cloud.provider && wanted(options, cloud.target)) {
        append(files, cloud.emit(context, document));
        files.push_back(emit_provenance(context, document));
      }
  if (wanted(options, "terraform")) append(files, emit_terraform(context));
  if (wanted(options, "plan")) files.push_back(emit_plan(context));
  if (wanted(options, "ir")) files.push_back(emit_ir(context));
  std::sort(files.begin(), files.end(),
            [](const OutputFile& a, const OutputFile& b) { return a.path < b.path; });
  return files;
}

}  // namespace shelflife
