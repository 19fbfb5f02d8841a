// What the clouds take as the name of a bucket, account or container.
#include <algorithm>

#include "compiler/resolve/resolve_state.hpp"

namespace shelflife::resolving {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_edge(char c) { return is_lower(c) || is_digit(c); }

// Four numbers and three dots: the clouds refuse what reads as an address.
bool like_address(std::string_view name) {
  return std::count(name.begin(), name.end(), '.') == 3 && name.find("..") == name.npos &&
         std::all_of(name.begin(), name.end(), [](char c) { return is_digit(c) || c == '.'; });
}

// The rules that S3 and GCS share; `extra` is one more character that may stand inside.
std::string common_problem(std::string_view name, std::size_t most, char extra) {
  if (name.size() < 3 || name.size() > most)
    return say({"it has ", std::to_string(name.size()), " characters, and 3 to ", std::to_string(most),
                " are allowed"});
  for (const char c : name) {
    if (is_edge(c) || c == '-' || c == '.' || c == extra) continue;
    if (c == '/') return "a `/` stands in it; a prefix belongs into a `layout` or a `where`";
    return c >= 'A' && c <= 'Z' ? "capitals are not allowed"
                                : say({"`", std::string_view(&c, 1), "` is not allowed"});
  }
  if (!is_edge(name.front()) || !is_edge(name.back())) return "it must begin and end with a letter or digit";
  if (name.find("..") != name.npos) return "two dots stand side by side";
  if (like_address(name)) return "it reads as an address of the internet";
  return {};
}

std::string s3_problem(std::string_view name) {
  std::string problem = common_problem(name, 63, '-');
  if (!problem.empty()) return problem;
  for (const std::string_view prefix : {"xn--", "sthree-"})
    if (name.starts_with(prefix)) return say({"names that begin with `", prefix, "` are reserved by S3"});
  for (const std::string_view suffix : {"-s3alias", "--ol-s3", ".mrap", "--table-s3"})
    if (name.ends_with(suffix)) return say({"names that end with `", suffix, "` are reserved by S3"});
  if (name.ends_with("--x-s3"))
    return "directory buckets have neither versions nor tags, and their lifecycle no moves";
  return {};
}

std::string gcs_problem(std::string_view name) {
  const bool dotted = name.find('.') != name.npos;
  std::string problem = common_problem(name, dotted ? 222 : 63, '_');
  if (!problem.empty()) return problem;
  for (std::string_view rest = name; !rest.empty();) {
    const std::size_t dot = std::min(rest.find('.'), rest.size());
    if (dot > 63) return "a part between dots has more than 63 characters";
    rest.remove_prefix(std::min(dot + 1, rest.size()));
  }
  if (name.starts_with("goog")) return "names that begin with `goog` are reserved by GCS";
  if (name.find("google") != name.npos) return "`google` is not allowed in it";
  return {};
}

std::string azure_problem(std::string_view name) {
  const std::size_t slash = name.find('/');
  if (slash == name.npos) return "an Azure store is `\"account/container\"`";
  const std::string_view account = name.substr(0, slash);
  const std::string_view container = name.substr(slash + 1);
  if (account.size() < 3 || account.size() > 24 || !std::all_of(account.begin(), account.end(), is_edge))
    return say({"the account `", account, "` is not 3 to 24 small letters and digits"});
  if (container == "$root") return {};
  if (container == "$web" || container == "$logs")
    return say({"lifecycle rules of Azure pass over `", container, "`"});
  if (container.find('/') != container.npos)
    return "a second `/` stands in it; a prefix belongs into a `layout` or a `where`";
  const bool characters =
      std::all_of(container.begin(), container.end(), [](char c) { return is_edge(c) || c == '-'; });
  if (container.size() < 3 || container.size() > 63 || !characters)
    return say({"the container `", container, "` is not 3 to 63 small letters, digits and `-`"});
  if (!is_edge(container.front()) || !is_edge(container.back()) || container.find("--") != container.npos)
    return say({"every `-` of the container `", container, "` must stand between letters or digits"});
  return {};
}

}  // namespace

std::string bucket_problem(Provider provider, std::string_view bucket) {
  switch (provider) {
    case Provider::s3:
      return s3_problem(bucket);
    case Provider::azure:
      return azure_problem(bucket);
    case Provider::gcs:
      return gcs_problem(bucket);
  }
  return {};
}

std::string bucket_hint(Provider provider) {
  switch (provider) {
    case Provider::s3:
      return "3 to 63 small letters, digits, `-` and `.`, as in `\"acme-ml-artifacts\"`";
    case Provider::azure:
      return "write account and container, as in `\"acmeml/artifacts\"`";
    case Provider::gcs:
      return "3 to 63 small letters, digits, `-`, `_` and `.`, as in `\"acme-ml-artifacts\"`";
  }
  return {};
}

}  // namespace shelflife::resolving
