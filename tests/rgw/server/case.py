"""One case on the server: a bucket with the documents that `shelflife build` wrote, its objects, and what must be there."""

import json
import os
import subprocess

import botocore.exceptions

from server.foretold import text


class Refused(Exception):
    """The server did not store what it was sent, so nothing can be learnt from running it."""


def build(shelflife, folder, store, out):
    """What `shelflife build` writes for the store, by file name; the documents alone, no script."""
    done = subprocess.run([shelflife, "build", os.path.join(folder, "policy.shelf"), "-o", out], text=True, timeout=60,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        raise Refused(f"shelflife build: exit {done.returncode}\n{done.stdout}")
    where = os.path.join(out, store)
    return {name: load(os.path.join(where, name)) for name in os.listdir(where) if name.endswith(".json")}


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def canonical(value):
    """A configuration without the differences that mean nothing: order, and how a filter is nested."""
    if isinstance(value, list):
        return sorted((canonical(v) for v in value), key=json.dumps)
    if not isinstance(value, dict):
        return value
    out = {k: canonical(v) for k, v in value.items()}
    if "ID" in out:  # a rule
        out["Filter"] = flat(value.get("Filter", {"Prefix": value.get("Prefix", "")}))
        out.pop("Prefix", None)
    return dict(sorted(out.items()))


def flat(condition):
    """A filter's parts side by side, with And and without; anything else in it is kept and so compared."""
    parts = {"Prefix": "", "Tags": [], **{k: v for k, v in condition.items() if k not in ("And", "Tag")}, **condition.get("And", {})}
    parts["Tags"] = canonical(parts["Tags"] + ([condition["Tag"]] if "Tag" in condition else []))
    return dict(sorted(parts.items()))


def same(what, sent, stored):
    if canonical(sent) != canonical(stored):
        raise Refused(f"{what} reads back different\n  sent   {json.dumps(canonical(sent))}\n  stored {json.dumps(canonical(stored))}")


def revisions(seen):
    return [word for word in seen.split() if word not in ("marker", "upload")]


class Case:
    def __init__(self, s3, clock, name, documents, keys, foretold=None):
        self.s3, self.clock, self.name, self.documents, self.keys, self.foretold = s3, clock, name, documents, keys, foretold
        self.bucket, self.tries = "", 0
        self.uploads = any("upload" in entry.get("do", {}).values() for entry in keys.values())
        self.numbers = {}   # (key, version id) -> the how manyth put of the key it was
        self.wrong = {}     # key -> the first thing that was not as expected
        self.revisions_wrong = False  # some of it is of revisions, not only of markers or uploads
        self.surprise = ""  # the first thing that was not as foretold

    def make_bucket(self):
        self.tries += 1
        self.bucket = f"{self.name}-{self.tries}"
        self.s3.create_bucket(Bucket=self.bucket, ObjectLockEnabledForBucket="object-lock.json" in self.documents)

    def prepare(self):
        """Puts every document that the server knows on the bucket; each is read back."""
        s3, name = self.s3, self.bucket
        lock, versioning = self.documents.get("object-lock.json"), self.documents.get("versioning.json")
        # A new bucket keeps no versions; suspending what was never on would make it one that leaves markers.
        if versioning and versioning["Status"] != "Suspended":
            s3.put_bucket_versioning(Bucket=name, VersioningConfiguration=versioning)
            same("versioning", versioning["Status"], s3.get_bucket_versioning(Bucket=name).get("Status"))
        if lock:
            s3.put_object_lock_configuration(Bucket=name, ObjectLockConfiguration=lock)
            same("object lock", lock, s3.get_object_lock_configuration(Bucket=name)["ObjectLockConfiguration"])
        lifecycle = self.documents.get("lifecycle.json")
        if lifecycle:
            s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration=lifecycle)
            same("lifecycle", lifecycle["Rules"], s3.get_bucket_lifecycle_configuration(Bucket=name)["Rules"])

    def act(self, day):
        steps = {key: entry.get("do", {"0": "put"}).get(str(day)) for key, entry in self.keys.items()}
        steps = {key: step for key, step in steps.items() if step}
        for key, step in steps.items():
            self.step(key, self.keys[key], step.split())
        if steps and self.foretold:
            self.foretold.ask(self.listing(), set(steps), self.clock.now())

    def step(self, key, entry, words):
        if words[0] == "delete":
            self.s3.delete_object(Bucket=self.bucket, Key=key)
        elif words[0] == "tamper":
            self.tamper(key)
        elif words[0] == "upload":
            self.s3.create_multipart_upload(Bucket=self.bucket, Key=key)
        else:
            more = {}
            if entry.get("tags"):
                more["Tagging"] = "&".join(f"{k}={v}" for k, v in entry["tags"].items())
            if words[1:]:  # put COMPLIANCE 30: what the plan's engine does with a lock on a part of the bucket
                more["ObjectLockMode"], more["ObjectLockRetainUntilDate"] = words[1], self.clock.now() + int(words[2]) * 86400
            put = self.s3.put_object(Bucket=self.bucket, Key=key, Body=b"x" * entry.get("size", 1), **more)
            number = 1 + max((n for (k, _), n in self.numbers.items() if k == key), default=0)
            self.numbers[key, put.get("VersionId", "null")] = number

    def tamper(self, key):
        """Somebody with every right deletes all revisions and markers of the key; the locked ones must stay."""
        found = self.s3.list_object_versions(Bucket=self.bucket, Prefix=key)
        for revision in found.get("Versions", []) + found.get("DeleteMarkers", []):
            try:
                self.s3.delete_object(Bucket=self.bucket, Key=key, VersionId=revision["VersionId"])
            except botocore.exceptions.ClientError as error:
                if error.response["Error"]["Code"] != "AccessDenied":
                    raise

    def listing(self):
        """Rows of docs/inventory.md: all that is known of every revision."""
        rows, newer = [], {}  # a page has the revisions of a key newest first, its markers in a list of their own
        for page in self.s3.get_paginator("list_object_versions").paginate(Bucket=self.bucket):
            both = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
            for v in sorted(both, key=lambda v: (v["Key"], v["IsLatest"], v["LastModified"]), reverse=True):
                since, newer[v["Key"]] = newer.get(v["Key"]), v["LastModified"].timestamp()
                if "Size" not in v:
                    continue
                row = {"key": v["Key"], "revision": v["VersionId"], "created": text(v["LastModified"].timestamp()), "size": v["Size"],
                       "tier": v["StorageClass"], "tags": self.keys[v["Key"]].get("tags", {})}
                if not v["IsLatest"]:
                    row.update(current=False, noncurrent_since=text(since))
                if "object-lock.json" in self.documents:
                    until = self.s3.head_object(Bucket=self.bucket, Key=v["Key"], VersionId=v["VersionId"]).get("ObjectLockRetainUntilDate")
                    row.update({"retention": {"until": text(until.timestamp())}} if until else {})
                rows.append(row)
        return rows

    def look(self):
        """key -> what is there, newest first: `2 1@GLACIER`, `marker 1`, `upload`; and each revision's state for `foretold`."""
        found, states = {}, {}
        for page in self.s3.get_paginator("list_object_versions").paginate(Bucket=self.bucket):
            for v in page.get("Versions", []):
                states[v["Key"], v["VersionId"]] = ("current" if v["IsLatest"] else "noncurrent", v["StorageClass"])
                number = self.numbers.get((v["Key"], v["VersionId"]), "?")
                kind = "" if v["StorageClass"] == "STANDARD" else "@" + v["StorageClass"]
                found.setdefault(v["Key"], []).append((v["IsLatest"], v["LastModified"], number, f"{number}{kind}"))
            for m in page.get("DeleteMarkers", []):
                found.setdefault(m["Key"], []).append((m["IsLatest"], m["LastModified"], 0, "marker"))
        seen = {key: " ".join(r[-1] for r in sorted(all, reverse=True)) for key, all in found.items()}
        uploads = self.s3.list_multipart_uploads(Bucket=self.bucket).get("Uploads", []) if self.uploads else []
        for upload in uploads:
            seen[upload["Key"]] = (seen.get(upload["Key"], "") + " upload").strip()
        return seen, states

    def check(self, day):
        seen, states = self.look()
        if self.foretold and not self.surprise:
            found = self.foretold.check(states, self.clock.now())
            self.surprise = f"{self.name}: day {day}: {found}" if found else ""
        for key, entry in self.keys.items():
            since = max((int(d) for d in entry["seen"] if int(d) <= day), default=0)
            expected, got = entry["seen"][str(since)], seen.pop(key, "")
            if expected == "" and got == "marker" and since == day:
                continue  # a marker with nothing behind it goes in the same pass or, by the order of the rules, the next
            if got != expected and key not in self.wrong:
                self.revisions_wrong |= revisions(got) != revisions(expected)
                self.wrong[key] = f"{self.name}: day {day}: {key}: expected [{expected}], the server has [{got}]"
        for key, got in seen.items():
            self.wrong.setdefault(key, f"{self.name}: day {day}: {key}: expected nothing, the server has [{got}]")

    def days(self):
        """Every day on which something is done or changes."""
        return {int(d) for entry in self.keys.values() for part in ("do", "seen") for d in entry.get(part, {})}
