// How MLflow's runs and versions reach objects: by run, by name and number, by the place of their artifacts. In doubt, facts are unread.
#include <doctest/doctest.h>

#include "inventory/mlflow.hpp"
#include "inventory/mlflow_places.hpp"
#include "tests/compiler/support.hpp"

using namespace shelflife;

namespace {

const std::string run_1(32, '1'), run_2(32, '2'), run_3(32, '3');
constexpr Instant now = 1800000000;

struct World {
  testing::Resolved resolved;
  MlflowFacts facts;

  explicit World(const std::string& policy) {
    testing::resolve_text(resolved, policy);
    REQUIRE(!resolved.diagnostics.has_errors());
  }
  MlflowRun& run(const std::string& id, const std::string& uri, const std::string& status = "FINISHED") {
    facts.runs.push_back({id, status, "active", uri, "1", {}, {}, {}, {}, {}, {}});
    return facts.runs.back();
  }
  MlflowModelVersion& version(const std::string& model, const std::string& number, const std::string& source, const std::string& stage = "None") {
    facts.versions.push_back({"default", model, number, stage, source, {}, {}, "READY", 1700000000000, {}, {}});
    return facts.versions.back();
  }
  ObjectState tell(const std::string& key, StoreId store = 0) const {
    ObjectState object;
    object.store = store;
    object.key = key;
    object.created = 100 * seconds_a_day;
    registry_of(resolved.policy, facts).tell(resolved.policy, now, object);
    return object;
  }
  // "status=failed promoted referenced", "orphan", "unread ..."
  std::string told(const std::string& key, StoreId store = 0) const {
    const ObjectState object = tell(key, store);
    std::string out;
    const auto add = [&](const std::string& word) { out += (out.empty() ? "" : " ") + word; };
    for (const LabelState& label : object.labels) {
      const std::string& name = resolved.policy.fields[label.field].name;
      if (label.kind == LabelState::Kind::unread) add(name + "?");
      if (label.kind == LabelState::Kind::value) add(name + "=" + label.text);
    }
    const auto fact = [&](const char* name, Fact state) {
      if (state == Fact::yes) add(name);
      if (state == Fact::unread) add(std::string(name) + "?");
    };
    fact("promoted", object.promoted);
    fact("retired", object.retired);
    fact("referenced", object.referenced);
    fact("orphan", object.orphan);
    return out;
  }
};

const std::string by_run = "layout \"mlflow/{experiment}/{run_id}/artifacts/\"\nstore s on s3 \"acme-ml\" { versioning off }\nstore other on gcs \"acme-gcs\" { versioning off }\n"
                           "store az on azure \"acme/models\" { versioning off }\nrule r where status == failed { delete after 3 days }\n";
const std::string by_name = "layout \"ml/{stage}/{model}/{version}/\"\nlayout \"m/{model}/{version}/\"\nlayout \"n/{name}/{version}/\"\nlayout \"r/{stage}/{model}/{version}/{run_id}/\"\n"
                            "store s on s3 \"acme-ml\" { versioning off }\nrule r where status == failed { delete after 3 days }\n";

}  // namespace

TEST_CASE("places of artifacts, by the URIs that MLflow writes") {
  struct Case {
    std::string uri, key;
    StoreId store;
    const char* told;
  };
  const Case cases[] = {
      {"s3://acme-ml/a/b", "a/b/x", 0, "status=failed"},
      {"s3://acme-ml/a/b/", "a/b/x", 0, "status=failed"},
      {"s3://acme-ml/a/b", "a/b", 0, "status=failed"},       // a single file
      {"s3://acme-ml/a/b", "a/bc/x", 0, ""},
      {"s3://acme-ml/a/b", "x/a/b/y", 0, ""},
      {"s3://acme-ml/a/b", "a/b/x", 1, ""},                  // another store
      {"s3a://acme-ml/a/b", "a/b/x", 0, "status=failed"},
      {"gs://acme-gcs/a/b", "a/b/x", 1, "status=failed"},
      {"gs://acme-ml/a/b", "a/b/x", 0, ""},                  // not that cloud
      {"wasbs://models@acme.blob.core.windows.net/a/b", "a/b/x", 2, "status=failed"},
      {"abfss://models@acme.dfs.core.windows.net/a/b", "a/b/x", 2, "status=failed"},
      {"https://acme.blob.core.windows.net/models/a/b%20c", "a/b c/x", 2, "status=failed"},
      {"wasbs://models", "a/b/x", 2, ""},
      {"s3://somebody-elses/a/b", "a/b/x", 0, ""},
      {"s3://acme-ml", "a/b/x", 0, ""},                      // the whole store is no run's
      {"s3://acme-ml/", "a/b/x", 0, ""},
      {"mlflow-artifacts:/1/" + run_1 + "/artifacts", "root/1/" + run_1 + "/artifacts/x", 0, "status=failed"},
      {"mlflow-artifacts://host:5000/1/" + run_1 + "/artifacts", run_1 + "/artifacts/x", 1, "status=failed"},
      {"file:///home/ann/mlruns/1/" + run_1 + "/artifacts", "copy/" + run_1 + "/artifacts/x", 0, "status=failed"},
      {"dbfs:/mnt/models/a", "x/mnt/models/a/y", 0, "status? promoted? retired?"},  // perhaps another's
      {"/a", "x/ab/y", 0, ""},
      {"", "a/b/x", 0, ""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.uri);
    CAPTURE(c.key);
    World world(by_run);
    world.run(run_1, c.uri, "FAILED");
    CHECK(world.told(c.key, c.store) == c.told);
  }
}

TEST_CASE("sources of versions are followed, and what they lead to is referenced") {
  World world(by_run);
  world.run(run_1, "s3://acme-ml/mlflow/1/" + run_1 + "/artifacts");
  world.facts.logged_models.push_back({"m-0123456789abcdef", "s3://acme-ml/logged/m", run_1, "active"});
  world.version("a", "1", "runs:/" + run_1 + "/model");
  world.version("a", "2", "models:/m-0123456789abcdef");
  world.version("a", "3", "models:/a/1").storage_location = "s3://acme-ml/copies/a3";
  world.version("a", "4", "models:/a/3");
  world.version("a", "5", "models:/a@best").aliases = {"best"};  // of itself: it leads nowhere
  world.version("a", "6", "runs:/" + run_3 + "/model");          // of a run that is gone
  world.version("a", "7", "s3://acme-ml");
  world.version("b", "1", "s3://acme-ml/deleted", "Deleted_Internal");
  const std::string root = "mlflow/1/";
  world.facts.versions.erase(world.facts.versions.begin() + 6);  // first without the one that names the whole store
  CHECK(world.told(root + run_1 + "/artifacts/model/x") == "status=finished referenced");
  CHECK(world.told(root + run_1 + "/artifacts/log") == "status=finished");
  CHECK(world.told("logged/m/x") == "status=finished referenced");
  CHECK(world.told("copies/a3/x") == "referenced");
  CHECK(world.told(root + run_3 + "/artifacts/model/x") == "referenced");
  CHECK(world.told(root + run_2 + "/artifacts/x") == "orphan");
  CHECK(world.told("deleted/x") == "");
  world.version("a", "7", "s3://acme-ml");
  CHECK(world.told(root + run_2 + "/artifacts/x") == "referenced");
  CHECK(world.told(root + run_2 + "/artifacts/x", 1) == "orphan");
}

TEST_CASE("a version reaches its folder by name and number, or leaves it alone where that is not sure") {
  World world(by_name);
  world.version("click", "3", "", "Production").run_id = run_1;
  world.run(run_1, "", "FAILED");
  CHECK(world.told("m/click/3/x") == "status=failed promoted");
  CHECK(world.told("m/click/v3/x") == "status? promoted? retired?");
  CHECK(world.told("m/click/03/x") == "orphan");
  CHECK(world.told("m/churn/3/x") == "orphan");
  CHECK(world.told("n/click/3/x") == "status? promoted? retired?");         // `name` may be anything
  CHECK(world.told("ml/dev/click/3/x") == "status? promoted? retired?");    // which stage's?
  CHECK(world.told("ml/dev/click/4/x") == "orphan");
  CHECK(world.told("r/dev/click/3/" + run_1 + "/x") == "status=failed promoted");
  CHECK(world.told("r/dev/click/3/" + run_2 + "/x") == "status? promoted? retired?");
  world.facts.versions[0].tags["stage"] = "dev";
  CHECK(world.told("ml/dev/click/3/x") == "status=failed promoted");
  CHECK(world.told("ml/production/click/3/x") == "orphan");
  world.facts.versions[0].tags.clear();
  world.facts.versions[0].source = "s3://acme-ml/ml/dev/click/3";
  CHECK(world.told("ml/dev/click/3/x") == "status=failed promoted");        // its own place is no reference
  CHECK(world.told("ml/production/click/3/x") == "status? promoted? retired?");
  world.facts.versions[0].aliases = {"champion"};
  CHECK(world.told("ml/dev/click/3/x") == "status=failed promoted referenced");
  CHECK(world.told("m/click/3/x") == "status=failed promoted referenced");
  world.version("click", "3", "").workspace = "team-b";
  CHECK(world.told("m/click/3/x") == "status? promoted? retired? referenced");
}

TEST_CASE("stages and aliases, as far as MLflow says when") {
  World world(by_name);
  MlflowModelVersion& version = world.version("click", "3", "");
  const auto stage = [&](const char* name) {
    version.stage = name;
    return world.tell("m/click/3/x");
  };
  const Seconds age = now - 1700000000;
  CHECK(stage("None").promoted == Fact::no);
  CHECK(stage("Staging").promoted == Fact::no);
  ObjectState object = stage("Production");
  CHECK(object.promoted == Fact::yes);
  CHECK(object.promoted_since == age);
  CHECK(object.retired == Fact::no);
  object = stage("Archived");
  CHECK(object.promoted == Fact::unread);  // perhaps, and not later than
  CHECK(object.promoted_since == age);
  CHECK(object.retired == Fact::yes);
  CHECK(object.retired_since == age);
  version.aliases = {"champion"};
  object = world.tell("m/click/3/x");  // in use whatever its stage
  CHECK(object.promoted == Fact::yes);
  CHECK(object.promoted_since == 0);
  CHECK(object.retired == Fact::no);
  version.aliases.clear();
  version.updated.reset();
  CHECK(stage("Production").promoted_since == 0);
  object = stage("Archived");
  CHECK(object.promoted_since == 0);
  CHECK(object.retired_since == 0);
  version.updated = 1700000000001;  // up to the next second: a later event ends a keep later
  CHECK(stage("Production").promoted_since == age - 1);
}

TEST_CASE("values of several kinds or records that differ are unread") {
  World world("layout \"mlflow/{run_id}/\"\nlabel owner from registry\nlabel lr from registry \"params.lr\"\nlabel tagged from registry \"tags.lr\"\nlabel experiment from registry\n"
              "store s on s3 \"acme-ml\" { versioning off }\nrule r where owner == ann { delete after 3 days }\n");
  MlflowRun& run = world.run(run_1, "s3://acme-ml/mlflow/" + run_1);
  run.params = {{"lr", "0.1"}};
  run.tags = {{"lr", "0.2"}, {"owner", "ann"}};
  world.facts.experiments["1"] = "first";
  const std::string key = "mlflow/" + run_1 + "/x";
  CHECK(world.told(key) == "owner=ann lr=0.1 tagged=0.2 experiment=first");
  world.version("a", "1", "runs:/" + run_1).tags = {{"owner", "bob"}};
  world.facts.versions[0].run_id = run_1;
  CHECK(world.told(key) == "owner? lr=0.1 tagged=0.2 experiment=first referenced");
  world.facts.versions[0].tags = {{"owner", "ann"}};
  CHECK(world.told(key) == "owner=ann lr=0.1 tagged=0.2 experiment=first referenced");
  world.facts.runs[0].params["owner"] = "somebody";
  CHECK(world.told(key) == "owner? lr=0.1 tagged=0.2 experiment=first referenced");
}

TEST_CASE("numbers and places of data sets are the same however they were read") {
  CHECK(mlflow_number(0.1) == "0.1");
  CHECK(mlflow_number(0.30000000000000004) == "0.30000000000000004");
  CHECK(mlflow_number(1e300) == "1e+300");
  CHECK(mlflow_number(3) == "3");
  CHECK(!mlflow_number(std::numeric_limits<double>::quiet_NaN()));
  CHECK(!mlflow_number(std::numeric_limits<double>::infinity()));
  CHECK(mlflow_dataset_place("{\"uri\": \"s3://a/b\"}") == "s3://a/b");
  CHECK(mlflow_dataset_place("{\"path\": \"/a\"}") == "/a");
  CHECK(mlflow_dataset_place("s3://a/b") == "s3://a/b");
  CHECK(mlflow_dataset_place("{\"tags\": {}}") == "");
  CHECK(mlflow_dataset_place("[1]") == "");
}
