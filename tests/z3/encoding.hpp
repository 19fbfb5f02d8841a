// One object at one instant as formulas for Z3: what the policy allows and when a native rule acts, written from the
// language's meaning with strings and Kleene pairs. Shares nothing with the regions of compiler/.
// For policies with one layout, on S3 and GCS.
#pragma once

#include <z3++.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/lowering/lowering.hpp"
#include "compiler/model/policy.hpp"

namespace shelflife::second_opinion {

// Kleene: at most one of the two is true.
struct Kleene {
  z3::expr yes, no;
};

class Encoding {
 public:
  Encoding(z3::context& context, const Policy& policy, StoreId store);

  // What is true of every object.
  z3::expr laws() const;
  // The native rule does this to the object now.
  z3::expr acts(const NativeRule& rule, const NativeAction& action) const;
  // The policy lets the object be deleted now.
  z3::expr may_be_deleted() const;
  // The policy's floor is as cold as the action's class.
  z3::expr may_be_moved(const NativeAction& action) const;

  std::string describe(const z3::model& model) const;

 private:
  struct Value {  // what the policy sees in a field
    z3::expr has, text, number, age;
  };
  struct Tag {  // what the cloud sees
    z3::expr there, value;
  };
  void spell_key();
  void bind_path();
  z3::expr key_starts(const std::string& with) const;
  z3::expr key_ends(const std::string& with) const;
  void bind_tag(FieldId field);
  void accept(FieldId field, const z3::expr& there, const z3::expr& raw);
  Kleene truth(const Predicate& predicate) const;
  Kleene compared(FieldId field, const z3::expr& condition) const;
  z3::expr applies(const Rule& rule, const Statement& statement) const;
  z3::expr has_run(const Clock& clock, std::uint32_t days) const;
  z3::expr holds(StatementRef ref) const;
  z3::expr due(StatementRef ref) const;
  z3::expr kept() const;
  z3::expr fresh_bool(const std::string& name) const { return context_.bool_const(name.c_str()); }
  z3::expr fresh_age(const std::string& name) const { return context_.real_const(name.c_str()); }
  z3::expr fresh_text(const std::string& name) const { return context_.constant(name.c_str(), context_.string_sort()); }
  z3::expr text(const std::string& value) const { return context_.string_val(value); }
  z3::expr number(std::uint64_t n) const { return context_.real_val(std::to_string(n).c_str()); }
  z3::expr any(const z3::expr_vector& list) const { return list.empty() ? context_.bool_val(false) : z3::mk_or(list); }
  z3::expr all(const z3::expr_vector& list) const { return list.empty() ? context_.bool_val(true) : z3::mk_and(list); }

  z3::context& context_;
  const Policy& policy_;
  StoreId store_;
  // The key, segment by segment: words_[i] is closed by a slash where closed_[i], else it is the rest of the key.
  z3::expr_vector words_, closed_;
  z3::expr managed_, size_, noncurrent_, created_, accessed_, gone_for_, newer_, promoted_, retired_, referenced_, orphan_,
      promoted_age_, retired_age_, newest_of_whole_, whole_kept_, marked_, mark_age_;
  std::vector<std::optional<Value>> fields_;
  std::map<std::string, Tag> tags_;
  z3::expr_vector laws_;
  z3::expr_vector bound_;  // the object has a version, or a run
  std::vector<std::pair<StatementRef, z3::expr>> ranks_;
};

}  // namespace shelflife::second_opinion
