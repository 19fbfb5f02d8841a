#include "lint/reporters/reporter.hpp"

namespace shelflife::lint {

namespace {

constexpr Format all[] = {
    {"text", report_text, true}, {"concise", report_concise, true}, {"json", report_json},     {"sarif", report_sarif},
    {"junit", report_junit},     {"github", report_github},         {"gitlab", report_gitlab},
};

}  // namespace

std::span<const Format> formats() { return all; }

const Format* find_format(std::string_view name) {
  for (const Format& format : all)
    if (format.name == name) return &format;
  return nullptr;
}

}  // namespace shelflife::lint
