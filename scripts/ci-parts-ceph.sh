#!/bin/sh
# Installs what tests/rgw runs on: Ceph's S3 server without its manager, and boto3 for a python3 that lacks it.
set -eu

packages=
for pair in ceph-mon:ceph-mon ceph-osd:ceph-osd radosgw:radosgw ceph:ceph-common; do
  command -v "${pair%%:*}" >/dev/null || packages="$packages ${pair#*:}"
done
python3 -c 'import boto3' 2>/dev/null || /usr/bin/python3 -c 'import boto3' 2>/dev/null || packages="$packages python3-boto3"
[ -n "$packages" ] || exit 0

if [ "$(id -u)" = 0 ]; then as_root=; else as_root=sudo; fi
$as_root apt-get update -qq
# shellcheck disable=SC2086  # a list of packages
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $packages
