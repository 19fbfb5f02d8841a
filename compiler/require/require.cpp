#include "compiler/require/require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "compiler/model/print.hpp"
#include "compiler/model/store_rules.hpp"
#include "compiler/require/require_obligations.hpp"

namespace shelflife {

namespace requiring {

std::string in_store(const Duty& b) { return fmt::format("store `{}`", b.space.view.store.name); }

Span place(const Policy& policy, StatementRef ref) { return policy.rules[ref.rule].statements[ref.statement].origin.span; }

Outcome undecided(const Duty& b, std::string why) {
  Outcome out;
  out.kind = Outcome::Kind::undecided;
  out.message = fmt::format("{}: undecided, which counts as failed: {}", in_store(b), why);
  return out;
}

Related related_to(const Policy& policy, const Protection& p, std::string message) {
  const bool hold = p.kind == Protection::Kind::hold;
  return {hold ? policy.holds[p.hold].origin.span : place(policy, p.statement), std::move(message)};
}

std::string name_of(const StoreSpace& space, const Protection& p) {
  if (p.kind == Protection::Kind::hold) return fmt::format("`hold {}`", quote(space.view.policy.holds[p.hold].name));
  return describe(space.view.policy, space.view.sources, p.statement);
}

Who who(const Lowered& lowered, StoreId store, StatementRef ref) {
  const Placement* const placed = lowered.placement(store, ref);
  return placed != nullptr ? placed->who : Who::plan;
}

}  // namespace requiring

namespace {

using namespace requiring;

class Checker {
 public:
  Checker(const Policy& policy, const Lowered& lowered, const SourceManager* sources, Diagnostics& diagnostics, std::vector<BrokenRequire>* broken)
      : policy_(policy), lowered_(lowered), sources_(sources), diagnostics_(diagnostics), broken_(broken), spaces_(policy.stores.size()) {}

  void run() {
    for (const Require& require : policy_.requires_) {
      for (const Obligation& obligation : require.obligations) {
        if (obligation.kind == ObligationKind::labelled) {
          check_label(require, obligation);
          continue;
        }
        for (const StoreId store : require.stores) check(require, obligation, store);
      }
    }
  }

 private:
  // Built when first asked for: most stores have no `require` that needs regions.
  const StoreSpace& space(StoreId store) {
    if (!spaces_[store]) {
      if (speaking_.empty()) speaking_ = rules_by_store(policy_);
      spaces_[store] = std::make_unique<StoreSpace>(policy_, store, speaking_[store], sources_);
    }
    return *spaces_[store];
  }

  void check(const Require& require, const Obligation& obligation, StoreId store) {
    switch (obligation.kind) {
      case ObligationKind::never_deleted:
      case ObligationKind::never_deleted_before:
        return tell(require, obligation, Code::require_deleted, never_deleted({space(store), lowered_, require, obligation}));
      case ObligationKind::deleted_within: return check_deleted(require, obligation, store);
      case ObligationKind::locked:
      case ObligationKind::locked_compliance:
        return tell(require, obligation, Code::require_not_locked, locked({space(store), lowered_, require, obligation}));
      case ObligationKind::not_moved_before:
        return tell(require, obligation, Code::require_moved, not_moved({space(store), lowered_, require, obligation}));
      default: return check_setting(require, obligation, policy_.stores[store]);
    }
  }

  // The bytes are gone when they are gone from every replica too.
  void check_deleted(const Require& require, const Obligation& obligation, StoreId first) {
    std::vector<StoreId> seen{first};
    for (std::size_t i = 0; i < seen.size(); ++i) {
      const Store& store = policy_.stores[seen[i]];
      const bool bound = i == 0 || !std::binary_search(require.stores.begin(), require.stores.end(), seen[i]);
      if (bound) {  // else it is checked in its own name
        Outcome out = deleted_within({space(seen[i]), lowered_, require, obligation});
        if (i > 0) out.related.push_back({policy_.stores[first].origin.span, fmt::format("`{}` is a replica of `{}`", store.name, policy_.stores[first].name)});
        tell(require, obligation, Code::require_not_deleted, std::move(out));
      }
      if (!store.replicate_to) continue;
      if (store.replicate_store == no_id) {
        Outcome out;
        out.kind = Outcome::Kind::broken;
        out.message = fmt::format("store `{}`: it is replicated to the bucket `{}`, which is no declared store: nothing deletes there", store.name, *store.replicate_to);
        out.hint = "declare the replica as a store, with the same rules";
        out.related.push_back({store.origin.span, "the store is here"});
        tell(require, obligation, Code::require_not_deleted, std::move(out));
      } else if (std::find(seen.begin(), seen.end(), store.replicate_store) == seen.end()) {
        seen.push_back(store.replicate_store);
      }
    }
  }

  void check_label(const Require& require, const Obligation& obligation) {
    const Field& field = policy_.fields[obligation.field];
    if (field.required) return;
    Outcome out;
    out.kind = Outcome::Kind::broken;
    out.message = fmt::format("an object may be without `{}`: it is not declared `required`", field.name);
    if (field.origin.span.file != no_file) out.related.push_back({field.origin.span, fmt::format("`{}` is declared here", field.name)});
    tell(require, obligation, Code::require_label, std::move(out));
  }

  void check_setting(const Require& require, const Obligation& obligation, const Store& store) {
    std::string_view lacks, hint;
    switch (obligation.kind) {
      case ObligationKind::stored_versioned:
        if (!store.versioned()) lacks = "is not versioned", hint = "say `versioning on` in the store";
        break;
      case ObligationKind::stored_encrypted:
        if (store.encryption == Encryption::unsaid) lacks = "does not say how it is encrypted", hint = "say `encryption managed` or `encryption kms \"KEY\"` in the store";
        break;
      case ObligationKind::stored_encrypted_kms:
        if (store.encryption != Encryption::kms) lacks = "is not encrypted with a key of its own", hint = "say `encryption kms \"KEY\"` in the store";
        break;
      case ObligationKind::stored_logged:
        if (!store.access_log) lacks = "has no access log", hint = "say `access_log to \"BUCKET\"` in the store";
        break;
      case ObligationKind::stored_replicated:
        if (!store.replicate_to) lacks = "is not replicated", hint = "say `replicate to \"BUCKET\"` in the store";
        break;
      case ObligationKind::stored_with_manifest:
        if (policy_.manifests.empty()) lacks = "has packages without a manifest", hint = "declare one: `manifest \"manifest.json\" { checksum sha256 }`";
        break;
      default: break;
    }
    if (lacks.empty()) return;
    Outcome out;
    out.kind = Outcome::Kind::broken;
    out.message = fmt::format("store `{}` {}", store.name, lacks);
    out.hint = hint;
    out.related.push_back({store.origin.span, "the store is here"});
    tell(require, obligation, Code::require_setting, std::move(out));
  }

  void tell(const Require& require, const Obligation& obligation, Code code, Outcome outcome) {
    switch (outcome.kind) {
      case Outcome::Kind::met: return;
      case Outcome::Kind::by_plan: code = Code::require_by_plan; break;
      case Outcome::Kind::lock_window: code = Code::require_lock_window; break;
      case Outcome::Kind::undecided: code = Code::require_undecided; break;
      case Outcome::Kind::broken: break;
    }
    if (broken_ != nullptr && outcome.witness) {
      broken_->push_back({static_cast<std::uint32_t>(&require - policy_.requires_.data()), static_cast<std::uint32_t>(&obligation - require.obligations.data()), *outcome.witness});
    }
    Diagnostic& added = diagnostics_.add(code, obligation.origin.span, fmt::format("`require {}`: {}", quote(require.reason), outcome.message), std::move(outcome.hint));
    added.related = std::move(outcome.related);
  }

  const Policy& policy_;
  const Lowered& lowered_;
  const SourceManager* sources_;
  Diagnostics& diagnostics_;
  std::vector<BrokenRequire>* broken_;
  std::vector<std::unique_ptr<StoreSpace>> spaces_;
  std::vector<std::vector<std::uint32_t>> speaking_;  // rules_by_store, when first asked for
};

}  // namespace

void check_requires(const Policy& policy, const Lowered& lowered, const SourceManager* sources, Diagnostics& diagnostics, std::vector<BrokenRequire>* broken) {
  Checker(policy, lowered, sources, diagnostics, broken).run();
}

}  // namespace shelflife
