#include "emitters/emit.hpp"
namespace shelflife {
std::vector<OutputFile> emit_terraform(const EmitContext&) { return {}; }
}  // namespace shelflife
