#include "compiler/findings/engine.hpp"


#include "compiler/findings/findings_parts.hpp"

namespace shelflife {

using namespace findings;

struct FindingsEngine::State {
  State(const Policy& policy, const Lowered& lowered, const SourceManager* sources) : land(policy, lowered, sources), found(find_all(land)) {
    for (const auto& ground : land.grounds) {
      ground->exhausted = false;  // what others look at has a bound of its own
      ground->looks_left = ground->most_looks();
    }
  }
  Landscape land;
  std::vector<Finding> found;
};

FindingsEngine::FindingsEngine(const Policy& policy, const Lowered& lowered, const SourceManager* sources)
    : state_(std::make_unique<State>(policy, lowered, sources)) {}
FindingsEngine::~FindingsEngine() = default;

const std::vector<Finding>& FindingsEngine::findings() const { return state_->found; }

void FindingsEngine::report(Diagnostics& diagnostics) const {
  for (const Finding& finding : state_->found) {
    Diagnostic& added = diagnostics.add(finding.code, finding.span, finding.message, finding.hint);
    added.related = finding.related;
    if (finding.witness) added.witness = to_text(state_->land.policy, *finding.witness);
  }
}

bool FindingsEngine::idle(StatementRef statement) const { return state_->land.idle[state_->land.statements.index(statement)]; }

void FindingsEngine::meeting(StatementRef of, const std::function<bool(StatementRef, StoreId)>& look) const {
  const Landscape& land = state_->land;
  for (const Standing& on : land.grounds_of(of.rule)) {
    const Ground& ground = *land.grounds[on.ground];
    const Group* const own = land.group_of(on, of);
    if (own == nullptr) continue;
    const StoreId store = ground.space().view.id;
    for (const Part& part : ground.parts(*own)) {
      const bool enough = ground.meeting(part, every_kind, [&](const Spot& spot) {
        const Group& group = ground.groups()[spot.group];
        return group.best != nullptr && group.best->ref != of && look(group.best->ref, store);
      });
      if (enough) return;
    }
  }
}

std::optional<ObjectState> FindingsEngine::example(StatementRef a, StatementRef b, StoreId store, const Clock& clock, std::uint32_t days) const {
  const Landscape& land = state_->land;
  if (land.ground_of_store[store] == no_id) return std::nullopt;
  const std::uint32_t at = land.ground_of_store[store];
  const Ground& ground = *land.grounds[at];
  const auto group_of = [&](StatementRef ref) -> const Group* {
    for (const Standing& on : land.grounds_of(ref.rule)) {
      if (on.ground == at) return land.group_of(on, ref);
    }
    return nullptr;
  };
  const Group *const first = group_of(a), *const second = group_of(b);
  if (first == nullptr || second == nullptr) return std::nullopt;
  for (const Part& part : ground.parts(*first)) {
    for (const Part& other : ground.parts(*second)) {
      if (part.managed != other.managed) continue;
      const std::optional<Part> both = ground.space().meet(part, other.box, false);
      if (!both) continue;
      if (auto object = object_at(land, ground, *both, clock, days)) return object;
    }
  }
  return std::nullopt;
}

std::vector<Finding> find_findings(const Policy& policy, const Lowered& lowered, const SourceManager* sources) {
  Landscape land(policy, lowered, sources);
  return find_all(land);
}

}  // namespace shelflife
