"""What `shelflife why` foretells of each revision on the server, and whether that is what happens to it."""

import datetime
import json
import os
import subprocess

CLASSES = {"hot": "STANDARD", "cool": "STANDARD_IA", "cold": "GLACIER_IR", "archive": "GLACIER", "deep_archive": "DEEP_ARCHIVE"}
DAY = 86400
NEVER = (float("inf"), float("inf"))


def text(when):
    return datetime.datetime.fromtimestamp(int(when), datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds(word):
    when = datetime.datetime.strptime(word, "%Y-%m-%dT%H:%M:%SZ" if "T" in word else "%Y-%m-%d")
    return when.replace(tzinfo=datetime.timezone.utc).timestamp()


def span(event):
    """(not before, done in the first pass from then on). S3 promises the second only within the lag that the answer states; this
    server acts in the first pass, so the very day is compared. Nobody prunes here: what only the plan does never happens, and
    where it could have been first, the server has until the end of the lag."""
    if event is None or event["who"] not in ("cloud", "cloud_and_plan"):
        return NEVER
    at, latest = seconds(event["at"]), seconds(event["latest"])
    return (at, at if event["who"] == "cloud" else latest)


class Future:
    """One case of an answer: what may be seen of the revision, and when."""

    def __init__(self, case, noncurrent):
        events = {event["event"]: event for event in case["events"]}
        first, last = events.get("deleted", events.get("hidden")), events.get("bytes gone")
        self.outcome, self.noncurrent, self.first, self.last = case["outcome"], noncurrent, span(first), span(last)
        if first and self.first == NEVER:
            self.last = NEVER  # the second clock never begins
        elif first and last and first["at"] != last["at"]:
            # A pass at 01:00 makes a revision noncurrent an hour after the midnight that is foretold, so its own clock rounds up to
            # the next one; and where the plan could have been first, it began later still.
            more = seconds(last["at"]) + DAY if first["who"] == "cloud" else NEVER[1]
            self.last = (self.last[0], min(max(self.last[1], more), seconds(last["latest"]))) if self.last != NEVER else NEVER
        self.moves = [(span(event), CLASSES[event["tier"]]) for event in case["events"] if event["event"] == "moved"]

    def allows(self, state, kind, now):
        if state == "gone":
            return now >= self.last[0]
        if now >= self.last[1]:
            return False
        if not self.noncurrent and (now < self.first[0] if state == "noncurrent" else now >= self.first[1]):
            return False
        possible = ["STANDARD"]
        for (at, by), name in self.moves:
            possible = [name] if now >= by else [*possible, name] if now >= at else possible
        return kind in possible and not (self.noncurrent and state == "current")

    def __str__(self):
        return self.outcome


class Foretold:
    def __init__(self, shelflife, policy, scratch):
        self.shelflife, self.policy, self.listing = shelflife, policy, os.path.join(scratch, "listing.jsonl")
        self.futures = {}   # (key, version id) -> the cases that the server has not contradicted
        self.last = {}      # (key, version id) -> what was seen of it
        self.asked = 0
        self.came = 0       # how often something foretold happened

    def ask(self, rows, keys, now):
        """Asks about every revision of `keys`, which were just acted on; what was foretold of them before no longer counts."""
        for known in [known for known in self.futures if known[0] in keys]:
            del self.futures[known]
        now = int(now) + 1
        with open(self.listing, "w", encoding="utf-8") as file:
            file.write(json.dumps({"listing_began": text(now), "complete": True}) + "\n")
            file.writelines(json.dumps(row) + "\n" for row in rows)
        current = {(row["key"], row["revision"]): row.get("current", True) for row in rows}
        for key in sorted({row["key"] for row in rows} & set(keys)):
            command = [self.shelflife, "why", self.policy, f"s3://shelflife-test/{key}", "--inventory", self.listing, "--at", text(now),
                       "--format", "json"]
            done = subprocess.run(command, text=True, timeout=60, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            if done.returncode != 0:
                raise RuntimeError(f"{' '.join(command)}: exit {done.returncode}\n{done.stderr}")
            answer = json.loads(done.stdout)
            for one in [answer, *answer["other_revisions"]]:
                known = (key, one["revision"])
                self.futures[known] = [Future(case, not current[known]) for case in one["cases"]]
                self.last[known] = ("current" if current[known] else "noncurrent", "STANDARD")
                self.asked += 1

    def check(self, seen, now):
        """The first revision of which no case foretold what is seen; `seen`: (key, version id) -> (state, storage class)."""
        wrong = None
        for known, futures in self.futures.items():
            state, kind = seen.get(known, ("gone", ""))
            left = [future for future in futures if future.allows(state, kind, now)]
            if not left:
                wrong = wrong or f"{known[0]}: foretold [{' | '.join(map(str, futures))}], at {text(now)} it is [{state} {kind}]"
                continue
            self.futures[known] = left
            if (state, kind) != self.last[known]:
                self.came += 1
                self.last[known] = (state, kind)
        return wrong
