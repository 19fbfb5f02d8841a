#include "emitters/terraform_text.hpp"

namespace shelflife {

std::string terraform_text(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    const bool sign = text[i] == '$' || text[i] == '%';
    if (sign && i + 1 < text.size() && text[i + 1] == '{') out += text[i];
  }
  return out;
}

std::string TerraformNames::unique(std::string_view name) {
  std::string id;
  for (char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool other = (c >= '0' && c <= '9') || c == '-';
    if (id.empty() && !letter && c != '_') id = "_";
    id += letter || other || c == '_' ? c : '_';
  }
  if (id.empty()) id = "_";
  std::string chosen = id;
  for (int n = 2; !taken_.insert(chosen).second; ++n) chosen = id + "_" + std::to_string(n);
  return chosen;
}

}  // namespace shelflife
