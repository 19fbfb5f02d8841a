// Lowered policy to files. One emitter a target; all return text, none touches the disk.
#pragma once

#include <string>
#include <vector>

#include "compiler/lowering/lowering.hpp"
#include "compiler/model/policy.hpp"

namespace shelflife {

struct OutputFile {
  std::string path;  // relative to DIR, with '/'
  std::string content;
  bool executable = false;
};

struct EmitOptions {
  bool freeze = false;  // every delete disabled (left out where rules cannot be disabled), empty plan
  // Which outputs: "s3", "azure", "gcs" (their folders), "terraform", "plan", "ir". Empty: all but "ir".
  std::vector<std::string> targets;
};
// The names that EmitOptions::targets may hold.
const std::vector<std::string>& emit_targets();

// Everything that `build` writes, sorted by path. Deterministic.
std::vector<OutputFile> emit(const Policy& policy, const Lowered& lowered, const SourceManager& sources,
                             const EmitOptions& options);

// --- the emitters that emit() is made of (each in its own file)
struct EmitContext {
  const Policy& policy;
  const Lowered& lowered;
  const SourceManager& sources;
  bool freeze = false;
};
std::vector<OutputFile> emit_s3(const EmitContext& context, const NativeDocument& document);     // emitters/s3.cpp
std::vector<OutputFile> emit_azure(const EmitContext& context, const NativeDocument& document);  // emitters/azure.cpp
std::vector<OutputFile> emit_gcs(const EmitContext& context, const NativeDocument& document);    // emitters/gcs.cpp
std::vector<OutputFile> emit_terraform(const EmitContext& context);                              // emitters/terraform.cpp
OutputFile emit_provenance(const EmitContext& context, const NativeDocument& document);          // emitters/provenance.cpp
OutputFile emit_plan(const EmitContext& context);                                                // emitters/plan.cpp
OutputFile emit_ir(const EmitContext& context);                                                  // emitters/ir_json.cpp

}  // namespace shelflife
