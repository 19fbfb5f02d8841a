// LifecycleConfiguration in XML (API_PutBucketLifecycleConfiguration, "Request Syntax") to the shape of the CLI's JSON: the
// same fields, with plural names where an element may be repeated. The only user of pugixml.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "emitters/reading/input.hpp"

namespace shelflife::reading {

namespace {

constexpr std::size_t deepest = 32;

// pugixml frees its tree by recursion: depth is bounded before it is asked.
bool too_deep(std::string_view text) {
  std::size_t depth = 0;
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    const char next = at + 1 < text.size() ? text[at + 1] : '\0';
    if (next == '!' || next == '?') continue;
    if (next == '/') {
      depth -= depth > 0 ? 1 : 0;
      continue;
    }
    const std::size_t close = text.find('>', at);
    if (close == std::string_view::npos) return false;  // no XML; the parser says so
    if (text[close - 1] != '/' && ++depth > deepest) return true;
  }
  return false;
}

// The name without a namespace's short form.
std::string_view local(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  return name.substr(name.find(':') + 1);
}

bool is(std::string_view name, std::initializer_list<std::string_view> names) { return std::find(names.begin(), names.end(), name) != names.end(); }

// Elements that hold elements; all others hold text.
bool holds_elements(std::string_view name) {
  return is(name, {"LifecycleConfiguration", "Rule", "Filter", "And", "Tag", "Expiration", "Transition", "NoncurrentVersionTransition",
                   "NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload"});
}

class Converter {
 public:
  explicit Converter(Remarks& remarks) : remarks_(remarks) {}

  Input convert(const pugi::xml_node& node, const std::string& place) {
    Input out = Input::object();
    for (const pugi::xml_node& child : node.children()) {
      if (child.type() == pugi::node_pcdata && std::string_view(child.value()).find_first_not_of(" \t\r\n") != std::string_view::npos)
        remarks_.add(RemarkKind::invalid, place, "there is text between the elements");
      if (child.type() != pugi::node_element) continue;
      const std::string name(local(child));
      const bool many = name == "Rule" || name == "Transition" || name == "NoncurrentVersionTransition" || (name == "Tag" && local(node) == "And");
      const std::string key = many ? name + "s" : name;
      std::string here = place.empty() ? name : place + "." + name;
      if (many) here += "[" + std::to_string(out.contains(key) ? out[key].size() : 0) + "]";
      Input value = holds_elements(name) ? convert(child, here) : leaf(child, name);
      if (many) out[key].push_back(std::move(value));
      else if (out.contains(key)) remarks_.add(RemarkKind::invalid, here, "this element stands twice");
      else out[key] = std::move(value);
    }
    return out;
  }

 private:
  static Input leaf(const pugi::xml_node& node, const std::string& name) {
    std::string text = node.child_value();
    if (is(name, {"Prefix", "Key", "Value", "ID"})) return text;
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    text.erase(text.begin(), std::find_if_not(text.begin(), text.end(), blank));
    text.erase(std::find_if_not(text.rbegin(), text.rend(), blank).base(), text.end());
    if (text == "true" || text == "false") return text == "true";
    const bool digits = !text.empty() && text.size() <= 18 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (digits) return std::stoull(text);
    return text;
  }

  Remarks& remarks_;
};

}  // namespace

std::string parse_s3_xml(std::string_view text, Input& out, Remarks& remarks) {
  if (text.find("<!DOCTYPE") != std::string_view::npos) return "it has a document type, which no lifecycle configuration has";
  if (text.find('\0') != std::string_view::npos) return "it has a zero byte, which no XML has";
  if (too_deep(text)) return "it nests too deeply";
  pugi::xml_document document;
  const pugi::xml_parse_result result = document.load_buffer(text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata_single);
  if (!result) return "it is no XML: " + std::string(result.description()) + " at byte " + std::to_string(result.offset);
  const pugi::xml_node root = document.document_element();
  if (local(root) != "LifecycleConfiguration") {
    out = Input();
    return {};
  }
  out = Converter(remarks).convert(root, "");
  if (!out.contains("Rules")) out["Rules"] = Input::array();
  return {};
}

}  // namespace shelflife::reading
