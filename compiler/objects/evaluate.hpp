// Concrete evaluation: what a policy's predicates are of one object, which statements speak of it, and which objects one with
// unread facts could be. Nothing here reads a clock: ages are in the object, and a hold's date is compared with `now`.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "compiler/model/layout.hpp"
#include "compiler/objects/fate.hpp"
#include "compiler/objects/instant.hpp"
#include "compiler/objects/object.hpp"

namespace shelflife {

// Kleene's three truth values, and a fourth state: an unread fact leaves several of them possible.
class Truth {
 public:
  static constexpr Truth no() { return Truth(1); }
  static constexpr Truth unknown() { return Truth(2); }
  static constexpr Truth yes() { return Truth(4); }
  static constexpr Truth of(bool value) { return value ? yes() : no(); }
  // An unread fact: a value that makes it true, one that makes it false; `missing`: the source may have none.
  static constexpr Truth unread(bool missing) { return Truth(missing ? 7 : 5); }

  constexpr bool is_yes() const { return bits_ == 4; }
  constexpr bool is_no() const { return bits_ == 1; }
  constexpr bool is_unknown() const { return bits_ == 2; }  // something that it asks for is missing
  constexpr bool may_be_yes() const { return (bits_ & 4) != 0; }
  constexpr bool may_be_no() const { return (bits_ & 1) != 0; }
  constexpr bool may_be_unknown() const { return (bits_ & 2) != 0; }
  constexpr bool is_read() const { return is_yes() || is_no() || is_unknown(); }

  friend constexpr bool operator==(Truth, Truth) = default;
  // Every outcome that some choice of values could give; facts that two sides share are taken as independent, so the
  // answer may allow for more than can be, never for less.
  friend constexpr Truth operator!(Truth a) {
    return Truth((a.bits_ & 2) | (a.may_be_yes() ? 1 : 0) | (a.may_be_no() ? 4 : 0));
  }
  friend constexpr Truth operator&(Truth a, Truth b) {
    const bool unknown = (a.may_be_unknown() && (b.bits_ & 6) != 0) || (b.may_be_unknown() && (a.bits_ & 6) != 0);
    return Truth((a.bits_ & b.bits_ & 4) | ((a.bits_ | b.bits_) & 1) | (unknown ? 2 : 0));
  }
  friend constexpr Truth operator|(Truth a, Truth b) { return !((!a) & (!b)); }

 private:
  constexpr explicit Truth(int bits) : bits_(static_cast<std::uint8_t>(bits)) {}
  std::uint8_t bits_;  // the outcomes that are possible
};

// What a required label counts as on an object that lacks it: unread, but where each of its values is tried in turn.
enum class Lacking : std::uint8_t { unread, missing };

// Which instant is asked about: the one at which the object is as it is, or any from then on. Whatever time alone can change
// (how long ago it was read, an orphan's age, that it becomes noncurrent) counts as unread in the latter.
enum class When : std::uint8_t { now, ever };

// An object with what its key binds, looked up once for many questions. Refers to both arguments, which must outlive it.
class ObjectView {
 public:
  ObjectView(const Policy& policy, const ObjectState& object, Lacking lacking = Lacking::unread, When when = When::now);
  ObjectView(const ObjectView&) = delete;
  ObjectView& operator=(const ObjectView&) = delete;

  enum class State : std::uint8_t { missing, value, unread, unmanaged };  // unmanaged: a path field, no layout fits
  struct Value {
    State state = State::missing;
    std::string_view text;
  };
  const Value& value(FieldId field) const { return values_[field]; }
  const Policy& policy() const { return policy_; }
  const ObjectState& object() const { return object_; }
  When when() const { return when_; }
  bool managed() const { return binding_.managed; }
  bool binds(FieldId field) const;  // the key does, to a value that the field's list has
  bool may_have_run_or_version() const;  // it is bound to one, or could be

 private:
  const Policy& policy_;
  const ObjectState& object_;
  When when_;
  Binding binding_;
  std::vector<Value> values_;  // by FieldId
};

Truth evaluate(const Predicate& predicate, const ObjectView& view);
// The statement's rule and its own `where`; no for a rule of other stores, and for `whole F` of an object without F.
Truth speaks(StatementRef statement, const ObjectView& view);

// Which statements and holds speak of objects. Made once for a policy, which must outlive it.
class Evaluator {
 public:
  explicit Evaluator(const Policy& policy);
  const Policy& policy() const { return policy_; }
  const std::vector<std::uint32_t>& rules(StoreId store) const { return rules_[store]; }

  // All that speaks of a fully known object (one of worlds()) at `now`; without it, holds never end. An upload in progress is no object: `abort uploads` never speaks.
  Speaking speaking(const ObjectState& object, std::optional<Instant> now = {}) const;

  // All that could speak of an object, whatever its unread facts are.
  using Concerned = Speaking;
  Concerned concerned(const ObjectState& object, std::optional<Instant> now = {}, When when = When::now) const;

  // The fully known objects that this one could be: one for each combination of values that make a difference to what
  // could speak of it, now or ever. Required labels that it lacks count as unread. Not more than `most`: if there are more, none is
  // listed, nothing is decided, and the object is to be kept.
  struct Worlds {
    std::vector<ObjectState> objects;
    bool complete = true;
  };
  Worlds worlds(const ObjectState& object, std::optional<Instant> now = {}, std::size_t most = 4096, When when = When::now) const;

 private:
  const Policy& policy_;
  std::vector<std::vector<std::uint32_t>> rules_;  // by StoreId
};

// A decimal number as tags and registries write it: "0.95"; neither infinite nor NaN.
std::optional<double> parse_number(std::string_view text);

}  // namespace shelflife
