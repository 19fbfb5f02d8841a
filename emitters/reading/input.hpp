// The parsed text of a document, with the place of each value in it. Only for the readers of this folder.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emitters/reading/document.hpp"

namespace shelflife::reading {

// Members are sorted: ordered_json takes quadratic time over an object with very many of them.
using Input = nlohmann::json;

// Where remarks go. Owned by the one who reads a document.
class Remarks {
 public:
  explicit Remarks(ReadDocument& document) : document_(document) {}
  void add(RemarkKind kind, std::string place, std::string text, std::string source = {});

 private:
  ReadDocument& document_;
};

// One value and its place. A null counts as absent, as the clouds' own tools print what is not set. The value and the
// remarks outlive it.
class Node {
 public:
  Node(const Input* value, std::string place, Remarks& remarks) : value_(value), place_(std::move(place)), remarks_(&remarks) {}

  bool there() const;
  bool is_object() const;
  const std::string& place() const { return place_; }
  // The member of that name; not there when this is no object or has none.
  Node operator[](const char* name) const;
  // Reports members with other names, or that this is no object. True when it is one.
  bool only(std::initializer_list<std::string_view> names) const;
  std::vector<std::string> names() const;
  // The elements of a list; reports what is none. Nothing when it is not there.
  std::vector<Node> elements() const;
  // Each reports a value of another type and is empty then, and when it is not there.
  std::optional<std::string> text() const;
  // `text_too`: a text of digits is as good (int64 in Google's JSON); else it is an oddity.
  std::optional<std::uint64_t> number(std::uint64_t least, std::uint64_t most, bool text_too = false) const;
  std::optional<std::uint32_t> days(std::uint32_t least) const;  // up to what 32 signed bits hold
  std::optional<bool> boolean() const;
  // Whether the member of that name is exactly this number.
  bool is(const char* name, int number) const;

  void remark(RemarkKind kind, std::string text, std::string source = {}) const;
  void unknown(std::string text) const { remark(RemarkKind::unknown, std::move(text)); }
  void invalid(std::string text, std::string source = {}) const { remark(RemarkKind::invalid, std::move(text), std::move(source)); }

 private:
  const Input* value_;
  std::string place_;
  Remarks* remarks_;
};

// Why the text is no JSON that can be trusted; empty: `out` holds it. A name that stands twice in one object and a nesting
// deeper than any lifecycle document's are refused: no two readers agree about them.
std::string parse_json(std::string_view text, Input& out);
// An S3 configuration in XML, in the shape of its JSON. `remarks` get what stands twice.
std::string parse_s3_xml(std::string_view text, Input& out, Remarks& remarks);

// The readers of one document each. `whole` is what holds the list of rules.
void read_s3(const Node& whole, ReadDocument& out);
void read_azure(const Node& whole, ReadDocument& out);
void read_gcs(const Node& whole, ReadDocument& out);
// All lifecycle documents of a Terraform plan or state.
void read_terraform(const Input& plan, std::vector<ReadDocument>& out);

NativeAction& add_action(ReadRule& rule, ActionKind kind, NativeClock clock, std::uint32_t days);
// The action is judged as if on all that the filter matches, though it acts on a part of it only; a policy cannot say so.
void make_partial(ReadRule& rule, NativeAction& action, const Node& where, std::string why);
void set_class(NativeAction& action, Provider provider, const std::string& storage_class);

inline constexpr std::uint32_t most_days = 2147483647;

}  // namespace shelflife::reading
