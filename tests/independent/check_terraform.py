#!/usr/bin/env python3
"""check_terraform.py OUT: every terraform/main.tf.json validated and planned by the real terraform, without a network.

aws: the provider itself, from a local plugin folder (SHELFLIFE_TF_PLUGIN_DIR). azurerm and google: stub_provider.cjs
with the committed schemas. The plan's values are compared with the native documents beside the module: a text that
Terraform read as a template would differ.
"""
import contextlib
import copy
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PARTS = pathlib.Path(os.environ.get("SHELFLIFE_PARTS_DIR") or
                     os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "shelflife-parts"))
MODULES = PARTS / "npm" / "node_modules"
PROVIDERS = {"aws": "aws_", "azurerm": "azurerm_", "google": "google_"}


def plugin_dir():
    places = [os.environ.get("SHELFLIFE_TF_PLUGIN_DIR", ""), "/opt/tf-plugins", "/usr/local/share/terraform/plugins",
              "/usr/share/terraform/plugins", os.path.expanduser("~/.terraform.d/plugins")]
    for place in places:
        if place and (pathlib.Path(place) / "registry.terraform.io" / "hashicorp" / "aws").is_dir():
            return place
    return None


@contextlib.contextmanager
def stubs(names):
    """The value of TF_REATTACH_PROVIDERS while stub providers run; the process is ended by its own id."""
    if not names:
        yield None
        return
    schemas = [str(HERE / "schemas" / (name + ".json")) for name in names]
    process = subprocess.Popen(["node", str(HERE / "stub_provider.cjs"), str(MODULES)] + schemas, stdout=subprocess.PIPE, text=True)
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()


def part(module, providers):
    """The module with the resources of some providers only."""
    made = copy.deepcopy(module)
    prefixes = tuple(PROVIDERS[name] for name in providers)
    for kind in ("resource", "data"):
        kept = {name: value for name, value in made.get(kind, {}).items() if name.startswith(prefixes)}
        made.pop(kind, None)
        if kept:
            made[kind] = kept
    for table in (made["terraform"]["required_providers"], made.get("provider", {})):
        for name in list(table):
            if name not in providers:
                del table[name]
    if not made.get("provider", True):
        del made["provider"]
    return made


def without_a_cloud(module):
    """Provider settings that let the AWS provider plan without credentials."""
    if "aws" not in module["terraform"]["required_providers"]:
        return module
    made = copy.deepcopy(module)
    blocks = made.setdefault("provider", {}).get("aws", [{}])
    if all("alias" in block for block in blocks):
        blocks = blocks + [{"region": "us-east-1"}]
    for block in blocks:
        block.setdefault("region", "us-east-1")
        if "$" in block["region"] or "\n" in block["region"]:
            block["region"] = "us-east-1"
        block.update(access_key="x", secret_key="x", skip_credentials_validation=True, skip_requesting_account_id=True,
                     skip_metadata_api_check=True, skip_region_validation=True)
    made["provider"]["aws"] = blocks
    return made


def terraform(folder, reattach, *words):
    environment = {key: value for key, value in os.environ.items() if key != "TF_CLI_CONFIG_FILE"}
    if reattach:
        environment["TF_REATTACH_PROVIDERS"] = reattach
    return subprocess.run(["terraform", "-chdir=" + str(folder), *words], env=environment, capture_output=True, text=True)


def only_lifecycle_of_aws(module):
    """Hostile bucket names are refused by the AWS provider itself; the texts in the rules have to pass."""
    made = copy.deepcopy(module)
    made.pop("data", None)
    for kind in list(made.get("resource", {})):
        if kind.startswith("aws_") and kind != "aws_s3_bucket_lifecycle_configuration":
            del made["resource"][kind]
    for body in made.get("resource", {}).get("aws_s3_bucket_lifecycle_configuration", {}).values():
        body.update(bucket="example")
        body.pop("depends_on", None)
    return made


def said(diagnostics):
    return ["%s: %s %s" % (item["severity"], item["summary"], item.get("detail", "")) for item in diagnostics]


def run(module, reattach, plugins, plan=True):
    """(errors, planned resources by address) of one module."""
    with tempfile.TemporaryDirectory(prefix="shelflife-tf-") as name:
        folder = pathlib.Path(name)
        (folder / "main.tf.json").write_text(json.dumps(module))
        local = ["-plugin-dir=" + plugins] if plugins else []
        done = terraform(folder, reattach, "init", "-input=false", "-no-color", *local)
        if done.returncode != 0:
            return ["init: " + done.stderr.strip()[-800:]], {}
        if not plan:
            return said(json.loads(terraform(folder, reattach, "validate", "-json").stdout)["diagnostics"]), {}
        variables = []
        for variable in module.get("variable", {}):
            value = "arn:aws:iam::123456789012:role/example" if "arn" in variable else "" if "policy" in variable else "365" if "soft_delete_days" in variable else "example"
            variables.append("-var=%s=%s" % (variable, value))
        # A plan validates too. Each command starts the provider anew, which is most of what it takes.
        done = terraform(folder, reattach, "plan", "-json", "-input=false", "-refresh=false", "-out=plan", *variables)
        lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        found = said(line["diagnostic"] for line in lines if line["type"] == "diagnostic")
        if found or done.returncode != 0:
            return found or ["plan: " + done.stderr.strip()[-800:]], {}
        done = terraform(folder, reattach, "show", "-json", "plan")
        planned = json.loads(done.stdout)["planned_values"].get("root_module", {}).get("resources", [])
        return [], {item["address"]: item["values"] for item in planned}


def native_texts(folder):
    """Prefixes, suffixes and tags of the native documents below a build's folder."""
    found = set()

    def walk(value):
        if isinstance(value, dict):
            for name, child in value.items():
                if name in ("Prefix",):
                    found.add(child)
                elif name in ("prefixMatch", "matchesPrefix", "matchesSuffix"):
                    found.update(child)
                elif name == "blobIndexMatch":
                    found.update(text for tag in child for text in (tag["name"], tag["value"]))
                elif name in ("Tag", "Tags"):
                    found.update(text for tag in (child if name == "Tags" else [child]) for text in (tag["Key"], tag["Value"]))
                else:
                    walk(child)
        elif isinstance(value, list):
            for child in value:
                walk(child)
    for path in folder.rglob("*.json"):
        if path.name in ("lifecycle.json", "management-policy.json"):
            walk(json.loads(path.read_text()))
    return found


def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, child in value.items():
            yield name
            yield from texts(child)
    elif isinstance(value, list):
        for child in value:
            yield from texts(child)


def self_test(reattach, plugins, names):
    """Spoilt modules have to be refused."""
    def module(provider, kind, body):
        made = {"terraform": {"required_providers": {provider: {"source": "hashicorp/" + provider}}}, "resource": {kind: {"x": body}}}
        if provider == "azurerm":
            made["provider"] = {"azurerm": {"features": {}}}
        return without_a_cloud(made)
    rule = {"id": "r", "status": "Enabled", "filter": {}, "expiration": {"days": 3}}
    aws = lambda **change: module("aws", "aws_s3_bucket_lifecycle_configuration", {"bucket": "b-example", "rule": [{**rule, **change}]})
    blob = {"name": "r", "enabled": True, "filters": {"blob_types": ["blockBlob"]}, "actions": {"base_blob": {}}}
    azure = lambda **change: module("azurerm", "azurerm_storage_management_policy", {"storage_account_id": "i", "rule": [{**blob, **change}]})
    object_rule = {"action": {"type": "Delete"}, "condition": {"age": 3}}
    google = lambda **change: module("google", "google_storage_bucket", {"name": "b", "location": "EU", "lifecycle_rule": [{**object_rule, **change}]})
    cases = {
        "aws": (aws, [{"prefx": "a"}, {"status": "On"}, {"expiration": {"days": "x"}}, {"transition": [{"days": 3, "storage_class": "COLD"}]},
                      {"filter": {"prefix": "${var.nothing}"}}]),
        "azurerm": (azure, [{"tier": 3}, {"filters": {}}, {"actions": {"base_blob": {"delete_after": 3}}}, {"enabled": "perhaps"},
                            {"filters": {"blob_types": ["blockBlob"], "prefix_match": ["%{if}"]}}]),
        "google": (google, [{"condition": {"agee": 3}}, {"condition": {"age": "x"}}, {"action": {}}, {"name": "x"}]),
    }
    for name in names:
        make, spoilt = cases[name]
        found, _ = run(make(), reattach, plugins)
        assert not found, (name, found)
        for change in spoilt:
            found, _ = run(make(**change), reattach, plugins, plan=False)
            assert found, "%s accepted %r" % (name, change)


def main():
    if shutil.which("terraform") is None:
        print("SKIPPED: no terraform")
        return 77
    plugins = plugin_dir()
    stubbed = ["azurerm", "google"] if shutil.which("node") and (MODULES / "@grpc" / "grpc-js").is_dir() else []
    names = (["aws"] if plugins else []) + stubbed
    if not plugins:
        print("SKIPPED in part: no local hashicorp/aws (set SHELFLIFE_TF_PLUGIN_DIR)")
    if not stubbed:
        print("SKIPPED in part: no stub providers (scripts/ci-parts.sh installs what they need)")
    if not names:
        return 77
    judged = failed = 0
    with stubs(stubbed) as reattach:
        self_test(reattach, plugins, names)
        for path in sorted(pathlib.Path(sys.argv[1]).glob("*/terraform/main.tf.json")):
            module = json.loads(path.read_text())
            frozen = "frozen" in str(path) or "--freeze" in str(path)
            used = [name for name in names if name in module["terraform"]["required_providers"]]
            whole = set(used) == set(module["terraform"]["required_providers"])
            if "hostile" in str(path):
                module = only_lifecycle_of_aws(module)
            found, planned = run(without_a_cloud(part(module, used)), reattach, plugins, plan=not frozen)
            judged += 1
            if not found and planned and whole:
                missing = native_texts(path.parent.parent) - set(texts(list(planned.values())))
                found = ["the plan lacks %r" % text for text in sorted(missing)]
            for line in found:
                failed += 1
                print("%s: %s" % (path, line))
    print("%d modules, %d complaints, judged by %s" % (judged, failed, ", ".join(names)))
    return 1 if failed or not judged else 0


if __name__ == "__main__":
    sys.exit(main())
