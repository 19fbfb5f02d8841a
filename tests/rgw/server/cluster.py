"""A private Ceph cluster of one node (mon, osd in memory, radosgw) in a temporary folder, with a clock of its own."""

import ctypes
import json
import mmap
import os
import signal
import shutil
import socket
import struct
import subprocess
import tempfile
import time
import uuid

NEEDS = ["ceph-mon", "ceph-osd", "ceph", "monmaptool", "radosgw", "radosgw-admin"]
# S3's storage classes are only names here: no restore, no minimum age.
CLASSES = ["STANDARD_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"]
SHARDS = 128
KEYS = ["SHELFLIFETEST", "shelflife-test-secret"]

CONFIGURATION = """[global]
fsid = {fsid}
mon host = [v2:127.0.0.1:{mon2},v1:127.0.0.1:{mon1}]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
run dir = {dir}
crash dir = {dir}
admin socket = {dir}/$name.$pid.asok
log file = {dir}/$name.log
mon data = {dir}/mon
osd data = {dir}/osd
osd objectstore = memstore
memstore device bytes = 4G
osd memory target = 939524096
osd crush chooseleaf type = 0
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd pool default pg autoscale mode = off
mon allow pool size one = true
mon max pg per osd = 1000
mon warn on pool no redundancy = false
rgw lifecycle work time = 00:00-23:59
rgw lc max wp worker = 1
rgw lc max objs = {shards}
[client.rgw]
# radosgw asks for secure mode, which there is not without authentication: it would wait for the mon for ever.
ms mon client mode = crc
rgw frontends = beast endpoint=127.0.0.1:{http}
rgw enable lc threads = false
rgw enable apis = s3, admin
"""


def die_with_parent():
    """A test that is killed leaves no daemon behind."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for s in sockets:
        s.bind(("127.0.0.1", 0))
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


class Clock:
    """The wall clock of all that has the library preloaded, this process included if it was started so."""

    def __init__(self, path, library):
        self.path, self.library = path, library
        with open(path, "wb") as file:
            file.write(struct.pack("q", 0))
        self.file = open(path, "r+b")
        self.map = mmap.mmap(self.file.fileno(), 8)
        self.offset = 0

    def set(self, when):
        self.offset += int(when - self.now())
        self.map[:8] = struct.pack("q", self.offset)

    def now(self):
        return time.clock_gettime(time.CLOCK_REALTIME) + self.offset

    def environment(self):
        return {"LD_PRELOAD": self.library, "RGW_TEST_CLOCK": self.path}


class Cluster:
    def __init__(self, library):
        self.dir = tempfile.mkdtemp(prefix="shelflife-rgw-")
        self.daemons = []
        self.clock = Clock(os.path.join(self.dir, "clock"), library)
        self.environment = dict(os.environ, CEPH_CONF=os.path.join(self.dir, "ceph.conf"))

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def run(self, *command, moved=False):
        extra = dict(self.clock.environment(), RGW_TEST_HASTE="1") if moved else {}
        done = subprocess.run(command, env={**self.environment, **extra}, stdin=subprocess.DEVNULL, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60, preexec_fn=die_with_parent)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(command)}: exit {done.returncode}: {done.stderr[-2000:]}")
        return done.stdout

    def spawn(self, *command, moved=False):
        extra = self.clock.environment() if moved else {}
        with open(os.path.join(self.dir, command[0] + ".out"), "wb") as out:
            self.daemons.append(subprocess.Popen(command, env={**self.environment, **extra}, stdin=subprocess.DEVNULL,
                                                 stdout=out, stderr=out, preexec_fn=die_with_parent))

    def start(self):
        mon2, mon1, http = free_ports(3)
        self.endpoint = f"http://127.0.0.1:{http}"
        fsid, osd = str(uuid.uuid4()), str(uuid.uuid4())
        for folder in ("mon", "osd"):
            os.mkdir(os.path.join(self.dir, folder))
        with open(self.environment["CEPH_CONF"], "w", encoding="utf-8") as file:
            file.write(CONFIGURATION.format(fsid=fsid, dir=self.dir, mon1=mon1, mon2=mon2, http=http, shards=SHARDS))
        monmap = os.path.join(self.dir, "monmap")
        self.run("monmaptool", "--create", "--addv", "a", f"[v2:127.0.0.1:{mon2},v1:127.0.0.1:{mon1}]", "--fsid", fsid, monmap)
        self.run("ceph-mon", "--mkfs", "-i", "a", "--monmap", monmap)
        self.spawn("ceph-mon", "-f", "-i", "a")
        self.run("ceph", "osd", "new", osd)
        self.run("ceph-osd", "--mkfs", "-i", "0", "--osd-uuid", osd)
        self.spawn("ceph-osd", "-f", "-i", "0")
        # The first user makes the zone; the classes need the zone and must be there before radosgw starts.
        self.run("radosgw-admin", "user", "create", "--uid=test", "--display-name=test", "--access-key=" + KEYS[0],
                 "--secret=" + KEYS[1])
        where = ["--placement-id", "default-placement", "--storage-class"]
        for name in CLASSES:
            self.run("radosgw-admin", "zonegroup", "placement", "add", "--rgw-zonegroup", "default", *where, name)
            self.run("radosgw-admin", "zone", "placement", "add", "--rgw-zone", "default", *where, name, "--data-pool",
                     "default.rgw.cold")
        self.spawn("radosgw", "-f", "-n", "client.rgw", moved=True)
        for _ in range(240):
            with socket.socket() as s:
                if s.connect_ex(("127.0.0.1", http)) == 0:
                    return
            if self.daemons[-1].poll() is not None:
                break
            time.sleep(0.25)
        raise RuntimeError("radosgw did not come up: " + self.tail("radosgw.out"))

    def lifecycle(self):
        """One lifecycle pass over every bucket, now. At most one a calendar day does anything."""
        self.run("radosgw-admin", "lc", "process", moved=True)

    def shards(self):
        """bucket -> its shard of the lifecycle list (Ceph's ceph_str_hash_linux, HASH_PRIME, rgw_lc.cc get_lc_oid)."""
        found = {}
        for bucket in json.loads(self.run("radosgw-admin", "bucket", "stats")):
            number = 0
            for c in f":{bucket['bucket']}:{bucket['marker']}".encode():
                number = (number + (c << 4) + (c >> 4)) * 11 % 2**64
            found[bucket["bucket"]] = number % 2**32 % 7877 % SHARDS
        return found

    def make_buckets(self, cases):
        """`lc process` looks only at the first bucket of a shard, so every case gets a bucket with a shard of its own."""
        taken, waiting = set(), list(cases)
        while waiting:
            for case in waiting:
                case.make_bucket()
            shards, again = self.shards(), []
            for case in waiting:
                again += [case] if shards[case.bucket] in taken else []
                taken.add(shards[case.bucket])
            waiting = again

    def tail(self, name):
        with open(os.path.join(self.dir, name), encoding="utf-8", errors="replace") as file:
            return file.read()[-2000:]

    def stop(self):
        for daemon in reversed(self.daemons):  # there is nothing to save
            daemon.kill()
            daemon.wait()
        self.daemons.clear()
        shutil.rmtree(self.dir, ignore_errors=True)
