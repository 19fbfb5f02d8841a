// The lines of blocks: statements, settings, limits, obligations.
#include <string>

#include "grammar/builder.hpp"
#include "grammar/keywords.hpp"

namespace shelflife {

using ast::ObligationKind;
using ast::StatementKind;

ast::Ranked Builder::ranked() {
  ast::Ranked result;
  result.best = in_.accept(Kind::kw_best);
  if (!result.best) in_.accept(Kind::kw_latest);
  result.count = integer();
  switch (in_.kind()) {
    case Kind::kw_daily: result.period = ast::Period::daily; break;
    case Kind::kw_weekly: result.period = ast::Period::weekly; break;
    case Kind::kw_monthly: result.period = ast::Period::monthly; break;
    case Kind::kw_yearly: result.period = ast::Period::yearly; break;
    default: break;
  }
  if (result.period != ast::Period::none) in_.take();
  result.unit = name();
  if (result.unit.text == "versions") result.unit.text.remove_suffix(1);
  in_.accept(Kind::kw_per);
  result.per = names();
  if (in_.accept(Kind::kw_by)) {
    result.highest = in_.accept(Kind::kw_highest);
    in_.accept(Kind::kw_lowest);
    result.by = some(name());
  }
  if (in_.accept(Kind::kw_for)) {
    in_.accept(Kind::kw_at);
    in_.accept(Kind::kw_most);
    result.at_most = some(duration());
  }
  return result;
}

ast::Statement Builder::statement() {
  ast::Statement result;
  const Origin from = in_.here();
  in_.enter();
  const Kind first = in_.kind();
  // `whole` and `noncurrent` change what the first word says, the rest comes in the order of the grammar.
  while (in_.at_leaf()) {
    switch (in_.kind()) {
      case Kind::kw_delete:
        if (first == Kind::kw_delete) result.kind = StatementKind::remove;
        break;
      case Kind::kw_move: result.kind = StatementKind::move; break;
      case Kind::kw_lock: result.kind = StatementKind::lock; break;
      case Kind::kw_abort: result.kind = StatementKind::abort_uploads; break;
      case Kind::kw_quarantine: result.kind = StatementKind::quarantine; break;
      case Kind::kw_forever: result.kind = StatementKind::keep_forever; break;
      case Kind::kw_compliance: result.compliance = true; break;
      case Kind::kw_noncurrent:
        result.kind = first == Kind::kw_move ? StatementKind::move_noncurrent : StatementKind::remove_noncurrent;
        break;
      case Kind::kw_latest: case Kind::kw_best:
        result.kind = StatementKind::keep_ranked;
        result.ranked = some(ranked());
        continue;
      case Kind::kw_whole:
        in_.take();
        result.whole = some(name());
        continue;
      case Kind::kw_to:
        in_.take();
        result.tier = some(name());
        continue;
      case Kind::kw_for: case Kind::kw_after:
        in_.take();
        if (first == Kind::kw_keep) result.kind = StatementKind::keep_for;
        result.duration = duration();
        if (in_.at_node(Kind::since)) result.since = since();
        continue;
      case Kind::kw_keeping:
        in_.take();
        result.keeping = some(integer());
        continue;
      default: break;
    }
    in_.take();
  }
  result.where = where();
  result.origin = in_.since(from);
  in_.leave();
  return result;
}

ast::Setting Builder::setting() {
  ast::Setting result;
  const Origin from = in_.here();
  in_.enter();
  const Kind first = in_.kind();
  std::string words;
  const auto word = [&] {
    const Origin origin = in_.take();
    if (!words.empty()) words += ' ';
    words += in_.text(origin);
  };
  word();
  switch (first) {
    case Kind::kw_recoverable: case Kind::kw_access_log: case Kind::kw_replicate: case Kind::kw_encryption:
    case Kind::kw_orphan:
      word();
      break;
    case Kind::kw_quarantine:
      word();
      word();
      break;
    default: break;
  }
  result.name = {memory_.arena.keep(std::span<const char>(words)), words.size()};
  if (in_.at_leaf(Kind::string))
    result.text = some(string());
  else if (in_.at_node(Kind::duration))
    result.duration = some(duration());
  else if (in_.at_leaf())
    result.word = some(name());
  result.origin = in_.since(from);
  in_.leave();
  return result;
}

ast::Limit Builder::limit() {
  ast::Limit result;
  const Origin from = in_.here();
  in_.enter();
  if (in_.at_leaf(Kind::kw_at)) {
    in_.take();
    in_.accept(Kind::kw_most);
    const Origin amount = in_.here();
    in_.enter();
    if (in_.at_leaf(Kind::integer)) {
      result.count = integer();
      const Kind unit = in_.kind();
      in_.take();
      if (unit == Kind::percent) {
        result.kind = ast::LimitKind::percent;
      } else if (unit == Kind::kw_objects) {
        result.kind = ast::LimitKind::objects;
      } else {
        result.kind = ast::LimitKind::bytes;
        result.size.origin = in_.since(amount);
        result.size.bytes = bytes(result.count.value, unit, result.size.origin);
        result.size.spelling = in_.text(result.size.origin);
        result.count = {};
      }
    } else {
      result.kind = ast::LimitKind::bytes;
      result.size.let = name().text;
      result.size.origin = in_.since(amount);
    }
    in_.leave();
    in_.accept(Kind::kw_per);
    in_.accept(Kind::kw_run);
  } else {
    result.kind = in_.at_leaf(Kind::kw_registry) ? ast::LimitKind::registry_age : ast::LimitKind::inventory_age;
    in_.take();
    in_.accept(Kind::kw_within);
    result.duration = duration();
  }
  result.origin = in_.since(from);
  in_.leave();
  return result;
}

void Builder::stored(ast::Obligation& result) {
  switch (in_.kind()) {
    case Kind::kw_encrypted: result.kind = ObligationKind::stored_encrypted; break;
    case Kind::kw_logged: result.kind = ObligationKind::stored_logged; break;
    case Kind::kw_replicated: result.kind = ObligationKind::stored_replicated; break;
    case Kind::kw_with: result.kind = ObligationKind::stored_with_manifest; break;
    default: result.kind = ObligationKind::stored_versioned; break;
  }
  in_.take();
  if (in_.accept(Kind::kw_kms)) result.kind = ObligationKind::stored_encrypted_kms;
  in_.accept(Kind::kw_manifest);
}

ast::Obligation Builder::obligation() {
  ast::Obligation result;
  const Origin from = in_.here();
  in_.enter();
  switch (in_.kind()) {
    case Kind::kw_never:
      in_.take();
      in_.accept(Kind::kw_deleted);
      result.kind = in_.accept(Kind::kw_before) ? ObligationKind::never_deleted_before : ObligationKind::never_deleted;
      break;
    case Kind::kw_deleted:
      in_.take();
      in_.accept(Kind::kw_within);
      result.kind = ObligationKind::deleted_within;
      break;
    case Kind::kw_locked:
      in_.take();
      result.kind = in_.accept(Kind::kw_compliance) ? ObligationKind::locked_compliance : ObligationKind::locked;
      in_.accept(Kind::kw_for);
      break;
    case Kind::kw_not:
      in_.take();
      in_.accept(Kind::kw_moved);
      in_.accept(Kind::kw_before);
      result.kind = ObligationKind::not_moved_before;
      break;
    case Kind::kw_labelled:
      in_.take();
      result.kind = ObligationKind::labelled;
      result.field = some(name());
      break;
    default:
      in_.take();
      stored(result);
      break;
  }
  if (in_.at_node(Kind::duration)) result.duration = duration();
  result.since = since();
  result.origin = in_.since(from);
  in_.leave();
  return result;
}

}  // namespace shelflife
