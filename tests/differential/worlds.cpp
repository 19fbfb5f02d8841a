#include "tests/differential/worlds.hpp"

#include "tests/differential/policy_text.hpp"

namespace shelflife::differential {
namespace {

using reference::day;
using reference::Object;
using reference::Time;

constexpr Time base = 1772629200;  // 2026-03-04T13:00:00Z

std::string random_key(Random& r) {
  const auto stage = [&] { return r.of({"dev", "dev", "staging", "production", "qa", "devx", ""}); };
  const auto project = [&] { return r.of({"p", "q", "pq", "p", "raw", ""}); };
  const auto model = [&] { return r.of({"m", "m", "n", "m-m", "tmp", "m-n", "o"}); };
  const auto version = [&] { return r.of({"v1", "v2", "v3", "v1.d", "v2.d", "w"}); };
  const auto run = [&] { return r.of({"r1", "r2", "run-r1"}); };
  std::string key;
  switch (r.below(10)) {
    case 0:
    case 1:
    case 2: key = joined({"ml/", stage(), "/", project(), "/", model(), "/", version(), "/", run(), "/x"}); break;
    case 3:
    case 4: key = joined({"ml/", stage(), "/", model(), "/", version(), "/a.bin"}); break;
    case 5: key = joined({"data/", project(), "/run-", r.of({"r1", "r2", ""}), "/x"}); break;
    case 6: key = joined({stage(), "/", project(), "/", model(), "/x"}); break;
    case 7: key = joined({"ml/", stage(), "/", r.of({"raw/", "tmp/", "m-m/"}), r.of({"p/", "m/", "v1/"}), version(), "/x"}); break;
    case 8: key = joined({r.of({"logs/", "other/", "ml", "/ml/", "dev", "logs/dev/"}), stage(), r.of({"", "/", "/x"})}); break;
    default: key = joined({"ml/", stage(), r.of({"", "/", "/x", "/m", "//v1/x"})}); break;
  }
  // Sometimes cut off, so that a segment is not closed by `/`.
  if (r.percent(10)) key.resize(1 + r.below(key.size()));
  return key;
}

Time random_age(Random& r) {
  const Time around = r.of(used_days()) * day;
  switch (r.below(6)) {
    case 0: return around;
    case 1: return around - 1;
    case 2: return around + 1;
    case 3: return around + day / 2;
    case 4: return around + 3 * day;
    default: break;
  }
  const auto whole_days = static_cast<Time>(r.below(120));
  return whole_days * day + static_cast<Time>(r.below(day));
}

reference::RegistryFacts random_facts(Random& r, Time now) {
  reference::RegistryFacts facts;
  if (r.percent(30)) facts.promotions.push_back(now - random_age(r));
  if (r.percent(25)) facts.retirements.push_back(now - random_age(r));
  facts.referenced = r.percent(15);
  facts.known = r.percent(60);
  if (r.percent(80)) facts.values["status"] = r.of({"ok", "failed", "running"});
  if (r.percent(70)) facts.values["score"] = r.of({"4", "5", "6", "9.5", "10", "11", "n/a"});
  return facts;
}

Object random_object(Random& r, Time now) {
  Object object;
  object.key = random_key(r);
  object.created = now - random_age(r);
  object.size = std::vector<std::uint64_t>{0, 1, 102399, 102400, 102401, 131071, 131072, 131073, 1048575, 1048576,
                                           1048577, 5000000}[r.below(12)];
  if (r.percent(70)) object.tags["owner"] = r.of({"a", "b", "c", ""});
  if (r.percent(60)) object.tags["cost:center"] = r.of({"x", "y", "z"});
  if (r.percent(60)) object.tags["expires"] = r.of({"2026-01-01", "2026-02-25", "2026-03-03", "2026-03-04", "2026-04-01", "soon"});
  if (r.percent(70)) object.tags["score"] = r.of({"4", "5", "6", "9.5", "10", "11", "n/a"});
  // Where no layout binds them, these labels are tags.
  if (r.percent(30)) object.tags["stage"] = r.of({"dev", "staging", "production", "qa"});
  if (r.percent(30)) object.tags["project"] = r.of({"p", "q", "z"});
  object.accessed = {true, object.created + static_cast<Time>(r.below(static_cast<std::size_t>(now - object.created + 1)))};
  if (r.percent(50)) object.accessed.value = object.created;
  if (r.percent(30)) {
    object.current = false;
    object.noncurrent_since = std::max(object.created, now - random_age(r));
  }
  object.registry = {true, random_facts(r, now)};
  if (r.percent(5)) object.locked_until = now + (r.percent(50) ? day : -day);
  object.legal_hold = r.percent(3);
  return object;
}

}  // namespace

RandomWorld random_world(Random& r, std::size_t count) {
  RandomWorld world;
  world.now = base + static_cast<Time>(r.below(3)) * day / 2;
  world.all_read = r.percent(65);
  for (std::size_t i = 0; i < count; ++i) {
    Object object = random_object(r, world.now);
    // Several revisions of a key, and several objects of a version, are what ranks and noncurrent rules are about.
    if (i > 0 && r.percent(35)) object.key = world.objects[r.below(i)].key;
    if (i > 0 && r.percent(20)) object.key = world.objects[r.below(i)].key + ".bin";
    for (const Object& other : world.objects) {
      if (object.current && other.current && other.key == object.key) {
        object.current = false;
        object.noncurrent_since = std::max(object.created, world.now - random_age(r));
      }
    }
    if (r.percent(15)) object.mark = reference::Mark{world.now - random_age(r), joined({"r", std::to_string(r.below(3)), "/", std::to_string(1 + r.below(3))})};
    object.revision = std::to_string(i);
    object.registry.read = world.all_read;
    object.accessed.read = true;
    world.objects.push_back(std::move(object));
  }
  return world;
}

std::string describe(const Object& o, Time now) {
  const auto days = [&](Time t) { return std::to_string(static_cast<double>(now - t) / static_cast<double>(day)) + " days ago"; };
  std::string text = "key " + o.key + (o.current ? ", current" : ", noncurrent since " + days(o.noncurrent_since)) + ", created " +
                     days(o.created) + ", accessed " + days(o.accessed.value) + ", size " + std::to_string(o.size);
  for (const auto& [name, value] : o.tags) text += ", tag " + name + "=" + value;
  if (!o.registry.read) return text + ", registry unread";
  const reference::RegistryFacts& facts = o.registry.value;
  for (Time t : facts.promotions) text += ", promoted " + days(t);
  for (Time t : facts.retirements) text += ", retired " + days(t);
  if (facts.referenced) text += ", referenced";
  if (facts.known) text += ", known";
  for (const auto& [name, value] : facts.values) text += ", " + name + "=" + value;
  if (o.mark) text += ", marked " + days(o.mark->written) + " by " + o.mark->statement;
  if (o.locked_until > now) text += ", lock found";
  if (o.legal_hold) text += ", hold found";
  return text;
}

}  // namespace shelflife::differential
