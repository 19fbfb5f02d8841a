"""Runs what `shelflife build` emits on a real S3 server (Ceph's radosgw) over years of moved clock, and compares what is
there after every lifecycle pass with a table, cases/<name>/{policy.shelf, expected.json}, and with what `shelflife why`
foretold. README.md tells the format.

  run.py SHELFLIFE CLOCK_LIBRARY [CASE...]
"""

import copy
import datetime
import os
import shutil
import signal
import sys
import tempfile
import time
import types

try:
    import boto3
    import botocore.auth
    from botocore.config import Config
except ImportError:
    if sys.executable != "/usr/bin/python3" and os.path.exists("/usr/bin/python3"):  # the distribution's has its packages
        os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])
    print("SKIPPED: python3 has no boto3")
    sys.exit(77)

sys.dont_write_bytecode = True
from server.case import Case, Refused, build, load  # noqa: E402
from server.cluster import KEYS, NEEDS, Cluster  # noqa: E402
from server.foretold import Foretold  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
NOON = datetime.datetime(2030, 1, 1, 12, tzinfo=datetime.timezone.utc).timestamp()  # of day 0, when objects are put
PASS = 13 * 3600        # the lifecycle pass of a day is at 01:00 after its midnight
DAILY = range(0, 28)    # every day is looked at; later, the days around every change
LAST = 12 * 366         # and once when every clock has run


def connect(cluster):
    def now(*_, **__):
        return datetime.datetime.utcfromtimestamp(cluster.clock.now())

    if hasattr(botocore.auth, "get_current_datetime"):
        botocore.auth.get_current_datetime = now
    else:
        moved = type("Moved", (datetime.datetime,), {"utcnow": now})
        botocore.auth.datetime = types.SimpleNamespace(datetime=moved, timedelta=datetime.timedelta)
    return boto3.client("s3", endpoint_url=cluster.endpoint, aws_access_key_id=KEYS[0], aws_secret_access_key=KEYS[1],
                        region_name="us-east-1", config=Config(s3={"addressing_style": "path"}))


def mutants(documents):
    """The same document with one thing wrong: each must be caught, or the tables prove nothing."""
    def shifted(value, by):
        if isinstance(value, dict):
            return {k: v + by if k in ("Days", "NoncurrentDays", "DaysAfterInitiation") else shifted(v, by) for k, v in value.items()}
        return [shifted(v, by) for v in value] if isinstance(value, list) else value

    rules = documents["lifecycle.json"]["Rules"]
    changed = {"early": [shifted(r, -1) for r in rules], "late": [shifted(r, 1) for r in rules]}
    for i, rule in enumerate(rules):
        changed[f"off{i}"] = [dict(r, Status="Disabled") if r is rule else r for r in rules]
        if rule["Filter"] not in ({}, {"Prefix": ""}):
            changed[f"wide{i}"] = [dict(r, Filter={"Prefix": ""}) if r is rule else r for r in rules]
    return {name: dict(documents, **{"lifecycle.json": {"Rules": copy.deepcopy(new)}}) for name, new in changed.items()}


def check_refusal(s3, clock):
    """The server drops these two filters without a word and then deletes more; a case with one must not run."""
    filters = {"newer": {"Filter": {"Prefix": ""}, "NoncurrentVersionExpiration": {"NoncurrentDays": 1, "NewerNoncurrentVersions": 2}},
               "size": {"Filter": {"And": {"Prefix": "a/", "ObjectSizeGreaterThan": 1000}}, "Expiration": {"Days": 1}}}
    for name, rule in filters.items():
        case = Case(s3, clock, "dropped-" + name, {"lifecycle.json": {"Rules": [dict(rule, ID="a", Status="Enabled")]}}, {})
        case.make_bucket()
        try:
            case.prepare()
        except Refused:
            s3.delete_bucket_lifecycle(Bucket=case.bucket)
            continue
        raise Refused(f"{case.name}: the server stored it, so cases may use it now: remove this check")


def main(shelflife, library, chosen):
    missing = [tool for tool in NEEDS if shutil.which(tool) is None]
    if missing:
        print("SKIPPED: not installed: " + ", ".join(missing))
        return 77
    started = time.monotonic()
    failed, cases, wrong = [], [], []
    names = chosen or sorted(os.listdir(os.path.join(HERE, "cases")))
    with Cluster(library) as cluster, tempfile.TemporaryDirectory() as out:
        print(f"cluster up after {time.monotonic() - started:.0f} s")
        cluster.clock.set(NOON)
        s3 = connect(cluster)
        for name in names:
            folder = os.path.join(HERE, "cases", name)
            table = load(os.path.join(folder, "expected.json"))
            try:
                documents = build(shelflife, folder, table["store"], os.path.join(out, name))
            except Refused as why:
                failed.append(f"{name}: {why}")
                continue
            policy = os.path.join(folder, "policy.shelf")
            cases.append(Case(s3, cluster.clock, name, documents, table["keys"], Foretold(shelflife, policy, out)))
            if table.get("mutants"):
                wrong += [Case(s3, cluster.clock, f"{name}-{kind}", changed, table["keys"], Foretold(shelflife, policy, out))
                          for kind, changed in mutants(documents).items()]
        cluster.make_buckets(cases + wrong)
        for case in cases + wrong:
            try:
                case.prepare()
            except Refused as why:
                failed.append(f"{case.name}: {why}")
        check_refusal(s3, cluster.clock)
        if failed:
            print("\n".join(failed))
            return 1
        days = {day for case in cases for change in case.days() for day in (change - 1, change, change + 1) if day >= 0}
        for day in sorted(days | set(DAILY) | {LAST}):
            cluster.clock.set(NOON + day * 86400)
            running = cases + [case for case in wrong if not case.wrong or not case.surprise]  # what is caught twice need not go on
            for case in running:
                case.act(day)
            cluster.clock.set(NOON + day * 86400 + PASS)
            cluster.lifecycle()
            for case in running:
                case.check(day)
    for case in cases:
        failed += [*case.wrong.values(), *([case.surprise] if case.surprise else [])]
        print(f"{case.name}: {len(case.keys)} keys, {len(case.documents.get('lifecycle.json', {}).get('Rules', []))} rules: "
              + ("FAILED" if case.wrong else "as expected") + f"; {case.foretold.asked} revisions, {case.foretold.came} changes: "
              + ("NOT AS FORETOLD" if case.surprise else "as foretold"))
    for case in wrong:
        print(f"{case.name}: " + (f"caught: {next(iter(case.wrong.values()))}" if case.wrong else "NOT CAUGHT"))
        if not case.wrong:
            failed.append(f"{case.name}: a wrong document went unnoticed")
        if case.surprise:
            print(f"{case.name}: not as foretold: {case.surprise}")
        elif case.revisions_wrong:
            failed.append(f"{case.name}: what `why` foretold went on to be right under a wrong document")
    asked, came = (sum(getattr(case.foretold, name) for case in cases) for name in ("asked", "came"))
    if not chosen and came < 50:
        failed.append(f"only {came} things that were foretold happened")
    print(f"{asked} revisions asked about, {came} changes")
    print("\n".join(failed))
    print(f"{len(cases)} cases, {len(wrong)} wrong documents, {len(failed)} failures, {time.monotonic() - started:.0f} s")
    return 1 if failed else 0


def stop(number, _):
    sys.exit(128 + number)  # through the `with`, which stops the cluster


if __name__ == "__main__":
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
