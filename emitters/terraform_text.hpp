// Text that Terraform reads: every string of a .tf.json is a template, so the user's `${` and `%{` are
// escaped.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace shelflife {

// A string literal's text: `${` becomes `$${`, `%{` becomes `%%{` (Terraform language, "Strings and
// Templates").
std::string terraform_text(std::string_view text);

// Identifiers made from the user's names: letters, digits, `_` and `-`, not begun by a digit or `-`, each
// given once.
class TerraformNames {
 public:
  std::string unique(std::string_view name);

 private:
  std::set<std::string> taken_;
};

}  // namespace shelflife
