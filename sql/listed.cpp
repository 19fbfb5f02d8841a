// The user's table as revisions of one store: each column by its meaning, instants in seconds, delete markers taken out.
#include "compiler/model/print.hpp"
#include "sql/stages.hpp"

namespace shelflife::sql {

Stage& Plan::next(std::string name, std::string comment) {
  Stage stage;
  stage.name = name;
  stage.comment = std::move(comment);
  stage.from = last;
  last = std::move(name);
  stages.push_back(std::move(stage));
  return stages.back();
}

Stage& Plan::aside(std::string name, std::string from, std::string comment) {
  Stage stage;
  stage.name = std::move(name);
  stage.comment = std::move(comment);
  stage.from = std::move(from);
  stage.keep = false;
  stages.push_back(std::move(stage));
  return stages.back();
}

namespace {

constexpr const char* quarantine_tag = "shelflife-quarantine";

class Reader {
 public:
  explicit Reader(const Scope& scope) : scope_(scope), table_(scope.table), csv_(scope.table.form == Form::csv) {}

  bool has(Role role) const { return table_.find(role) != nullptr; }
  Expr text_of(Role role) const { return text_of(table_.find(role)->name); }
  Expr text_of(const std::string& name) const {
    const Expr cell = source_column(name, Type::text);
    return csv_ ? call(Call::null_if_empty, Type::text, {cell}) : cell;
  }
  Expr seconds(Role role) const { return call(csv_ ? Call::seconds_of_text : Call::seconds_of_instant, Type::integer, {text_of(role)}); }
  // A truth value; `otherwise` where there is none.
  Expr flag(Role role, bool otherwise) const {
    if (!csv_) return coalesce(source_column(table_.find(role)->name, Type::truth), truth(otherwise));
    const Expr cell = call(Call::lower, Type::text, {text_of(role)});
    return otherwise ? !surely(one_of(cell, {"false", "off"})) : surely(one_of(cell, {"true", "on"}));
  }
  Expr size() const { return csv_ ? call(Call::integer_of_text, Type::integer, {text_of(Role::size)}) : text_of(Role::size); }
  Expr key() const {
    const Expr cell = source_column(table_.find(Role::key)->name, Type::text);
    return csv_ && scope_.store.provider == Provider::s3 ? call(Call::url_decoded, Type::text, {cell}) : cell;
  }
  Expr created() const {
    const Expr written = seconds(Role::created);
    if (!has(Role::created_too)) return coalesce(written, call(Call::seconds_of_instant, Type::integer, {column("run_at", Type::instant)}));
    // Of two, the later: a creation time may be older than the bytes.
    const Expr other = coalesce(seconds(Role::created_too), integer(0));
    return choose({{surely(compare(Op::greater, other, written)), other}}, coalesce(written, call(Call::seconds_of_instant, Type::integer, {column("run_at", Type::instant)})));
  }
  Expr legal_hold() const {
    const bool words = csv_ || table_.find(Role::legal_hold)->name == "object_lock_legal_hold_status";
    if (!words) return flag(Role::legal_hold, false);
    return surely(one_of(call(Call::lower, Type::text, {text_of(Role::legal_hold)}), {"on", "true"}));
  }
  Expr tag(const std::string& name) const {
    for (const TableColumn& c : table_.columns)
      if (c.role == Role::tag && c.name.substr(4) == name) return call(Call::null_if_empty, Type::text, {source_column(c.name, Type::text)});
    if (!has(Role::tags)) return null(Type::text);
    return call(table_.tags == Tags::map ? Call::tag_of_map : Call::tag_of_json, Type::text, {text_of(Role::tags), text(name)});
  }
  Expr here() const {
    std::vector<Expr> list;
    if (has(Role::bucket)) list.push_back(one_of(source_column(table_.find(Role::bucket)->name, Type::text), buckets()));
    if (has(Role::snapshot)) list.push_back(is_null(text_of(Role::snapshot)));
    if (has(Role::deleted)) list.push_back(!flag(Role::deleted, false));
    return all(std::move(list));
  }

 private:
  std::vector<std::string> buckets() const {
    std::vector<std::string> out{scope_.store.bucket};
    if (!scope_.store.account.empty()) out.push_back(scope_.store.account + "/" + scope_.store.bucket);
    return out;
  }

  const Scope& scope_;
  const Table& table_;
  bool csv_;
};

void add_run(Plan& plan) {
  Stage run;
  run.name = "run";
  run.comment = "the instant of the run: objects are judged as they are then";
  run.keep = false;
  Expr at;
  at.type = Type::instant;
  at.op = Op::now;
  if (plan.scope.table.at) {
    at.op = Op::instant;
    std::string instant = instant_text(*plan.scope.table.at);  // 2027-03-31T12:00:00Z
    at.text = instant.substr(0, 10) + " " + (instant.size() > 10 ? instant.substr(11, 8) : "00:00:00");
  }
  run.columns.push_back({"run_at", at});
  plan.stages.push_back(std::move(run));
}

Expr tier(const Scope& scope) {
  const Expr written = column("storage_class_now", Type::text);
  const Expr lower = call(Call::lower, Type::text, {written});
  std::vector<When> list;
  for (int i = 0; i < 5; ++i) list.push_back({equal(written, text(to_text(static_cast<Tier>(i)))), integer(i)});
  const TierMap& map = scope.policy.tiers[static_cast<std::size_t>(scope.store.provider)];
  for (int i = 0; i < 5; ++i) {
    std::string name;
    for (const char c : map.classes[i]) name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (!name.empty()) list.push_back({equal(lower, text(name)), integer(i)});
  }
  return choose(std::move(list), integer(0));
}

}  // namespace

void add_listed(Plan& plan) {
  const Scope& scope = plan.scope;
  const Reader reader(scope);
  add_run(plan);
  Stage& listed = plan.next("listed", "the inventory: one row for each revision of the bucket");
  listed.keep = false;
  listed.table = scope.table.name;
  listed.beside_run = true;
  listed.where = reader.here();
  listed.columns.push_back({"run_at", column("run_at", Type::instant)});
  listed.columns.push_back({"now_s", call(Call::seconds_of_instant, Type::integer, {column("run_at", Type::instant)})});
  listed.columns.push_back({"object_key", reader.key()});
  listed.columns.push_back({"object_version", reader.has(Role::version_id) ? reader.text_of(Role::version_id) : null(Type::text)});
  listed.columns.push_back({"object_size", reader.has(Role::size) ? reader.size() : null(Type::integer)});
  listed.columns.push_back({"created_at", call(Call::nullable, Type::integer, {reader.created()})});
  if (reader.has(Role::storage_class)) listed.columns.push_back({"storage_class_now", reader.text_of(Role::storage_class)});
  if (reader.has(Role::accessed)) listed.columns.push_back({"accessed_at", reader.seconds(Role::accessed)});
  if (reader.has(Role::locked_until)) listed.columns.push_back({"locked_until", reader.seconds(Role::locked_until)});
  if (reader.has(Role::legal_hold)) listed.columns.push_back({"legal_hold", reader.legal_hold()});
  if (scope.versions()) listed.columns.push_back({"is_current", reader.has(Role::is_latest) ? reader.flag(Role::is_latest, true) : is_null(reader.text_of(Role::noncurrent_since))});
  if (reader.has(Role::noncurrent_since)) listed.columns.push_back({"listed_since", reader.seconds(Role::noncurrent_since)});
  if (reader.has(Role::is_delete_marker)) listed.columns.push_back({"is_marker", reader.flag(Role::is_delete_marker, false)});
  if (reader.has(Role::tags) && scope.table.form == Form::parquet) listed.columns.push_back({"tags_unread", is_null(reader.text_of(Role::tags))});
  for (const FieldId id : scope.fields) {
    const Field& field = scope.policy.fields[id];
    if (field.source == FieldSource::tag && scope.reads_tags()) listed.columns.push_back({column_name('t', id, scope.policy), reader.tag(field.external)});
  }
  if (scope.reads_mark()) listed.columns.push_back({"quarantine_mark", reader.tag(quarantine_tag)});

  const Expr created_at = column("created_at", Type::integer);
  if (scope.versions()) {
    // Current first, then from the newest: the row before is what covered a revision.
    Stage& revisions = plan.next("revisions", "since when a revision is noncurrent: when the next newer revision or delete marker of its key was made");
    const Expr before = over("max", Type::integer, {created_at}, {scope.key()},
                             {{choose({{scope.current(), integer(1)}}, integer(0)), true}, {created_at, true}, {column("object_version", Type::text), true}}, Frame::previous);
    Expr since = coalesce(before, scope.now());  // nothing listed covers it: just now
    if (reader.has(Role::noncurrent_since)) since = coalesce(column("listed_since", Type::integer), since);
    revisions.columns.push_back({"covered_at", choose({{!scope.current(), since}}, null(Type::integer))});
  }
  Stage& objects = plan.next("objects", scope.versions() ? "delete markers are no objects" : "");
  if (reader.has(Role::is_delete_marker)) objects.where = !flag_column("is_marker");
  const Expr created = least({created_at, scope.now()});
  objects.columns.push_back({"object_created", created});
  objects.columns.push_back({"object_slashes", call(Call::slashes, Type::integer, {scope.key()})});
  objects.columns.push_back({"object_tier", reader.has(Role::storage_class) ? tier(scope) : integer(0)});
  if (reader.has(Role::accessed)) {
    const Expr accessed = column("accessed_at", Type::integer);
    objects.columns.push_back({"object_accessed", choose({{!is_null(accessed), greatest({least({accessed, scope.now()}), created})},
                                                          {compare(Op::greater_equal, created_at, scope.now()), scope.now()}}, null(Type::integer))});
  }
  if (scope.versions()) {
    const Expr covered = column("covered_at", Type::integer);
    const Expr since = reader.has(Role::noncurrent_since) ? covered : greatest({covered, created_at});
    objects.columns.push_back({"object_since", choose({{!scope.current(), greatest({least({since, scope.now()}), created})}}, null(Type::integer))});
    objects.columns.push_back({"object_newer", over("rank", Type::integer, {}, {scope.key(), scope.current()}, {{since, true}}) - integer(1)});
  }
}

}  // namespace shelflife::sql
