#!/usr/bin/env python3
"""check_gcloud.py OUT: every GCS document decoded by gcloud's own messages, as `gcloud storage` does before it sends."""
import copy
import json
import os
import pathlib
import shutil
import sys


def sdk_root():
    places = [os.environ.get("SHELFLIFE_GCLOUD_DIR", ""), "/usr/lib/google-cloud-sdk", "/usr/share/google-cloud-sdk",
              "/opt/google-cloud-sdk", os.path.expanduser("~/google-cloud-sdk")]
    command = shutil.which("gcloud")
    if command:
        places.append(str(pathlib.Path(os.path.realpath(command)).parent.parent))
    for place in places:
        if place and os.path.isdir(os.path.join(place, "lib", "googlecloudsdk")):
            return place
    return None


ROOT = sdk_root()
if ROOT is None:
    print("SKIPPED: no gcloud")
    sys.exit(77)
sys.path[:0] = [os.path.join(ROOT, "lib", "third_party"), os.path.join(ROOT, "lib")]
try:
    from apitools.base.py import encoding
    from googlecloudsdk.api_lib.util import messages as messages_util
    from googlecloudsdk.generated_clients.apis.storage.v1 import storage_v1_messages as messages
except ImportError as error:
    print("SKIPPED: gcloud's libraries do not load here: %s" % error)
    sys.exit(77)

CLASSES = {"STANDARD", "NEARLINE", "COLDLINE", "ARCHIVE", "MULTI_REGIONAL", "REGIONAL", "DURABLE_REDUCED_AVAILABILITY"}
# Object Lifecycle Management, "sizeAboveBytes": newer than the messages of gcloud 528.
SIZES = ("sizeAboveBytes", "sizeBelowBytes")
FILES = {"lifecycle.json", "versioning.json", "encryption.json", "retention.json", "soft-delete.json", "logging.json",
         "public-access.json"}


def has_sizes():
    return any(field.name == SIZES[0] for field in
               messages.Bucket.LifecycleValue.RuleValueListEntry.ConditionValue.all_fields())


def semantic(rule):
    """What the service refuses and the messages do not (Object Lifecycle Management, "Lifecycle conditions")."""
    action, condition = rule.get("action", {}), rule.get("condition", {})
    kind = action.get("type")
    if kind not in ("Delete", "SetStorageClass", "AbortIncompleteMultipartUpload"):
        yield "unknown action %r" % kind
    if (kind == "SetStorageClass") != ("storageClass" in action):
        yield "storageClass belongs to SetStorageClass alone"
    if action.get("storageClass", "STANDARD") not in CLASSES:
        yield "unknown class"
    if not condition:
        yield "no condition"
    if kind == "AbortIncompleteMultipartUpload" and set(condition) - {"age", "matchesPrefix", "matchesSuffix"}:
        yield "an upload has age, prefix and suffix only"
    if kind != "AbortIncompleteMultipartUpload" and "isLive" not in condition:
        yield "isLive is not said"
    if kind == "Delete" and condition.get("age", 1) < 1:
        yield "deletes at age 0"
    for name in ("age", "daysSinceNoncurrentTime", "numNewerVersions"):
        if condition.get(name, 0) < 0:
            yield "negative " + name
    if not all(isinstance(condition.get(name, []), list) for name in ("matchesPrefix", "matchesSuffix")):
        yield "prefixes and suffixes are lists"
        return
    for text in condition.get("matchesPrefix", []) + condition.get("matchesSuffix", []):
        if not 1 <= len(text) <= 1024:
            yield "prefix or suffix of a wrong length"
    for name in SIZES:
        if not isinstance(condition.get(name, ""), str):
            yield "an int64 is a string"


def judge(document):
    """Complaints about a fragment of a bucket resource."""
    decoded = copy.deepcopy(document)
    rules = decoded.get("lifecycle", {}).get("rule", [])
    if not has_sizes():
        for rule in rules:
            for name in SIZES:
                rule.get("condition", {}).pop(name, None)
    try:
        message = messages_util.DictToMessageWithErrorCheck(decoded, messages.Bucket)
    except Exception as error:  # DecodeError and what apitools itself raises for wrong types
        return ["%s: %s" % (type(error).__name__, str(error).splitlines()[0])]
    found = []
    if encoding.MessageToPyValue(message) != decoded:
        found.append("does not come back as it went in")
    for rule in document.get("lifecycle", {}).get("rule", []):
        found += semantic(rule)
    if len(rules) > 100 or sum(len(rule["condition"].get(name, [])) for rule in rules
                               for name in ("matchesPrefix", "matchesSuffix") if "condition" in rule) > 1000:
        found.append("more rules or prefixes than a bucket takes")
    return found


def self_test():
    def lifecycle(action, condition):
        return {"lifecycle": {"rule": [{"action": action, "condition": condition}]}}
    delete = {"type": "Delete"}
    assert not judge(lifecycle(delete, {"age": 3, "isLive": True})), judge(lifecycle(delete, {"age": 3, "isLive": True}))
    for action, condition in [
            (delete, {"agee": 3, "isLive": True}), (delete, {"age": "x", "isLive": True}), (delete, {"age": 0, "isLive": True}),
            (delete, {"age": 3}), (delete, {}), ({"type": "Vaporise"}, {"age": 3, "isLive": True}),
            ({"type": "SetStorageClass"}, {"age": 3, "isLive": True}), (delete, {"age": -1, "isLive": True}),
            ({"type": "SetStorageClass", "storageClass": "COLD"}, {"age": 3, "isLive": True}),
            ({"type": "AbortIncompleteMultipartUpload"}, {"age": 3, "isLive": True}),
            (delete, {"age": 3, "isLive": True, "matchesPrefix": [""]}), (delete, {"age": 3, "isLive": True, "matchesPrefix": "a"})]:
        assert judge(lifecycle(action, condition)), "accepted: %r %r" % (action, condition)
    assert judge({"lifecycle": {"rules": []}}) and judge({"versionning": {"enabled": True}})


def main():
    self_test()
    judged, failed = 0, 0
    for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.json")):
        script = path.parent / "apply.sh"
        if path.name not in FILES or not script.exists() or "gcloud storage" not in script.read_text():
            continue
        judged += 1
        for complaint in judge(json.loads(path.read_text())):
            failed += 1
            print("%s: %s" % (path, complaint))
    print("%d documents, %d complaints" % (judged, failed))
    sys.exit(1 if failed or not judged else 0)


if __name__ == "__main__":
    main()
