// An audit as text and as JSON, and what its options ask for.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "audit/audit.hpp"
#include "cli/arguments.hpp"

namespace shelflife::cli {

// What is wrong with --older-than or --manifests; empty: nothing.
std::string wrong_audit(const Arguments& arguments);
// `policy` and `arguments` must outlive it. Nothing where wrong_audit() says something.
std::optional<audit::Wanted> wanted_audit(const Policy& policy, const Arguments& arguments);

std::string audit_text(const audit::Audit& audit, bool color);
nlohmann::ordered_json audit_json(const audit::Audit& audit);

// "packages" or "objects": what a check counts.
std::string_view counted_by(audit::Check check);

}  // namespace shelflife::cli
